"""Choice and consent: searches become proposals, proposals that are agreed become ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.choice import effects
from simulation.choice.sampler import NOBODY
from simulation.climate import Climate
from simulation.ledger import FOUNDED
from simulation.luck import exp
from simulation.motives import MOTIVES, NAMES, REUNIFICATION
from simulation.municipality import Proposal
from simulation.search import Searches
from simulation.ties import ACTIVE, FORMS, KINDS, PARTNERSHIP

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]


def country_factors(model: TwinningModel, rows: Integers, motive: int, climate: Climate) -> Floats:
    """What each country weighs for each chooser, shape (m, groups), before distance.

    Zero for countries that the motive does not seek. Inner-German choice weighs only what
    the border lets pass: that share has already decided who may search at all.
    """
    world = model.world
    flow = climate.passing if motive == REUNIFICATION else climate.flow
    sought = model.group_motive == motive
    weight = np.where(sought, flow[world.land[rows]], 0.0)
    none, some = exp(effects.held(np.array([0.0, 1.0]), model.parameters.choice))
    factors: Floats = weight * np.where(model.held[rows] > 0, some, none)
    return factors


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
        country_factors(model, own, s.motive, climate)
        for own, s in zip(rows, searches, strict=True)
    ]
    partners = model.samplers[districts].draw(
        np.concatenate(rows),
        np.concatenate(factors),
        model.eligible,
        model.luck,
        climate.year,
        np.concatenate(motives),
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


def ask(model: TwinningModel, proposals: list[Proposal]) -> None:
    """Ask the other side of each proposal; found a tie where it says yes."""
    for proposal in proposals:
        asker = model.agent_at(proposal.asker)
        if not asker.accepts(proposal.asked):  # the other was quicker this year
            continue
        if proposal.motive == REUNIFICATION:
            model.waiting[proposal.asker] = False
        if model.agent_at(proposal.asked).consents(proposal):
            found(model, proposal, asker.form_of(proposal))


def found(model: TwinningModel, proposal: Proposal, form: int) -> int:
    """Found a tie: arrays, both agents and the ledger; returns its number."""
    a, b = sorted((proposal.asker, proposal.asked))
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
        signed=proposal.year if form == PARTNERSHIP else None,
    )
    return tie
