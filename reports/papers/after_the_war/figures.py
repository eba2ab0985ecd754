"""The figures on counts: what was recorded, and what runs with and without the treaty do."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.validation.patterns.cells import last_year
from reports.history import country_name
from reports.papers.after_the_war.data import (
    FRANCE,
    HISTORY,
    NEIGHBOURS,
    NO_TREATY,
    SPAN,
    TREATY_YEAR,
    Data,
    french,
)
from reports.papers.after_the_war.numbers import DATED, founders
from reports.papers.numbers import Numbers
from reports.papers.paper import Figure
from reports.papers.parts import record, seen, words
from reports.papers.parts.bands import bands
from reports.papers.parts.panels import WITHOUT, Layout, Panel, Ribbon, panels
from reports.theme import SIMULATED

TICKS = (1950, 1955, 1960, 1965, 1970, 1975)
FEW_TICKS = (1950, 1960, 1970)
SIGNED = TREATY_YEAR + 21 / 365
"""The 22nd of January."""
EDGE = 0.09
"""Years that a bar or a box keeps from its neighbours."""
GAP = 0.2
BOX = ("low90", "low50", "high50", "high90", "simulated", "recorded")


def layout(columns: int, width: int, height: int, ticks: tuple[int, ...]) -> Layout:
    """Panels over the years shown."""
    return Layout(columns, width, height, SPAN[0], SPAN[1] + 1, ticks)


def register(numbers: Numbers) -> Figure:
    """What the register dates to each year: France, and all others together."""
    tables = []
    plots = []
    others = {*seen_countries()} - {FRANCE}
    for who, chosen in ((country_name(FRANCE), {FRANCE}), ("All other countries", others)):
        table = record.dated(chosen, SPAN)
        tables.append(table.select(partner=pl.lit(who), year="year", recorded="links"))
        bars = table.select(
            left=pl.col("year") + EDGE, right=pl.col("year") + 1 - EDGE, recorded="links"
        )
        plots.append(Panel(who, bars=bars, rules={SIGNED: "Élysée treaty"}))
    alt = (
        "Bars of recorded new ties by year. With France "
        f"{numbers.say('pace.calm.france', 'one')} a year in 1953 to 1957, "
        f"{numbers.say('pace.climb.france', 'one')} in 1958 to 1962 and "
        f"{numbers.say('pace.crest.france', 'one')} in 1963 to 1967; with all other countries "
        f"{numbers.say('pace.calm.others', 'one')}, {numbers.say('pace.climb.others', 'one')} and "
        f"{numbers.say('pace.crest.others', 'one')}."
    )
    return Figure(
        "register",
        "New ties a year, as the register of 2015 dates them",
        alt,
        pl.concat(tables),
        record.recorded_source(),
        wide=panels(plots, layout(2, 405, 230, TICKS)),
        narrow=panels(plots, layout(1, 285, 170, FEW_TICKS)),
        note="Ties that still stood in 2015. Ties of unknown year are left out, and about one "
        "known year in four is off.",
    )


def seen_countries() -> list[str]:
    """Countries with a recorded tie."""
    from analysis.validation.patterns.cells import countries

    return list(countries())


def periods(data: Data, country: str) -> pl.DataFrame:
    """Ties a year with a country by period: recorded and simulated, with box and dot."""
    start = pl.col("cell").str.extract(r"\|(\d{4})").cast(pl.Int32)
    cells = data.cells.filter(
        pl.col("pattern") == DATED,
        pl.col("cell").str.starts_with(f"{country}|"),
        start.is_between(SPAN[0], SPAN[1]),
    ).with_columns(first=start)
    last = pl.col("first").map_elements(last_year, return_dtype=pl.Int32)
    years = pl.col("last") - pl.col("first") + 1
    return cells.with_columns(last=last).select(
        "first",
        "last",
        *(pl.col(name) / years for name in BOX),
        left=pl.col("first") + GAP,
        right=pl.col("last") + 1 - GAP,
        at=(pl.col("first") + pl.col("last") + 1) / 2,
    )


def beside(data: Data, numbers: Numbers) -> Figure:
    """Runs beside the record by period, a panel a country."""
    plots, tables = [], []
    for country in (FRANCE, *NEIGHBOURS[:5]):
        cells = periods(data, country)
        name = country_name(country)
        tables.append(
            cells.select(
                pl.lit(name).alias("partner"),
                "first",
                "last",
                *(pl.col(value).round(2) for value in BOX),
            )
        )
        plots.append(
            Panel(name, boxes=cells, dots=cells.select("at", "recorded"), rules={SIGNED: ""})
        )
    alt = (
        "Six panels of new ties a year by period, runs as boxes, the register as dots. The "
        f"{numbers.say('interval', 'share')} band of the runs holds "
        f"{numbers.say('cells.inside')} of all {numbers.say('cells')} counts of five ties and "
        "more with any country."
    )
    return Figure(
        "beside",
        "The default history beside the register: new ties a year, by period",
        alt,
        pl.concat(tables),
        f"{record.recorded_source()} {record.simulated_source(data.replications)}",
        wide=panels(plots, layout(3, 245, 150, FEW_TICKS)),
        narrow=panels(plots, layout(1, 285, 140, FEW_TICKS)),
        badge="fitted",
        note="Dots: the register. Boxes: half and nine tenths of the runs, seen as the register "
        "would show them; line: their median. Dotted: the treaty of 1963. Each panel has its own "
        "scale. These counts were fitted: that they agree is no evidence for the model.",
    )


def counterfactual(data: Data, numbers: Numbers) -> Figure:
    """French ties by year with the treaty and without it, beside the register."""
    table = seen.by_year(data.registered.filter(french()), data.runs, "year", SPAN)
    told = bands(table, ["scenario", "year"])
    dots = record.dated([FRANCE], SPAN).select(at=pl.col("year") + 0.5, recorded="links")
    plot = Panel(
        "New ties with France a year",
        ribbons=_pair(told),
        dots=dots,
        rules={SIGNED: "Élysée treaty"},
    )
    alt = (
        "New ties with France by year, 1947 to 1979. Of those dated to 1963 to 1975 the register "
        f"has {numbers.say('recorded.wave.france')}; the runs with the treaty show "
        f"{words.cell(numbers, 'simulated.wave.france')}, those without it "
        f"{words.cell(numbers, 'elysee.wave.france')}."
    )
    data_rows = told.join(
        record.dated([FRANCE], SPAN).rename({"links": "recorded"}), on="year", how="left"
    ).with_columns(pl.col("low90", "low50", "simulated", "high50", "high90").round(2))
    return Figure(
        "counterfactual",
        "France with the treaty and without it, seen as the register would show it",
        alt,
        data_rows,
        f"{record.recorded_source()} {record.simulated_source(data.replications)}",
        wide=panels([plot], layout(1, 860, 290, TICKS)),
        narrow=panels([plot], layout(1, 285, 230, FEW_TICKS)),
        badge="fitted",
        note="Dots: the register. Lines: median of the runs; shades: nine tenths of them. Both "
        "histories share seed and luck. The blue one was fitted to the dots; the other is the "
        "same model without the treaty, and the Youth Office of the same year stays.",
    )


def _pair(told: pl.DataFrame) -> tuple[Ribbon, ...]:
    """With the treaty and without it; labels above the one and below the other."""
    pair = []
    for scenario, colour, label, at, edge, off in (
        (HISTORY, SIMULATED, "with the treaty", 1969, "high90", 5.0),
        (NO_TREATY, WITHOUT, "without it", 1968, "low90", -4.5),
    ):
        rows = told.filter(pl.col("scenario") == scenario).with_columns(at=pl.col("year") + 0.5)
        height = float(rows.filter(pl.col("year") == at)[edge][0])
        pair.append(Ribbon(colour, rows, label, (at + 0.4, max(height + off, 0.0))))
    return tuple(pair)


def descent(data: Data, numbers: Numbers) -> Figure:
    """Inhabitants of the median founder by period."""
    start = pl.col("cell").str.slice(0, 4).cast(pl.Int32)
    cells = founders(data).with_columns(
        left=start + GAP, right=start + 5 - GAP, at=start + 2.5, first=start
    )
    plot = Panel(
        "Inhabitants of the median German founder",
        boxes=cells.filter(pl.col("simulated").is_not_null()),
        dots=cells.select("at", "recorded"),
        rules={SIGNED: "Élysée treaty"},
        root=True,
        values=(5000.0, 15000.0, 30000.0, 60000.0, 100000.0, 150000.0),
    )
    first, last = cells["cell"][0], cells["cell"][-1]
    alt = (
        f"The median German founder of {first} has {_people(numbers, f'{first}.recorded')} "
        f"inhabitants, that of {last} {_people(numbers, f'{last}.recorded')}. The runs show "
        f"{_people(numbers, first)} and {_people(numbers, last)}; their bands hold "
        f"{numbers.say('founders.inside')} of {numbers.say('founders.cells')} periods."
    )
    wide, narrow = (
        Layout(1, width, height, 1950, 1995, ticks)
        for width, height, ticks in (
            (860, 260, (1950, 1960, 1970, 1980, 1990)),
            (285, 230, (1950, 1970, 1990)),
        )
    )
    columns: list[Any] = ["cell", "recorded", "error", "simulated", "low90", "high90", "inside90"]
    return Figure(
        "descent",
        "Ever smaller places found ties",
        alt,
        cells.select(columns).with_columns(pl.col(pl.Float64).round(0)),
        f"{record.recorded_source('rgre2015_regularities')} "
        f"{record.simulated_source(data.replications)}",
        wide=panels([plot], wide),
        narrow=panels([plot], narrow),
        badge="kept back",
        note="Square-root scale. Dots: a sample of municipalities of ten Länder. A dot outside a "
        "box may still agree: the record has errors of its own, widest in the first period.",
    )


def _people(numbers: Numbers, name: str) -> str:
    return numbers.say(f"founders.{name}", "whole")
