"""Elementary functions whose last bit is the same on every processor.

NumPy picks its `exp`, `log`, `sin` by processor, and their last bits differ. A draw that
is compared with such a number can then fall the other way, and a whole history with it.
Here only operations are used that IEEE 754 rounds correctly everywhere (+ - * / sqrt,
comparison, scaling by powers of two): the results carry an error of a few units in the
last place, but always the same one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation import compiled

Floats = NDArray[np.float64]

EARTH_RADIUS_KM = 6371.0088
"""Mean radius of the Earth in km (IUGG 1980, Moritz 2000)."""

_LN2_HIGH = 6.93147180369123816490e-01
"""ln 2 to 32 bits, so that `k * _LN2_HIGH` is exact for the k that occur."""
_LN2_LOW = 1.90821492927058770002e-10
_LOG2_E = 1.4426950408889634

_EXP_TERMS = tuple(1.0 / math.factorial(n) for n in range(15))
_EXP_ARRAY = np.array(_EXP_TERMS)
_EXP_TERMS_DOWN = _EXP_TERMS[-2::-1]
_ATANH_TERMS = tuple(1.0 / (2 * n + 1) for n in range(12))
_ATANH_ARRAY = np.array(_ATANH_TERMS)
_ATANH_TERMS_DOWN = _ATANH_TERMS[-2::-1]
_SQRT_HALF = math.sqrt(0.5)
_SIN_TERMS = tuple((-1.0) ** n / math.factorial(2 * n + 1) for n in range(14))
_COS_TERMS = tuple((-1.0) ** n / math.factorial(2 * n) for n in range(14))
_ASIN_TERMS = tuple(math.comb(2 * n, n) / (4**n * (2 * n + 1)) for n in range(26))

_EXP_MOST, _EXP_LEAST = 700.0, -700.0
_NORMAL = float(np.finfo(np.float64).tiny)
"""Smallest number with all its digits: below it the bits mean something else."""
FEW = 16
"""Up to so many elements are worked on one by one: the calls on arrays would cost more."""
_PIECE = 1 << 14
"""Elements worked on at once: what a polynomial goes over again and again stays in the cache."""


def _in_pieces(
    function: Callable[[Floats], Floats], of_one: Callable[[float], float], x: Floats
) -> Floats:
    """Apply an elementwise function piece by piece: the same bits, without large temporaries."""
    if x.size <= FEW:
        return np.array([of_one(one) for one in x.ravel().tolist()]).reshape(x.shape)
    if x.size <= _PIECE:
        return function(x)
    flat = x.reshape(-1)
    result = np.empty(x.size)
    for start in range(0, x.size, _PIECE):
        piece = slice(start, start + _PIECE)
        result[piece] = function(flat[piece])
    return result.reshape(x.shape)


def _polynomial(terms: tuple[float, ...], x: Floats) -> Floats:
    """Horner's rule, highest term first; never fused, so always rounded twice."""
    total = x * terms[-1]
    for term in terms[-2:0:-1]:
        total += term
        total *= x
    total += terms[0]
    return total


@overload
def exp(x: float) -> float: ...
@overload
def exp(x: ArrayLike) -> Floats: ...
def exp(x: ArrayLike | float) -> Floats | float:
    """Exponential function of `x` (any shape); underflows to 0 below -700.

    A single float gives a float: the same steps without arrays, and so the same bits.

    Raises
    ------
    OverflowError
        Above 700: no weight of the model may be that large.
    """
    if isinstance(x, float):
        return _exp_of_one(float(x))
    value = np.asarray(x, dtype=np.float64)
    if value.size and float(value.max()) > _EXP_MOST:
        raise OverflowError(f"exp of {float(value.max())}: a log weight may be at most 700")
    if compiled.KERNELS is not None:
        return compiled.KERNELS.exp(value, _EXP_ARRAY)
    return _in_pieces(_exp_of_many, _exp_of_one, value)


def _exp_of_many(value: Floats) -> Floats:
    bounded = np.maximum(value, -745.0)
    k = np.rint(bounded * _LOG2_E)
    bounded -= k * _LN2_HIGH
    bounded -= k * _LN2_LOW
    result = np.ldexp(_polynomial(_EXP_TERMS, bounded), k.astype(np.int32))
    result[value < _EXP_LEAST] = 0.0
    return result


def _exp_of_one(value: float) -> float:
    """The steps of `_exp_of_many`, one for one."""
    if value > _EXP_MOST:
        raise OverflowError(f"exp of {value}: a log weight may be at most 700")
    if value < _EXP_LEAST:
        return 0.0
    if value == 0.0:  # what the steps below give, and the most frequent
        return 1.0
    k = round(value * _LOG2_E)  # to even, as `rint` does
    remainder = (value - k * _LN2_HIGH) - k * _LN2_LOW
    total = _EXP_TERMS[-1]
    for term in _EXP_TERMS_DOWN:
        total = total * remainder + term
    return math.ldexp(total, k)


def log(x: ArrayLike) -> Floats:
    """Natural logarithm of positive `x` (any shape).

    Raises
    ------
    ValueError
        If any element is not positive and finite.
    """
    value = np.asarray(x, dtype=np.float64)
    least, most = (float(value.min()), float(value.max())) if value.size else (1.0, 1.0)
    if not (least > 0.0 and most < np.inf):
        raise ValueError("log needs positive finite numbers")
    if compiled.KERNELS is not None and least >= _NORMAL:
        return compiled.KERNELS.log(value, _ATANH_ARRAY)
    return _in_pieces(_log_of_many, _log_of_one, value)


def _log_of_many(value: Floats) -> Floats:
    mantissa, exponent = np.frexp(value)
    small = mantissa < _SQRT_HALF
    mantissa = np.where(small, mantissa * 2.0, mantissa)
    power = (exponent - small).astype(np.float64)
    s = (mantissa - 1.0) / (mantissa + 1.0)
    series = 2.0 * s * _polynomial(_ATANH_TERMS, s * s)
    return power * _LN2_HIGH + (power * _LN2_LOW + series)


def _log_of_one(value: float) -> float:
    """The steps of `_log_of_many`, one for one."""
    mantissa, exponent = math.frexp(value)
    if mantissa < _SQRT_HALF:
        mantissa, exponent = mantissa * 2.0, exponent - 1
    s = (mantissa - 1.0) / (mantissa + 1.0)
    square, total = s * s, _ATANH_TERMS[-1]
    for term in _ATANH_TERMS_DOWN:
        total = total * square + term
    return exponent * _LN2_HIGH + (exponent * _LN2_LOW + 2.0 * s * total)


def _sin_cos(radians: Floats) -> tuple[Floats, Floats]:
    """Sine and cosine for |x| <= pi, reduced to |x| <= pi/2 by reflection."""
    beyond = np.abs(radians) > math.pi / 2
    reflected = np.where(beyond, np.copysign(math.pi, radians) - radians, radians)
    square = reflected * reflected
    sine = reflected * _polynomial(_SIN_TERMS, square)
    cosine = _polynomial(_COS_TERMS, square)
    return sine, np.where(beyond, -cosine, cosine)


def unit_vectors(lat: ArrayLike, lon: ArrayLike) -> Floats:
    """Points on the unit sphere, shape (n, 3), from degrees north and east.

    Raises
    ------
    ValueError
        If a latitude lies beyond 90 or a longitude beyond 180 degrees.
    """
    north = np.asarray(lat, dtype=np.float64)
    east = np.asarray(lon, dtype=np.float64)
    if north.size and not bool(np.all((np.abs(north) <= 90.0) & (np.abs(east) <= 180.0))):
        raise ValueError("latitudes lie within 90 and longitudes within 180 degrees")
    sin_lat, cos_lat = _sin_cos(north * (math.pi / 180.0))
    sin_lon, cos_lon = _sin_cos(east * (math.pi / 180.0))
    return np.stack([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat], axis=-1)


def _arcsine(x: Floats) -> Floats:
    """Arcsine for 0 <= x <= 1; the upper half through the half-angle formula."""
    upper = x > 0.5
    half = np.sqrt((1.0 - np.minimum(x, 1.0)) * 0.5)
    base = np.where(upper, half, x)
    angle = base * _polynomial(_ASIN_TERMS, base * base)
    return np.where(upper, math.pi / 2 - 2.0 * angle, angle)


def half_chord(a: Floats, b: Floats) -> Floats:
    """Half the straight distance between unit vectors of shape (..., 3), at most 1."""
    dx = a[..., 0] - b[..., 0]
    dy = a[..., 1] - b[..., 1]
    dz = a[..., 2] - b[..., 2]
    half: Floats = np.minimum(np.sqrt(dx * dx + dy * dy + dz * dz) * 0.5, 1.0)
    return half


def great_circle_km(a: Floats, b: Floats) -> Floats:
    """Great-circle distance in km between unit vectors of shape (..., 3)."""
    return 2.0 * EARTH_RADIUS_KM * _arcsine(half_chord(a, b))
