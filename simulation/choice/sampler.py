"""Exact draws from the law of choice at a cost that does not grow with the places.

Rejection sampling: a proposal picks a country, a cell, a size class and a member by upper
bounds of their weights; it is accepted with the ratio of true weight to bound. What is
accepted follows the law exactly, whatever the bounds (von Neumann 1951). What nearness adds
to single pairs is listed in `nearby` and drawn without rejection.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation import compiled
from simulation.choice import effects, handed_over
from simulation.choice.access import accessibility
from simulation.choice.law import Law
from simulation.choice.listed import Listed, Pairs, listed
from simulation.choice.nearby import nearby
from simulation.choice.proposals import Choosing, Proposed, Tables, propose
from simulation.choice.remoteness import remote_factors
from simulation.choice.running import last_rise, pick
from simulation.choice.serving import NOBODY, Eligible, serve
from simulation.luck import Luck, Purpose, exp
from simulation.luck.exact import Floats
from simulation.luck.quick import EXACT, QUICK, UNSURE
from simulation.parameters import Choice
from simulation.world import World

Integers = NDArray[np.int64]
SLACK = 1.0 + 1e-9
"""Bounds are this much larger than computed, so that rounding can never break them."""
BATCH = 3
"""Fewest proposals made at once for each chooser in a round."""
ROUND = 150
"""Proposals below which a round costs what its calls cost: the few who are left get as many."""
PATIENCE = 504
"""Proposals after which a chooser is served by the full scan, which is exact as well."""
KINDS_AT_ONCE = 16
"""Kinds of choosers added up at once: their rows stay in the processor's cache."""


class Sampler:
    """Draws partners for searchers of one level.

    Parameters
    ----------
    law : Law
        The law to draw from.
    """

    def __init__(self, law: Law) -> None:
        self.law = law
        blocks, kinds = law.geometry.blocks, law.geometry.kinds
        self._kind, self._place = kinds.of_row, law.geometry.place_of_row
        self._at_home = law.world.region_group[None, :] == np.arange(len(law.world.groups))[:, None]
        self._boost: Floats = exp(law.likeness_upper)
        distance, size = self._bound_distances(), self._bound_sizes()
        content = _running_contents(size, blocks.counts)
        total = self._accumulate(distance, content)
        start, stop = law.geometry.regions
        self.tables = Tables(
            total=total,
            content=content,
            distance=distance,
            size=size,
            boost=self._boost,
            counts=blocks.counts,
            last_class=last_rise(content),
            first=blocks.first,
            members=blocks.members,
            kind=self._kind,
            cell=kinds.cell_of_row,
            size_class=kinds.class_of_row,
            start=start,
            stop=stop,
            ids=law.world.ids,
        )
        self._bound: Floats = np.ascontiguousarray(law.geometry.by_region(total))
        self._nearby = nearby(law)
        self._remote: Floats = remote_factors(law.geometry, law.choice)
        self.access: Floats = accessibility(law, self._nearby)

    def _bound_distances(self) -> Floats:
        """Largest base weight of the distance between two cells, reference mass included."""
        law, group = self.law, self.law.geometry.cells.group
        low, high = law.geometry.km_bounds
        floor = law.base_floor[group]
        low, high = np.maximum(low, floor), np.maximum(high, floor)
        slope = np.broadcast_to(law.slope[group], low.shape)
        term = effects.distance_upper(low, high, slope, law.choice)
        return exp(term - law.reference_mass[group]) * SLACK

    def _bound_sizes(self) -> Floats:
        """Largest weight of the sizes of two classes, shape (classes, classes)."""
        geometry, choice = self.law.geometry, self.law.choice
        low, high = geometry.blocks.sizes
        partner = (low[None, :], high[None, :])
        low, high = geometry.kinds.sizes
        own = (low[:, None], high[:, None])
        term = effects.similar_size_upper(own, partner, choice) + effects.mass_upper(
            partner, choice
        )
        return exp(term) * SLACK

    def _accumulate(self, distance: Floats, running: Floats) -> Floats:
        """Running totals over the cells for each kind of chooser, shape (kinds, cells)."""
        geometry = self.law.geometry
        content = running[:, -1].reshape(geometry.class_count, -1)
        cell, size_class = geometry.kinds.cell, geometry.kinds.size_class
        result = np.empty((len(cell), len(geometry.cells)))
        for start in range(0, len(cell), KINDS_AT_ONCE):
            part = slice(start, start + KINDS_AT_ONCE)
            weight = distance[cell[part]] * content[size_class[part]]
            np.cumsum(weight, axis=1, out=result[part])
        return result

    def draw(
        self,
        choosers: Integers,
        appeal: Floats,
        eligible: Eligible,
        luck: Luck,
        year: int,
        kind: Integers | int,
        extra: Pairs | None = None,
    ) -> Integers:
        """Draw one partner for each chooser.

        Parameters
        ----------
        choosers : (m,) rows of searching places, each at most once for a kind
        appeal : (m, regions) factor of each region for each chooser: what does not depend
            on the single partner (appeal in the year, open borders, country held already)
        eligible : pairs that may not meet are rejected and drawn again
        luck, year, kind : key of the draws (kind: the motive, of all or of each chooser)
        extra : pairs that weigh more than the law of places says

        Returns
        -------
        (m,) rows of the partners, `NOBODY` where no place has any weight
        """
        found = np.full(len(choosers), NOBODY, dtype=np.int64)
        if not len(choosers):
            return found
        kinds = np.broadcast_to(np.asarray(kind, dtype=np.int64), found.shape)
        known = self._listed(choosers, extra)
        total, last = self._bounds(choosers, appeal, known)
        pending, attempt = np.flatnonzero(total[:, -1] > 0.0), 0
        choosing = Choosing(choosers, kinds, total, last)
        while attempt < PATIENCE and len(pending):
            batch = min(max(BATCH, ROUND // len(pending)), PATIENCE - attempt)
            attempts = range(attempt, attempt + batch)
            proposed = propose(self.tables, choosing, pending, attempts, luck, year)
            partner, accepted = self._answered(choosers[proposed.who], proposed, known)
            serve(found, choosers, eligible, proposed.who[accepted], partner[accepted])
            pending = pending[found[pending] == NOBODY]
            attempt += batch
        for unserved in pending.tolist():
            row = int(choosers[unserved])
            key = (luck, year, int(kinds[unserved]))
            own = extra.of(unserved) if extra is not None else None
            found[unserved] = self.scan(row, appeal[unserved], eligible, *key, own)
        return found

    def _bounds(
        self, choosers: Integers, appeal: Floats, known: Listed | None
    ) -> tuple[Floats, Integers]:
        """Upper bounds of the weights of regions for each chooser: see `handed_over.weigh`."""
        if compiled.KERNELS is None:
            total = self._weights(choosers, appeal, known)
            np.cumsum(total, axis=1, out=total)
            return total, last_rise(total)
        world = self.law.world
        return handed_over.weigh(
            compiled.KERNELS,
            (
                *(self._kind[choosers], self._place[choosers]),
                *(world.group[choosers], self._boost[choosers]),
            ),
            (self._bound, self._nearby.total, self._remote, world.region_group),
            appeal,
            None if known is None else known.total,
        )

    def _weights(self, choosers: Integers, appeal: Floats, known: Listed | None) -> Floats:
        """Upper bound of the weight of each region for each chooser, shape (m, regions)."""
        place = self._place[choosers]
        weight = self._bound.take(self._kind[choosers], axis=0)
        weight *= self._boost[choosers, None]
        weight += self._nearby.total.take(place, axis=0)
        if known is not None:
            weight += known.total
        remote = self._remote.take(place, axis=0)
        weight *= appeal * remote.take(self.law.world.region_group, axis=1)
        # a tie joins two groups: nobody chooses at home, whatever the appeal says
        weight[self._at_home[self.law.world.group[choosers]]] = 0.0
        return weight

    def _listed(self, choosers: Integers, extra: Pairs | None) -> Listed | None:
        """The extra pairs as a list by chooser: what they weigh above the law of places."""
        if extra is None or not len(extra.place):
            return None
        region = self.law.world.region[extra.partner].astype(np.int64)
        order = np.lexsort((extra.partner, region, extra.place))
        place, partner = extra.place[order], extra.partner[order]
        weight = exp(self.law.log_weights(choosers[place], partner))
        excess = weight * (exp(extra.effect[order]) - 1.0)
        shape = (len(choosers), len(self.law.world.regions))
        return listed(place, region[order], partner, excess, shape)

    def _answered(
        self, choosers: Integers, proposed: Proposed, known: Listed | None
    ) -> tuple[Integers, NDArray[np.bool_]]:
        """Partner of each proposal, maybe a listed one in its place, and whether it is accepted."""
        who, partner, region, limit, place, nearby = proposed
        accepted = self._accepted(choosers, partner, limit)
        own = self._place[choosers]
        bound = self._bound[self._kind[choosers], region] * self._boost[choosers]
        near = self._nearby.total[own, region]
        listed_too = near if known is None else near + known.total[who, region]
        goal = nearby * (listed_too + bound)
        close = np.flatnonzero(goal < near)
        partner[close] = self._nearby.pick(own[close], region[close], place[close])
        if known is not None:
            single = np.flatnonzero((goal >= near) & (goal < listed_too))
            partner[single] = known.pick(who[single], region[single], place[single])
        return partner, accepted | (goal < listed_too)

    def _accepted(self, choosers: Integers, partner: Integers, limit: Floats) -> NDArray[np.bool_]:
        """Whether the base weight of pairs exceeds a limit, as the exact functions say."""
        weight = self.law.base_weights(choosers, partner, QUICK)
        accepted = limit < weight
        unsure = np.flatnonzero(np.abs(weight - limit) <= UNSURE * weight)
        if len(unsure):
            weight = self.law.base_weights(choosers[unsure], partner[unsure], EXACT)
            accepted[unsure] = limit[unsure] < weight
        return accepted

    def scan(
        self,
        row: int,
        appeal: Floats,
        eligible: Eligible,
        luck: Luck,
        year: int,
        kind: int,
        extra: Pairs | None = None,
    ) -> int:
        """One draw by weighing every place: slow, exact, the measure of `draw`."""
        weight = self.scan_weights(row, appeal, eligible, extra)
        total = np.cumsum(weight)
        if total[-1] <= 0.0:
            return NOBODY
        identity = self.law.world.ids[row]
        fraction = luck.fractions(Purpose.SCAN, year, [identity], kind=kind)
        return int(self.law.rows[int(pick(total[:, None], fraction)[0])])

    def scan_weights(
        self, row: int, appeal: Floats, eligible: Eligible, extra: Pairs | None = None
    ) -> Floats:
        """Weight of every place of the level for one chooser, in the order of `law.rows`."""
        rows, world = self.law.rows, self.law.world
        appeal = appeal * self._remote[self._place[row]][world.region_group]
        factor = np.where(world.group[rows] == world.group[row], 0.0, appeal[world.region[rows]])
        weight, sought = np.zeros(len(rows)), np.flatnonzero(factor > 0.0)
        there = rows[sought]
        weight[sought] = exp(self.law.log_weights(row, there)) * factor[sought]
        if extra is not None:
            more = np.zeros(len(world.ids))
            more[extra.partner] = extra.effect
            weight[sought] *= exp(more[there])
        may = eligible([row] * len(sought), there.tolist())
        weight[sought[~np.array(may, dtype=np.bool_)]] = 0.0
        return weight


def _running_contents(size: Floats, counts: Floats) -> Floats:
    """What cells hold by own class: running totals over classes, (classes * cells, classes)."""
    weight = size[:, None, :] * counts[None, :, :]
    return np.cumsum(weight, axis=2, out=weight).reshape(-1, counts.shape[1])


def samplers_of(world: World, choice: Choice) -> Mapping[bool, Sampler]:
    """One sampler for municipalities (False) and one for districts (True).

    A sampler holds nothing of a run: models of one world and one law share it.
    """
    return _samplers(world, choice.model_dump_json())


@lru_cache(maxsize=2)
def _samplers(world: World, choice: str) -> Mapping[bool, Sampler]:
    """Samplers by the law's text: a `Choice` holds a table, which no cache takes for a key."""
    law = Choice.model_validate_json(choice)
    return {level: Sampler(Law(world, law, districts=level)) for level in (False, True)}
