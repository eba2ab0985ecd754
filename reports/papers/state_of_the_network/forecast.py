"""A forecast of the next registers: by country and form, as a distribution that can be scored.

It goes on from what the register of 2015 holds. Of each country and form, runs tell what share of
the registered ties stays and how many come in by the end of a year; luck of the ties themselves is
added, and all of it is widened by as much as the model's intervals were too narrow before. What is
stated of a cell is a mean and a standard deviation; the distribution is a gamma distribution with
these two, rounded to whole ties.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from analysis.observation.register import SNAPSHOT
from analysis.recorded import load
from reports.papers.snapshots import FORECAST
from simulation.ties import FORMS

Floats = NDArray[np.float64]

ALL, OTHER = "all", "other"
SHOWN = 20
"""Recorded ties from which a country has cells of its own."""
LENT = 20.0
"""Registered ties that the whole form lends to the share that stays of a country's own."""
LEAST_SD = 0.5
"""Least standard deviation (ties): no cell is foretold to the tie."""
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
KEYS = ("country", "form")


def recorded() -> pl.DataFrame:
    """Ties in the register of 2015: country, form, links; ties of unknown form are left out."""
    return (
        load("rgre2015_links_by_year")
        .filter(pl.col("form").is_in(FORMS))
        .group_by(*KEYS)
        .agg(links=pl.col("count").sum().cast(pl.Float64))
        .sort(*KEYS)
    )


def widening(coverage: float, level: float = 0.9) -> float:
    """By how much intervals of a level are widened that held a smaller share of what came.

    Parameters
    ----------
    coverage : share that they held, within 0 and 1
    level : share that they should have held
    """
    from scipy.special import ndtri

    if not 0.0 < coverage < 1.0:
        raise ValueError(f"coverage {coverage:g}: expected a share between 0 and 1")
    return float(max(1.0, ndtri((1 + level) / 2) / ndtri((1 + coverage) / 2)))


def foretold(snapshots: pl.DataFrame, register: pl.DataFrame, wider: float) -> pl.DataFrame:
    """Mean and standard deviation of each cell.

    Parameters
    ----------
    snapshots : replication, year, country, form, held, kept, came (`reports.papers.snapshots`)
    register : country, form, links
    wider : factor on the standard deviation

    Returns
    -------
    polars.DataFrame
        year, country (a code, `other` or `all`), form (one, or `all`), register_2015, mean, sd,
        q05 ... q95 (ties).
    """
    runs = _by_run(snapshots, register)
    named = set(
        register.group_by("country")
        .agg(pl.col("links").sum())
        .filter(pl.col("links") >= SHOWN)["country"]
    )
    shown = pl.when(pl.col("country").is_in(sorted(named))).then("country").otherwise(pl.lit(OTHER))
    runs = runs.with_columns(shown.alias("country"))
    cells = [
        runs.with_columns(country=country, form=form)
        for country in (pl.col("country"), pl.lit(ALL))
        for form in (pl.col("form"), pl.lit(ALL))
    ]
    told = [_told(part) for part in cells]
    found = pl.concat(told).with_columns(
        mean=pl.col("mean").round(2),
        sd=(pl.col("sd") * wider).clip(lower_bound=LEAST_SD).round(2),
        register_2015=pl.col("register_2015").cast(pl.Int64),
    )
    columns = {
        name: quantile(found["mean"].to_numpy(), found["sd"].to_numpy(), level)
        for name, level in QUANTILES.items()
    }
    found = found.with_columns(pl.Series(name, values) for name, values in columns.items())
    return _ordered(found)


def _by_run(snapshots: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """For each run and cell: registered in 2015, expected, and variance of the ties' own luck."""
    keys = ["replication", *KEYS]
    sums = [pl.col(name).sum() for name in ("held", "kept", "came")]
    first = snapshots.filter(pl.col("year") == SNAPSHOT).group_by(keys).agg(pl.col("held").sum())
    later = snapshots.filter(pl.col("year").is_in(FORECAST)).group_by("year", *keys).agg(sums[1:])
    grid = (
        snapshots.select("replication")
        .unique()
        .join(pl.DataFrame({"year": FORECAST}, schema={"year": pl.Int32}), how="cross")
        .join(pl.concat([register.select(*KEYS), snapshots.select(*KEYS)]).unique(), how="cross")
    )
    cells = (
        grid.join(first, on=keys, how="left")
        .join(later, on=["year", *keys], how="left")
        .join(register, on=list(KEYS), how="left")
        .with_columns(pl.col("held", "kept", "came", "links").fill_null(0).cast(pl.Float64))
        .sort("year", *keys)
    )
    form = ["year", "replication", "form"]
    whole = pl.col("kept").sum().over(form) / pl.col("held").sum().over(form)
    stays = (pl.col("kept") + LENT * whole) / (pl.col("held") + LENT)
    cells = cells.with_columns(stays=stays.fill_nan(None))
    if cells["stays"].null_count():
        raise ValueError("forecast: a run has no registered tie of some form")
    return cells.with_columns(
        expected=pl.col("links") * pl.col("stays") + pl.col("came"),
        luck=pl.col("links") * pl.col("stays") * (1 - pl.col("stays")),
    )


def _told(cells: pl.DataFrame) -> pl.DataFrame:
    """Over the runs: mean, and the spread of runs and of the ties' own luck together."""
    sums = (
        cells.sort("year", "replication", *KEYS)
        .group_by("year", *KEYS, "replication", maintain_order=True)
        .agg(pl.col("links", "expected", "luck").sum())
    )
    spread = pl.col("expected").var().fill_null(0.0)
    return sums.group_by("year", *KEYS, maintain_order=True).agg(
        register_2015=pl.col("links").first(),
        mean=pl.col("expected").mean(),
        sd=(spread + pl.col("luck").mean()).sqrt(),
    )


def _ordered(table: pl.DataFrame) -> pl.DataFrame:
    """By year; all countries first, then by registered ties, the others last; forms in order."""
    last = {ALL: -1, OTHER: 1}
    forms = {form: place for place, form in enumerate((ALL, *FORMS[::-1]))}
    size = pl.col("register_2015").filter(pl.col("form") == ALL).sum().over("year", "country")
    return (
        table.with_columns(
            place=pl.col("country").replace_strict(last, default=0, return_dtype=pl.Int64),
            size=size,
            turn=pl.col("form").replace_strict(forms, return_dtype=pl.Int64),
        )
        .sort(
            *("year", "place", "size", "country", "turn"),
            descending=[False, False, True, False, False],
        )
        .select("year", *KEYS, "register_2015", "mean", "sd", *QUANTILES)
    )


# ------------------------------------------------------------------ the distribution of a cell


def below(ties: ArrayLike, mean: ArrayLike, sd: ArrayLike) -> Floats:
    """Chance of so many ties or fewer; 0 below none."""
    from scipy.special import gammainc

    ties, mean, sd = (np.asarray(value, dtype=np.float64) for value in (ties, mean, sd))
    shape, scale = (mean / sd) ** 2, sd**2 / np.where(mean > 0.0, mean, 1.0)
    edge = np.maximum(ties + 0.5, 0.0)
    # a cell that is foretold to stay empty is empty
    chance = np.where(mean > 0.0, gammainc(np.maximum(shape, 1e-9), edge / scale), 1.0)
    return np.where(ties < 0.0, 0.0, chance)


def quantile(mean: ArrayLike, sd: ArrayLike, level: float) -> NDArray[np.int64]:
    """The fewest ties for which `below` reaches a level."""
    from scipy.special import gammaincinv

    mean, sd = (np.asarray(value, dtype=np.float64) for value in (mean, sd))
    shape, scale = (mean / sd) ** 2, sd**2 / np.where(mean > 0.0, mean, 1.0)
    found = np.ceil(gammaincinv(np.maximum(shape, 1e-9), level) * scale - 0.5)
    return np.where(mean > 0.0, np.maximum(found, 0.0), 0.0).astype(np.int64)


def log_chance(ties: ArrayLike, mean: ArrayLike, sd: ArrayLike, floor: float = 1e-12) -> Floats:
    """Log of the chance of exactly so many ties (nats), at least that of `floor`."""
    ties = np.asarray(ties, dtype=np.float64)
    chance = below(ties, mean, sd) - below(ties - 1.0, mean, sd)
    return np.asarray(np.log(np.maximum(chance, floor)), dtype=np.float64)


# ------------------------------------------------------------------------------ the file


def table_bytes(table: pl.DataFrame) -> bytes:
    """The table as it is published behind its figure."""
    return table.write_csv().encode()


def digest(table: pl.DataFrame) -> str:
    """SHA-256 of the published table, hexadecimal."""
    return hashlib.sha256(table_bytes(table)).hexdigest()


def fingerprint(table: pl.DataFrame) -> int:
    """The first nine hexadecimal digits of the SHA-256 as a number, which can be compared."""
    return int(digest(table)[:9], 16)


def sheet(table: pl.DataFrame, made: dict[str, Any]) -> dict[str, Any]:
    """What stands beside the table: what it is, what it was made from, how it is scored."""
    return {
        "title": "Forecast of the RGRE register of German town twinning, end of 2026 to 2030",
        "table": "part-forecast.csv",
        "sha256": digest(table),
        "made_from": made,
        "cells": (
            "ties abroad of German municipalities and districts that the register shows at the end "
            "of the year (read in the spring after), by partner country (ISO 3166-1; 'other': all "
            f"with fewer than {SHOWN} ties in 2015) and form; ties of unknown form left out"
        ),
        "distribution": (
            "gamma with the mean and standard deviation of the row, rounded to whole ties: the "
            "chance of k ties or fewer is that of at most k + 1/2"
        ),
        "scoring": {
            "cells": "country and form, without the rows 'all'; the last year before the register",
            "log_score": "ln of the chance of the recorded count, summed; higher is better",
            "interval_score": (
                "Gneiting and Raftery (2007) of q05 to q95 (0.1) and q25 to q75 (0.5), mean over "
                "cells; lower is better"
            ),
            "rival": "the register of 2015 unchanged, with the same standard deviations",
            "error": "of the gain over the rival: jackknife over countries",
            "void": (
                "if the register was surveyed in full anew, counts are not scored, but the shares "
                "of countries and forms are (multinomial log score of the means)"
            ),
        },
    }
