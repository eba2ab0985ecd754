"""The figures on the time split: what could have been foretold in 1986."""

from __future__ import annotations

import polars as pl

from analysis.estimation.events.leftout import Z
from reports.papers.numbers import Numbers
from reports.papers.one_country_again.data import Data
from reports.papers.one_country_again.numbers import RIVALS, totals
from reports.papers.paper import Figure
from reports.papers.parts.panels import THIRD, Layout, Panel, Ribbon, panels
from reports.papers.parts.rows import Scale, rows
from reports.theme import MUTED, SIMULATED

SOURCE = (
    "Time split on recorded counts and single ties up to 1986, which do not ship; "
    "analysis/estimates/time_split.json."
)
COLOURS = {"model": SIMULATED, "persistence": MUTED, "persistence_jump": THIRD, "trend": "#8a6d00"}
NAMES = {
    "model": "the model",
    "persistence": "as before",
    "persistence_jump": "jump as in 1963",
    "trend": "trend goes on",
}
SORTS = {"all": "main", "opening": "record", "others": "quiet"}
GROUPS = {"all": "all countries", "opening": "opened countries", "others": "other countries"}


def by_period(data: Data) -> pl.DataFrame:
    """Ties a year by entry and period, with the middle of the period."""
    first = pl.col("period").str.slice(0, 4).cast(pl.Float64)
    last = pl.col("period").str.slice(0, 2).cast(pl.Float64) * 100 + pl.col("period").str.slice(
        5, 2
    ).cast(pl.Float64)
    years = last - first + 1
    return (
        totals(data.split)
        .with_columns(at=(first + last + 1) / 2, mean=pl.col("mean") / years)
        .with_columns(recorded=pl.col("recorded") / years)
        .sort("opened", "entry", "at")
    )


def foretold(data: Data, numbers: Numbers) -> Figure:
    """Expected ties of the model and its rivals beside the record, by period."""
    table = by_period(data)
    plots = []
    for is_open, title in ((True, "Countries that opened"), (False, "All other countries")):
        rows_here = table.filter(pl.col("opened") == is_open)
        dots = rows_here.filter(pl.col("entry") == "model").select("at", "recorded")
        plots.append(
            Panel(
                title,
                ribbons=tuple(_lines(rows_here, together=not is_open)),
                dots=dots,
                rules={1989 + 313 / 365: ""},
            )
        )
    alt = (
        "Ties a year in four periods from 1987 to 1996, recorded and foretold from what was known "
        "in 1986. With the countries that opened, 1990 to 1996: "
        f"{numbers.say('split.opened.recorded', 'whole')} recorded, "
        f"{numbers.say('split.opened.model', 'whole')} foretold by the model, "
        f"{numbers.say('split.opened.persistence', 'whole')} if all had gone on as before."
    )
    shown = table.select("opened", "entry", "period", pl.col("mean", "recorded").round(2))
    return Figure(
        "foretold",
        "Foretold in 1986: ties a year, by the model and by three simple rules",
        alt,
        shown,
        SOURCE,
        wide=panels(plots, Layout(2, 395, 240, 1987, 2000.0, (1988, 1990, 1992, 1994, 1996))),
        narrow=panels(plots, Layout(1, 285, 220, 1987, 2000.5, (1988, 1992, 1996))),
        badge="kept back",
        note="Black dots: the register. Lines join the middles of 1987–89, 1990–91, 1992–94 and "
        "1995–96. Where nothing opens, nothing jumps. Told beyond 1986: only the date of "
        "the opening, and whose borders it opens.",
    )


def _lines(table: pl.DataFrame, *, together: bool) -> list[Ribbon]:
    """A line an entry with its name at the end; names that would meet are moved apart."""
    ends = []
    for entry in NAMES:
        if together and entry == "persistence_jump":
            continue  # the jump is none where nothing opens: the line of persistence
        mine = table.filter(pl.col("entry") == entry).with_columns(
            low90=pl.col("mean"), high90=pl.col("mean"), simulated=pl.col("mean")
        )
        ends.append((float(mine["mean"][-1]), entry, mine))
    apart = 0.062 * max(float(str(table[name].max())) for name in ("mean", "recorded"))
    found, below = [], -apart
    for value, entry, mine in sorted(ends, key=lambda end: end[:2]):
        below = max(value, below + apart)
        found.append(Ribbon(COLOURS[entry], mine, NAMES[entry], (1996.2, below)))
    return found


def gains(numbers: Numbers) -> Figure:
    """How much better or worse than each rule, with errors."""
    frame = _gains(numbers)
    scale = Scale(
        "gain in log score (nats): right of zero the model foretold better",
        (-120.0, 180.0),
        (-100.0, -50.0, 0.0, 50.0, 100.0, 150.0),
        0.0,
    )
    small = Scale("gain (nats): right is better", scale.domain, (-100.0, 0.0, 100.0), 0.0)
    alt = (
        "Gain of the model over three simple rules. Over the trend "
        f"{numbers.say('gain.trend.all', 'one')} nats (error "
        f"{numbers.say('gain.trend.all.error', 'one')}), over going on as before "
        f"{numbers.say('gain.persistence.all', 'one')} "
        f"({numbers.say('gain.persistence.all.error', 'one')}), over the same with the French jump "
        f"of 1963 {numbers.say('gain.persistence_jump.all', 'one')} "
        f"({numbers.say('gain.persistence_jump.all.error', 'one')})."
    )
    return Figure(
        "gains",
        "Was the model the better prophet?",
        alt,
        frame.with_columns(
            pl.col("label").str.replace_all("|", " ", literal=True), pl.col(pl.Float64).round(2)
        ).drop("sort"),
        SOURCE,
        wide=rows(frame, scale, 620, 190),
        narrow=rows(frame, small, 165, 150),
        badge="kept back",
        note="A nat is a unit of likelihood: the counts are e times likelier for each. Lines: "
        "nine-tenths intervals over countries. Blue: all; black: those that opened; grey: others.",
    )


def _gains(numbers: Numbers) -> pl.DataFrame:
    """Rows of the gains: label, value, low, high, sort."""
    table = []
    for group, words_of in GROUPS.items():
        for rival in RIVALS:
            name = f"gain.{rival}.{group}"
            value, error = numbers.value(name), numbers.value(f"{name}.error")
            table.append(
                {
                    "label": f"{NAMES[rival]},|{words_of}",
                    "value": value,
                    "low": value - Z * error,
                    "high": value + Z * error,
                    "sort": SORTS[group],
                }
            )
    return pl.DataFrame(table)
