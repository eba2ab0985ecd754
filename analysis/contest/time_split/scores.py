"""Predictive distributions of the cells, and how much likelier the record is under the model."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contest.entries import MODEL
from analysis.contest.predictive import predictive
from analysis.contest.scores import covered, negative_binomial_log_score
from analysis.contest.time_split.cells import LAST_SEEN, ORIGINS, STEPS, Cells, Floats, label
from analysis.contest.time_split.rivals import RIVALS, Rival

ALL, OPENED, OTHERS = "all", "opening", "others"
"""Groups of countries: all, those that the opening touches, the others."""
LEAST_EXPECTED = 5.0
"""Ties: coverage counts cells of which the contestant expects so many."""


def model_forecast(runs: Floats, cells: Cells) -> pl.DataFrame:
    """What the model predicts.

    Its mean and variance are those over runs; what the structure misses is learnt on the cells up
    to 1986, which it is fitted to.

    Parameters
    ----------
    runs : (runs, countries, years)
        Simulated dated ties.
    cells : Cells

    Returns
    -------
    polars.DataFrame
        As `predictive` gives.
    """
    number = len(runs)
    simulated = [Cells(cells.countries, cells.opened, run) for run in runs]

    def moments(origin: int, step: int) -> tuple[Floats, Floats]:
        found = np.array([run.period(origin, step) for run in simulated])
        # the error of the mean over so many runs counts too
        return found.mean(axis=0), found.var(axis=0, ddof=1) * (1.0 + 1.0 / number)

    places = [(origin, step) for origin in ORIGINS for step in range(len(STEPS))]
    known = [_rows(cells, at, MODEL, *moments(*at), cells.period(*at)) for at in places]
    kept = [
        _rows(cells, at, MODEL, *moments(*at))
        for at in ((LAST_SEEN, step) for step in range(len(STEPS)))
    ]
    return predictive(pl.concat(known), pl.concat(kept))


def rival_forecast(rival: Rival, cells: Cells) -> pl.DataFrame:
    """What a rival predicts; its misses are those of its rule as many years ahead, earlier."""
    known, kept = [], []
    for step in range(len(STEPS)):
        group = f"step {step}"
        for origin in ORIGINS[1:]:
            mean = rival.misses(cells, origin, step)
            known.append(
                _rows(cells, (origin, step), group, mean, mean, cells.period(origin, step))
            )
        mean = rival.rule(cells, LAST_SEEN, step)
        kept.append(_rows(cells, (LAST_SEEN, step), group, mean, mean))
    return predictive(pl.concat(known), pl.concat(kept))


def _rows(
    cells: Cells,
    at: tuple[int, int],
    group: str,
    mean: Floats,
    variance: Floats,
    recorded: Floats | None = None,
) -> pl.DataFrame:
    """One period as rows that `predictive` takes."""
    period = label(*at)
    frame = pl.DataFrame(
        {
            "pattern": "dated",
            "cell": [f"{country}|{period}" for country in cells.countries],
            "group": group,
            "mean": np.asarray(mean, dtype=np.float64),
            "variance": np.asarray(variance, dtype=np.float64),
        }
    )
    if recorded is None:
        return frame
    return frame.with_columns(recorded=pl.Series(recorded, dtype=pl.Float64))


def scored(runs: Floats, cells: Cells) -> pl.DataFrame:
    """Every cell of 1987-96 beside what each contestant predicted.

    Returns
    -------
    polars.DataFrame
        entry, country, period, opened, recorded, mean, dispersion, low90, high90, inside, score
        (log score, nats).
    """
    forecasts = {MODEL: model_forecast(runs, cells)}
    forecasts |= {rival.name: rival_forecast(rival, cells) for rival in RIVALS}
    recorded = np.concatenate([cells.period(LAST_SEEN, step) for step in range(len(STEPS))])
    parts = []
    for entry, frame in forecasts.items():
        mean, spread, low, high = (
            frame[name].to_numpy() for name in ("mean", "dispersion", "low90", "high90")
        )
        names = frame["cell"].str.split("|")
        parts.append(
            frame.select(
                *(pl.lit(entry).alias("entry"), pl.Series("country", names.list.get(0))),
                *(pl.Series("period", names.list.get(1)),),
                *(pl.Series("opened", np.tile(cells.opened, len(STEPS))),),
                *(pl.Series("recorded", recorded), "mean", "dispersion", "low90", "high90"),
                pl.Series("inside", covered(low, high, recorded)),
                pl.Series("score", negative_binomial_log_score(recorded, mean, spread)),
            )
        )
    return pl.concat(parts)


def gains(cells: pl.DataFrame) -> pl.DataFrame:
    """Paired gains of the model over each rival, by group of countries and period.

    Parameters
    ----------
    cells : polars.DataFrame
        What `scored` gives.

    Returns
    -------
    polars.DataFrame
        rival, countries (group), period (then ``all``), cells, gain (nats, above 0 where the
        model is better), error (over countries), z.
    """
    own = cells.filter(pl.col("entry") == MODEL)
    periods = [*own["period"].unique(maintain_order=True), ALL]
    rows = []
    for rival in RIVALS:
        other = cells.filter(pl.col("entry") == rival.name)
        pairs = own.join(other, on=["country", "period"], suffix="_rival", maintain_order="left")
        for group in (ALL, OPENED, OTHERS):
            members = pairs if group == ALL else pairs.filter(pl.col("opened") == (group == OPENED))
            for period in periods:
                here = members if period == ALL else members.filter(pl.col("period") == period)
                gain, error = paired(here)
                z = gain / error if error > 0.0 else None
                rows.append((rival.name, group, period, here.height, gain, error, z))
    names = ("rival", "countries", "period", "cells", "gain", "error", "z")
    return pl.DataFrame(rows, schema=names, orient="row")


def paired(pairs: pl.DataFrame) -> tuple[float, float]:
    """Total gain, and its error over countries: the cells of one are no independent draws."""
    gain = (pl.col("score") - pl.col("score_rival")).sum()
    by_country = (
        pairs.sort("country", "period")
        .group_by("country", maintain_order=True)
        .agg(gain=gain)["gain"]
        .to_numpy()
    )
    error = float(np.std(by_country, ddof=1)) * math.sqrt(len(by_country))
    return float(by_country.sum()), error


def coverage(cells: pl.DataFrame) -> list[dict[str, object]]:
    """Share of cells inside the 90 % intervals, by contestant, of those it expects enough of."""
    rows: list[dict[str, object]] = []
    for (entry,), own in cells.group_by("entry", maintain_order=True):
        large: NDArray[np.bool_] = own["mean"].to_numpy() >= LEAST_EXPECTED
        inside = own["inside"].to_numpy()
        rows.append(
            {
                "entry": entry,
                "cells": int(large.sum()),
                "inside": float(inside[large].mean()) if large.any() else None,
                "all_cells": len(inside),
                "all_inside": float(inside.mean()),
            }
        )
    return rows
