"""How many places have at least so many ties: the tail of the degrees, on two log scales."""

from __future__ import annotations

from dataclasses import replace

import altair as alt
import polars as pl

from reports.analysis.drawn import PAIR, Figure, figure
from reports.analysis.result import Result
from reports.numbers import percent
from reports.strategies.charts.parts import EQUAL, SHARE
from reports.theme import INK, SIMULATED, Chart

SIZE = (330, 220)
SIDES = {"german": "German places", "abroad": "places abroad", "all": "all places"}
TIES = (1, 2, 5, 10, 20, 50, 100, 200)
SHARES = (1.0, 0.1, 0.01, 0.001, 0.0001)


def figures(name: str, frame: pl.DataFrame, result: Result) -> tuple[Figure, ...]:
    """One figure: German places and places abroad.

    Parameters
    ----------
    name : str
    frame : polars.DataFrame
        side, degree (ties), places (with as many).
    result : Result
    """
    del result
    rows = (
        frame.filter(pl.col("places") > 0, pl.col("degree") > 0)
        .with_columns(pl.col("side").replace(SIDES))
        .sort("side", "degree")
        .select(
            "side",
            "degree",
            share=pl.col("places").reverse().cum_sum().reverse().over("side")
            / pl.col("places").sum().over("side"),
        )
    )
    if rows.height < 2:
        return ()
    told = "; ".join(
        f"{side}: {percent(_least(part, 2))} have two or more, {percent(_least(part, 10))} ten or "
        f"more, the most is {part['degree'][-1]}"
        for (side,), part in rows.group_by(["side"], maintain_order=True)
    )
    title = "Places with at least so many ties"
    alt_text = f"{title}, as a share of those with one, on logarithmic scales. {told}."
    drawn = figure(name, title, _chart(rows), None, alt_text, "Of places with a tie; both scales "
                   "are logarithmic.")  # fmt: skip
    return (replace(drawn, small=f"{PAIR}{name}"),)


def _least(part: pl.DataFrame, ties: int) -> float:
    """Share with at least so many."""
    found = part.filter(pl.col("degree") >= ties)["share"]
    return float(found[0]) if len(found) else 0.0


def _chart(rows: pl.DataFrame) -> Chart:
    sides = rows["side"].unique(maintain_order=True).to_list()
    colours = [SIMULATED, EQUAL, INK][: len(sides)]
    log = alt.Scale(type="log", nice=False)
    x = alt.X("degree:Q", scale=log, axis=alt.Axis(title="ties", values=list(TIES), grid=False))
    y = alt.Y("share:Q", scale=log, axis=alt.Axis(title=None, values=list(SHARES), labelExpr=SHARE))
    legend = alt.Legend(title=None, orient="bottom", labelColor=INK, labelLimit=0)
    colour = alt.Color("side:N", scale=alt.Scale(domain=sides, range=colours), legend=legend)
    shape = alt.Shape("side:N", scale=alt.Scale(domain=sides), legend=legend)
    base = alt.Chart(rows)
    line = base.mark_line(strokeWidth=1.4, interpolate="step-before").encode(
        x, y, color=alt.Color("side:N", scale=alt.Scale(domain=sides, range=colours), legend=legend)
    )
    point = base.mark_point(filled=True, size=36, opacity=1).encode(x, y, color=colour, shape=shape)
    return alt.layer(line, point).properties(width=SIZE[0], height=SIZE[1])
