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
    held = (model.held[rows] > 0).astype(np.float64)
    factors: Floats = weight * exp(effects.held(held, model.parameters.choice))
    return factors


def choose(model: TwinningModel, searches: list[Searches], climate: Climate) -> list[Proposal]:
    """Draw one partner for each search out of all eligible places of its level."""
    proposals = []
    for search in searches:
        for districts, sampler in model.samplers.items():
            rows = search.rows[model.world.is_district[search.rows] == districts]
            if not len(rows):
                continue
            factors = country_factors(model, rows, search.motive, climate)
            partners = sampler.draw(
                rows, factors, model.eligible, model.luck, climate.year, search.motive
            )
            proposals += [
                Proposal(int(row), int(partner), search.motive, climate.year)
                for row, partner in zip(rows, partners, strict=True)
                if partner != NOBODY
            ]
    return proposals


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
