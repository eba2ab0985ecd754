"""The figures of the page: each with badge, source line and words for those who cannot see."""

from __future__ import annotations

import polars as pl

from analysis.recorded import country_totals
from reports.charts import growth, intervals
from reports.evidence import Evidence, badge, source_line, target
from reports.figure import Figure
from reports.history import country_name, marks_of_country, marks_of_total
from reports.numbers import in_words
from reports.theme import svg

LARGEST = 9
"""Countries with a panel of their own."""
WIDE, NARROW = 945, 285
"""Widths of a plot (pixels) in a column of the page and on a phone."""
LINES = 3
"""Lines of letters above the panels of countries."""
NO_TIE = "none"


def _told(cells: pl.DataFrame, most: str) -> str:
    """Where the record is largest, and what the histories have there."""
    top = cells.sort("recorded", descending=True, maintain_order=True).row(0, named=True)
    words = in_words(top)
    return (
        f"{most} {words['cell']}: recorded {words['recorded']}, simulated {words['simulated']} "
        f"(90 % band {words['band']}). {_inside(cells)}"
    )


def _inside(cells: pl.DataFrame) -> str:
    inside = int(cells["inside90"].sum())
    return f"The record lies in the 90 % band in {inside} of {cells.height} cells."


def growth_panels(evidence: Evidence) -> list[Figure]:
    """New ties by founding period, a panel for each of the largest partner countries."""
    panels = []
    for country in country_totals()["country"].head(LARGEST):
        cells = evidence.dated(country)
        first, last = int(cells["first"][0]), int(cells["last"][-1])
        marks = marks_of_country(country, first, last)
        alt = f"New ties with {country_name(country)} by period. {_told(cells, 'Most in')}"
        name = f"growth-{country.lower()}"
        chart = growth.panel(cells, marks, 262, 150, LINES)
        panels.append(
            Figure(
                name,
                country_name(country),
                svg(chart, name, alt),
                source_line("dated"),
                badge=badge(cells),
                marks=tuple(marks),
            )
        )
    return panels


def total(evidence: Evidence) -> Figure:
    """New ties of all countries by founding period."""
    cells = evidence.dated()
    marks = marks_of_total(int(cells["first"][0]), int(cells["last"][-1]))
    alt = f"New ties with all countries by period. {_told(cells, 'Most in')}"
    wide = growth.panel(cells, marks, WIDE, 250)
    narrow = growth.panel(cells, marks, NARROW, 210)
    return Figure(
        "total",
        "New ties with all countries",
        svg(wide, "total-wide", alt),
        source_line("dated_all"),
        narrow=svg(narrow, "total-narrow", alt),
        note="Ties a year in each period, as the register of 2015 dates them; ties of unknown "
        "year are in no period.",
        badge=badge(cells),
        marks=tuple(marks),
    )


def _rows(
    pattern: str, told: pl.DataFrame, cells: pl.DataFrame, axis: intervals.Axis, note: str
) -> Figure:
    """A figure of one row a cell; `told` are the cells in the unit of the scorecard."""
    about = target(pattern)
    alt = f"{about.title}. {_told(told, 'Largest for')}"
    name = pattern.replace("_", "-")
    label_width = 98
    return Figure(
        name,
        about.title,
        svg(intervals.rows(cells, axis, WIDE - 105, label_width), f"{name}-wide", alt),
        source_line(pattern),
        narrow=svg(intervals.rows(cells, axis, NARROW - 72, label_width), f"{name}-narrow", alt),
        note=note,
        badge=badge(cells),
    )


def forms(evidence: Evidence) -> Figure:
    """Contacts, friendships and partnerships."""
    cells = evidence.of("forms").with_columns(label="cell")
    note = f"{target('forms').compares}."
    return _rows("forms", cells, cells, intervals.Axis("ties in the register"), note)


def degree(evidence: Evidence) -> Figure:
    """How many partners municipalities have, as a share of them all."""
    rows = evidence.of("degree")
    places = rows["recorded"].sum()
    values = ("recorded", "recorded_high", "simulated", "low50", "high50", "low90", "high90")
    word = pl.when(pl.col("cell") == "0").then(pl.lit(NO_TIE)).otherwise(pl.col("cell"))
    cells = rows.with_columns(*(pl.col(name) / places for name in values), label=word)
    axis = intervals.Axis(
        "share of municipalities (square-root scale)",
        "share",
        scale="sqrt",
        domain=(0.0, 1.0),
        ticks=(0.0, 0.01, 0.05, 0.2, 0.5, 1.0),
    )
    note = f"{target('degree').compares}. Rows: number of ties abroad."
    return _rows("degree", rows, cells, axis, note)


def linked_by_size(evidence: Evidence) -> Figure:
    """The share of municipalities with a tie, by inhabitants."""
    cells = evidence.of("linked_by_size").with_columns(label=size_label(pl.col("cell")))
    axis = intervals.Axis(
        "share with a tie abroad", "share", domain=(0.0, 1.0), ticks=(0.0, 0.25, 0.5, 0.75, 1.0)
    )
    note = f"{target('linked_by_size').compares}. Rows: inhabitants."
    return _rows("linked_by_size", cells, cells, axis, note)


def size_label(cell: pl.Expr) -> pl.Expr:
    """Size classes as a reader knows them: ``2–5 k`` would hide what ``2 000–4 999`` shows."""
    spaced = cell.str.replace_all(r"(\d)(\d{3})\b", "${1}\u202f${2}")
    return spaced.str.replace("-", "–").str.replace(r"\+$", " or more")


def distances(evidence: Evidence) -> list[Figure]:
    """How far partners lie, a panel a country."""
    rows = evidence.of("distance")
    order = [c for c in country_totals()["country"] if f"{c}|p50" in rows["cell"].to_list()]
    panels = []
    for country in order:
        mine = rows.filter(pl.col("cell").str.starts_with(f"{country}|"))
        share = pl.col("cell").str.extract(r"p(\d+)$") + "\u202f%"
        cells = mine.with_columns(label=share)
        name = f"distance-{country.lower()}"
        alt = f"Distance of partners in {country_name(country)}. {_told(mine, 'Furthest,')}"
        chart = intervals.rows(cells, intervals.Axis("km"), 232, 42)
        panels.append(
            Figure(
                name,
                country_name(country),
                svg(chart, name, alt),
                source_line("distance"),
                badge=badge(mine),
            )
        )
    return panels
