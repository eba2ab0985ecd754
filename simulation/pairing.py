"""Choice and consent: searches become proposals, proposals that are agreed become ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import regions
from simulation.choice import effects
from simulation.choice.listed import Pairs
from simulation.choice.sampler import NOBODY
from simulation.climate import Climate
from simulation.ledger import FOUNDED
from simulation.luck import exp
from simulation.motives import MOTIVES, NAMES, REUNIFICATION
from simulation.municipality import Proposal
from simulation.search import Searches
from simulation.ties import ACTIVE, FORMS, KINDS, PARTNERSHIP
from simulation.ways import contacts, groups, inner_german, projects, sponsorships

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def region_factors(model: TwinningModel, rows: Integers, motive: int, climate: Climate) -> Floats:
    """What each region weighs for each chooser, shape (m, regions), before distance.

    Zero for countries that the motive does not seek. Inner-German choice weighs only what
    the border lets pass: that share has already decided who may search at all.
    """
    world = model.world
    flow = _inner_german(model, climate) if motive == REUNIFICATION else _abroad(climate, motive)
    none, some = exp(effects.held(np.array([0.0, 1.0]), model.parameters.choice))
    weight = flow[world.land[rows]] * np.where(model.held[rows] > 0, some, none)
    weight = weight * contacts.factor(model, rows)
    weight = weight * regions.lift(world, climate.year, model.parameters.choice)[world.part[rows]]
    factors: Floats = weight[:, world.region_group] * _pairings(model, rows, motive, climate)
    return factors


def _abroad(climate: Climate, motive: int) -> Floats:
    """What of the flow to each group is sought out of a motive, shape (16, groups)."""
    result: Floats = climate.flow * climate.motives[:, :, motive]
    return result


def _inner_german(model: TwinningModel, climate: Climate) -> Floats:
    """What the inner-German border lets pass, shape (16, groups)."""
    return np.where(model.group_motive == REUNIFICATION, climate.passing, 0.0)


def _pairings(model: TwinningModel, rows: Integers, motive: int, climate: Climate) -> Floats:
    """What pairings of Länder make of each region for each chooser, shape (m, regions)."""
    world, year = model.world, climate.year
    if motive == REUNIFICATION:
        settings = model.parameters.reunification
        by_land = inner_german.pairing_factor(world, climate, settings)[world.land[rows]]
        return np.where(world.region_land >= 0, by_land[:, world.region_land], 1.0)
    share = model.reach.share[np.searchsorted(world.searchers, rows)]
    part = world.part[rows]
    count = regions.pairings(world, year)[part][:, world.region_group]
    return effects.region(regions.paired(world, year)[part], share, count, model.parameters.choice)


def choose(model: TwinningModel, searches: list[Searches], climate: Climate) -> list[Proposal]:
    """Draw one partner for each search out of all eligible places of its level."""
    by_level = [_choose_at(model, districts, searches, climate) for districts in model.samplers]
    return [p for of_motive in zip(*by_level, strict=True) for part in of_motive for p in part]


def _choose_at(
    model: TwinningModel, districts: bool, searches: list[Searches], climate: Climate
) -> list[list[Proposal]]:
    """What the places of one level propose, a list for each of the searches; drawn at once."""
    rows = [s.rows[model.world.is_district[s.rows] == districts] for s in searches]
    motives = [np.full(len(own), s.motive) for own, s in zip(rows, searches, strict=True)]
    factors = [
        region_factors(model, own, s.motive, climate) for own, s in zip(rows, searches, strict=True)
    ]
    partners = model.samplers[districts].draw(
        np.concatenate(rows),
        np.concatenate(factors),
        model.eligible,
        model.luck,
        climate.year,
        np.concatenate(motives),
        _singled_out(model, rows, searches),
    )
    ends = np.cumsum([len(own) for own in rows])[:-1]
    return [
        [
            Proposal(row, partner, s.motive, climate.year)
            for row, partner in zip(own.tolist(), found.tolist(), strict=True)
            if partner != NOBODY
        ]
        for own, found, s in zip(rows, np.split(partners, ends), searches, strict=True)
    ]


def _singled_out(model: TwinningModel, rows: list[Integers], searches: list[Searches]) -> Pairs:
    """Pairs of choosers and places that groups and shared partners bring closer."""
    start = np.cumsum([0, *(len(own) for own in rows)])
    parts = [
        (place + first, partner, effect)
        for own, s, first in zip(rows, searches, start, strict=False)
        for place, partner, effect in [groups.listed(model, own, s.motive)]
    ]
    place, partner, effect = (np.concatenate(part) for part in zip(*parts, strict=True))
    return Pairs(place, partner, effect)


def ask(model: TwinningModel, proposals: list[Proposal]) -> list[Proposal]:
    """Ask the other side of each proposal; found a tie where it says yes.

    Returns
    -------
    the proposals that were refused
    """
    refused = []
    ends = [(proposal.asker, proposal.asked) for proposal in proposals]
    asker_rows, asked_rows = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    known = contacts.prior(model, asker_rows, asked_rows).tolist()
    for proposal, prior in zip(proposals, known, strict=True):
        asker = model.agent_at(proposal.asker)
        if not asker.accepts(proposal.asked):  # the other was quicker this year
            continue
        if model.agent_at(proposal.asked).consents(proposal):
            if proposal.motive == REUNIFICATION:
                model.waiting[[proposal.asker, proposal.asked]] = False
            found(model, proposal, asker.form_of(proposal), prior)
        else:
            refused.append(proposal)
    return refused


def found(model: TwinningModel, proposal: Proposal, form: int, prior: float = 0.0) -> int:
    """Found a tie: arrays, both agents and the ledger; returns its number.

    A sponsorship between the two becomes this tie. `prior` is what joined them before.
    """
    a, b = sorted((proposal.asker, proposal.asked))
    sponsorship = model.ties.between(a, b)
    if sponsorship is not None:
        return sponsorships.convert(model, sponsorship, proposal, form)
    motive = MOTIVES[proposal.motive]
    tie = model.ties.add(
        a=a,
        b=b,
        initiator=proposal.asker,
        kind=KINDS.index(motive.kind),
        motive=proposal.motive,
        form=form,
        founded=proposal.year,
        formed=proposal.year,
        term=model.parameters.forms.friendship_term,
        status=ACTIVE,
    )
    model.attach(tie, a, b)
    ids = model.world.ids
    model.ledger.append(
        proposal.year,
        FOUNDED,
        tie,
        (int(ids[a]), int(ids[b])),
        form=FORMS[form],
        initiator=int(ids[proposal.asker]),
        kind=motive.kind,
        motive=NAMES[proposal.motive],
        **_detail(model, proposal, prior),
        signed=proposal.year if form == PARTNERSHIP else None,
    )
    return tie


def _detail(model: TwinningModel, proposal: Proposal, prior: float) -> dict[str, float | str]:
    """What the ledger tells of a founding beside the tie: prior contacts, and what led to it."""
    detail: dict[str, float | str] = {}
    if round(prior, 1) > 0.0:
        detail["prior"] = round(prior, 1)
    if proposal.via is not None:
        detail["via"] = proposal.via
    kind = KINDS.index(MOTIVES[proposal.motive].kind)
    return {**detail, **projects.founding(model, kind)}
