"""The activities of all ties in matrices (activities x ties) that grow with the ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.life import carrying
from simulation.life.activities import COUNT, TRAVELS
from simulation.life.state import identity
from simulation.luck import Purpose, exp, great_circle_km

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

WINDOW = 10
"""Years over which a tie is compared with its own best."""


class Lives:
    """What is alive at each tie, and who carries it.

    Attributes
    ----------
    alive : (activities, ties) whether the activity is carried on
    born : (activities, ties) year of birth of who leads it
    people : (activities, ties) whom it brings together in a year without hindrance
    effort : (activities, ties) how far distance hinders: one at 500 km, and for what needs no trip
    eager : (ties,) lasting will of each tie, a factor on beginnings
    partner : (ties,) group of the partner: the end abroad, or b between two German places
    idle : (ties,) years since anything was alive
    vitality : (ties,) at the end of the last year
    past : (WINDOW, ties) vitality of the last years; year y stands in row y modulo WINDOW
    will, money : (ties,) factors on beginnings that other systems may set (prior contact,
        grants); one where nobody does
    """

    def __init__(self, model: TwinningModel) -> None:
        self.model = model
        self.count = 0
        self.alive: Flags = np.zeros((COUNT, 0), dtype=np.bool_)
        self.born: Integers = np.zeros((COUNT, 0), dtype=np.int64)
        self.people: Integers = np.zeros((COUNT, 0), dtype=np.int64)
        self.effort: Floats = np.ones((COUNT, 0))
        self.eager: Floats = np.ones(0)
        self.partner: Integers = np.zeros(0, dtype=np.int64)
        self.idle: Integers = np.zeros(0, dtype=np.int64)
        self.vitality: Floats = np.zeros(0)
        self.past: Floats = np.zeros((WINDOW, 0))
        self.will: Floats = np.ones(0)
        self.money: Floats = np.ones(0)

    def grow(self) -> None:
        """Make room for the ties founded since."""
        new = np.arange(self.count, self.model.ties.count, dtype=np.int64)
        if not len(new):
            return
        world, table, life = self.model.world, self.model.ties, self.model.parameters.life
        a, b = table.rows("a")[new], table.rows("b")[new]
        far = carrying.remoteness(great_circle_km(world.point[a], world.point[b]))
        smaller = np.minimum(world.population[a], world.population[b])
        effort = np.where(TRAVELS[:, None], exp(life.effort * far), 1.0)
        self.people = np.hstack([self.people, carrying.people(smaller, far, life)])
        self.effort = np.hstack([self.effort, effort])
        one, other, salt = identity(self.model, new)
        drawn = self.model.luck.fractions(Purpose.BEGIN, 0, one, other=other, salt=salt)
        self.eager = np.concatenate([self.eager, carrying.lasting_will(drawn, life)])
        abroad = np.where(world.land[b] < 0, b, np.where(world.land[a] < 0, a, b))
        self.partner = np.concatenate([self.partner, world.group[abroad].astype(np.int64)])
        size = (COUNT, len(new))
        self.alive = np.hstack([self.alive, np.zeros(size, dtype=np.bool_)])
        self.born = np.hstack([self.born, np.zeros(size, dtype=np.int64)])
        self.past = np.hstack([self.past, np.zeros((WINDOW, len(new)))])
        self.idle = np.concatenate([self.idle, np.zeros(len(new), dtype=np.int64)])
        self.vitality = np.concatenate([self.vitality, np.zeros(len(new))])
        self.will = np.concatenate([self.will, np.ones(len(new))])
        self.money = np.concatenate([self.money, np.ones(len(new))])
        self.count = self.model.ties.count

    def meeting(self, ties: Integers, share: Floats) -> tuple[Integers, Floats]:
        """Activities alive and people who meet this year at ties, each (n,).

        `share` (n,) is what halts let pass of travel. People are whole numbers before it, so the
        order of summing does not matter.
        """
        here = np.where(self.alive, self.people, 0)
        total, at_home = here.sum(axis=0)[ties], here[~TRAVELS].sum(axis=0)[ties]
        met: Floats = (total - at_home) * share + at_home
        count: Integers = self.alive.sum(axis=0, dtype=np.int64)[ties]
        return count, met


def lives(model: TwinningModel) -> Lives:
    """The state of this system, made at first asking."""
    found = model.part(Lives)
    found.grow()
    return found
