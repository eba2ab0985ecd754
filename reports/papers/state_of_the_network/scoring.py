"""Scoring the forecast on a later register: the rules were fixed when it was made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contest.scores import interval_score, multinomial_log_score
from reports.papers.state_of_the_network.forecast import ALL, KEYS, log_chance

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Verdict:
    """How a forecast did, beside a register that does not change.

    Attributes
    ----------
    cells : that were scored
    log_score, rival_log_score : nats, summed; higher is better
    gain, error : of the log score over the rival, standard error by jackknife over countries
    interval90, interval50 : interval scores, mean over cells (ties); lower is better
    rival90 : the rival's, of its 90 % intervals
    held90, held50 : share of the cells that the intervals hold
    shares : log score of the shares of the cells, over that of the rival (nats)
    """

    cells: int
    log_score: float
    rival_log_score: float
    gain: float
    error: float
    interval90: float
    interval50: float
    rival90: float
    held90: float
    held50: float
    shares: float


def score(forecast: pl.DataFrame, register: pl.DataFrame, year: int) -> Verdict:
    """Score the forecast of a year on what a register then shows.

    Parameters
    ----------
    forecast : as published
    register : country (codes, or `other`), form, links; cells that it lacks have no tie
    year : last year that ended before the register was read

    Raises
    ------
    ValueError
        If the forecast has no such year, or the register a cell that the forecast has not.
    """
    cells = forecast.filter(pl.col("year") == year, pl.col("country") != ALL, pl.col("form") != ALL)
    if cells.is_empty():
        years = ", ".join(str(known) for known in sorted(set(forecast["year"])))
        raise ValueError(f"year {year}: not in the forecast, which has {years}")
    unknown = register.join(cells, on=list(KEYS), how="anti")
    if not unknown.is_empty():
        country, form = unknown.select(*KEYS).row(0)
        raise ValueError(f"the register has '{country}', '{form}', which the forecast has not")
    joined = cells.join(register.select(*KEYS, "links"), on=list(KEYS), how="left").with_columns(
        pl.col("links").fill_null(0)
    )
    return _verdict(joined)


def _verdict(cells: pl.DataFrame) -> Verdict:
    ties, mean, sd, before = (
        cells[name].to_numpy().astype(np.float64)
        for name in ("links", "mean", "sd", "register_2015")
    )
    mine, rival = log_chance(ties, mean, sd), log_chance(ties, before, sd)
    # an empty cell of the register of 2015 stays possible for the rival, as half a tie
    rival = np.where(before > 0.0, rival, log_chance(ties, np.full_like(before, 0.5), sd))
    gains = cells.select("country").with_columns(gain=pl.Series(mine - rival))
    half = 1.645 * sd
    return Verdict(
        cells.height,
        float(mine.sum()),
        float(rival.sum()),
        float((mine - rival).sum()),
        _jackknife(gains),
        float(interval_score(*_ends(cells, "q05", "q95"), ties, 0.1).mean()),
        float(interval_score(*_ends(cells, "q25", "q75"), ties, 0.5).mean()),
        float(interval_score(np.maximum(before - half, 0.0), before + half, ties, 0.1).mean()),
        _held(cells, "q05", "q95"),
        _held(cells, "q25", "q75"),
        _shares(ties, mean) - _shares(ties, np.maximum(before, 0.5)),
    )


def _ends(cells: pl.DataFrame, low: str, high: str) -> tuple[Floats, Floats]:
    return cells[low].to_numpy().astype(np.float64), cells[high].to_numpy().astype(np.float64)


def _held(cells: pl.DataFrame, low: str, high: str) -> float:
    inside = (pl.col("links") >= pl.col(low)) & (pl.col("links") <= pl.col(high))
    return float(cells.select(inside.mean()).item())


def _shares(ties: Floats, mean: Floats) -> float:
    kept = np.maximum(mean, 1e-3)
    return multinomial_log_score(ties, kept / kept.sum())


def _jackknife(gains: pl.DataFrame) -> float:
    """Standard error of a sum over countries, each left out once."""
    sums = gains.group_by("country").agg(pl.col("gain").sum()).sort("country")["gain"].to_numpy()
    n = len(sums)
    if n < 2:
        return float("nan")
    left = (sums.sum() - sums) * n / (n - 1)
    return float(np.sqrt((n - 1) / n * ((left - left.mean()) ** 2).sum()))
