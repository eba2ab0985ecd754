"""The figures of the report: the charts of a comparison, with words of either language."""

from __future__ import annotations

import altair as alt
import polars as pl

from analysis.strategies.tables.ranking import SURE
from reports.papers.paper import Figure
from reports.papers.what_would_revive_it import labels, sheet_chart
from reports.papers.what_would_revive_it.found import Found
from reports.strategies.charts import pairs, tornado
from reports.strategies.charts import years as years_chart
from reports.strategies.charts.parts import Layout
from reports.strategies.figures import runner_up
from reports.strategies.tables import EQUAL, OWN
from reports.strategies.wording import level
from reports.theme import Chart

BARS = 10
"""Inputs that the tornado shows."""
BANDS = ("mean", "low_50", "high_50", "low_90", "high_90")
PANELS = {"wide": (3, 262, 120), "narrow": (1, 258, 110)}
"""Columns, width and height of the panels of years."""


def source(found: Found) -> str:
    """What the numbers are, from the manifest of the runs."""
    record = found.record
    return found.pick(
        f"Simulated: {found.say('runs')} pairs of runs of the scenario “{_scenario(found)}”, world "
        f"{record['world']}, from seed {record['seed']}, each with a draw of the posterior.",
        f"Simuliert: {found.say('runs')} Laufpaare des Szenarios „{_scenario(found)}“, Welt "
        f"{record['world']}, ab Startwert {record['seed']}, jeder mit einer Ziehung aus der "
        "Posteriorverteilung.",
    )


def _scenario(found: Found) -> str:
    return found.tables.comparison.scenario


def sheet(found: Found) -> Figure:
    """Every strategy with its gain, its cost and how surely it helps: the first sheet."""
    rows = []
    for row in found.tables.ranked("ranking").iter_rows(named=True):
        name = row["strategy"]
        chance = found.say(f"{name}.helps", "share")
        cost = found.cost(name)
        helps = found.pick(f"helps in {chance}", f"hilft in {chance}")
        told = {"label": found.title(name), "cost": cost, "chance": chance}
        rows.append({**row, **told, "line": f"{cost}; {helps}"})
    columns = ("label", "mean", "low_50", "high_50", "low_90", "high_90", "shown")
    table = pl.DataFrame(rows).select(*columns, "cost", "chance", "line")
    title = found.pick("additional living tie-years", "zusätzliche Partnerschaftsjahre")
    heads = found.pick(
        "EUR per additional tie-year|helps in", "Euro je zusätzliches Jahr|hilft in"
    ).split("|")
    both = [
        sheet_chart.chart(table, layout, title, (heads[0], heads[1]))
        for layout in (sheet_chart.WIDE, sheet_chart.NARROW)
    ]
    told_alt = "; ".join(
        f"{found.title(name)} {found.gain(name)}, {found.cost(name)} EUR, "
        f"{found.say(f'{name}.helps', 'share')}"
        for name in found.reading.order
    )
    return Figure(
        slug="gains",
        title=found.pick(
            f"Additional living tie-years {found.years}, against doing nothing",
            f"Zusätzliche Partnerschaftsjahre {found.years} gegenüber dem Nichtstun",
        ),
        alt=f"{title}: {told_alt}.",
        data=table,
        source=source(found),
        wide=both[0],
        narrow=both[1],
    )


def years(found: Found) -> Figure:
    """When each strategy gains: a panel a strategy, all on one scale."""
    first = found.tables.comparison.horizon[0] - 1
    living = found.tables.ranked("years").filter(
        pl.col("measure") == "living", pl.col("year") >= first
    )
    last = living.filter(pl.col("year") == living["year"].max())
    most = str(last.sort("mean", descending=True)["strategy"][0])
    return Figure(
        slug="years",
        title=found.pick(
            "Living ties more than without a strategy, year by year",
            "Lebendige Partnerschaften mehr als ohne Förderung, Jahr für Jahr",
        ),
        alt=found.pick(
            f"{found.quoted(most)} has the highest mean in the last year.",
            f"Im letzten Jahr hat {found.quoted(most)} den höchsten Mittelwert.",
        ),
        data=living.select("strategy", "year", *BANDS),
        source=source(found),
        wide=_panels(found, living, *PANELS["wide"]),
        narrow=_panels(found, living, *PANELS["narrow"]),
        note=found.pick(
            "All panels have one scale. Mean, half and nine in ten of the runs; grey: not shown "
            "to help.",
            "Alle Felder haben einen Maßstab. Mittel, die Hälfte und neun von zehn Läufen; grau: "
            "Hilfe nicht nachweisbar.",
        ),
    )


def _panels(
    found: Found, living: pl.DataFrame, columns: int, width: int, height: int
) -> alt.VConcatChart:
    """A panel a strategy, in rows of some columns."""
    domain, panels = years_chart.scale_of(living), []
    for name in found.reading.order:
        mine = living.filter(pl.col("strategy") == name).sort("year").select("year", *BANDS)
        shown = found.tables.shown(name)
        chart = years_chart.panel(mine, domain, shown=shown, width=width, height=height)
        panels.append(chart.properties(title=_head(found.title(name))))
    rows = [
        alt.hconcat(*panels[at : at + columns], spacing=18) for at in range(0, len(panels), columns)
    ]
    drawn: alt.VConcatChart = alt.vconcat(*rows, spacing=16)
    return drawn


def robust(found: Found) -> Figure:
    """How often each strategy is best, and how much is regretted when it is not."""
    often = found.pick("How often it comes first", "Wie oft es vorn liegt")
    lost = found.pick("How much is lost by choosing it", "Wie viel die Wahl verschenkt")
    rows = {part: _paired(found, part) for part in ("best", "regret")}
    share = found.pick("share of the runs", "Anteil der Läufe")
    years_lost = found.pick("living tie-years", "Partnerschaftsjahre")

    def both(layout: Layout) -> list[Chart]:
        first = pairs.chart(rows["best"], layout, share, shares=True, limit=SURE)
        second = pairs.chart(rows["regret"], layout, years_lost)
        return [first.properties(title=_head(often)), second.properties(title=_head(lost))]

    told = "; ".join(
        f"{found.title(name)} {found.say(f'{name}.best', 'share')}, "
        f"{found.say(f'{name}.regret', 'three')}"
        for name in found.reading.order
    )
    return Figure(
        slug="robust",
        title=found.pick(
            "How often each comes first, and what its choice loses on average",
            "Wie oft jede vorn liegt, und was ihre Wahl im Mittel verschenkt",
        ),
        alt=f"{often}; {lost}. {told}.",
        data=rows["best"].join(rows["regret"], on="label", suffix="_regret"),
        source=source(found),
        wide=alt.hconcat(*both(pairs.WIDE), spacing=50),
        narrow=alt.vconcat(*both(pairs.NARROW), spacing=30),
        note=_key(found),
    )


def _head(text: str) -> alt.TitleParams:
    return alt.TitleParams(text=text, anchor="start", fontSize=12.5)


def _key(found: Found) -> str:
    return found.pick(
        "Blue dots: by its own numbers. Orange diamonds: at equal effect per euro.",
        "Blaue Punkte: mit eigenen Zahlen. Orange Rauten: bei gleicher Wirkung je Euro.",
    )


def _paired(found: Found, column: str) -> pl.DataFrame:
    """Rows of the chart of pairs, in order of rank."""
    tables = found.tables
    equal = tables.ranked("ranking", EQUAL).select("strategy", equal=column)
    interval = {"low": "best_low", "high": "best_high"} if column == "best" else {}
    own = tables.ranked("ranking", OWN).select("strategy", own=column, **interval)
    rows = own.join(equal, on="strategy", how="left", maintain_order="left")
    titles = [found.title(name) for name in rows["strategy"]]
    return rows.with_columns(label=pl.Series(titles)).drop("strategy")


def turning(found: Found) -> Figure | None:
    """The leader less the runner-up at either end of each input; None where none was judged."""
    rival = runner_up(found.tables)
    if rival is None:
        return None
    rows = found.tables.frames["turning"].filter(pl.col("rival") == rival).head(BARS)
    bars, mean = _bars(found, rows), float(rows["mean"][0])
    leader = found.quoted(found.reading.leader)
    known = rival in found.tables.labels
    other = found.quoted(rival) if known else found.pick("doing nothing", "Nichts tun")
    axis = found.pick(
        "additional living tie-years: leader less the other",
        "zusätzliche Partnerschaftsjahre: Spitze abzüglich der anderen",
    )
    title = found.pick(f"{leader} less {other}", f"{leader} abzüglich {other}")
    turns = "; ".join(bars.filter(rows["turns"])["label"]) or "–"
    return Figure(
        slug="turning",
        title=title,
        alt=f"{title}. {found.pick('Turned by', 'Umgekehrt durch')}: {turns}.",
        data=bars,
        source=source(found),
        wide=tornado.chart(bars, tornado.WIDE, mean, axis),
        narrow=tornado.chart(bars, tornado.NARROW, mean, axis),
        note=found.pick(
            "One input at a time, from a straight line through all runs. At the ends of a bar "
            "stand the values of the input; letters are classes of evidence; the dashed line is "
            "the mean.",
            "Jeweils eine Größe, aus einer Geraden durch alle Läufe. An den Enden der Balken "
            "stehen die Werte der Größe; Buchstaben nennen die Güte des Belegs; die gestrichelte "
            "Linie ist das Mittel.",
        ),
    )


def _bars(found: Found, rows: pl.DataFrame) -> pl.DataFrame:
    """The bars of the tornado, each with the words and values of its input."""
    labelled = [
        f"{labels.unknown(path, found.language)} ({grade})"
        for path, grade in rows.select("input", "class").iter_rows()
    ]
    ends = {
        f"{end}_text": pl.Series([told(found, *pair) for pair in rows.select("input", end).rows()])
        for end in ("low", "high")
    }
    bars = rows.select("class", low_at="at_low", high_at="at_high")
    return bars.with_columns(label=pl.Series(labelled), **ends)


def told(found: Found, path: str, value: float) -> str:
    """The value of an input in the language of the page."""
    text = level(path, value)
    return text.replace(".", ",") if found.language == "de" else text
