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
from simulation.luck import Purpose, exp
from simulation.motives import MOTIVES, NAMES, REUNIFICATION
from simulation.municipality import Proposal
from simulation.plain import plain
from simulation.search import Searches
from simulation.ties import ACTIVE, FORMS, KINDS, PARTNERSHIP
from simulation.ways import contacts, groups, inner_german, projects, sponsorships

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
    world, motives = model.world, np.broadcast_to(motive, rows.shape)
    none, some = exp(effects.held(np.array([0.0, 1.0]), model.parameters.choice))
    weight = _flow(model, rows, motives, climate) * np.where(model.held[rows] > 0, some, none)
    weight = weight * contacts.factor(model, rows)
    weight = weight * regions.lift(world, climate.year, model.parameters.choice)[world.part[rows]]
    factors: Floats = weight[:, world.region_group] * _pairings(model, rows, motives, climate)
    return factors


def _flow(model: TwinningModel, rows: Integers, motives: Integers, climate: Climate) -> Floats:
    """What each chooser seeks of each group out of its motive, shape (m, groups)."""
    land = model.world.land[rows]
    abroad = climate.flow[land] * climate.motives[land, :, motives]
    inner = np.where(model.group_motive == REUNIFICATION, climate.passing, 0.0)[land]
    return np.where(motives[:, None] == REUNIFICATION, inner, abroad)


def _pairings(model: TwinningModel, rows: Integers, motives: Integers, climate: Climate) -> Floats:
    """What pairings of Länder make of each region for each chooser, shape (m, regions)."""
    result = np.empty((len(rows), len(model.world.regions)))
    inner = motives == REUNIFICATION
    result[inner] = _pairings_at_home(model, rows[inner], climate)
    result[~inner] = _pairings_abroad(model, rows[~inner], climate)
    return result


def _pairings_at_home(model: TwinningModel, rows: Integers, climate: Climate) -> Floats:
    """Those of western with eastern Länder."""
    world, settings = model.world, model.parameters.reunification
    by_land = inner_german.pairing_factor(world, climate, settings)[world.land[rows]]
    return np.where(world.region_land >= 0, by_land[:, world.region_land], 1.0)


def _pairings_abroad(model: TwinningModel, rows: Integers, climate: Climate) -> Floats:
    """Those of Länder, and parts of them, with regions of other countries."""
    world, year = model.world, climate.year
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
    by_search = [s.rows[model.world.is_district[s.rows] == districts] for s in searches]
    counts = [len(own) for own in by_search]
    rows, motives = np.concatenate(by_search), np.repeat([s.motive for s in searches], counts)
    partners = model.samplers[districts].draw(
        rows,
        region_factors(model, rows, motives, climate),
        model.eligible,
        model.luck,
        climate.year,
        motives,
        Pairs(*groups.listed(model, rows, motives)),
    )
    return [
        [
            Proposal(row, partner, s.motive, climate.year)
            for row, partner in zip(own.tolist(), found.tolist(), strict=True)
            if partner != NOBODY
        ]
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
    refused = []
    ends = [(proposal.asker, proposal.asked) for proposal in proposals]
    asker_rows, asked_rows = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    known = contacts.prior(model, asker_rows, asked_rows).tolist()
    _foresee(model, proposals, asker_rows, asked_rows)
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


def _foresee(
    model: TwinningModel, proposals: list[Proposal], askers: Integers, asked: Integers
) -> None:
    """Find the luck of consents and forms for all proposals at once."""
    if proposals:
        motive = np.array([proposal.motive for proposal in proposals])
        one, other, year = model.world.ids[askers], model.world.ids[asked], proposals[0].year
        model.luck.foresee(Purpose.CONSENT, year, other, one, motive)
        model.luck.foresee(Purpose.FORM, year, one, other, motive)


def found(model: TwinningModel, proposal: Proposal, form: int, prior: float = 0.0) -> int:
    """Found a tie: arrays, both agents and the ledger; returns its number.

    A sponsorship between the two becomes this tie. `prior` is what joined them before.
    """
    a, b = sorted((proposal.asker, proposal.asked))
    sponsorship = model.ties.between(a, b)
    if sponsorship is not None:
        return sponsorships.convert(model, sponsorship, proposal, form)
    motive = MOTIVES[proposal.motive]
    kind = KINDS.index(motive.kind)
    tie = model.ties.add(
        a=a,
        b=b,
        initiator=proposal.asker,
        kind=kind,
        motive=proposal.motive,
        form=form,
        founded=proposal.year,
        formed=proposal.year,
        term=model.parameters.forms.friendship_term,
        status=ACTIVE,
    )
    model.attach(tie, a, b)
    ids = plain(model.world).ids
    text = founded_text(
        form=FORMS[form],
        initiator=ids[proposal.asker],
        kind=motive.kind,
        motive=NAMES[proposal.motive],
        prior=float(round(prior, 1)),
        signed=proposal.year if form == PARTNERSHIP else None,
        stage=projects.founding(model, kind),
        via=proposal.via,
    )
    model.ledger.append_text(proposal.year, FOUNDED, tie, (ids[a], ids[b]), text)
    return tie


def founded_text(
    *,
    form: str,
    initiator: int,
    kind: str,
    motive: str,
    prior: float,
    signed: int | None,
    stage: str | None,
    via: str | None,
) -> str:
    """What the ledger tells of a founding, as canonical JSON; most of its rows begin here.

    `prior` are contacts there were before, `signed` the year of a contract, `stage` that of a
    development tie, `via` what led to it beside the asker's own search.
    """
    text = f'{{"form":"{form}","initiator":{initiator},"kind":"{kind}","motive":"{motive}"'
    if prior > 0.0:
        text += f',"prior":{prior!r}'
    text += f',"signed":{"null" if signed is None else signed}'
    if stage is not None:
        text += f',"stage":"{stage}"'
    if via is not None:
        text += f',"via":"{via}"'
    return text + "}"
