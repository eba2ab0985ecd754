"""Who is paired with whom in a run, as the register of 2015 would show it: a table for the runner.

Counts by distance and by likeness in size, with bands that double, so that a reader can see what
happens when a partner is twice as far or twice as large.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from analysis.observation.register import recorded
from analysis.validation.summary import links_of
from simulation import History
from simulation.places.traits import TRAITS

KM = (25, 50, 100, 200, 400, 800, 1600)
"""Upper ends of the bands of distance; the last band is open."""
TIMES = (1 / 16, 1 / 8, 1 / 4, 1 / 2, 1, 2, 4, 8, 16)
"""Ends of the bands of the partner's inhabitants over the place's own."""
EUROPE_KM = 4000.0
"""Partners beyond are overseas: quantiles of distance are told without them."""
SCHEMA = {"measure": pl.String, "cell": pl.String, "value": pl.Float64}


def pairs(history: History) -> pl.DataFrame:
    """Ties of municipalities with places abroad by distance, size and what both have in common.

    Returns
    -------
    polars.DataFrame
        measure, cell, value: `all` (ties); `km`, by band; `times`, by band of the partner's
        inhabitants over the place's own (ties of known sizes); `quantile` of the distance (km)
        within Europe; `alike` (share within a factor of two); `shared`, ties whose ends both have
        a trait, by trait, and those of one name.
    """
    links = links_of(recorded(history), history.municipalities)
    links = links.filter(pl.col("level") == "municipality")
    parts = [_row("all", "all", float(links.height)), *_by_km(links), *_by_size(links)]
    parts += _shared(links, history)
    return pl.DataFrame(parts, schema=SCHEMA, orient="row")


Row = tuple[str, str, float | None]


def _row(measure: str, cell: str, value: float | None) -> Row:
    return measure, cell, value


def band(values: pl.Series, ends: tuple[float, ...]) -> list[int]:
    """How many values lie in each band; a value on an end belongs to the band below it."""
    place = np.searchsorted(np.array(ends), values.to_numpy(), side="left")
    return [int(count) for count in np.bincount(place, minlength=len(ends) + 1)]


def _by_km(links: pl.DataFrame) -> list[Row]:
    km = links["km"].drop_nulls()
    rows = [_row("km", str(i), float(n)) for i, n in enumerate(band(km, KM))]
    near = km.filter(km <= EUROPE_KM)
    for name, level in {"p10": 0.1, "p50": 0.5, "p90": 0.9}.items():
        rows.append(_row("quantile", name, near.quantile(level, interpolation="linear")))
    return rows


def _by_size(links: pl.DataFrame) -> list[Row]:
    known = links.filter(pl.col("population") > 0, pl.col("away_population") > 0)
    times = known["away_population"] / known["population"]
    rows = [_row("times", str(i), float(n)) for i, n in enumerate(band(times, TIMES))]
    within = times.is_between(0.5, 2.0).mean()
    alike = float(within) if isinstance(within, int | float) else None
    return [*rows, _row("alike", "share", alike)]


def _shared(links: pl.DataFrame, history: History) -> list[Row]:
    """Ties whose two ends have a trait, or the name, in common."""
    world = history.world
    home = np.array([world.row_of[int(i)] for i in links["home"]], dtype=np.int64)
    away = np.array([world.row_of[int(i)] for i in links["away"]], dtype=np.int64)
    both = world.traits[home] & world.traits[away]
    rows = [_row("shared", trait, float(both[:, i].sum())) for i, trait in enumerate(TRAITS)]
    same = world.name_number[home] == world.name_number[away]
    return [*rows, _row("shared", "name", float(same.sum()))]
