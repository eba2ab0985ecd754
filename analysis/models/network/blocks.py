"""Who is tied to whom: countries with countries, Länder with countries, beside chance."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import polars as pl

from analysis.models.network.errors import row
from analysis.models.network.net import GERMANY, Floats, Integers, Net
from analysis.models.results import Coefficient

HALF = 0.5
"""Ties added to each cell of a log odds ratio (Haldane), which is finite then."""


def land_frame(net: Net, places: pl.DataFrame) -> pl.DataFrame:
    """Blocks of Land and country abroad, one row for each that the world has.

    Returns
    -------
    polars.DataFrame
        land, country; ties; expected (if each Land chose among countries as all do and each
        country among Länder: the margins are kept); density (ties per million pairs of places);
        log_odds (of the cell against the margins, half a tie added to each count) and its error
        under independence; z (adjusted residual). Ties whose German end has no Land are left out.
    """
    german, abroad = places.filter(pl.col("country") == GERMANY), _abroad(places)
    lands = sorted(german["land"].drop_nulls().unique())
    countries = sorted(abroad["country"].unique())
    used = net.abroad & (net.land[net.u] != "")
    rows = np.searchsorted(lands, net.land[net.u[used]]) if lands else np.zeros(0, np.int64)
    columns = np.searchsorted(countries, net.country[net.v[used]])
    table = _table(rows, columns, (len(lands), len(countries)))
    cells = _against_margins(table)
    size = (_count(german, "land", lands), _count(abroad, "country", countries))
    with np.errstate(divide="ignore", invalid="ignore"):
        density = 1e6 * table / np.outer(*size)
    grid = {
        "land": np.repeat(np.array(lands, dtype=np.str_), len(countries)),
        "country": np.tile(np.array(countries, dtype=np.str_), len(lands)),
    }
    values = {"ties": table, "expected": cells[0], "density": density}
    values |= {"log_odds": cells[1], "log_odds_se": cells[2], "z": cells[3]}
    frame = pl.DataFrame({**grid, **{name: cell.ravel() for name, cell in values.items()}})
    return frame.with_columns(pl.col(pl.Float64).fill_nan(None))


def _abroad(places: pl.DataFrame) -> pl.DataFrame:
    return places.filter(pl.col("country") != GERMANY)


def _count(places: pl.DataFrame, by: str, names: list[str]) -> Floats:
    counts = dict(places.group_by(by).len().iter_rows())
    return np.array([counts.get(name, 0) for name in names], dtype=np.float64)


def _table(rows: Integers, columns: Integers, shape: tuple[int, int]) -> Floats:
    flat = np.bincount(rows * shape[1] + columns, minlength=shape[0] * shape[1])
    return flat.reshape(shape).astype(np.float64)


def _against_margins(table: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Expected count, log odds ratio, its error and adjusted residual of each cell."""
    total = table.sum()
    r, c = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = r * c / total
        spread = expected * (1 - r / total) * (1 - c / total)
        z = (table - expected) / np.sqrt(np.where(spread > 0, spread, np.nan))
    four = (table + HALF, total - r - c + table + HALF, r - table + HALF, c - table + HALF)
    log_odds = np.log(four[0]) + np.log(four[1]) - np.log(four[2]) - np.log(four[3])
    error = np.sqrt(sum((1 / part for part in four), start=np.zeros_like(table)))
    empty = (r == 0) | (c == 0)
    return expected, np.where(empty, np.nan, log_odds), np.where(empty, np.nan, error), z


def mixing_frame(net: Net) -> pl.DataFrame:
    """Ties between countries: country_a, country_b (a not after b), ties, expected.

    Expected are ties whose ends fall on countries independently, each country keeping its number
    of ends. Where every tie has one German end, that end is given, and a row says no more than
    how many ties a country has.
    """
    names, codes = np.unique(net.country, return_inverse=True)
    low, high = np.minimum(codes[net.u], codes[net.v]), np.maximum(codes[net.u], codes[net.v])
    table = _table(low, high, (len(names), len(names)))
    ends = np.bincount(codes, net.degree.astype(np.float64), len(names))
    if net.two_sided:
        expected = table
    else:
        expected = np.outer(ends, ends) / ends.sum()
        expected[np.diag_indices(len(names))] /= 2
    a, b = np.triu_indices(len(names))
    kept = (table[a, b] > 0) | (expected[a, b] > 0)
    return pl.DataFrame(
        {
            "country_a": names[a][kept],
            "country_b": names[b][kept],
            "ties": table[a, b][kept],
            "expected": expected[a, b][kept],
        }
    )


def mixing_rows(net: Net, lands: pl.DataFrame) -> list[Coefficient]:
    """How varied partner countries are, and how much Länder differ in theirs."""
    counts = lands.group_by("country").agg(pl.col("ties").sum()).sort("country")["ties"].to_numpy()
    shares = counts[counts > 0] / max(counts.sum(), 1)
    entropy = -math.fsum(float(share) * math.log(share) for share in shares)
    number = row("countries", "countries abroad with a tie", len(shares))
    effective = row(
        "effective_countries",
        "effective number of partner countries, exp of the entropy of ties",
        math.exp(entropy) if len(shares) else float("nan"),
    )
    label = "association of Land and partner country (Cramér's V, corrected for chance)"
    rows = [number, effective, row("land_country", label, cramers_v(_grid(lands)))]
    if not net.two_sided:
        inner = float(np.mean(net.german[net.u] & net.german[net.v]))
        rows.append(row("inner_german", "share of ties within Germany", inner))
    return rows


def _grid(lands: pl.DataFrame) -> Floats:
    table = lands.select("land", "country", "ties")
    names = table["land"].to_list()
    breaks = [0, *(i + 1 for i, (a, b) in enumerate(pairwise(names)) if a != b), len(names)]
    values = table["ties"].to_numpy()
    return np.array([values[start:end] for start, end in pairwise(breaks) if end > start])


def cramers_v(table: Floats) -> float:
    """Cramér's V with Bergsma's (2013) correction; NaN unless two rows and columns are filled."""
    if table.size == 0:
        return float("nan")
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    total = float(table.sum())
    if min(table.shape) < 2 or total < 2:
        return float("nan")
    expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / total
    phi2 = float(((table - expected) ** 2 / expected).sum()) / total
    r, c = table.shape
    corrected = max(0.0, phi2 - (r - 1) * (c - 1) / (total - 1))
    smaller = min(side - (side - 1) ** 2 / (total - 1) for side in (r, c))
    return math.sqrt(corrected / (smaller - 1)) if smaller > 1 else float("nan")
