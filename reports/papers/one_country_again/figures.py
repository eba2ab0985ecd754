"""The figures on runs: inner-German contracts, histories without unity, the opening by year."""

from __future__ import annotations

from math import ceil

import polars as pl

from reports.charts import intervals
from reports.history import country_name
from reports.papers.numbers import Numbers
from reports.papers.one_country_again.data import (
    HISTORY,
    NO_UNITY,
    SPAN,
    STOCK,
    WAVE,
    Data,
    eastern_share,
    inner,
    opened,
)
from reports.papers.one_country_again.numbers import INNER, points, share_rows
from reports.papers.paper import Figure
from reports.papers.parts import record, seen, words
from reports.papers.parts.bands import bands
from reports.papers.parts.panels import WITHOUT, Layout, Panel, Ribbon, panels
from reports.theme import SIMULATED

OPENED = 1989 + 313 / 365
"""The ninth of November."""
TICKS = (1985, 1990, 1995)
WALL = {OPENED: "the Wall falls"}
QUIET = {OPENED: ""}
VALUES = ("low90", "low50", "simulated", "high50", "high90")


def stock(data: Data, numbers: Numbers) -> Figure:
    """Inner-German contracts in force, year by year, beside published figures."""
    told = bands(data.stock, ["scenario", "year"]).filter(pl.col("scenario") == HISTORY)
    dots = _marks(data)
    plot = Panel(
        "Contracts in force at the end of a year",
        # published figures speak of the end of a year
        ribbons=(Ribbon(SIMULATED, told.with_columns(at=pl.col("year") + 1.0)),),
        dots=dots,
        rules=WALL,
        words_left=True,
        kept=1990.0,
        root=True,
        values=(0.0, 50.0, 100.0, 250.0, 500.0, 1000.0),
    )
    alt = (
        "Inner-German contracts in force, 1985 to 2014. Published: "
        f"{_range(numbers, '1988')} at the end of 1988, {_range(numbers, '1989')} in 1989, "
        f"{_range(numbers, '1990')} in 1990, {_range(numbers, '2011')} in 2011. The runs show "
        f"{words.cell(numbers, 'inner_german.1988')}, {words.cell(numbers, 'inner_german.1989')}, "
        f"{words.cell(numbers, 'inner_german.1990')} and "
        f"{words.cell(numbers, 'inner_german.2011')}."
    )
    wide, narrow = (
        Layout(1, width, height, STOCK[0], STOCK[1] + 1, ticks)
        for width, height, ticks in (
            (860, 290, (1985, 1990, 1995, 2000, 2005, 2010)),
            (285, 230, (1990, 2000, 2010)),
        )
    )
    return Figure(
        "stock",
        "From a first contract to about a thousand: ties between East and West Germany",
        alt,
        _beside(told, dots),
        f"{record.recorded_source('growth')} {record.simulated_source(data.replications)}",
        wide=panels([plot], wide),
        narrow=panels([plot], narrow),
        badge="fitted to 1989, kept back after",
        note="Square-root scale. Dots: published figures; a bar where sources name a range or an "
        "“at least”. Line: median of the runs; shade: nine tenths of them.",
    )


def _marks(data: Data) -> pl.DataFrame:
    """Published inner-German figures as dots and bars at the end of their years."""
    return (
        points(data)
        .filter(pl.col("pattern") == INNER)
        .select(
            at=pl.col("cell").cast(pl.Int32) + 1.0,
            recorded="recorded",
            recorded_high=pl.coalesce("recorded_high", "recorded"),
        )
    )


def _beside(told: pl.DataFrame, dots: pl.DataFrame) -> pl.DataFrame:
    """Bands by year with the published figures beside them."""
    joined = told.join(
        dots.select(
            year=(pl.col("at") - 1).cast(pl.Int32), published="recorded", or_up_to="recorded_high"
        ),
        on="year",
        how="left",
    )
    return joined.with_columns(pl.col(VALUES).round(1))


def _range(numbers: Numbers, cell: str) -> str:
    """A published figure, or the range that sources give."""
    name = f"inner_german.{cell}.recorded"
    low = numbers.say(name)
    high = f"{name}_high"
    return f"{low} to {numbers.say(high)}" if words.known(numbers, high) else low


def without(data: Data, numbers: Numbers) -> Figure:
    """New ties by year with unity and without it, by kind of tie."""
    east, west = pl.col("half") == "east", pl.col("half") == "west"
    groups = (
        ("East with West Germany", inner()),
        ("Western places with opened countries", opened(data) & west),
        ("Eastern places with opened countries", opened(data) & east),
        ("Eastern places with all other countries", ~inner() & ~opened(data) & east),
    )
    plots, tables = [], []
    for place, (title, wanted) in enumerate(groups):
        told = bands(
            seen.by_year(data.founded.filter(wanted), data.runs, "founded", SPAN),
            ["scenario", "year"],
        )
        tables.append(told.select(pl.lit(title).alias("ties"), pl.all()))
        plots.append(_pair(told, title, labelled=place == 2))
    alt = (
        "Four panels of simulated new ties a year with unification and without it. Up to 1996 "
        "there are without it "
        f"{words.change(numbers, 'unity.1996.inner', 'inner-German ties')} and "
        f"{words.change(numbers, 'unity.1996.opened', 'ties with the opened countries')}."
    )
    return Figure(
        "without",
        "With unification and without it: new ties a year",
        alt,
        pl.concat(tables).filter(pl.col("scenario").is_in([HISTORY, NO_UNITY])),
        record.simulated_source(data.replications),
        wide=panels(plots, Layout(2, 395, 170, SPAN[0], SPAN[1] + 1, TICKS)),
        narrow=panels(plots, Layout(1, 285, 150, SPAN[0], SPAN[1] + 1, TICKS)),
        badge="simulated only",
        note="Ties as founded, whatever became of them. Lines: medians; shades: nine tenths of the "
        "runs. Without unification the neighbours open all the same, but the two German states "
        "stay apart. Each panel has its own scale.",
    )


def _pair(told: pl.DataFrame, title: str, *, labelled: bool) -> Panel:
    """Two ribbons: the history, and the one without unity."""
    ribbons = []
    top = float(str(told["high90"].max()))
    for scenario, colour, label, height in (
        (HISTORY, SIMULATED, "with unification", 0.97),
        (NO_UNITY, WITHOUT, "without it", 0.31),
    ):
        rows = told.filter(pl.col("scenario") == scenario).with_columns(at=pl.col("year") + 0.5)
        place = (1993.6, max(top, 1.0) * height)
        ribbons.append(Ribbon(colour, rows, label if labelled else "", place))
    return Panel(title, ribbons=tuple(ribbons), rules=QUIET)


def opening(data: Data, numbers: Numbers) -> Figure:
    """The register beside the runs, by year and opened country."""
    rest = tuple(code for code in data.opened if code not in data.largest)
    groups = (
        *((country_name(code), (code,)) for code in data.largest),
        ("The others that opened", rest),
        ("All that opened", data.opened),
    )
    plots, tables = [], []
    for title, codes in groups:
        ties = data.registered.filter(seen.of_countries(codes))
        told = bands(seen.by_year(ties, data.runs, "year", SPAN), ["scenario", "year"])
        mine = told.filter(pl.col("scenario") == HISTORY).with_columns(at=pl.col("year") + 0.5)
        dots = record.dated(codes, SPAN).rename({"links": "recorded"})
        joined = mine.drop("scenario", "at").join(dots, on="year")
        tables.append(joined.select(pl.lit(title).alias("partners"), pl.all()))
        plots.append(
            Panel(
                title,
                ribbons=(Ribbon(SIMULATED, mine),),
                dots=dots.select(at=pl.col("year") + 0.5, recorded="recorded"),
                rules=QUIET,
                kept=float(WAVE[1] + 1),
            )
        )
    alt = (
        "Six panels of new ties a year with countries that opened in 1989, runs beside the "
        f"register. Dated to 1990 to 1996: {numbers.say('recorded.opened')} recorded, "
        f"{words.cell(numbers, 'simulated.opened')} in the runs."
    )
    return Figure(
        "opening",
        "The countries that opened: new ties a year in the register and in the runs",
        alt,
        pl.concat(tables).with_columns(pl.col(VALUES).round(2)),
        f"{record.recorded_source()} {record.simulated_source(data.replications)}",
        wide=panels(plots, Layout(3, 245, 150, SPAN[0], SPAN[1] + 1.8, TICKS)),
        narrow=panels(plots, Layout(1, 285, 140, SPAN[0], SPAN[1] + 1, TICKS)),
        badge="fitted to 1996, kept back after",
        note="Dots: the register. Lines: median of the runs as the register would show them; "
        "shades: nine tenths. Dotted: November 1989. After 1996 the register rests on "
        "self-report. Each panel has its own scale.",
    )


def halves(data: Data, numbers: Numbers) -> Figure:
    """Share of eastern places in ties with each country."""
    rows = []
    for name, codes in share_rows(data):
        recorded, table = eastern_share(data, codes)
        label = "all that opened" if name == "opened" else country_name(name)
        told = bands(table, ["scenario"]).filter(pl.col("scenario") == HISTORY)
        if not told.is_empty() and recorded is not None:
            rows.append({"label": label, "recorded": recorded, **told.row(0, named=True)})
    order = ["label", "recorded", *VALUES]
    drawn = pl.DataFrame(rows, schema_overrides=dict.fromkeys(order[1:], pl.Float64))
    drawn = drawn.select(order).with_columns(recorded_high=pl.lit(None, dtype=pl.Float64))
    most = max(float(str(drawn[name].max())) for name in ("recorded", "high90")) if rows else 0.0
    steps = tuple(step / 10 for step in range(max(ceil(10 * most), 1) + 1))
    axis = intervals.Axis(
        "share held by eastern places", "share", domain=(0.0, steps[-1]), ticks=steps
    )
    alt = (
        "Share of eastern places in the ties with each country. With the countries that opened: "
        f"{numbers.say('east.opened.recorded', 'share')} recorded, "
        f"{words.cell(numbers, 'east.opened', 'share')} in the runs; with France "
        f"{numbers.say('east.FR.recorded', 'share')} and {words.cell(numbers, 'east.FR', 'share')}."
    )
    return Figure(
        "halves",
        "Who looks east? Eastern places’ share of the ties with each country",
        alt,
        drawn.drop("recorded_high").with_columns(pl.col(pl.Float64).round(4)),
        f"{record.recorded_source('rgre2015_links_by_land')} "
        f"{record.simulated_source(data.replications)}",
        wide=intervals.rows(drawn, axis, 700, 130),
        narrow=intervals.rows(drawn, axis, 190, 120),
        badge="fitted and kept back",
        note="Dots: the register, twelve Länder without Berlin. Boxes: half and nine tenths of "
        "the runs. No share was fitted; ties of some of these Länder by country were.",
    )
