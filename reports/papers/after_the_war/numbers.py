"""The numbers of the report."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from analysis.recorded import country_year
from reports.papers.after_the_war.data import (
    CALM,
    CLIMB,
    CREST,
    EAST,
    FRANCE,
    HISTORY,
    NO_EXPELLEES,
    NO_TREATY,
    RISE,
    WAVE,
    Data,
    between,
    french,
)
from reports.papers.after_the_war.estimates import estimated
from reports.papers.numbers import Numbers
from reports.papers.parts import record, seen
from reports.papers.parts.bands import LEVEL, differences, keep, shares, values

REGISTER = 2014
FOUNDERS = "founders"
DATED = "dated"
PUBLISHED_FRENCH = "G005"
"""New Franco-German agreements of 1950-62, as published."""


def number(data: Data) -> Numbers:
    """All numbers of the report."""
    numbers = Numbers("reports.papers.after_the_war.numbers")
    numbers.add("interval", LEVEL, "share", source="counts")
    numbers.add("runs", data.replications, "runs")
    _recorded(numbers)
    _beside_the_record(numbers, data)
    _without_treaty(numbers, data)
    _without_expellees(numbers, data)
    _founders(numbers, data)
    estimated(numbers, data)
    return numbers


def _recorded(numbers: Numbers) -> None:
    """Counts of the register."""

    def add(name: str, value: float, unit: str = "ties") -> None:
        numbers.add(name, value, unit, source="counts")

    for name, years in (("rise", RISE), ("wave", WAVE)):
        add(f"recorded.{name}.all", record.links(None, *years))
        add(f"recorded.{name}.france", record.links([FRANCE], *years))
    whole = record.links(None, RISE[0], WAVE[1])
    add("recorded.all", whole)
    add("recorded.france.share", record.links([FRANCE], RISE[0], WAVE[1]) / whole, "share")
    paces = {}
    for name, years in (("calm", CALM), ("climb", CLIMB), ("crest", CREST)):
        for who, chosen in (("france", {FRANCE}), ("others", _others())):
            pace = record.links(chosen, *years) / (years[1] - years[0] + 1)
            paces[name, who] = pace
            add(f"pace.{name}.{who}", pace, "ties a year")
    for who in ("france", "others"):
        add(f"pace.climb.times.{who}", paces["climb", who] / paces["calm", who], "times")
        add(f"pace.crest.times.{who}", paces["crest", who] / paces["climb", who], "times")
    add("recorded.first.britain", record.links(["GB"], 1945, 1949))
    add("recorded.first.france", record.links([FRANCE], 1945, 1949))
    undated = country_year(countries=[FRANCE]).filter(pl.col("year").is_null())["links"].sum()
    add("recorded.france.undated", int(undated))
    add("published.france.rise", record.figure(PUBLISHED_FRENCH), "agreements")


def _others() -> set[str]:
    """All partner countries but France."""
    return set(country_year()["country"]) - {FRANCE}


def _beside_the_record(numbers: Numbers, data: Data) -> None:
    """French ties as the register would show them, and how many cells the bands hold."""
    for name, years in (("rise", RISE), ("wave", WAVE)):
        table = seen.count(data.registered, data.runs, french() & between(years))
        keep(numbers, f"simulated.{name}.france", values(table, HISTORY), "ties")
        keep(numbers, f"elysee.{name}.france", values(table, NO_TREATY), "ties")
    shown = fitted_cells(data)
    numbers.add("cells", shown.height, "cells", source="counts")
    numbers.add("cells.inside", int(shown["inside90"].sum()), "cells")


def fitted_cells(data: Data) -> pl.DataFrame:
    """Scored cells of country and period of the years shown: five ties or more recorded."""
    start = pl.col("cell").str.extract(r"\|(\d{4})").cast(pl.Int32)
    return data.cells.filter(
        pl.col("pattern") == DATED,
        start.is_between(1950, 1975),
        pl.col("recorded") >= 5,
        pl.col("inside90").is_not_null(),
    )


Group = tuple[str, pl.Expr]


def _compared(
    numbers: Numbers, data: Data, prefix: str, scenario: str, groups: Sequence[Group]
) -> None:
    """Ties that a scenario founds more or fewer, by group, up to 1975 and to the register."""
    for until in (WAVE[1], REGISTER):
        for name, wanted in groups:
            table = seen.count(data.founded, data.runs, wanted & (pl.col("founded") <= until))
            keep(numbers, f"{prefix}.{until}.{name}", differences(table, scenario), "ties")


def _without_treaty(numbers: Numbers, data: Data) -> None:
    """What is missing without the treaty, in pairs of runs."""
    everyone = pl.lit(value=True)
    groups = [("all", everyone), ("france", french()), ("elsewhere", ~french())]
    _compared(numbers, data, "elysee", NO_TREATY, groups)
    before = seen.count(data.founded, data.runs, pl.col("founded") < WAVE[0])
    off = [abs(value) for value in differences(before, NO_TREATY)]
    numbers.add("elysee.before", max(off), "ties")
    wave = seen.count(data.registered, data.runs, french() & between(WAVE))
    keep(numbers, "elysee.register", differences(wave, NO_TREATY), "ties")
    keep(numbers, "elysee.register.share", shares(wave, NO_TREATY), "share")


def _without_expellees(numbers: Numbers, data: Data) -> None:
    """What is missing without expellees and places of origin, and how sponsorships fared."""
    east = seen.of_countries(EAST)
    groups = [("all", pl.lit(value=True)), ("east", east), ("elsewhere", ~east)]
    _compared(numbers, data, "expellees", NO_EXPELLEES, groups)
    keep(numbers, "sponsorships", list(data.sponsored["taken_on"]), "sponsorships")
    keep(numbers, "sponsorships.turned", list(data.sponsored["turned"]), "sponsorships")


def founders(data: Data) -> pl.DataFrame:
    """Cells of the median founder, recorded and simulated, by period."""
    return data.cells.filter(pl.col("pattern") == FOUNDERS)


def _founders(numbers: Numbers, data: Data) -> None:
    """Inhabitants of the median founder: first and last period, and how many bands hold."""
    cells = founders(data)
    for row in cells.iter_rows(named=True):
        name = f"founders.{row['cell']}"
        numbers.add(f"{name}.recorded", row["recorded"], "inhabitants", source="counts")
        numbers.add(name, row["simulated"], "inhabitants")
        numbers.add(f"{name}.low", row["low90"], "inhabitants")
        numbers.add(f"{name}.high", row["high90"], "inhabitants")
    told = cells.filter(pl.col("inside90").is_not_null())
    numbers.add("founders.cells", told.height, "periods", source="counts")
    numbers.add("founders.inside", int(told["inside90"].sum()), "periods")
    recorded = cells["recorded"]
    numbers.add("founders.fall", recorded[0] / recorded[-1], "times", source="counts")
