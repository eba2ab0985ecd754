"""The numbers of the report."""

from __future__ import annotations

from math import exp
from typing import Any

import polars as pl

from analysis.validation.targets import targets
from reports.papers.numbers import Numbers
from reports.papers.one_country_again.data import (
    EVENTS,
    HISTORY,
    NO_UNITY,
    NO_WISH,
    WAVE,
    WEST_SHOWN,
    Data,
    eastern_share,
    inner,
    opened,
)
from reports.papers.parts import record, seen
from reports.papers.parts.bands import LEVEL, differences, keep, shares, values

REGISTER = 2014
EARLY = (1987, 1989)
"""The years in which some countries stirred before the Wall fell."""
INNER, WAITING = "inner_german", "waiting"
RIVALS = ("trend", "persistence_jump", "persistence")


def number(data: Data) -> Numbers:
    """All numbers of the report."""
    numbers = Numbers("reports.papers.one_country_again.numbers")
    numbers.add("interval", LEVEL, "share", source="counts")
    numbers.add("runs", data.replications, "runs")
    _published(numbers, data)
    _counterfactual(numbers, data)
    _opening(numbers, data)
    _halves(numbers, data)
    _split(numbers, data.split)
    _events(numbers, data)
    return numbers


def points(data: Data) -> pl.DataFrame:
    """Cells of published inner-German figures: those of contracts, then that of applications."""
    return pl.concat(
        [data.cells.filter(pl.col("pattern") == pattern) for pattern in (INNER, WAITING)]
    )


def point_name(row: dict[str, Any]) -> str:
    """Name of a cell's number: `inner_german.1989`."""
    return f"{row['pattern']}.{row['cell']}"


def _published(numbers: Numbers, data: Data) -> None:
    """Published inner-German figures beside the runs."""
    for row in points(data).iter_rows(named=True):
        name, unit = point_name(row), targets()[row["pattern"]].unit
        for end in ("recorded", "recorded_high"):
            numbers.add(f"{name}.{end}", row[end], unit, source="counts")
        for end, column in (("", "simulated"), (".low", "low90"), (".high", "high90")):
            numbers.add(f"{name}{end}", row[column], unit)
    for role in ("fitted", "kept back"):
        told = points(data).filter(pl.col("role") == role, pl.col("inside90").is_not_null())
        key = role.replace(" ", "_")
        numbers.add(f"points.{key}", told.height, "figures", source="counts")
        numbers.add(f"points.{key}.inside", int(told["inside90"].sum()), "figures")
    later = data.stock.filter(pl.col("year") == WAVE[0] + 1)
    keep(numbers, "inner.1991", values(later, HISTORY), "ties")


def _counterfactual(numbers: Numbers, data: Data) -> None:
    """What is missing without unity, and without the wish for a partner in the other part."""
    abroad = ~inner()
    groups = {
        "all": pl.lit(value=True),
        "inner": inner(),
        "opened": opened(data),
        "others": abroad & ~opened(data),
        "abroad": abroad,
        "east": abroad & (pl.col("half") == "east"),
        "west": abroad & (pl.col("half") == "west"),
    }
    for until in (WAVE[1], REGISTER):
        for group, wanted in groups.items():
            table = seen.count(data.founded, data.runs, wanted & (pl.col("founded") <= until))
            keep(numbers, f"history.{until}.{group}", values(table, HISTORY), "ties")
            for prefix, scenario in (("unity", NO_UNITY), ("wish", NO_WISH)):
                keep(numbers, f"{prefix}.{until}.{group}", differences(table, scenario), "ties")
    new = pl.col("founded").is_between(*WAVE)
    table = seen.count(data.founded, data.runs, opened(data) & new)
    keep(numbers, "unity.opened.share", shares(table, NO_UNITY), "share")


def _opening(numbers: Numbers, data: Data) -> None:
    """Ties with the opened countries, as the register dates them."""
    wave = pl.col("year").is_between(*WAVE)
    for name, codes in (("opened", data.opened), *((code, (code,)) for code in data.largest)):
        numbers.add(f"recorded.{name}", record.links(codes, *WAVE), "ties", source="counts")
        table = seen.count(data.registered, data.runs, seen.of_countries(codes) & wave)
        keep(numbers, f"simulated.{name}", values(table, HISTORY), "ties")
    early = seen.count(data.registered, data.runs, opened(data) & pl.col("year").is_between(*EARLY))
    keep(numbers, "simulated.early", values(early, HISTORY), "ties")
    numbers.add("recorded.early", record.links(data.opened, *EARLY), "ties", source="counts")
    before = record.links(data.opened, 1980, 1986)
    numbers.add("recorded.opened.before", before, "ties", source="counts")
    numbers.add("opened.countries", len(data.opened), "countries", source="counts")


def share_rows(data: Data) -> list[tuple[str, tuple[str, ...]]]:
    """Groups of countries whose eastern share is told, by name."""
    singles = [(code, (code,)) for code in (*data.largest, *WEST_SHOWN)]
    return [("opened", data.opened), *singles]


def _halves(numbers: Numbers, data: Data) -> None:
    """Shares of eastern places in the ties with some countries."""
    for name, codes in share_rows(data):
        recorded, table = eastern_share(data, codes)
        numbers.add(f"east.{name}.recorded", recorded, "share", source="counts")
        keep(numbers, f"east.{name}", values(table, HISTORY), "share")


def totals(split: dict[str, Any]) -> pl.DataFrame:
    """Expected and recorded ties of the time split: entry, opened, period, mean, recorded."""
    return pl.DataFrame(split["totals"])


def _split(numbers: Numbers, split: dict[str, Any]) -> None:
    """The time split: ten years ahead from 1986, beside its rivals."""

    def told(name: str, value: float, unit: str) -> None:
        numbers.add(name, value, unit, source="estimates")

    told("split.runs", split["runs"], "runs")
    table = totals(split)
    since = pl.col("period").str.slice(0, 4).cast(pl.Int32) >= WAVE[0]
    for key, is_open in (("opened", True), ("others", False)):
        rows = table.filter(since, pl.col("opened") == is_open).sort("entry", "period")
        told(f"split.{key}.recorded", sum(rows.filter(entry="model")["recorded"]), "ties")
        for entry in ("model", *RIVALS):
            told(f"split.{key}.{entry}", sum(rows.filter(entry=entry)["mean"]), "ties")
    for gain in split["gains"]:
        if gain["period"] == "all":
            name = f"gain.{gain['rival']}.{gain['countries']}"
            told(name, gain["gain"], "nats")
            told(f"{name}.error", gain["error"], "nats")
    told("split.jump", split["french_jump"], "times")


def _events(numbers: Numbers, data: Data) -> None:
    """Sizes of the events of these years, as factors."""
    known = {event["id"]: event for event in data.events["events"]}
    for name in EVENTS:
        event = known[name]
        for end, value in (("", event["size"]), (".low", event["low"]), (".high", event["high"])):
            numbers.add(f"event.{name}{end}", exp(value), "times", source="estimates")
    spread = data.events["false_dates"]["z_spread"]
    numbers.add("event.spread", spread, "times", source="estimates")
