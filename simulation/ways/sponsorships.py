"""Sponsorships (Patenschaften) for places of origin, and what becomes of them.

A western place takes one on for a place its expelled came from; nobody there is asked. Once the
border lets pass, it may turn into a twinning, which both sides must want; else it fades with the
generation that carried it. A sponsorship is held by `Ties`, but counts for nothing else before:
no load, no country held, no entry in a register.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation import rates
from simulation.choice import effects
from simulation.climate import LN2, Climate, response
from simulation.ledger import CONVERTED, ENDED, FOUNDED
from simulation.luck import Purpose, exp, happens, log, threshold
from simulation.motives import NAMES, REUNIFICATION
from simulation.motives import SPONSORSHIP as FOR_ORIGINS
from simulation.municipality import Proposal
from simulation.parameters import Choice, Rate
from simulation.past import load_events
from simulation.ties import ACTIVE, CONTACT, FORMS, KINDS, PARTNERSHIP, SPONSORSHIP, TWINNING
from simulation.ways.homelands import Origins, origins_of
from simulation.ways.words import FOUNDED_WORDS
from simulation.wording import Column
from simulation.world import REFERENCE_SIZE, World

if TYPE_CHECKING:
    from simulation.model import TwinningModel
    from simulation.parameters import Parameters, Sponsorships

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

GUIDELINES = "sponsorship_guidelines_1953"
GENERATION = "the expellees' generation"


def take(model: TwinningModel, climate: Climate) -> None:
    """Sponsorships of a year: some turn into twinnings, some fade, new ones are taken on."""
    settings = model.parameters.sponsorships
    if not settings.active or climate.year < settings.since:
        return
    _convert(model, climate)
    _fade(model, climate.year)
    _take_on(model, climate.year)


def living(model: TwinningModel) -> Integers:
    """Numbers of the sponsorships that are not ended, ascending."""
    table = model.ties
    sponsorship = table.rows("kind") == SPONSORSHIP
    return np.flatnonzero(sponsorship & (table.rows("status") == ACTIVE)).astype(np.int64)


def asking(year: int, settings: Sponsorships) -> float:
    """How much the expelled ask for sponsors: 1 at first, halving in `fading` years."""
    return exp(-LN2 * (year - settings.since) / settings.fading)


def wave(year: int, parameters: Parameters) -> float:
    """Log effect of the guidelines of 15 December 1953 on the taking of sponsorships."""
    settings = parameters.events.get(GUIDELINES)
    if settings is None or not settings.active:
        return 0.0
    date = next(event.date for event in load_events() if event.id == GUIDELINES)
    return response(year, date, settings)


@lru_cache(maxsize=8)
def _relative(world: World, rate: str) -> Floats:
    """Rate of each searcher over that of the reference town, shape (searchers,).

    Towns and districts go by inhabitants alike: the people of a place ask, not its council.
    """
    own = log(world.population[world.searchers] / REFERENCE_SIZE["municipality"])
    by_size = rates.size(own, Rate.model_validate_json(rate))
    result: Floats = origins_of(world).share * exp(by_size)
    return result


def taking(model: TwinningModel, year: int) -> Floats:
    """Sponsorships that each searcher would take on a year, shape (searchers,)."""
    settings = model.parameters.sponsorships
    level = settings.level * asking(year, settings) * exp(wave(year, model.parameters))
    return level * _relative(model.world, model.parameters.rate.model_dump_json())


def _take_on(model: TwinningModel, year: int) -> None:
    """New sponsorships: at most one living a sponsor, at most one a place of origin."""
    world = model.world
    sponsors, homes = _homes(model, living(model))
    taken = np.zeros(len(world.ids), dtype=np.bool_)
    taken[homes] = True
    free = np.ones(len(world.ids), dtype=np.bool_)
    free[sponsors] = False
    rate = taking(model, year)
    may = np.flatnonzero((rate > 0.0) & free[world.searchers])
    draws = model.luck.draws(Purpose.SPONSOR, year, world.ids[world.searchers[may]])
    takers = may[happens(draws, rate[may])]
    ids = world.ids[world.searchers[takers]]
    luck = [
        model.luck.fractions(Purpose.SPONSORED, year, ids, attempt=attempt) for attempt in range(2)
    ]
    agreed = []
    for searcher, *drawn in zip(takers.tolist(), *(part.tolist() for part in luck), strict=True):
        sponsor, home = int(world.searchers[searcher]), _home_of(model, searcher, taken, *drawn)
        if home is not None and model.agent_at(sponsor).sponsors(home):
            taken[home] = True
            agreed.append((sponsor, home))
    _found(model, np.array(agreed, dtype=np.int64).reshape(-1, 2), year)


def _home_of(
    model: TwinningModel, searcher: int, taken: NDArray[np.bool_], first: float, second: float
) -> int | None:
    """The place of origin that a sponsor picks: a homeland by its people, a place by its size.

    `first` and `second` are the luck of that, fractions below one.
    """
    world = model.world
    row = int(world.searchers[searcher])
    districts = bool(world.is_district[row])
    origins: Origins = origins_of(world)
    shares = np.cumsum(origins.chances(searcher, districts))
    if shares[-1] <= 0.0:
        return None
    homeland = int(np.searchsorted(shares, first * shares[-1], side="right"))
    rows = origins.members[districts][homeland]
    weight = home_weights(world.size[row], world.size[rows], model.parameters.choice)
    total = np.cumsum(np.where(taken[rows], 0.0, weight))
    if total[-1] <= 0.0:
        return None
    return int(rows[np.searchsorted(total, second * total[-1], side="right")])


def home_weights(own: float, homes: Floats, choice: Choice) -> Floats:
    """Weight of places of origin: likeness and mass as in the law of choice, no distance.

    What lay between them was no road but an expulsion.
    """
    log_weight = effects.similar_size(np.full_like(homes, own), homes, choice)
    return exp(log_weight + effects.mass(homes, choice))


def _ends(model: TwinningModel, tie: int) -> tuple[int, int]:
    ids, table = model.world.ids, model.ties
    return int(ids[table.rows("a")[tie]]), int(ids[table.rows("b")[tie]])


def _found(model: TwinningModel, agreed: Integers, year: int) -> None:
    """Write sponsorships down, rows of sponsor and home (k, 2): no count of ties at either end."""
    if not len(agreed):
        return
    sponsor, ends = agreed[:, 0], np.sort(agreed, axis=1).T
    first, count = model.ties.count, len(agreed)
    model.ties.extend(
        count,
        a=ends[0],
        b=ends[1],
        initiator=sponsor,
        kind=SPONSORSHIP,
        motive=FOR_ORIGINS,
        form=CONTACT,
        founded=year,
        formed=year,
        term=model.parameters.forms.friendship_term,
        status=ACTIVE,
    )
    nothing = np.zeros(count, dtype=np.int64)
    told: dict[str, Column] = {
        "form": nothing + CONTACT,
        "initiator": model.world.ids[sponsor],
        "kind": nothing + SPONSORSHIP,
        "motive": nothing + FOR_ORIGINS,
        "prior": nothing,
        "signed": nothing,
        "stage": [None] * count,
        "via": [None] * count,
    }
    one, other = model.world.ids[ends]
    numbers = np.arange(first, first + count)
    model.ledger.extend(year, FOUNDED, numbers, (one, other), FOUNDED_WORDS, told)


def _homes(model: TwinningModel, ties: Integers) -> tuple[Integers, Integers]:
    """Rows of the sponsors and of the places of origin of sponsorships."""
    table = model.ties
    sponsors = table.rows("initiator")[ties]
    return sponsors, table.rows("a")[ties] + table.rows("b")[ties] - sponsors


def pull(model: TwinningModel, sponsors: Integers, homes: Integers, climate: Climate) -> Floats:
    """Searches per year of the reference town for the country of each place of origin.

    For the other German state: its wishes, as far as the border lets them through; none where
    councils do not wish for such ties at all.
    """
    world, settings = model.world, model.parameters.reunification
    land, group = world.land[sponsors], world.group[homes]
    wishes = rates.wishes(np.zeros(1), climate.year, climate.opened, settings)
    inner = climate.passing[land, group] * float(wishes[0]) * settings.active
    result: Floats = np.where(world.land[homes] >= 0, inner, climate.flow[land, group])
    return result


def _convert(model: TwinningModel, climate: Climate) -> None:
    """Turn sponsorships into twinnings where the border lets pass and both sides agree."""
    ties = living(model)
    sponsors, homes = _homes(model, ties)
    factor = model.parameters.sponsorships.convert
    chance = 1.0 - exp(-factor * pull(model, sponsors, homes, climate))
    ids = model.world.ids
    draws = model.luck.draws(Purpose.CONVERT, climate.year, ids[sponsors], other=ids[homes])
    for place in np.flatnonzero(draws < threshold(chance)).tolist():
        tie, sponsor, home = int(ties[place]), int(sponsors[place]), int(homes[place])
        motive = int(model.group_motive[model.world.group[home]])
        proposal = Proposal(sponsor, home, motive, climate.year)
        asker = model.agent_at(sponsor)
        if asker.turns_into_twinning(tie) and model.agent_at(home).consents(proposal):
            if motive == REUNIFICATION:
                model.waiting[sponsor] = False
            convert(model, tie, proposal, asker.form_of(proposal))


def convert(model: TwinningModel, tie: int, proposal: Proposal, form: int) -> int:
    """Make a twinning of a living sponsorship: arrays, both agents and the ledger.

    The tie keeps its number and its founding year. Returns the number.

    Raises
    ------
    ValueError
        If the tie is no living sponsorship.
    """
    table = model.ties
    if table.rows("kind")[tie] != SPONSORSHIP or table.rows("status")[tie] != ACTIVE:
        raise ValueError(f"tie {tie} is no living sponsorship, so it cannot become a twinning")
    changes = {"kind": TWINNING, "motive": proposal.motive, "form": form, "formed": proposal.year}
    for name, value in changes.items():
        table.rows(name)[tie] = value
    model.attach(tie, int(table.rows("a")[tie]), int(table.rows("b")[tie]))
    model.ledger.append(
        proposal.year,
        CONVERTED,
        tie,
        _ends(model, tie),
        form=FORMS[form],
        kind=KINDS[TWINNING],
        motive=NAMES[proposal.motive],
        signed=proposal.year if form == PARTNERSHIP else None,
    )
    return tie


def _fade(model: TwinningModel, year: int) -> None:
    """End sponsorships that lose the generation which carried them."""
    ties = living(model)
    sponsors, homes = _homes(model, ties)
    limit = threshold(model.parameters.sponsorships.ending)
    ids = model.world.ids
    draws = model.luck.draws(Purpose.CONVERT, year, ids[sponsors], other=ids[homes], kind=1)
    lost = draws < limit
    for tie, sponsor in zip(ties[lost].tolist(), sponsors[lost].tolist(), strict=True):
        if model.agent_at(sponsor).lets_go(tie):
            model.ties.end(tie)
            model.ledger.append(year, ENDED, tie, _ends(model, tie), why=GENERATION)
