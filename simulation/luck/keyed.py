"""Random numbers that are pure functions of who asks what, and when.

Every draw is Philox 4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as
1, 2, 3") of a counter made of identity, year and attempt, under a key made of seed and
purpose. Nothing depends on how many draws came before or on a position in a list, so two
scenarios with one seed differ only where the scenarios differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Words = NDArray[np.uint64]

GRID = 1 << 53
"""Draws and probabilities live on the grid 0 .. 2**53: every value is exact in a float."""

_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
_PIECE = 1 << 11
"""Identities worked on at once for several purposes, so that the words stay in the cache."""

MAX_SEED = (1 << 32) - 1


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


def philox(
    counter: tuple[Words, Words, Words, Words], key: tuple[int, int | Words]
) -> tuple[Words, ...]:
    """Philox 4x32-10: four 32-bit words from a counter of four and a key of two.

    The words are held in uint64 arrays of one shape; key words are below 2**32. The second
    word of the key may be an array that is broadcast to that shape.
    """
    c0, c1, c2, c3 = (np.array(word, order="C") for word in counter)
    low, high = np.empty_like(c0), np.empty_like(c0)
    k0, k1 = key[0], np.asarray(key[1], dtype=np.uint64)
    for _ in range(_ROUNDS):  # all in place: new arrays would cost more than the arithmetic
        np.multiply(c0, _MULTIPLIERS[0], out=low)
        np.multiply(c2, _MULTIPLIERS[1], out=high)
        np.right_shift(high, _SHIFT, out=c0)
        np.bitwise_xor(c0, c1, out=c0)
        np.bitwise_xor(c0, np.uint64(k0), out=c0)
        np.bitwise_and(high, _MASK, out=c1)
        np.right_shift(low, _SHIFT, out=c2)
        np.bitwise_xor(c2, c3, out=c2)
        np.bitwise_xor(c2, k1, out=c2)
        np.bitwise_and(low, _MASK, out=c3)
        k0, k1 = (k0 + _WEYL[0]) & 0xFFFFFFFF, (k1 + np.uint64(_WEYL[1])) & _MASK
    return c0, c1, c2, c3


@lru_cache(maxsize=256)
def _round_keys(k0: int, k1: int) -> tuple[tuple[int, int], ...]:
    """The key of each round."""
    return tuple(
        ((k0 + turn * _WEYL[0]) & 0xFFFFFFFF, (k1 + turn * _WEYL[1]) & 0xFFFFFFFF)
        for turn in range(_ROUNDS)
    )


def _philox_once(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int]:
    """The first two words of `philox` for one counter, in plain integers."""
    c0, c1, c2, c3 = counter
    for k0, k1 in _round_keys(*key):
        low, high = c0 * 0xD2511F53, c2 * 0xCD9E8D57
        c0, c1 = (high >> 32) ^ c1 ^ k0, high & 0xFFFFFFFF
        c2, c3 = (low >> 32) ^ c3 ^ k1, low & 0xFFFFFFFF
    return c0, c1


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
    if p.size and not bool(np.all((p >= 0.0) & (p <= 1.0))):
        raise ValueError("a probability lies between 0 and 1")
    return np.rint(p * GRID).astype(np.int64)


def _key_words(kind: ArrayLike) -> Words:
    """What kinds add to the second word of the key."""
    kinds = np.asarray(kind, dtype=np.int64)
    for one in kinds[(kinds < 0) | (kinds >= 1 << 16)].flat:
        raise ValueError(f"kind {one}: expected an integer between 0 and 65535")
    return kinds.astype(np.uint64) << np.uint64(16)


def _whole(words: tuple[Words, ...]) -> Integers:
    """The first two words as one integer below `GRID`."""
    return (((words[0] << _SHIFT) | words[1]) >> np.uint64(11)).astype(np.int64)


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
        kind: int = 0,
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
        kind : int
            Distinguishes draws of one purpose and one identity (a motive), below 2**16.

        Raises
        ------
        ValueError
            If `kind` is out of bounds.
        """
        key = (self.seed, int(purpose) | int(_key_words(kind)))
        first, second, third, fourth = np.broadcast_arrays(
            np.asarray(identity, dtype=np.uint64),
            np.asarray(other, dtype=np.uint64),
            np.asarray(attempt, dtype=np.uint64) + (np.uint64(year) << np.uint64(16)),
            np.asarray(salt, dtype=np.uint64),
        )
        return _whole(philox((first, second, third, fourth), key))

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
        counter = (identity, other, (year << 16) + attempt, 0)
        words = _philox_once(counter, (self.seed, purpose | kind << 16))
        return ((words[0] << 32) | words[1]) >> 11

    def fractions(
        self,
        purpose: Purpose,
        year: int,
        identity: ArrayLike,
        *,
        other: ArrayLike = 0,
        attempt: ArrayLike = 0,
        salt: ArrayLike = 0,
        kind: int = 0,
    ) -> Floats:
        """Same as `draws`, as exact fractions in [0, 1)."""
        whole = self.draws(
            purpose, year, identity, other=other, attempt=attempt, salt=salt, kind=kind
        )
        return whole.astype(np.float64) / GRID

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
            np.asarray(attempt, dtype=np.uint64) + (np.uint64(year) << np.uint64(16)),
            _key_words(kind),
        )
        key = np.array(purposes, dtype=np.uint64)[:, None] | kinds
        result = np.empty(key.shape, dtype=np.int64)
        for start in range(0, len(identities), _PIECE):
            piece = slice(start, start + _PIECE)
            shape = key[:, piece].shape
            first, third = (np.broadcast_to(x[piece], shape) for x in (identities, attempts))
            zero = np.zeros(shape, dtype=np.uint64)
            words = philox((first, zero, third, zero), (self.seed, key[:, piece]))
            result[:, piece] = _whole(words)
        return result / GRID
