"""The activities of all ties in matrices (activities x ties) that grow with the ties."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from simulation.life import carrying
from simulation.life.activities import COUNT, TRAVELS
from simulation.life.halts import times_named
from simulation.life.state import identity
from simulation.luck import Purpose, exp, great_circle_km

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

WINDOW = 10
"""Years over which a tie is compared with its own best."""


COLUMNS = (
    *("alive", "born", "people", "effort", "eager", "partner", "idle", "vitality", "past"),
    *("will", "money"),
)
"""What `Lives` holds of each tie."""


def widened(table: NDArray[Any], count: int) -> NDArray[Any]:
    """A table with `count` columns, new ones zero: a view on one that has room for more.

    So a table is not written anew each time that it grows.
    """
    whole, held = table.base, table.shape[-1]
    if whole is None or whole.ndim != table.ndim or whole.shape[-1] < count:
        whole = np.zeros((*table.shape[:-1], 2 * count), dtype=table.dtype)
        whole[..., :held] = table
    grown: NDArray[Any] = whole[..., :count]
    return grown


def taken(table: NDArray[Any], activity: Integers, tie: Integers) -> NDArray[Any]:
    """`table[activity, tie]`, several times as fast.

    Of a whole table, or of the first rows and columns of one, as `widened` makes them.
    """
    whole = table if table.base is None else table.base
    found: NDArray[Any] = whole.reshape(-1).take(activity * whole.shape[1] + tie)
    return found


def by_tie(flags: Flags) -> tuple[Integers, Integers]:
    """Column and row of each flag that is set, in a table (activities, n), column by column."""
    column, row = np.divmod(np.flatnonzero(flags.T), len(flags))
    return column, row


class Lives:
    """What is alive at each tie, and who carries it.

    Attributes
    ----------
    alive : (activities, ties) whether the activity is carried on
    born : (activities, ties) year of birth of who leads it
    people : (activities, ties) whom it brings together in a year without hindrance
    effort : (activities, ties) how far distance hinders: one at 500 km, and for what needs no trip
    eager : (ties,) lasting will of each tie, a factor on beginnings
    partner : (ties,) group of the partner: the end abroad, or b between two German places; of two
        abroad the one that more halts name, else b
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
        one, other, salt = identity(self.model, new)
        drawn = self.model.luck.fractions(Purpose.BEGIN, 0, one, other=other, salt=salt)
        abroad = np.where(world.land[b] < 0, b, np.where(world.land[a] < 0, a, b))
        if world.european:
            named = np.array([times_named(country) for country in world.group_country])
            more = named[world.group[a]] > named[world.group[b]]
            abroad = np.where((world.land[a] < 0) & (world.land[b] < 0) & more, a, abroad)
        for name in COLUMNS:
            setattr(self, name, widened(getattr(self, name), self.model.ties.count))
        self.people[:, new] = carrying.people(smaller, far, life)
        self.effort[:, new] = effort
        self.eager[new] = carrying.lasting_will(drawn, life)
        self.partner[new] = world.group[abroad]
        self.will[new] = self.money[new] = 1.0
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
