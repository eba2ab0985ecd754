"""Bounds of regions and proposals by the compiled loops: arrays as C takes them."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.compiled.library import Kernels, address

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

REAL = ("total", "content", "distance", "size", "boost", "counts")
WHOLE = (*("last_class", "first", "members", "kind", "cell", "size_class", "start", "stop", "ids"),)
ARRAYS = (*REAL, *WHOLE)
"""Doubles, then integers of 64 bits, in the order of `Tables` in `kernels.c`."""


class Tables(ctypes.Structure):
    """Addresses of the tables of a sampler; good for as long as these live."""

    _fields_ = (
        *((name, ctypes.c_void_p) for name in ARRAYS),
        ("cells", ctypes.c_int64),
        ("classes", ctypes.c_int64),
    )

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[Any]], shape: tuple[int, ...]) -> Tables:
        """Of the arrays by name; `shape` is the number of cells and of classes."""
        return cls(*(address(arrays[name]) for name in ARRAYS), *shape)


def propose(
    kernels: Kernels,
    tables: Tables,
    choosing: tuple[Integers, Integers, Floats, Integers],
    pending: Integers,
    attempts: range,
    key: tuple[int, int],
) -> tuple[Integers, Floats]:
    """Partner and region, shape (2, k), and limit, place and nearby, (3, k); see `Proposed`.

    `choosing` are rows, kinds, running totals and last regions as in `Choosing`, `key` is seed
    and year.
    """
    rows, kinds, total, last = map(np.ascontiguousarray, choosing)
    count = len(pending) * len(attempts)
    whole: Integers = np.empty((2, count), dtype=np.int64)
    real: Floats = np.empty((3, count))
    wholes, reals = address(whole), address(real)
    kernels.propose(
        *(ctypes.byref(tables), len(pending), len(attempts)),
        *(address(pending), address(rows), address(kinds)),
        *(address(total), total.shape[1], address(last)),
        *(*key, attempts.start),
        *(wholes, wholes + 8 * count, reals, reals + 8 * count, reals + 16 * count),
    )
    return whole, real


def weigh(
    kernels: Kernels,
    choosers: tuple[Integers, Integers, NDArray[np.integer], Floats],
    tables: tuple[Floats, Floats, Floats, NDArray[np.integer]],
    appeal: Floats,
    known: Floats | None,
) -> tuple[Floats, Integers]:
    """Running totals (m, regions) of the bounds of regions, and the last region that has any, (m,).

    `choosers` are the kind, place, group and boost of each, `tables` bounds by kind, nearness and
    remoteness by place, and the group of each region; see `Sampler`.
    """
    whole = (*choosers[:3], tables[3])
    real = (choosers[3], *tables[:2], known, tables[2], appeal)
    given: list[NDArray[Any] | None] = [np.ascontiguousarray(part, np.int64) for part in whole]
    given += [None if part is None else np.ascontiguousarray(part, np.float64) for part in real]
    total, last = np.empty(appeal.shape), np.empty(len(appeal), dtype=np.int64)
    kernels.weigh(
        *(*appeal.shape, tables[2].shape[1]),
        *(None if part is None else address(part) for part in given),
        *(address(total), address(last)),
    )
    return total, last
