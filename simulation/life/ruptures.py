"""Ruptures between countries suspend ties; suspended ties may be resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.climate import Climate
from simulation.ledger import RESUMED, STOPPED
from simulation.ledger import SUSPENDED as SUSPENDS
from simulation.life.activities import NAMES
from simulation.life.state import going_on, identity
from simulation.life.stock import Lives, lives
from simulation.luck import Purpose, threshold
from simulation.ties import ACTIVE, SUSPENDED

if TYPE_CHECKING:
    from simulation.model import TwinningModel


def rupture(model: TwinningModel, climate: Climate) -> None:
    """Events of the year that break with a country suspend ties with it; nothing ends by it."""
    broken = model.climates.ruptures(climate.year)
    if not broken:
        return
    ties = going_on(model, climate)
    group, table = model.world.group, model.ties
    hit = np.isin(group[table.rows("a")[ties]], broken)
    hit ^= np.isin(group[table.rows("b")[ties]], broken)  # not among those broken with
    a, b, salt = identity(model, ties)
    draws = model.luck.draws(Purpose.RUPTURE, climate.year, a, other=b, salt=salt)
    limit = threshold(model.parameters.ending.rupture)
    state = lives(model)
    for place in np.flatnonzero(hit & (draws < limit)):
        tie, ends = int(ties[place]), (int(a[place]), int(b[place]))
        table.rows("status")[tie] = SUSPENDED
        model.ledger.append(climate.year, SUSPENDS, tie, ends, why="rupture")
        _stop_all(model, state, tie, ends, climate.year)


def _stop_all(
    model: TwinningModel, state: Lives, tie: int, ends: tuple[int, int], year: int
) -> None:
    for activity in np.flatnonzero(state.alive[:, tie]).tolist():
        age = year - int(state.born[activity, tie])
        model.ledger.append(
            year, STOPPED, tie, ends, activity=NAMES[activity], age=age, why="rupture"
        )
    state.alive[:, tie] = False
    state.vitality[tie] = 0.0
    state.past[:, tie] = 0.0


def resume(model: TwinningModel, climate: Climate) -> None:
    """Suspended ties are resumed at a chance that no data tell; their activities begin anew."""
    chance = model.parameters.ending.resume
    if chance == 0.0:
        return
    status = model.ties.rows("status")
    ties = np.flatnonzero(status == SUSPENDED).astype(np.int64)
    a, b, salt = identity(model, ties)
    draws = model.luck.draws(Purpose.RESUME, climate.year, a, other=b, salt=salt)
    state = lives(model)
    for place in np.flatnonzero(draws < threshold(chance)):
        tie = int(ties[place])
        status[tie], state.idle[tie] = ACTIVE, 0
        ends = (int(a[place]), int(b[place]))
        model.ledger.append(climate.year, RESUMED, tie, ends)
