"""The recorded side of every pattern, with its error, role and source."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache, partial
from itertools import product

import polars as pl

from analysis.recorded import (
    degree,
    distance_quantiles,
    french_share_linked_by_size,
    load,
    share_linked_by_size,
    sidecar,
    size_similarity,
)
from analysis.validation.figures import figure
from analysis.validation.patterns import cells
from analysis.validation.patterns.regularities import REGULARITIES
from analysis.validation.patterns.tallies import TALLIES
from analysis.validation.targets import Target, targets

SCHEMA = {
    "pattern": pl.String,
    "cell": pl.String,
    "recorded": pl.Float64,
    "recorded_high": pl.Float64,
    "error": pl.Float64,
    "role": pl.String,
    "unit": pl.String,
    "source": pl.String,
}

NORMAL90 = 1.645
"""Half-width of a 90 % interval in standard errors of a normal distribution."""

Row = tuple[str, float, float | None, float]
"""cell, recorded, upper end of a range, standard error."""


def observed() -> pl.DataFrame:
    """What the record says, cell by cell.

    Returns
    -------
    polars.DataFrame
        pattern, cell, recorded, recorded_high (upper end where sources give a range, else null),
        error (standard error of the record: Poisson for counts, binomial for shares, see
        README.md), role (fitted, kept back), unit, source; in the order of `targets.toml`.
    """
    return _observed().clone()


@cache
def _observed() -> pl.DataFrame:
    rows = []
    for name, target in targets().items():
        source = f"{sidecar(target.table)['source']}; {sidecar(target.table)['date']}"
        found = _facts(target) if target.facts else _RECORDED[name]()
        rows += [(name, *row[:4], target.role_of(row[0]), target.unit, source) for row in found]
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return _with_fact_sources(frame)


def _with_fact_sources(frame: pl.DataFrame) -> pl.DataFrame:
    """Published figures name the page they stand on."""
    for name, target in targets().items():
        for fact in target.facts:
            text = "; ".join(figure(fact_id).source for fact_id in fact.ids)
            here = (pl.col("pattern") == name) & (pl.col("cell") == fact.cell)
            frame = frame.with_columns(
                source=pl.when(here).then(pl.lit(text)).otherwise(pl.col("source"))
            )
    return frame


def _poisson(count: float) -> float:
    """Standard error of a count; of none at all, that of one."""
    return math.sqrt(max(count, 1.0))


def _binomial(share: float, places: int) -> float:
    """Standard error of a share; at 0 and 1, as if half a place were on the other side."""
    kept = min(max(share, 0.5 / places), 1.0 - 0.5 / places)
    return math.sqrt(kept * (1.0 - kept) / places)


# ------------------------------------------------------------------------ counts of ties


@cache
def _ties() -> pl.DataFrame:
    """Ties of sixteen Länder in the columns of `tallies`."""
    return load("rgre2015_links_by_year").select(
        "country", "year", "form", "count", unit="unit_type", undated=pl.col("year_is_default") == 1
    )


@cache
def _ties_by_land() -> pl.DataFrame:
    return load("rgre2015_links_by_land").select("land", "country", "form", "count")


def _expected(pattern: str) -> list[str]:
    """All cells of a count, those where the record has no tie included."""
    everywhere = (*cells.countries(), cells.ELSEWHERE)
    partners = (*cells.main_countries(), cells.OTHER)
    lists = {
        "total": ["all"],
        "countries": list(everywhere),
        "dated": ["|".join(pair) for pair in product(everywhere, cells.PERIODS)],
        "dated_all": list(cells.PERIODS),
        "undated": ["partnership", "friendship", "contact"],
        "forms": ["partnership", "friendship", "contact"],
        "units": ["municipality", "county"],
        "ties_by_land": list(cells.LAENDER),
        "ties_by_land_country": ["|".join(pair) for pair in product(cells.LAENDER, partners)],
    }
    return lists[pattern]


def _count(pattern: str) -> list[Row]:
    ties = _ties_by_land() if pattern.startswith("ties_by_land") else _ties()
    value = dict(TALLIES[pattern](ties).select("cell", "value").iter_rows())
    counts = [(cell, float(value.get(cell, 0.0))) for cell in _expected(pattern)]
    return [(cell, count, None, _poisson(count)) for cell, count in counts]


# ------------------------------------------------------------------------ places


def _degree() -> list[Row]:
    table = degree().group_by(cell=cells.degree(pl.col("degree")), maintain_order=True)
    counts = table.agg(pl.col("municipalities").sum()).iter_rows()
    return [(cell, float(places), None, _poisson(places)) for cell, places in counts]


def _linked(scope: str, prefix: str = "") -> list[Row]:
    table = share_linked_by_size(scope).select("size_class", "share_linked", "municipalities")
    return [
        (prefix + name, share, None, _binomial(share, places))
        for name, share, places in table.iter_rows()
    ]


def _mean_ties(scope: str, prefix: str = "") -> list[Row]:
    """Error as if each tie fell on its own; a class without a linked place has no mean."""
    table = share_linked_by_size(scope).filter(pl.col("linked") > 0)
    return [
        (prefix + name, mean, None, math.sqrt(links) / linked)
        for name, mean, links, linked in table.select(
            "size_class", "mean_degree_linked", "links", "linked"
        ).iter_rows()
    ]


def _french() -> list[Row]:
    table = french_share_linked_by_size().select(
        "size_class", "share_observed", "share_scaled_for_unmatched", "communes"
    )
    return [
        (name, low, high, _binomial(low, communes))
        for name, low, high, communes in table.iter_rows()
    ]


def _land_share(column: str) -> list[Row]:
    table = load("rgre2015_share_linked_by_land").sort("land")
    return [
        (land, share, None, _binomial(share, places))
        for land, share, places in table.select("land", column, "municipalities").iter_rows()
    ]


# ------------------------------------------------------------------------ pairs


def _distance() -> list[Row]:
    """Error of a quantile: sqrt(q (1 - q) / n) over the density between its neighbours."""
    rows: list[Row] = []
    levels = list(cells.QUANTILES.items())
    for (country,), table in distance_quantiles().group_by("country", maintain_order=True):
        km, n = table["km"].to_list(), table["n"][0]
        for i, (name, q) in enumerate(levels):
            before, after = max(i - 1, 0), min(i + 1, len(levels) - 1)
            density = (levels[after][1] - levels[before][1]) / (km[after] - km[before])
            rows.append((f"{country}|{name}", km[i], None, math.sqrt(q * (1 - q) / n) / density))
    return rows


def _likeness() -> list[Row]:
    """Errors: of a correlation (1 - r^2) / sqrt(n); of the median, from the mean |ln ratio| m.

    For a half-normal ln ratio its standard deviation is 0.76 m, and the error of a median is
    1.25 standard deviations / sqrt(n).
    """
    rows: list[Row] = []
    for line in size_similarity().iter_rows(named=True):
        root = math.sqrt(line["n"])
        errors = {
            "corr_ln_pop": (1.0 - line["corr_ln_pop"] ** 2) / root,
            "median_pop_ratio": line["median_pop_ratio"]
            * (1.25 * 0.76 * line["mean_abs_ln_ratio"] / root),
            "share_within_factor2": _binomial(line["share_within_factor2"], line["n"]),
        }
        rows += [
            (f"{line['country']}|{name}", line[name], None, errors[name]) for name in cells.LIKENESS
        ]
    return rows


def _regularity(pattern: str) -> list[Row]:
    """Errors stand in the table: a bootstrap over towns."""
    table = load("rgre2015_regularities").filter(pl.col("regularity") == pattern)
    return [
        (cell, value, None, error)
        for cell, value, error in table.select("cell", "value", "error").iter_rows()
    ]


def _facts(target: Target) -> list[Row]:
    """Figures with the error that their pattern states; a change is as uncertain as a share."""
    rows: list[Row] = []
    for fact in target.facts:
        low = target.number(fact.low)
        high = None if fact.high is None else target.number(fact.high)
        if target.spread is not None:
            error = target.spread * abs(low) / NORMAL90
        elif target.sample is not None:
            error = _binomial(abs(low), target.sample)
        else:
            error = _poisson(low)
        rows.append((fact.cell, low, high, error))
    return rows


def _halves(kind: str) -> list[Row]:
    """West and East: shares ("linked") or means ("ties")."""
    rows = _linked if kind == "linked" else _mean_ties
    return [row for half in ("west", "east") for row in rows(f"visible12_{half}", f"{half}|")]


_RECORDED: dict[str, Callable[[], list[Row]]] = {
    **{name: partial(_count, name) for name in TALLIES},
    **{name: partial(_regularity, name) for name in REGULARITIES},
    "degree": _degree,
    "linked_by_size": partial(_linked, "visible12"),
    "ties_by_size": partial(_mean_ties, "visible12"),
    "distance": _distance,
    "likeness": _likeness,
    "east_west_linked": partial(_halves, "linked"),
    "east_west_ties": partial(_halves, "ties"),
    "french": _french,
    "linked_by_land": partial(_land_share, "share_linked_any"),
    "french_ties_by_land": partial(_land_share, "share_linked_france"),
}
