"""Finds the compiled library, tries it, and gives its functions the shapes of NumPy."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulation.compiled.build import LIBRARY, SEAL, SOURCE, WITHOUT, digest
from simulation.compiled.known import right

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Words = NDArray[np.uint64]
Word = Words | int

SWITCH = "JUMELAGE_COMPILED"
"""Environment variable: 0 leaves the library alone, to compare or to find a fault."""

_NUMBER, _WORD, _ARRAY = ctypes.c_int64, ctypes.c_uint64, ctypes.c_void_p
_COUNTERS = (_NUMBER, _ARRAY, _WORD, _ARRAY)
_VALUES = (_NUMBER, *[_ARRAY] * 3)
_SIGNATURES = {
    "words_of": _COUNTERS,
    "draws_of": _COUNTERS,
    "exp_of": _VALUES,
    "log_of": _VALUES,
    "propose": (
        *(_ARRAY, _NUMBER, _NUMBER, *[_ARRAY] * 4, _NUMBER, _ARRAY),
        *(_WORD, _WORD, _WORD, *[_ARRAY] * 5),
    ),
    "weigh": (*[_NUMBER] * 3, *[_ARRAY] * 12),
}


_byte = ctypes.c_char.from_buffer


def address(array: NDArray[Any]) -> int:
    """Where a contiguous array begins; good for as long as the array lives."""
    try:  # four times as fast as to ask NumPy, and a history asks tens of thousands of times
        return ctypes.addressof(_byte(array))
    except (TypeError, ValueError):  # nobody may write to it, or nothing is in it
        found: int = array.__array_interface__["data"][0]
        return found


class Kernels:
    """The functions of a library.

    Parameters
    ----------
    library : ctypes.CDLL

    Attributes
    ----------
    propose, weigh : callable
        As `kernels.c` declares them, with addresses in place of arrays.
    """

    def __init__(self, library: ctypes.CDLL) -> None:
        for name, types in _SIGNATURES.items():
            function = getattr(library, name)
            function.argtypes, function.restype = types, None
        self._words, self._draws = library.words_of, library.draws_of
        self._exp, self._log = library.exp_of, library.log_of
        self.propose, self.weigh = library.propose, library.weigh

    def words(self, words: Sequence[Word], first_key: int, shape: tuple[int, ...]) -> Words:
        """Words of Philox, shape (4, *shape), from four counters and the second of the key."""
        result: Words = np.empty((4, *shape), dtype=np.uint64)
        given, _kept = _laid_out(words, shape)
        self._words(result[0].size, given, first_key, address(result))
        return result

    def draws(self, words: Sequence[Word], first_key: int, shape: tuple[int, ...]) -> Integers:
        """The first two words as one integer below 2**53, of the shape."""
        result: Integers = np.empty(shape, dtype=np.int64)
        given, _kept = _laid_out(words, shape)
        self._draws(result.size, given, first_key, address(result))
        return result

    def exp(self, x: Floats, terms: Floats) -> Floats:
        """Exponentials of numbers up to 700, by the terms of their series."""
        return _each(self._exp, x, terms)

    def log(self, x: Floats, terms: Floats) -> Floats:
        """Natural logarithms of normal positive numbers, by the terms of their series."""
        return _each(self._log, x, terms)


_counters = struct.Struct("@10Q").pack
"""Addresses of five words, 0 for one that is a number, and then these numbers."""


def _laid_out(words: Sequence[Word], shape: tuple[int, ...]) -> tuple[bytes, list[Words]]:
    """Words as C takes them, and the arrays that must live as long."""
    addresses, numbers, kept = [0] * 5, [0] * 5, []
    for place, word in enumerate(words):
        if isinstance(word, int):
            numbers[place] = word
        else:
            whole = word if word.shape == shape else np.broadcast_to(word, shape)
            kept.append(np.ascontiguousarray(whole))
            addresses[place] = address(kept[-1])
    return _counters(*addresses, *numbers), kept


def _each(function: Any, x: Floats, terms: Floats) -> Floats:
    given = np.ascontiguousarray(x)
    result = np.empty(x.shape)
    if not x.size:
        return result
    function(given.size, address(given), address(result), address(terms))
    return result


def load(library: Path = LIBRARY, source: Path = SOURCE) -> tuple[Kernels | None, str]:
    """The functions, or nothing, and what was found: a library of this source that is right."""
    if os.environ.get(SWITCH) == "0":
        return None, f"{SWITCH} is 0 ({WITHOUT})"
    if not library.is_file():
        return None, f"no library was compiled at set-up ({WITHOUT})"
    try:
        # a library that was cut short would end the process as it is opened
        told = library.with_suffix(SEAL.suffix).read_text().split()
        if told != [digest(source), digest(library)]:
            return None, f"{library.name} is not of this {source.name}: set up anew ({WITHOUT})"
        kernels = Kernels(ctypes.CDLL(str(library)))
    except (OSError, ValueError, AttributeError) as reason:
        return None, f"{library.name} does not load: {reason} ({WITHOUT})"
    if not right(kernels):
        return None, f"{library.name} gives wrong numbers on this machine ({WITHOUT})"
    return kernels, "inner loops are compiled"
