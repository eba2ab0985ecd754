"""Exact draws from the law of choice at a cost that does not grow with the places.

Rejection sampling: a proposal picks a country, a cell, a size class and a member by upper
bounds of their weights; it is accepted with the ratio of true weight to bound. What is
accepted follows the law exactly, whatever the bounds (von Neumann 1951). What nearness adds
to single pairs is listed in `nearby` and drawn without rejection.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulation.choice import effects
from simulation.choice.access import accessibility
from simulation.choice.law import Law
from simulation.choice.nearby import nearby
from simulation.choice.tessellation import (
    cells_of,
    class_intervals,
    distance_interval,
    size_class,
)
from simulation.luck import Luck, Purpose, exp, great_circle_km
from simulation.luck.exact import Floats

Integers = NDArray[np.int64]
Eligible = Callable[[int, int], bool]
"""(row of the chooser, row of the candidate) -> may they found a tie?"""

SLACK = 1.0 + 1e-9
"""Bounds are this much larger than computed, so that rounding can never break them."""
BATCH = 8
"""Proposals made at once for each chooser."""
PATIENCE = 512
"""Proposals after which a chooser is served by the full scan, which is exact as well."""
NOBODY = -1


class Sampler:
    """Draws partners for searchers of one level.

    Parameters
    ----------
    law : Law
        The law to draw from.
    """

    def __init__(self, law: Law) -> None:
        self.law = law
        world, rows = law.world, law.rows
        searching = world.land[rows] >= 0
        self._cells = cells_of(world, rows)
        self._own_cells = cells_of(world, rows[searching])
        self._index_blocks(size_class(world.size[rows]))
        self._bound_distances()
        self._bound_sizes(rows[searching], size_class(world.size[rows])[searching])
        self._accumulate()
        self._nearby = nearby(law)
        self.access: Floats = accessibility(law, self._nearby)

    def _index_blocks(self, classes: Integers) -> None:
        """Sort the members of each (cell, size class) together."""
        world, rows = self.law.world, self.law.rows
        self._class_count = int(classes.max()) + 1
        block = self._cells.cell * self._class_count + classes
        order = np.argsort(block, kind="stable")
        self._members: Integers = rows[order]
        counts = np.bincount(block, minlength=len(self._cells) * self._class_count)
        shape = (len(self._cells), self._class_count)
        self._counts: Floats = counts.reshape(shape).astype(np.float64)
        self._first: Integers = (np.cumsum(counts) - counts).reshape(shape)
        self._sizes = class_intervals(world.size[rows], classes, self._class_count)

    def _bound_distances(self) -> None:
        """Largest base weight of the distance between two cells, reference mass included."""
        law, cells = self.law, self._cells
        low, high = distance_interval(self._own_cells, cells)
        floor = law.base_floor[cells.group]
        low, high = np.maximum(low, floor), np.maximum(high, floor)
        slope = np.broadcast_to(law.slope[cells.group], low.shape)
        term = effects.distance_upper(low, high, slope, law.choice)
        self._distance: Floats = exp(term - law.reference_mass[cells.group]) * SLACK

    def _bound_sizes(self, searchers: Integers, classes: Integers) -> None:
        """Largest weight of the sizes of two classes, shape (classes, classes)."""
        size, choice = self.law.world.size, self.law.choice
        low, high = class_intervals(size[searchers], classes, self._class_count)
        partner = (self._sizes[0][None, :], self._sizes[1][None, :])
        own = (low[:, None], high[:, None])
        term = effects.similar_size_upper(own, partner, choice) + effects.mass_upper(
            partner, choice
        )
        self._size: Floats = exp(term) * SLACK
        self._own_class = np.full(len(self.law.world.ids), -1, dtype=np.int64)
        self._own_class[searchers] = classes
        self._own_cell = np.full(len(self.law.world.ids), -1, dtype=np.int64)
        self._own_cell[searchers] = self._own_cells.cell

    def _accumulate(self) -> None:
        """Running totals over the cells for each kind of chooser (own cell, own class)."""
        groups = len(self.law.world.groups)
        kinds, self._kind = np.unique(
            self._own_cell * self._class_count + self._own_class, return_inverse=True
        )
        kinds = np.maximum(kinds, 0)
        content = np.zeros((self._class_count, len(self._cells)))
        for partner_class in range(self._class_count):  # a sum in a fixed order
            content += self._size[:, partner_class, None] * self._counts[None, :, partner_class]
        own_cell, own_class = kinds // self._class_count, kinds % self._class_count
        weight = self._distance[own_cell] * content[own_class]
        self._total: Floats = np.cumsum(weight, axis=1)
        self._start: Integers = np.searchsorted(self._cells.group, np.arange(groups))
        self._stop: Integers = np.searchsorted(self._cells.group, np.arange(groups), "right")
        ends = np.concatenate([np.zeros((len(kinds), 1)), self._total], axis=1)
        self._bound: Floats = ends[:, self._stop] - ends[:, self._start]

    def draw(
        self,
        choosers: Integers,
        appeal: Floats,
        eligible: Eligible,
        luck: Luck,
        year: int,
        kind: int,
    ) -> Integers:
        """Draw one partner for each chooser.

        Parameters
        ----------
        choosers : (m,) rows of searching places, each at most once
        appeal : (m, groups) factor of each country for each chooser: what does not depend
            on the single partner (appeal in the year, open borders, country held already)
        eligible : pairs that may not meet are rejected and drawn again
        luck, year, kind : key of the draws (kind: the motive)

        Returns
        -------
        (m,) rows of the partners, `NOBODY` where no place has any weight
        """
        found = np.full(len(choosers), NOBODY, dtype=np.int64)
        weight = appeal * (self._bound[self._kind[choosers]] + self._nearby.total[choosers])
        # a tie joins two groups: nobody chooses at home, whatever the appeal says
        weight[np.arange(len(choosers)), self.law.world.group[choosers]] = 0.0
        total = np.cumsum(weight, axis=1)
        pending = np.flatnonzero(total[:, -1] > 0.0)
        for attempt in range(0, PATIENCE, BATCH):
            if not len(pending):
                return found
            who = np.repeat(pending, BATCH)
            tries = attempt + np.tile(np.arange(BATCH), len(pending))
            key = (luck, year, choosers[who], tries, kind)
            partner, accepted = self._propose(choosers[who], total[who], key)
            for index in np.flatnonzero(accepted).tolist():
                place = int(who[index])
                if found[place] == NOBODY and eligible(int(choosers[place]), int(partner[index])):
                    found[place] = partner[index]
            pending = pending[found[pending] == NOBODY]
        for unserved in pending.tolist():
            row = int(choosers[unserved])
            found[unserved] = self.scan(row, appeal[unserved], eligible, luck, year, kind)
        return found

    def _propose(
        self,
        choosers: Integers,
        total: Floats,
        key: tuple[Luck, int, Integers, Integers, int],
    ) -> tuple[Integers, NDArray[np.bool_]]:
        """One proposal for each row of `choosers`, and whether it is accepted."""
        luck, year, rows, tries, kind = key
        world = self.law.world
        identity = world.ids[rows]

        def uniform(purpose: Purpose) -> Floats:
            return luck.fractions(purpose, year, identity, attempt=tries, kind=kind)

        group = _pick(total, uniform(Purpose.COUNTRY))
        partner, accepted = self._propose_base(choosers, group, uniform)
        near = self._nearby.total[choosers, group]
        bound = self._bound[self._kind[choosers], group]
        listed = uniform(Purpose.NEARBY) * (near + bound) < near
        if bool(listed.any()):
            close = self._nearby.pick(choosers, group, uniform(Purpose.PLACE))
            partner = np.where(listed, close, partner)
        return partner, accepted | listed

    def _propose_base(
        self, choosers: Integers, group: Integers, uniform: Callable[[Purpose], Floats]
    ) -> tuple[Integers, NDArray[np.bool_]]:
        """One proposal within a group by the base law, and whether it is accepted."""
        world = self.law.world
        cell = self._pick_cell(self._kind[choosers], group, uniform(Purpose.CELL))
        own_class = self._own_class[choosers]
        inner = self._size[own_class] * self._counts[cell]
        partner_class = _pick(np.cumsum(inner, axis=1), uniform(Purpose.SIZE))
        count = self._counts[cell, partner_class]
        step = np.minimum(np.floor(uniform(Purpose.PLACE) * count), count - 1.0)
        partner = self._members[self._first[cell, partner_class] + step.astype(np.int64)]
        km = great_circle_km(world.point[choosers], world.point[partner])
        log_weight = self.law.pair_base(km, world.size[choosers], world.size[partner], group)
        weight = exp(log_weight - self.law.reference_mass[group])
        bound = (
            self._distance[self._own_cell[choosers], cell] * self._size[own_class, partner_class]
        )
        return partner, uniform(Purpose.ACCEPT) * bound < weight

    def _pick_cell(self, kind: Integers, group: Integers, fraction: Floats) -> Integers:
        """Cell within a group by bisection in the running totals of a kind of chooser."""
        low = self._start[group]
        high = np.maximum(self._stop[group] - 1, low)
        before = np.where(low > 0, self._total[kind, np.maximum(low - 1, 0)], 0.0)
        goal = before + fraction * (self._total[kind, high] - before)
        while bool(np.any(low < high)):
            middle = (low + high) >> 1
            beyond = self._total[kind, middle] > goal
            high = np.where(beyond, middle, high)
            low = np.where(beyond | (low >= high), low, middle + 1)
            low = np.minimum(low, high)
        return low

    def scan(
        self,
        row: int,
        appeal: Floats,
        eligible: Eligible,
        luck: Luck,
        year: int,
        kind: int,
    ) -> int:
        """One draw by weighing every place: slow, exact, the measure of `draw`."""
        weight = self.scan_weights(row, appeal, eligible)
        total = np.cumsum(weight)
        if total[-1] <= 0.0:
            return NOBODY
        identity = self.law.world.ids[row]
        fraction = luck.fractions(Purpose.SCAN, year, [identity], kind=kind)
        return int(self.law.rows[int(_pick(total[None, :], fraction)[0])])

    def scan_weights(self, row: int, appeal: Floats, eligible: Eligible) -> Floats:
        """Weight of every place of the level for one chooser, in the order of `law.rows`."""
        rows = self.law.rows
        group = self.law.world.group
        factor = np.where(group[rows] == group[row], 0.0, appeal[group[rows]])
        weight = exp(self.law.log_weights(row, rows)) * factor
        open_to = [factor[k] > 0.0 and eligible(row, int(j)) for k, j in enumerate(rows)]
        return np.where(np.array(open_to), weight, 0.0)


def _pick(total: Floats, fraction: Floats) -> Integers:
    """First column whose running total exceeds the fraction of the row's last total."""
    goal = fraction * total[:, -1]
    chosen = np.count_nonzero(total <= goal[:, None], axis=1)
    last = np.count_nonzero(total < total[:, -1:], axis=1)
    result: Integers = np.minimum(chosen, last)
    return result
