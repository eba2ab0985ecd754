"""What a number rests on, and the class that follows from it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Basis = Literal["ties", "merged", "counts", "matched", "posterior", "assumed"]
"""Single ties; these and patterns together; counts; one count that it is moved to meet; patterns;
judgement."""
Class = Literal["estimated", "calibrated", "assumed"]

WIDEST = 0.7
"""A posterior wider than this share of its prior says that the data hardly speak."""
WITHIN_90 = 2 * 1.6448536269514722
"""Width of the central 90 % of a normal distribution in standard deviations."""


@dataclass(frozen=True)
class Prior:
    """What was held possible before the data: uniform between two ends, or normal.

    Attributes
    ----------
    kind : uniform or normal
    first : lower end, or mean
    second : upper end, or standard deviation
    """

    kind: Literal["uniform", "normal"]
    first: float
    second: float

    @property
    def width(self) -> float:
        """Width of its central 90 %."""
        if self.kind == "uniform":
            return 0.9 * (self.second - self.first)
        return WITHIN_90 * self.second

    @property
    def words(self) -> str:
        """As a table shows it."""
        if self.kind == "uniform":
            return f"{plain(self.first)} to {plain(self.second)}"
        return f"normal around {self.first:.3g}, sd {self.second:.3g}"


@dataclass(frozen=True)
class Grounds:
    """What one number rests on.

    Attributes
    ----------
    basis : where it comes from
    value : the number by its source; the scenario must agree within `tolerance`
    prior : what was held possible before; widths are on the scale of `scale`
    width : posterior width (90 %), None where nothing informs the number
    error : standard error, None where there is none
    data_points, data_unit : how many independent data points inform it, and of what kind
    source, sha256 : the estimate, and the data it read
    note : what else a reader must know
    scale : '' or 'ln': on which scale prior, widths and error are told
    """

    basis: Basis
    value: float
    prior: Prior
    width: float | None
    error: float | None
    data_points: int
    data_unit: str
    source: str
    sha256: str = ""
    note: str = ""
    scale: Literal["", "ln"] = ""
    tolerance: float = 0.0

    @property
    def width_ratio(self) -> float | None:
        """Posterior width over prior width; None where either does not exist."""
        if self.width is None or self.prior.width == 0.0:
            return None
        return self.width / self.prior.width

    @property
    def narrows(self) -> bool:
        """Whether there are data, and they tell clearly more than was held possible before."""
        ratio = self.width_ratio
        return self.data_points > 0 and ratio is not None and ratio <= WIDEST

    @property
    def kind(self) -> Class:
        """The class: follows from where the number comes from and what its widths say.

        What is moved until one count comes out is an estimate by that count.
        """
        if self.basis == "assumed" or not self.narrows:
            return "assumed"
        return "calibrated" if self.basis == "posterior" else "estimated"


def normal_grounds(
    basis: Basis,
    value: float,
    error: float,
    prior: Prior,
    points: tuple[int, str],
    source: tuple[str, str],
    note: str = "",
    tolerance: float = 0.0,
) -> Grounds:
    """Grounds of an estimate with a standard error.

    Under a uniform prior the posterior is the normal likelihood cut at the prior's ends. Under
    a normal one the error is already that of the posterior: the estimating programs pool.
    """
    if prior.kind == "uniform":
        width = truncated_width(value, error, prior.first, prior.second)
    else:
        width = WITHIN_90 * error
    return Grounds(
        basis, value, prior, width, error, *points, *source, note=note, tolerance=tolerance
    )


def share_error(share: float, of: float) -> float:
    """Binomial standard error of a share of so many cases."""
    return math.sqrt(share * (1.0 - share) / of)


def plain(number: float) -> str:
    """A number as people write it: ``10,000``, ``0.25``, ``-2.4``."""
    return f"{number:,.0f}" if abs(number) >= 3_000 else f"{number:.4g}"


def truncated_width(mean: float, sd: float, low: float, high: float) -> float:
    """Width of the central 90 % of a normal distribution cut at `low` and `high`.

    Raises
    ------
    ValueError
        If the ends are out of order, or the standard deviation is not positive.
    """
    from scipy.stats import truncnorm  # takes half a second to load

    if not (low < high and sd > 0.0):
        raise ValueError(f"a normal of sd {sd:g} cannot be cut at {low:g} and {high:g}")
    inside = truncnorm((low - mean) / sd, (high - mean) / sd, loc=mean, scale=sd)
    return float(inside.ppf(0.95) - inside.ppf(0.05))
