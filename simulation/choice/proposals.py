"""Proposals: a country, a cell, a size class and a member, picked by upper bounds of weights.

What is proposed depends on bounds alone; whether it is accepted is for the sampler to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation import compiled
from simulation.choice import handed_over
from simulation.choice.running import first_beyond
from simulation.luck import Luck, Purpose
from simulation.luck.exact import Floats

Integers = NDArray[np.int64]
PURPOSES = (
    Purpose.COUNTRY,
    Purpose.CELL,
    Purpose.SIZE,
    Purpose.PLACE,
    Purpose.ACCEPT,
    Purpose.NEARBY,
)
"""What each proposal draws."""


@dataclass(frozen=True, eq=False)
class Tables:
    """What proposals are picked from: all that a sampler never changes.

    Arrays are laid out as the compiled loop takes them: without gaps, of the types below.

    Attributes
    ----------
    total : (kinds of choosers, cells) running totals of bounds
    content : (own classes * cells, classes) running totals of what a cell holds
    distance : (own cells, cells) bounds of the base weight of the distance
    size : (own classes, classes) bounds of the weight of both sizes
    boost : (n,) bounds of what pairs of a place can have in common
    counts, first : (cells, classes) how many members there are, and where they begin
    last_class : (own classes * cells,) class beyond which a cell holds none
    members : (m,) rows
    kind, cell, size_class : (n,) of each row as a chooser
    start, stop : (regions,) cells of each region
    ids : (n,) stable ids
    """

    total: Floats
    content: Floats
    distance: Floats
    size: Floats
    boost: Floats
    counts: Floats
    last_class: Integers
    first: Integers
    members: Integers
    kind: Integers
    cell: Integers
    size_class: Integers
    start: Integers
    stop: Integers
    ids: Integers

    def __post_init__(self) -> None:
        for name in handed_over.ARRAYS:
            kind = np.float64 if name in handed_over.REAL else np.int64
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), kind))

    @cached_property
    def handed_over(self) -> handed_over.Tables:
        """The same as C takes it."""
        return handed_over.Tables.of(vars(self), self.counts.shape)

    def __deepcopy__(self, memo: dict[int, Any]) -> Tables:
        """Itself: nothing in it ever changes, and copies of a model may share it."""
        return self


class Choosing(NamedTuple):
    """Who chooses, and by what.

    Attributes
    ----------
    rows : (m,) of the choosers
    kinds : (m,) motive of each, which tells its draws apart
    total : (m, regions) running totals of the bound of each region for each
    last : (m,) region beyond which there is none
    """

    rows: Integers
    kinds: Integers
    total: Floats
    last: Integers


class Proposed(NamedTuple):
    """One entry a proposal, in the order of the choosers and of their attempts.

    Attributes
    ----------
    who : index into the choosers
    partner : row
    region : region that it was looked for in
    limit : what the base weight must exceed for the proposal to be accepted
    place, nearby : uniform draws, for pairs that are listed one by one
    """

    who: Integers
    partner: Integers
    region: Integers
    limit: Floats
    place: Floats
    nearby: Floats


def propose(
    tables: Tables,
    choosing: Choosing,
    pending: Integers,
    attempts: range,
    luck: Luck,
    year: int,
) -> Proposed:
    """Proposals for the choosers that wait, one an attempt.

    Parameters
    ----------
    pending : (k,) index into the choosers
    attempts : their numbers within the year
    """
    who = np.repeat(pending, len(attempts))
    # the loop draws by itself: luck of another kind would not be asked
    if compiled.KERNELS is not None and type(luck) is Luck:
        key = luck.seed, year
        parts = choosing.rows, choosing.kinds, choosing.total, choosing.last
        held = tables.handed_over
        whole, real = handed_over.propose(compiled.KERNELS, held, parts, pending, attempts, key)
        return Proposed(who, *whole, *real)
    choosers = choosing.rows[who]
    drawn = luck.fractions_of(
        PURPOSES,
        year,
        tables.ids[choosers],
        attempt=np.tile(attempts, len(pending)),
        kind=choosing.kinds[who],
    )
    uniform = dict(zip(PURPOSES, drawn, strict=True))
    goal = uniform[Purpose.COUNTRY] * choosing.total[who, -1]
    region = first_beyond(choosing.total, who, (0 * who, choosing.last[who]), goal)
    cell = _pick_cell(tables, tables.kind[choosers], region, uniform[Purpose.CELL])
    own_class = tables.size_class[choosers]
    inner = own_class * len(tables.counts) + cell
    goal = uniform[Purpose.SIZE] * tables.content[inner, -1]
    partner_class = first_beyond(tables.content, inner, (0 * inner, tables.last_class[inner]), goal)
    count = tables.counts[cell, partner_class]
    step = np.minimum(np.floor(uniform[Purpose.PLACE] * count), count - 1.0)
    partner = tables.members[tables.first[cell, partner_class] + step.astype(np.int64)]
    bound = (
        tables.distance[tables.cell[choosers], cell]
        * tables.size[own_class, partner_class]
        * tables.boost[choosers]
    )
    limit = uniform[Purpose.ACCEPT] * bound
    return Proposed(who, partner, region, limit, uniform[Purpose.PLACE], uniform[Purpose.NEARBY])


def _pick_cell(tables: Tables, kind: Integers, region: Integers, fraction: Floats) -> Integers:
    """Cell within a region by the running totals of a kind of chooser."""
    low = tables.start[region]
    high = np.maximum(tables.stop[region] - 1, low)
    before = np.where(low > 0, tables.total[kind, np.maximum(low - 1, 0)], 0.0)
    goal = before + fraction * (tables.total[kind, high] - before)
    return first_beyond(tables.total, kind, (low, high), goal)
