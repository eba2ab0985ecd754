"""Choice and consent: searches become proposals, proposals that are agreed become ties."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import answers, regions
from simulation.choice import effects
from simulation.choice.listed import Pairs
from simulation.choice.serving import NOBODY
from simulation.climate import Climate
from simulation.founding import Agreed, found
from simulation.luck import exp, threshold
from simulation.motives import REUNIFICATION
from simulation.municipality import Proposal
from simulation.search import Searches
from simulation.ways import contacts, groups, inner_german

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def region_factors(
    model: TwinningModel, rows: Integers, motive: Integers | int, climate: Climate
) -> Floats:
    """What each region weighs for each chooser, shape (m, regions), before distance.

    Zero for countries that the motive (of all choosers or of each) does not seek. Inner-German
    choice weighs only what the border lets pass: that share has already decided who may search
    at all.
    """
    world, motives, choice = (
        model.world,
        np.broadcast_to(motive, rows.shape),
        model.parameters.choice,
    )
    none, some = exp(effects.held(np.array([0.0, 1.0]), choice))
    weight = _flow(model, rows, motives, climate) * np.where(model.held[rows] > 0, some, none)
    weight *= contacts.factor(model, rows)
    if choice.region_country != 0.0:
        weight *= regions.lift(world, climate.year, choice)[world.part[rows]]
    factors: Floats = weight.take(world.region_group, axis=1)
    if choice.region != 0.0 or bool((motives == REUNIFICATION).any()):
        factors *= _pairings(model, rows, motives, climate)
    return factors


def _flow(model: TwinningModel, rows: Integers, motives: Integers, climate: Climate) -> Floats:
    """What each chooser seeks of each group out of its motive, shape (m, groups)."""
    sought = climate.flow * np.moveaxis(climate.motives, 2, 0)  # (motives, 16, groups)
    sought[REUNIFICATION] = np.where(model.group_motive == REUNIFICATION, climate.passing, 0.0)
    laender, groups = climate.flow.shape
    of_each = motives * laender + model.world.land[rows]
    result: Floats = sought.reshape(-1, groups).take(of_each, axis=0)
    return result


def _pairings(model: TwinningModel, rows: Integers, motives: Integers, climate: Climate) -> Floats:
    """What pairings of Länder make of each region for each chooser, shape (m, regions)."""
    result = np.ones((len(rows), len(model.world.regions)))
    if model.parameters.choice.region != 0.0:
        result = _pairings_abroad(model, rows, climate)
    inner = np.flatnonzero(motives == REUNIFICATION)
    if len(inner):
        result[inner] = _pairings_at_home(model, rows[inner], climate)
    return result


def _pairings_at_home(model: TwinningModel, rows: Integers, climate: Climate) -> Floats:
    """Those of western with eastern Länder."""
    world, settings = model.world, model.parameters.reunification
    by_land = inner_german.pairing_factor(world, climate, settings)[world.land[rows]]
    return np.where(world.region_land >= 0, by_land[:, world.region_land], 1.0)


def _pairings_abroad(model: TwinningModel, rows: Integers, climate: Climate) -> Floats:
    """Those of Länder, and parts of them, with regions of other countries."""
    world, year, choice = model.world, climate.year, model.parameters.choice
    part = world.part[rows]
    result = regions.unpaired(world, year, choice).take(part, axis=0)
    # most regions are paired with none: only for the others the chooser's own share matters
    paired = regions.paired(world, year).take(part, axis=0)
    chooser, region = np.divmod(np.flatnonzero(paired), paired.shape[1])
    searcher = np.searchsorted(world.searchers, rows[chooser])
    share = model.reach.share(searcher, region)
    count = regions.pairings(world, year)[part[chooser], world.region_group[region]]
    result[chooser, region] = effects.region(
        np.ones_like(share, dtype=np.bool_), share, count, choice
    )
    return result


def choose(model: TwinningModel, searches: list[Searches], climate: Climate) -> list[Proposal]:
    """Draw one partner for each search out of all eligible places of its level."""
    by_level = [_choose_at(model, districts, searches, climate) for districts in model.samplers]
    return [p for of_motive in zip(*by_level, strict=True) for part in of_motive for p in part]


def _choose_at(
    model: TwinningModel, districts: bool, searches: list[Searches], climate: Climate
) -> list[list[Proposal]]:
    """What the places of one level propose, a list for each of the searches; drawn at once."""
    by_search = [s.rows[model.world.is_district[s.rows] == districts] for s in searches]
    counts = [len(own) for own in by_search]
    if not any(counts):
        return [[] for _ in searches]
    rows, motives = np.concatenate(by_search), np.repeat([s.motive for s in searches], counts)
    partners = model.samplers[districts].draw(
        rows,
        region_factors(model, rows, motives, climate),
        model.are_eligible,
        model.luck,
        climate.year,
        motives,
        Pairs(*groups.listed(model, rows, motives)),
    )
    return [
        list(
            map(
                Proposal,
                own[found != NOBODY].tolist(),
                found[found != NOBODY].tolist(),
                repeat(s.motive),
                repeat(climate.year),
            )
        )
        for own, found, s in zip(
            by_search, np.split(partners, np.cumsum(counts)[:-1]), searches, strict=True
        )
    ]


def ask(model: TwinningModel, proposals: list[Proposal]) -> list[Proposal]:
    """Ask the other side of each proposal; found a tie where it says yes.

    Returns
    -------
    the proposals that were refused
    """
    if not proposals:
        return []
    askers, asked, *_ = zip(*proposals, strict=True)
    known = contacts.prior(model, np.array(askers), np.array(asked)).tolist()
    if answers.ordinary(model.agent_class):
        return _ask_at_once(model, proposals, known)
    return _ask_one_by_one(model, proposals, known)


def _ask_at_once(
    model: TwinningModel, proposals: list[Proposal], known: list[float]
) -> list[Proposal]:
    """`ask` where all decide as `Municipality` does: only whom a new tie concerns is asked anew."""
    agreed, refused = Agreed(model), []
    answer, touched = answers.answers(model, proposals), agreed.touched
    columns = answer.free, answer.yes, answer.draw, answer.form, answer.tied, known
    for proposal, free, yes, draw, form, tied, prior in zip(proposals, *columns, strict=True):
        if proposal.asked in touched:  # the other was quicker this year, or is busier now
            free = free and not agreed.joins(proposal)
            asked = model.agent_at(proposal.asked)
            yes = draw < threshold(asked.willingness(proposal))
        if free and yes:
            agreed.add(proposal, form, prior, tied=tied)
        elif free:
            refused.append(proposal)
    agreed.settle()
    return refused


def _ask_one_by_one(
    model: TwinningModel, proposals: list[Proposal], known: list[float]
) -> list[Proposal]:
    """`ask` by the agents' own methods, which a subclass has changed."""
    refused = []
    for proposal, prior in zip(proposals, known, strict=True):
        asker = model.agent_at(proposal.asker)
        if not asker.accepts(proposal.asked):  # the other was quicker this year
            continue
        if model.agent_at(proposal.asked).consents(proposal):
            found(model, proposal, asker.form_of(proposal), prior)
        else:
            refused.append(proposal)
    return refused
