"""What an additional living tie-year costs, where there is one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.tables.bands import QUANTILES
from analysis.strategies.tables.fieller import ratio_of_means

Floats = NDArray[np.float64]

RANGE, OPEN, UNCLEAR, NONE, FREE = "range", "open", "unclear", "none", "free"
"""A cost with both ends; without an upper end; more than so much; nothing gained; not a euro."""

COSTS_SCHEMA = {
    "terms": pl.String,
    "strategy": pl.String,
    "spent": pl.Float64,
    "gained": pl.Float64,
    "state": pl.String,
    **dict.fromkeys(("cost", "error_low", "error_high", "cost_low", "cost_high"), pl.Float64),
    "text": pl.String,
}


def costs(terms: str, names: Sequence[str], spent: Floats, gains: Floats) -> pl.DataFrame:
    """Cost per additional living tie-year, EUR of 2020, not discounted.

    Two spreads are told apart: `error_*` is the 90 % interval of the ratio of means, which more
    replications narrow, and `cost_*` the 90 % band over the replications, which only knowledge
    does.

    Parameters
    ----------
    terms : {"own", "equal"}
    names : sequence of str
    spent, gains : array of float, (strategies, replications)
    """
    rows = [
        {"terms": terms, "strategy": name, **_cost(money, gained)}
        for name, money, gained in zip(names, spent, gains, strict=True)
    ]
    return pl.DataFrame(rows, schema=COSTS_SCHEMA)


def _cost(spent: Floats, gained: Floats) -> dict[str, float | str | None]:
    money, mean = float(spent.mean()), float(gained.mean())
    found: dict[str, float | str | None] = {"spent": money, "gained": mean}
    if money <= 0.0:
        return found | {"state": FREE, "text": "costs nothing"}
    # a run buys so much for a euro; the quantiles of that turn round into those of the cost
    bought = gained / np.where(spent > 0.0, spent, np.inf)
    least, most = np.quantile(bought, [QUANTILES["low_90"], QUANTILES["high_90"]]).tolist()
    if most <= 0.0:
        return found | {"state": NONE, "text": "none gained"}
    ratio = ratio_of_means(spent, gained)
    if ratio.value is None:
        if ratio.low is None:
            return found | {"state": NONE, "text": "none gained on average"}
        text = f"more than {euro(ratio.low)}"
        return found | {"state": UNCLEAR, "error_low": ratio.low, "text": text}
    found |= {"cost": ratio.value, "error_low": ratio.low, "error_high": ratio.high}
    found["cost_low"] = 1.0 / most
    if least <= 0.0:
        text = f"more than {euro(1.0 / most)}, {euro(ratio.value)} on average"
        return found | {"state": OPEN, "text": text}
    text = f"{euro(ratio.value)} ({significant(1.0 / most)} to {significant(1.0 / least)})"
    return found | {"state": RANGE, "cost_high": 1.0 / least, "text": text}


def euro(amount: float) -> str:
    """An amount in three significant digits."""
    return f"{significant(amount)} EUR"


def significant(number: float) -> str:
    """A number in three significant digits, with separators."""
    rounded = float(f"{number:.3g}") + 0.0  # no minus before a zero
    return f"{rounded:,.0f}" if abs(rounded) >= 100.0 or rounded == int(rounded) else f"{rounded:g}"
