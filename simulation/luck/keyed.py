"""Random numbers that are pure functions of who asks what, and when.

Every draw is Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as
1, 2, 3") of a counter made of identity, year and attempt, under a key made of seed and
purpose. Nothing depends on how many draws came before or on a position in a list, so two
scenarios with one seed differ only where the scenarios differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, unique
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.luck.philox import Word, Words, once, wholes
from simulation.luck.philox import philox as philox

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

GRID = 1 << 53
"""Draws and probabilities live on the grid 0 .. 2**53: every value is exact in a float."""

_PIECE = 1_300
"""Identities worked on at once for several purposes: larger arrays would leave the cache, and the C
library would map fresh memory for each."""

MAX_SEED = (1 << 32) - 1


@unique
class Purpose(IntEnum):
    """What a draw decides. The numbers are part of every result: never reuse one."""

    SEARCH = 1
    COUNTRY = 2
    CELL = 3
    PLACE = 4
    ACCEPT = 5
    CONSENT = 6
    FORM = 7
    DEEPEN = 8
    END = 9
    WISH = 10
    RECORDED = 11
    YEAR_KNOWN = 12
    RUPTURE = 13
    SIZE = 14
    SCAN = 15
    NEARBY = 16
    SURVEYED = 17
    CONTACT = 18
    SPONSOR = 19
    SPONSORED = 20
    CONVERT = 21
    NETWORK = 22
    PROJECT = 23
    GROUP = 24
    RING = 25
    ADVERTISE = 26
    BOARD = 27
    BEGIN = 28
    CARRIER = 30
    GRANT = 31
    MERGER = 32
    RESUME = 33
    SUPPORT = 34
    DEADWEIGHT = 35
    INPUT = 36


@overload
def threshold(probability: float) -> int: ...
@overload
def threshold(probability: ArrayLike) -> Integers: ...
def threshold(probability: ArrayLike | float) -> Integers | int:
    """Probabilities as integers on the grid: a draw below the threshold means yes.

    A single float gives an int.

    Raises
    ------
    ValueError
        If a probability is not within 0 .. 1.
    """
    if isinstance(probability, float):
        if not 0.0 <= probability <= 1.0:
            raise ValueError("a probability lies between 0 and 1")
        return round(float(probability) * GRID)  # to even, as `rint` does
    p = np.asarray(probability, dtype=np.float64)
    if p.size and not 0.0 <= float(p.min()) <= float(p.max()) <= 1.0:
        raise ValueError("a probability lies between 0 and 1")
    return np.rint(p * GRID).astype(np.int64)


def _word(value: ArrayLike) -> Word:
    """Identities as words: a number stays one."""
    return value if isinstance(value, int) else np.asarray(value, dtype=np.uint64)


def _key_words(purpose: int, kind: ArrayLike | int) -> Word:
    """Second word of the key, from a purpose and kinds."""
    if isinstance(kind, int) and 0 <= kind < 1 << 16:  # most are one number for all
        return int(purpose) | kind << 16
    kinds = np.asarray(kind, dtype=np.int64)
    if kinds.size and not 0 <= int(kinds.min()) <= int(kinds.max()) < 1 << 16:
        one = kinds[(kinds < 0) | (kinds >= 1 << 16)].flat[0]
        raise ValueError(f"kind {one}: expected an integer between 0 and 65535")
    if not kinds.ndim:
        return int(purpose | int(kinds) << 16)
    words: Words = kinds.astype(np.uint64) << np.uint64(16) | np.uint64(purpose)
    return words


class Luck:
    """All the luck of one history.

    Parameters
    ----------
    seed : int
        0 .. 2**32 - 1.

    Raises
    ------
    ValueError
        If the seed is outside these bounds.
    """

    def __init__(self, seed: int) -> None:
        if not 0 <= seed <= MAX_SEED:
            raise ValueError(f"seed {seed}: expected an integer between 0 and {MAX_SEED}")
        self.seed = seed

    def draws(
        self,
        purpose: Purpose,
        year: int,
        identity: ArrayLike,
        *,
        other: ArrayLike = 0,
        attempt: ArrayLike = 0,
        salt: ArrayLike = 0,
        kind: ArrayLike = 0,
    ) -> Integers:
        """Uniform integers on 0 .. GRID - 1, one for each identity.

        Parameters
        ----------
        purpose : Purpose
            What is decided.
        year : int
            Calendar year, 0 .. 65535.
        identity, other : array of int
            Stable ids below 2**32: a place, or the two ends of a tie.
        attempt : array of int
            Which try within the year, below 65536.
        salt : array of int
            Tells identities apart that share both ends: a tie's founding year and kind.
        kind : array of int
            Distinguishes draws of one purpose and one identity (a motive), below 2**16.

        Raises
        ------
        ValueError
            If `kind` is out of bounds.
        """
        key = (self.seed, _key_words(purpose, kind))
        turn = _word(attempt) + (year << 16)
        return wholes((_word(identity), _word(other), turn, _word(salt)), key)

    def draw(
        self,
        purpose: Purpose,
        year: int,
        identity: int,
        other: int = 0,
        kind: int = 0,
        attempt: int = 0,
    ) -> int:
        """One uniform integer: the same as `draws` gives, without the cost of arrays."""
        turn, key = (year << 16) + attempt, purpose | kind << 16
        first, second, *_ = once((identity, other, turn, 0), (self.seed, key))
        return ((first << 32) | second) >> 11

    def fractions(
        self,
        purpose: Purpose,
        year: int,
        identity: ArrayLike,
        *,
        other: ArrayLike = 0,
        attempt: ArrayLike = 0,
        salt: ArrayLike = 0,
        kind: ArrayLike = 0,
    ) -> Floats:
        """Same as `draws`, as exact fractions in [0, 1)."""
        whole = self.draws(
            purpose, year, identity, other=other, attempt=attempt, salt=salt, kind=kind
        )
        result: Floats = whole / GRID
        return result

    def fractions_of(
        self,
        purposes: Sequence[Purpose],
        year: int,
        identity: ArrayLike,
        *,
        attempt: ArrayLike = 0,
        kind: ArrayLike = 0,
    ) -> Floats:
        """`fractions` for several purposes at once, shape (purposes, identities).

        For few identities most of the cost of a draw is that of the call: one serves all,
        each with its own attempt and kind if these are arrays.
        """
        identities, attempts, kinds = np.broadcast_arrays(
            np.asarray(identity, dtype=np.uint64),
            np.asarray(attempt, dtype=np.uint64) + (year << 16),
            np.asarray(_key_words(0, kind), dtype=np.uint64),
        )
        key = np.array(purposes, dtype=np.uint64)[:, None] | kinds
        result = np.empty(key.shape, dtype=np.int64)
        for start in range(0, len(identities), _PIECE):
            piece = slice(start, start + _PIECE)
            counter = (identities[piece], 0, attempts[piece], 0)
            result[:, piece] = wholes(counter, (self.seed, key[:, piece]))
        return result / GRID
