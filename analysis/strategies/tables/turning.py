"""What would turn the ranking: the leader's lead over each rival, input by input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.material import BASE, Material, Range

Floats = NDArray[np.float64]

TURNING_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("leader", "rival", "input", "label", "class"), pl.String),
    **dict.fromkeys(("low", "high", "mean", "at_low", "at_high"), pl.Float64),
    "turns": pl.Boolean,
    "end": pl.String,
    **dict.fromkeys(("slope", "t", "share"), pl.Float64),
}


def turning(
    material: Material, leader: str, gains: Mapping[str, Floats], rivals: Sequence[str]
) -> pl.DataFrame:
    """Predict the leader's lead at both ends of each input.

    The paired difference is regressed on one input at a time (ordinary least squares): inputs are
    drawn independently, so each slope stands for itself. An input turns the ranking where there is
    a lead on average and the predicted one is zero or below at an end of the range, however
    uncertain the slope: `t` tells how much of it is there. `share` is the part of the difference's
    variance that follows the input.

    Parameters
    ----------
    material : Material
    leader : str
    gains : mapping of str to array, (replications,)
        Additional living tie-years by strategy.
    rivals : sequence of str
        In the order in which they are told; doing nothing comes last.

    Returns
    -------
    polars.DataFrame
        One row a rival and input that concerns either of the two, those that go furthest first.
    """
    zero = np.zeros_like(gains[leader])
    rows = []
    for rival in (*rivals, BASE):
        lead = gains[leader] - gains.get(rival, zero)
        judged = [
            _judged(lead, material.inputs[one.path].to_numpy().astype(np.float64), one)
            for one in material.ranges
            if material.concerns(one.path, leader) or material.concerns(one.path, rival)
        ]
        judged.sort(key=lambda row: (min(row["at_low"], row["at_high"]), row["input"]))
        rows += [{"leader": leader, "rival": rival, **row} for row in judged]
    return pl.DataFrame(rows, schema=TURNING_SCHEMA)


def _judged(lead: Floats, drawn: Floats, one: Range) -> dict[str, Any]:
    """One line through the leads, read at both ends of the input's range."""
    slope, t, share = line(drawn, lead)
    mean, centre = float(lead.mean()), float(drawn.mean())
    ends = {"low": mean + slope * (one.low - centre), "high": mean + slope * (one.high - centre)}
    worst = min(ends, key=lambda end: ends[end])
    turns = mean > 0.0 >= ends[worst]  # where there is no lead there is none to lose
    return {
        "input": one.path,
        "label": one.label,
        "class": one.grade,
        "low": one.low,
        "high": one.high,
        "mean": mean,
        "at_low": ends["low"],
        "at_high": ends["high"],
        "turns": turns,
        "end": worst if turns else None,
        "slope": slope,
        "t": t,
        "share": share,
    }


def line(x: Floats, y: Floats) -> tuple[float, float | None, float]:
    """Slope of y on x, its t value (None where nothing is left over), and its share of variance.

    All zero where either does not vary.
    """
    dx, dy = x - x.mean(), y - y.mean()
    xx, yy = float(dx @ dx), float(dy @ dy)
    if np.ptp(x) == 0.0 or np.ptp(y) == 0.0:
        return 0.0, None, 0.0
    slope = float(dx @ dy) / xx
    share = min(slope * slope * xx / yy, 1.0)
    rest = yy * (1.0 - share)
    if rest <= 1e-12 * yy:
        return slope, None, share
    return slope, slope / (rest / (len(x) - 2) / xx) ** 0.5, share
