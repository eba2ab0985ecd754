"""The figures on the size of the treaty's effect: told in many ways, and at false dates."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from reports.papers.after_the_war.data import TREATY_YEAR, Data
from reports.papers.after_the_war.estimates import false_dates, way_rows
from reports.papers.numbers import Numbers
from reports.papers.paper import Figure
from reports.papers.parts import words
from reports.papers.parts.rows import Scale, rows

TIMES = "format(datum.value, '~g') + '×'"
SIZES = Scale(
    "times as many new ties with France as without it (logarithmic)",
    (0.1, 12.0),
    (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
    1.0,
    log=True,
    label=TIMES,
)
DATES = Scale(
    "times as many new ties with France (logarithmic)",
    (0.1, 12.0),
    (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0),
    1.0,
    log=True,
    label=TIMES,
)
COUNTS = "Recorded counts by country and year (RGRE, spring 2015); analysis/estimates/events.json."


def narrow(scale: Scale) -> Scale:
    """The same scale with words and labels that fit on a phone."""
    ticks = tuple(tick for tick in scale.ticks if tick in (0.1, 0.5, 1.0, 2.0, 4.0, 8.0))
    return replace(scale, title="times as many ties (log)", ticks=ticks)


def sizes(data: Data, numbers: Numbers) -> Figure:
    """One size, its errors, and other ways to tell it."""
    table = way_rows(data)
    alt = (
        "Ten rows of estimates of the treaty's effect as a factor on new ties with France. With "
        f"the model {numbers.say('treaty.model', 'one')} times, between "
        f"{numbers.say('treaty.cluster.low', 'one')} and "
        f"{numbers.say('treaty.cluster.high', 'one')} by the widest of its three errors, between "
        f"{numbers.say('treaty.scattered.low', 'one')} and "
        f"{numbers.say('treaty.scattered.high', 'one')} if false dates are taken as the measure. "
        f"Without the model {numbers.say('treaty.beside', 'one')} times, from "
        f"{numbers.say('treaty.swing.low', 'one')} to {numbers.say('treaty.swing.high', 'one')} "
        "when judged by how far its neighbours strayed."
    )
    shown = table.with_columns(pl.col("label").str.replace_all("|", " ", literal=True))
    return Figure(
        "sizes",
        "How strong was the treaty? One size, three errors, and other ways to tell it",
        alt,
        shown.with_columns(pl.col("value", "low", "high").round_sig_figs(4)),
        COUNTS,
        wide=rows(table, SIZES, 660, 190),
        narrow=rows(_short(table), narrow(SIZES), 190, 130),
        badge="fitted",
        note="Dots: estimates; lines: intervals of "
        f"{words.level(numbers)}. Blue: with the model, at the effect's height. Black: mean over "
        "ten years before and after, without any model. Grey: not an estimate of the treaty, but "
        "what the other events of the list would lead one to expect.",
    )


def _short(table: pl.DataFrame) -> pl.DataFrame:
    """Labels that fit on a phone; no two alike."""
    short = {
        "model": "model; chance alone",
        "cluster": "… countries scatter",
        "serial": "… years scatter",
        "scattered": "… as false dates",
        "binomial": "wider counts",
        "alone": "no other event",
        "net": "net of each year",
        "beside": "no model",
        "swing": "… as neighbours",
        "foretold": "other treaties",
    }
    return table.with_columns(label=pl.col("name").replace_strict(short, return_dtype=pl.String))


def dates(data: Data, numbers: Numbers) -> Figure:
    """The treaty moved to years in which nothing was signed."""
    table = false_dates(data)
    true = pl.when("true").then(pl.lit("main")).otherwise(pl.lit("quiet"))
    label = pl.when("true").then(pl.format("{}, signed", "year")).otherwise(pl.format("{}", "year"))
    drawn = table.with_columns(sort=true, label=label)
    far = words.count(numbers, "treaty.false.as_far")
    alt = (
        f"The treaty at its true date and moved to {numbers.say('treaty.false.own')} others. At "
        f"the true one new ties with France are {numbers.say('treaty.alone', 'one')} times as "
        f"many; at {far} of the false ones it stands out as far. Among false dates of all events, "
        f"{numbers.say('treaty.false.share', 'share')} do."
    )
    return Figure(
        "dates",
        f"The same test in years without a treaty: {TREATY_YEAR} beside false dates",
        alt,
        table.with_columns(pl.col("value", "low", "high").round_sig_figs(4)),
        COUNTS,
        wide=rows(drawn, DATES, 660, 190),
        narrow=rows(drawn, narrow(DATES), 230, 90),
        badge="fitted",
        note="Each false date is tried beside the true one. Grey lines that miss the line of "
        "one-to-one show how often counts move for reasons that no event of the list holds.",
    )
