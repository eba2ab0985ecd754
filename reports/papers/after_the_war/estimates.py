"""What was estimated of the treaty's size, said as factors on the number of new ties."""

from __future__ import annotations

from math import exp
from typing import Any

import numpy as np
import polars as pl

from analysis.estimation.events.leftout import Z
from reports.papers.after_the_war.data import TREATY, TREATY_YEAR, Data
from reports.papers.numbers import FITTED, Numbers
from scenarios.posterior import load_draws

Row = tuple[str, str, float, float, str]
"""Name, label, size and error on the log scale, sort of `rows.COLOURS`."""


def ways(data: Data) -> list[Row]:
    """The treaty's size, told in different ways and with different errors."""
    found = data.treaty
    errors, size = found["errors"], found["size"]
    beside = data.beside
    scatter = data.events["false_dates"]["z_spread"]
    left = found["left_out"]
    return [
        ("model", "With the model; error:|counts scatter at random", size, errors["model"], "main"),
        ("cluster", "error: whole countries|scatter together", size, errors["cluster"], "main"),
        ("serial", "error: neighbouring years|scatter together", size, errors["serial"], "main"),
        (
            "scattered",
            "error: as false dates|scatter in truth",
            size,
            found["error"] * scatter,
            "main",
        ),
        ("binomial", "Counts that may scatter|more widely", *found["negative_binomial"], "main"),
        ("alone", "Told without any|other event", *found["alone"], "main"),
        ("net", "Net of what all countries|did in each year", *found["net_of_years"], "main"),
        ("beside", "No model: France beside|its neighbours", beside.size, beside.error, "record"),
        (
            "swing",
            "No model; error: neighbours|that signed nothing",
            beside.size,
            beside.scatter,
            "record",
        ),
        ("foretold", "What other treaties|lead one to expect", left["mean"], 0.0, "quiet"),
    ]


def way_rows(data: Data) -> pl.DataFrame:
    """The ways as factors with 90 % intervals: name, label, value, low, high, sort."""
    left = data.treaty["left_out"]
    table = []
    for name, label, size, error, sort in ways(data):
        low, high = size - Z * error, size + Z * error
        if name == "foretold":
            low, high = left["low"], left["high"]
        table.append((name, label, exp(size), exp(low), exp(high), sort))
    names = ("name", "label", "value", "low", "high", "sort")
    return pl.DataFrame(table, schema=list(names), orient="row")


def false_dates(data: Data) -> pl.DataFrame:
    """The treaty at its true date and at false ones: year, value, low, high, true (factors)."""
    found = data.treaty
    dates = [(one["shift"], one["size"], one["error"]) for one in found["placebo"]["dates"]]
    table = [
        (TREATY_YEAR + shift, exp(size), exp(size - Z * error), exp(size + Z * error), shift == 0)
        for shift, size, error in sorted([*dates, (0, *found["alone"])])
    ]
    return pl.DataFrame(table, schema=["year", "value", "low", "high", "true"], orient="row")


def estimated(numbers: Numbers, data: Data) -> None:
    """Keep what sentences and pictures show of it."""
    for row in way_rows(data).iter_rows(named=True):
        counts = row["name"] in ("beside", "swing")
        for end in ("value", "low", "high"):
            name = f"treaty.{row['name']}" + ("" if end == "value" else f".{end}")
            if counts:  # made again from the counts that ship
                numbers.add(name, row[end], "times", source="counts", tolerance=FITTED)
            else:
                numbers.add(name, row[end], "times", source="estimates")
    found, events = data.treaty, data.events

    def told(name: str, value: float | None, unit: str) -> None:
        numbers.add(name, value, unit, source="estimates")

    told("treaty.false.spread", events["false_dates"]["z_spread"], "times")
    told("treaty.false.all", events["false_dates"]["dates"], "dates")
    told("treaty.false.share", found["placebo"]["share_of_all"], "share")
    told("treaty.false.own", len(found["placebo"]["dates"]), "dates")
    told("treaty.false.as_far", own_as_far(found), "dates")
    told("treaty.held", exp(events["elysee"]["held"] * found["net_of_years"][0]), "times")
    told("treaty.before", None if found["lead"] is None else exp(found["lead"]["size"]), "times")
    after = found["left_out"]["after"]
    told("treaty.ten.recorded", after["rows"], "ties")
    told("treaty.ten.foretold", after["pooled"], "ties")
    told("treaty.ten.without", after["none"], "ties")
    told("events", len(events["events"]), "events")
    told("events.positive", len(_positive(events)), "events")
    told("events.unshaken", len([e for e in _positive(events) if not e["doubts"]]), "events")
    sizes = load_draws().table[f"events.{TREATY}.size"]
    low, high = (float(np.quantile(sizes.to_numpy(), level)) for level in (0.05, 0.95))
    told("treaty.drawn.low", exp(low), "times")
    told("treaty.drawn.high", exp(high), "times")
    numbers.add("beside.neighbours", len(data.beside.neighbours), "countries", source="counts")
    widest = max(data.beside.neighbours.values(), key=abs)
    numbers.add("beside.widest", exp(abs(widest)), "times", source="counts", tolerance=FITTED)


def own_as_far(found: dict[str, Any]) -> int:
    """False dates of the treaty itself at which it stands out as far as at the true one."""
    size, error = found["alone"]
    return sum(abs(one["z"]) >= abs(size / error) for one in found["placebo"]["dates"])


def _positive(events: dict[str, Any]) -> list[dict[str, Any]]:
    return [event for event in events["events"] if event["verdict"] == "positive"]
