"""Philox 4x32-10, a random number for each counter (Salmon et al. 2011).

The same words come from arrays and from plain numbers; what is quicker depends on how many.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from simulation import compiled

Words = NDArray[np.uint64]
Word = Words | int

_MASK = np.uint64(0xFFFFFFFF)
_SHIFT = np.uint64(32)
_MULTIPLIERS = (0xD2511F53, 0xCD9E8D57)
_BY = np.array(_MULTIPLIERS[::-1], dtype=np.uint64)
_WEYL = (0x9E3779B9, 0xBB67AE85)
_ROUNDS = 10
FIRST = 2
"""Rounds in which a word that is one number for all has not yet met the others."""
FEW = 24
"""Up to so many words are found one by one: the calls on arrays would cost more."""


def philox(counter: tuple[Word, Word, Word, Word], key: tuple[int, Word]) -> tuple[Words, ...]:
    """Philox 4x32-10: four 32-bit words from a counter of four and a key of two.

    Words are numbers below 2**32, or uint64 arrays of them, which are broadcast to one shape; the
    first word of the key is a number. The four words that come are uint64 arrays of that shape.
    """
    shape = _shape((*counter, key[1]))
    if compiled.KERNELS is not None:
        return tuple(compiled.KERNELS.words((*counter, key[1]), key[0], shape))
    if math.prod(shape) <= FEW:
        return _of_few(counter, key, shape)
    words, now = counter, key
    for _ in range(FIRST):  # what is one number for all is so still: it needs no array yet
        words, now = _round(words, now), _next(now)
    # then both products of a round at once and in place: calls and new arrays cost most
    factors, rest = np.empty((2, *shape), dtype=np.uint64), np.empty((2, *shape), dtype=np.uint64)
    factors[0], factors[1], rest[0], rest[1] = words[2], words[0], words[1], words[3]
    product, mixed = np.empty_like(factors), factors[::-1]
    by = _BY.reshape(2, *(1 for _ in shape))
    for both in _later_keys(now, shape):
        np.multiply(factors, by, out=product)
        np.right_shift(product, _SHIFT, out=mixed)
        np.bitwise_xor(mixed, rest, out=mixed)
        np.bitwise_xor(mixed, both, out=mixed)
        np.bitwise_and(product, _MASK, out=rest)
    return factors[1], rest[0], factors[0], rest[1]


def wholes(counter: tuple[Word, Word, Word, Word], key: tuple[int, Word]) -> NDArray[np.int64]:
    """The first two words of `philox` as one integer below 2**53."""
    if compiled.KERNELS is not None:
        return compiled.KERNELS.draws((*counter, key[1]), key[0], _shape((*counter, key[1])))
    first, second, *_ = philox(counter, key)
    return (((first << _SHIFT) | second) >> np.uint64(11)).astype(np.int64)


def _shape(words: tuple[Word, ...]) -> tuple[int, ...]:
    """The shape that words broadcast to; mostly that of all that are arrays."""
    shapes = [word.shape for word in words if not isinstance(word, int)]
    one = shapes[0] if shapes else ()
    return one if shapes.count(one) == len(shapes) else np.broadcast_shapes(*shapes)


def _later_keys(key: tuple[int, Word], shape: tuple[int, ...]) -> Iterator[Words]:
    """Both words of the key of each round from `key` on, shape (2, ...)."""
    if isinstance(key[1], int):
        yield from _laid_out(key[0], key[1]).reshape(-1, 2, *(1 for _ in shape))
        return
    first, both = key[0], np.empty((2, *shape), dtype=np.uint64)
    both[1] = key[1]
    for _ in range(FIRST, _ROUNDS):  # one array for all rounds: new ones would cost most
        both[0] = first
        yield both
        first = (first + _WEYL[0]) & 0xFFFFFFFF
        both[1] += np.uint64(_WEYL[1])
        both[1] &= _MASK


@lru_cache(maxsize=256)
def _laid_out(k0: int, k1: int) -> Words:
    """The keys of the later rounds as an array, shape (rounds, 2)."""
    return np.array(_round_keys(k0, k1)[: _ROUNDS - FIRST], dtype=np.uint64)


def _round(
    words: tuple[Word, Word, Word, Word], key: tuple[int, Word]
) -> tuple[Word, Word, Word, Word]:
    """One round, on numbers or arrays."""
    c0, c1, c2, c3 = words
    low, high = c0 * _MULTIPLIERS[0], c2 * _MULTIPLIERS[1]
    result: Any = (
        (high >> 32) ^ c1 ^ key[0],
        high & 0xFFFFFFFF,
        (low >> 32) ^ c3 ^ key[1],
        low & 0xFFFFFFFF,
    )
    return cast("tuple[Word, Word, Word, Word]", result)


def _next(key: tuple[int, Word]) -> tuple[int, Word]:
    """The key of the next round."""
    second: Any = (key[1] + _WEYL[1]) & 0xFFFFFFFF
    return (key[0] + _WEYL[0]) & 0xFFFFFFFF, second


def _of_few(
    counter: tuple[Word, Word, Word, Word], key: tuple[int, Word], shape: tuple[int, ...]
) -> tuple[Words, ...]:
    """`philox` number by number."""
    each = (np.broadcast_to(word, shape).ravel().tolist() for word in (*counter, key[1]))
    found = [once((c0, c1, c2, c3), (key[0], k1)) for c0, c1, c2, c3, k1 in zip(*each, strict=True)]
    words = np.array(found, dtype=np.uint64).reshape(-1, 4).T
    return tuple(word.reshape(shape) for word in words)


@lru_cache(maxsize=256)
def _round_keys(k0: int, k1: int) -> tuple[tuple[int, int], ...]:
    """The key of each round."""
    return tuple(
        ((k0 + turn * _WEYL[0]) & 0xFFFFFFFF, (k1 + turn * _WEYL[1]) & 0xFFFFFFFF)
        for turn in range(_ROUNDS)
    )


def once(counter: tuple[int, int, int, int], key: tuple[int, int]) -> tuple[int, int, int, int]:
    """The words of `philox` for one counter, in plain integers."""
    c0, c1, c2, c3 = counter
    for k0, k1 in _round_keys(*key):
        low, high = c0 * 0xD2511F53, c2 * 0xCD9E8D57
        c0, c1 = (high >> 32) ^ c1 ^ k0, high & 0xFFFFFFFF
        c2, c3 = (low >> 32) ^ c3 ^ k1, low & 0xFFFFFFFF
    return c0, c1, c2, c3
