"""The figures of the comparison: each with the table behind it and words for who cannot see."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.strategies.tables.ranking import SURE
from reports.figure import Figure
from reports.strategies.charts import gains as gains_chart
from reports.strategies.charts import pairs, tornado
from reports.strategies.charts import years as years_chart
from reports.strategies.charts.parts import Layout
from reports.strategies.tables import EQUAL, OWN, Tables
from reports.strategies.wording import chance, level, plain, signed, span
from reports.theme import Chart, svg

BARS = 12
"""Inputs that the tornado shows."""
NOT_SHOWN = "not shown to help"


def gains(tables: Tables) -> Figure:
    """Bands of what each strategy gains, what that costs, and how sure it helps."""
    costs = tables.ranked("costs").select("strategy", "state", cost=_costs())
    rows = (
        tables.ranked("ranking")
        .join(costs, on="strategy", how="left", maintain_order="left")
        .with_columns(
            chance=pl.struct("helps", "shown").map_elements(_helps, return_dtype=pl.String),
        )
        .with_columns(line=pl.format("{}{}; helps in {}", _unit(pl.col("state")), "cost", "chance"))
    )
    told = "; ".join(
        f"{row['label']}: {signed(row['mean'])} (90 % band {span(row['low_90'], row['high_90'])}), "
        f"EUR per tie-year {row['cost']}, helps in {row['chance']} of the runs"
        for row in rows.iter_rows(named=True)
    )
    alt = f"Additional living tie-years by strategy, highest mean first. {told}."
    slim = rows.select(
        "label", "mean", "low_50", "high_50", "low_90", "high_90", "shown", "cost", "chance", "line"
    )
    return Figure(
        "gains-figure",
        "Additional living tie-years, highest mean first",
        svg(gains_chart.chart(slim, gains_chart.WIDE), "gains-wide", alt),
        "Differences to the same history without a strategy. Cost: mean money spent divided by "
        "mean additional tie-years, in brackets the 90 % band over the runs; EUR of 2020. "
        f"{_idle(tables)}",
        ("ranking", "costs"),
        svg(gains_chart.chart(slim, gains_chart.NARROW), "gains-narrow", alt),
        badge=_called(tables),
    )


def _called(tables: Tables) -> str:
    """Which strategy may be called best, if the comparison allows any."""
    best = tables.comparison.verdict.best
    return "" if best is None else f"{tables.labels[best]}: may be called best"


def _idle(tables: Tables) -> str:
    """What is said of strategies that do nothing, and so are left out of the figures."""
    names = [f"\u201c{tables.labels[name]}\u201d" for name in tables.idle]
    if not names:
        return ""
    return f"{' and '.join(names)} ran too: the difference is exactly zero in every run."


def _helps(row: dict[str, object]) -> str:
    share = chance(float(str(row["helps"])))
    return share if row["shown"] else f"{share}, {NOT_SHOWN}"


def years(tables: Tables) -> list[Figure]:
    """The difference in living ties by year, a panel a strategy."""
    living = tables.ranked("years").filter(
        pl.col("measure") == "living", pl.col("year") >= tables.comparison.horizon[0] - 1
    )
    domain = years_chart.scale_of(living)
    panels = []
    for name in tables.order:
        mine = living.filter(pl.col("strategy") == name).sort("year")
        last = mine.row(-1, named=True)
        alt = (
            f"{tables.labels[name]}: difference in living ties by year. In {last['year']} it is "
            f"{signed(last['mean'])} (90 % band {span(last['low_90'], last['high_90'])})."
        )
        shown = tables.shown(name)
        chart = years_chart.panel(
            mine.select("year", "mean", "low_50", "high_50", "low_90", "high_90"),
            domain,
            shown=shown,
            width=248,
            height=130,
        )
        panels.append(
            Figure(
                f"years-{name}",
                tables.labels[name],
                svg(chart, f"years-{name}", alt),
                "",
                ("years",),
                badge="" if shown else NOT_SHOWN,
            )
        )
    return panels


def robust(tables: Tables) -> list[Figure]:
    """How often each strategy is best, and how much is regretted when it is not."""
    shares = _paired(tables, "best")
    regrets = _paired(tables, "regret")
    often = f"Share of the runs in which a strategy comes first. {_told(shares, share=True)}."
    rue = f"Mean regret in tie-years. {_told(regrets, share=False)}."
    return [
        Figure(
            "best-figure",
            "How often it comes first",
            svg(_best(shares, pairs.WIDE), "best-wide", often),
            "Where several come first, they share the run; the pale bar is the 90 % interval "
            "of the share.",
            ("ranking",),
            svg(_best(shares, pairs.NARROW), "best-narrow", often),
        ),
        Figure(
            "regret-figure",
            "How much is lost by choosing it",
            svg(_regret(regrets, pairs.WIDE), "regret-wide", rue),
            "Regret: additional living tie-years short of what comes first in the same run, on "
            "average.",
            ("ranking",),
            svg(_regret(regrets, pairs.NARROW), "regret-narrow", rue),
        ),
    ]


def _paired(tables: Tables, column: str) -> pl.DataFrame:
    equal = tables.ranked("ranking", EQUAL).select("strategy", equal=column)
    interval = {"low": "best_low", "high": "best_high"} if column == "best" else {}
    rows = tables.ranked("ranking", OWN).select("strategy", "label", own=column, **interval)
    return rows.join(equal, on="strategy", how="left", maintain_order="left").drop("strategy")


def _best(rows: pl.DataFrame, layout: Layout) -> Chart:
    return pairs.chart(rows, layout, "share of the runs", shares=True, limit=SURE)


def _regret(rows: pl.DataFrame, layout: Layout) -> Chart:
    return pairs.chart(rows, layout, "living tie-years")


def _told(rows: pl.DataFrame, *, share: bool) -> str:
    def words(value: float) -> str:
        return chance(value) if share else plain(value)

    return "; ".join(
        f"{row['label']} {words(row['own'])}"
        + ("" if row["equal"] is None else f" (at equal effect per euro {words(row['equal'])})")
        for row in rows.iter_rows(named=True)
    )


def runner_up(tables: Tables) -> str | None:
    """Whom the leader is held against: the next by rank, or the base."""
    rivals = set(tables.frames["turning"]["rival"].to_list())
    behind = [name for name in tables.order if name in rivals]
    return behind[0] if behind else next(iter(sorted(rivals)), None)


def turning(tables: Tables) -> Figure | None:
    """The leader less the runner-up at either end of each input; None where none was judged."""
    rival = runner_up(tables)
    if rival is None:
        return None
    rows = tables.frames["turning"].filter(pl.col("rival") == rival).head(BARS)
    leader = tables.labels[tables.comparison.verdict.leader]
    other = tables.labels.get(rival, "doing nothing")
    mean = float(rows["mean"][0])
    bars = rows.select(
        "class",
        label=pl.format("{} ({})", "label", "class"),
        low_at="at_low",
        high_at="at_high",
        low_text=_levels("low"),
        high_text=_levels("high"),
    )
    turns = rows.filter(pl.col("turns"))["label"].to_list()
    alt = (
        f"{leader} less {other} where one input is at either end of its range; on average "
        f"{signed(mean)} tie-years. "
        + (f"Turned by: {'; '.join(turns)}." if turns else "No input shown turns it.")
    )
    title = "additional living tie-years: leader less the other"
    return Figure(
        "tornado-figure",
        f"{leader} less {other}",
        svg(tornado.chart(bars, tornado.WIDE, mean, title), "tornado-wide", alt),
        "Predicted from a straight line through all runs, one input at a time.",
        ("turning",),
        svg(tornado.chart(bars, tornado.NARROW, mean, title), "tornado-narrow", alt),
        "A bar that crosses zero turns the order of the two. At its ends stand the values of the "
        f"input; the dashed line is the mean. Shown are the {rows.height} that go furthest.",
    )


def _levels(end: str) -> pl.Expr:
    """The value of an input at an end of its range, as its kind is read."""
    return pl.struct("input", value=end).map_elements(
        lambda row: level(row["input"], row["value"]), return_dtype=pl.String
    )


def _costs() -> pl.Expr:
    """What one additional tie-year costs, short enough for a column."""
    fields = ("state", "cost", "error_low", "cost_low", "cost_high")
    return pl.struct(*fields).map_elements(_cost, return_dtype=pl.String)


def _unit(state: pl.Expr) -> pl.Expr:
    """What stands before a cost that is a number."""
    return pl.when(state.is_in(["free", "none"])).then(pl.lit("")).otherwise(pl.lit("EUR "))


def _cost(row: dict[str, Any]) -> str:
    if row["state"] == "free":
        return "costs nothing"
    if row["state"] == "none":
        return "none gained"
    if row["state"] == "unclear":
        return f"more than {plain(row['error_low'])}"
    if row["state"] == "open":
        return f"{plain(row['cost'])} ({plain(row['cost_low'])} or more)"
    return f"{plain(row['cost'])} ({plain(row['cost_low'])} to {plain(row['cost_high'])})"
