"""What becomes of ties in a year: they deepen, rest or end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.ledger import DEEPENED, ENDED, RENEWED, SUSPENDED
from simulation.life.forms import LAPSES, RENEWS, LivingTies, outcomes
from simulation.luck import Purpose, threshold
from simulation.ties import ACTIVE, FORMS
from simulation.ties import SUSPENDED as RESTING

if TYPE_CHECKING:
    from simulation.model import TwinningModel
    from simulation.municipality import Municipality

Integers = NDArray[np.int64]


def _identity(model: TwinningModel, ties: Integers) -> tuple[Integers, Integers, Integers]:
    """Stable identity of ties: ids of both ends, and founding year with kind."""
    ids, table = model.world.ids, model.ties
    salt = table.rows("founded")[ties] * 256 + table.rows("kind")[ties]
    return ids[table.rows("a")[ties]], ids[table.rows("b")[ties]], salt


def _initiator(model: TwinningModel, tie: int) -> Municipality:
    return model.agent_at(int(model.ties.rows("initiator")[tie]))


def _active(model: TwinningModel, climate: Climate) -> Integers:
    """Active ties that are older than this year."""
    table = model.ties
    older = table.rows("founded") < climate.year
    return np.flatnonzero((table.rows("status") == ACTIVE) & older).astype(np.int64)


def deepen(model: TwinningModel, climate: Climate) -> None:
    """Contact to friendship to partnership; friendships are renewed or lapse at term."""
    ties = _active(model, climate)
    a, b, salt = _identity(model, ties)
    form, formed = model.ties.rows("form"), model.ties.rows("formed")
    living = LivingTies(a, b, salt, form[ties], formed[ties], model.ties.rows("term")[ties])
    result = outcomes(living, climate.year, model.parameters.forms, model.luck)
    for place in np.flatnonzero(result != -1):
        tie, outcome = int(ties[place]), int(result[place])
        ends = (int(a[place]), int(b[place]))
        if outcome == LAPSES:
            _end(model, tie, ends, climate.year, "term over")
        elif outcome == RENEWS:
            formed[tie] = climate.year
            model.ledger.append(climate.year, RENEWED, tie, ends, form=FORMS[form[tie]])
        elif _initiator(model, tie).agrees_to_deepen(tie, outcome):
            old = FORMS[form[tie]]
            form[tie], formed[tie] = outcome, climate.year
            model.ledger.append(climate.year, DEEPENED, tie, ends, new=FORMS[outcome], old=old)


def live(model: TwinningModel, climate: Climate) -> None:
    """Ties that nobody carries on end; ruptures between countries suspend others."""
    ties = _active(model, climate)
    a, b, salt = _identity(model, ties)
    settings = model.parameters.ending
    chance = np.array([settings.contact, settings.friendship, settings.partnership])
    limit = threshold(chance[model.ties.rows("form")[ties]])
    draws = model.luck.draws(Purpose.END, climate.year, a, other=b, salt=salt)
    for place in np.flatnonzero(draws < limit):
        tie = int(ties[place])
        if _initiator(model, tie).lets_go(tie):
            _end(model, tie, (int(a[place]), int(b[place])), climate.year, "nobody carries it")
    rupture(model, climate)


def rupture(model: TwinningModel, climate: Climate) -> None:
    """Events of the year that break with a country suspend active ties with it."""
    broken = model.climates.ruptures(climate.year)
    if not broken:
        return
    ties = _active(model, climate)
    a, b, salt = _identity(model, ties)
    ends = (
        model.world.group[model.ties.rows("b")[ties]],
        model.world.group[model.ties.rows("a")[ties]],
    )
    hit = np.isin(ends[0], broken) | np.isin(ends[1], broken)
    draws = model.luck.draws(Purpose.RUPTURE, climate.year, a, other=b, salt=salt)
    limit = threshold(model.parameters.ending.rupture)
    status = model.ties.rows("status")
    for place in np.flatnonzero(hit & (draws < limit)):
        tie = int(ties[place])
        status[tie] = RESTING
        model.ledger.append(
            climate.year, SUSPENDED, tie, (int(a[place]), int(b[place])), why="rupture"
        )


def _end(model: TwinningModel, tie: int, ends: tuple[int, int], year: int, why: str) -> None:
    """End a tie everywhere at once: arrays, both agents and the ledger."""
    model.ties.end(tie)
    model.detach(tie, int(model.ties.rows("a")[tie]), int(model.ties.rows("b")[tie]))
    model.ledger.append(year, ENDED, tie, ends, why=why)
