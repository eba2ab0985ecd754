"""The figures of the report, each with the table behind it and words for who cannot see it."""

from __future__ import annotations

import json

import altair as alt
import polars as pl

from analysis.recorded import sidecar
from analysis.validation import targets
from reports import borders
from reports.charts import intervals
from reports.evidence import badge
from reports.papers.numbers import Numbers
from reports.papers.one_world import charts, league_map
from reports.papers.one_world import data as source
from reports.papers.one_world.data import NO_PATH, Data
from reports.papers.one_world.numbers import BEFORE
from reports.papers.paper import Figure
from reports.papers.parts.bands import BASE, bands
from reports.papers.parts.record import recorded_source, simulated_source
from reports.papers.parts.seen import RUN, count
from reports.papers.parts.words import cell, listed, sign
from simulation.past.words import FOLDER
from simulation.ties import FORMS

TITLES = {
    "climate": "Climate partnerships ever admitted",
    "ukraine": "Agreed ties with Ukraine",
    "nicaragua": "Contracts with Nicaragua",
    "hanse": "Members of the New Hanseatic League",
}
"""What each panel counts, in the order of the panels."""
NAMES = {"contact": "contacts", "friendship": "friendships", "partnership": "partnerships"}
NORMAL90 = 1.645
"""Half of a 90 % interval of a normal distribution, in standard errors."""
SINCE_PATH = 1960


def figures(data: Data, numbers: Numbers) -> dict[str, Figure]:
    """All figures by slug."""
    made = (
        points(data, numbers),
        countries(data, numbers),
        path(data, numbers),
        register(data, numbers),
        league(data, numbers),
    )
    return {figure.slug: figure for figure in made}


def _runs(data: Data) -> int:
    return data.runs.filter(pl.col("scenario") == BASE).height


def points(data: Data, numbers: Numbers) -> Figure:
    """Published figures of single years on the curves of the runs."""
    mine = data.points.filter(pl.col("scenario") == BASE).drop_nulls("value")
    curves = bands(mine, ("pattern", "year"))
    facts = data.judged.select(
        "pattern",
        "role",
        "recorded",
        year=pl.col("cell").cast(pl.Int32),
        low=(pl.col("recorded") - NORMAL90 * pl.col("error")).clip(lower_bound=0.0),
        high=pl.col("recorded") + NORMAL90 * pl.col("error"),
        text=pl.col("recorded").cast(pl.Int64).cast(pl.String),
        inside="inside90",
    )
    wide = _panels(data, curves, facts, (420, 190), 2)
    narrow = _panels(data, curves, facts, (262, 160), 1)
    told = "; ".join(
        f"{TITLES[row['pattern']].lower()} {row['cell']}: published "
        f"{numbers.say(row['pattern'] + '.' + row['cell'] + '.published')}, runs "
        f"{cell(numbers, row['pattern'] + '.' + row['cell'])}"
        for row in data.judged.iter_rows(named=True)
    )
    return Figure(
        slug="points",
        title="What was published of single years, and what the runs have",
        alt=f"Four panels of runs over the years with published figures as dots. {told}.",
        data=curves.join(facts, on=["pattern", "year"], how="left").sort("pattern", "year"),
        source=f"{recorded_source('growth')} {recorded_source('published_counts')} "
        f"{simulated_source(_runs(data))}",
        wide=wide,
        narrow=narrow,
        badge=badge(data.judged),
        note="Blue: median and nine in ten of the runs. Black dots: published figures that were "
        "in view when numbers of the model were chosen. Brown diamonds: kept back. Their upright "
        "line is their own error, as the scorecard takes it.",
    )


def _panels(
    data: Data, curves: pl.DataFrame, facts: pl.DataFrame, size: tuple[int, int], columns: int
) -> alt.VConcatChart:
    """A panel a pattern, in rows of some columns."""
    panels = []
    for pattern, title in TITLES.items():
        here = pl.col("pattern") == pattern
        under = _role(data, pattern)
        panels.append(charts.points(curves.filter(here), facts.filter(here), title, under, *size))
    return charts.side_by_side(panels, columns)


def _role(data: Data, pattern: str) -> str:
    return badge(data.judged.filter(pl.col("pattern") == pattern))


def countries(data: Data, numbers: Numbers) -> Figure:
    """Ties with each country beyond Europe, recorded and simulated."""
    known = source.beyond()
    parts = [
        count(data.register, data.runs, pl.col("country") == country)
        .filter(pl.col("scenario") == BASE)
        .with_columns(country=pl.lit(country))
        for country in known["country"]
    ]
    found = bands(pl.concat(parts), ("country",))
    rows = known.join(found, on="country", maintain_order="left").select(
        "country",
        "low90",
        "low50",
        "simulated",
        "high50",
        "high90",
        label="name",
        recorded=pl.col("links").cast(pl.Float64),
        recorded_high=pl.lit(None, dtype=pl.Float64),
    )
    axis = intervals.Axis("ties in the register of 2015 (square-root scale)", scale="sqrt")
    most = ", ".join(
        f"{row['label']} {numbers.say('country.' + row['country'] + '.recorded')} recorded, "
        f"{cell(numbers, 'country.' + row['country'])} simulated"
        for row in rows.head(4).iter_rows(named=True)
    )
    return Figure(
        slug="countries",
        title="Partner countries beyond Europe, as the register shows them",
        alt=f"Recorded and simulated ties by country. {most}.",
        data=rows,
        source=f"{recorded_source()} {simulated_source(_runs(data))}",
        wide=intervals.rows(rows, axis, 700, 150),
        narrow=intervals.rows(rows, axis, 150, 138),
        badge=targets()["countries"].role,
        note="Dots: the register of 2015. Bands: half and nine in ten of the runs, seen as the "
        "register sees. How much each country appeals was fitted to these ties, so a dot in its "
        "band is no test.",
    )


def path(data: Data, numbers: Numbers) -> Figure:
    """Ties in force with the Global South by form, with the path and without it."""
    versions = {BASE: "with", NO_PATH: "without"}
    mine = data.stock.filter(pl.col("scenario").is_in(list(versions)), pl.col("year") >= SINCE_PATH)
    rows = bands(mine, ("scenario", "form", "year")).with_columns(
        version=pl.col("scenario").replace_strict(versions)
    )
    top = 1.1 * max(1.0, float(str(rows["high90"].max() or 0.0)))
    first = {
        size: [
            charts.forms(
                rows.filter(pl.col("form") == form),
                NAMES[form],
                top,
                *size,
                names=form == FORMS[-1],
            )
            for form in FORMS
        ]
        for size in ((268, 210), (262, 150))
    }
    wide, narrow = first.values()
    told = "; ".join(
        f"{NAMES[form]} {cell(numbers, f'south.{form}')} with the path, "
        f"{cell(numbers, f'south.{form}.without')} without"
        for form in FORMS
    )
    return Figure(
        slug="path",
        title=_path_title(numbers),
        alt=f"Ties in force with the Global South by form over the years, in {data.until}: {told}.",
        data=rows,
        source=simulated_source(_runs(data)),
        wide=charts.side_by_side(wide, 3),
        narrow=charts.side_by_side(narrow, 1),
        badge="simulated only",
        note="Ties in force at the end of each year; median and nine in ten of the runs. Blue: the "
        "default history. Vermilion, dashed: the same luck, but ties with the Global South deepen "
        "as all others do.",
    )


def _path_title(numbers: Numbers) -> str:
    """What the path does to loose contacts, if that can be told."""
    side = sign(numbers, "south.contact.path")
    if side == 0:
        return "Ties with the Global South by form, with the path and without"
    return f"With the path {'more' if side > 0 else 'fewer'} ties stay loose contacts"


def register(data: Data, numbers: Numbers) -> Figure:
    """Forms of ties with the Global South in the register, with the path and without."""
    table = _shares(data, numbers)
    axis = intervals.Axis(
        "share of ties with the Global South",
        "share",
        domain=(0.0, 1.0),
        ticks=(0.0, 0.25, 0.5, 0.75, 1.0),
    )
    told = "; ".join(
        f"{NAMES[form]}: recorded {numbers.say(f'form.{form}.recorded', 'share')}, with the path "
        f"{cell(numbers, f'form.{form}', 'share')}, without it "
        f"{cell(numbers, f'form.{form}.without', 'share')}"
        for form in FORMS
    )
    return Figure(
        slug="forms",
        title="Forms of ties with the Global South in the register of 2015",
        alt=f"Shares by form. {told}.",
        data=table,
        source=f"{recorded_source()} {simulated_source(_runs(data))}",
        wide=intervals.rows(table, axis, 660, 180),
        narrow=intervals.rows(table, axis, 125, 168),
        badge="assumed",
        note="Dots: recorded. The pace of the path was set by judgement with these shares in view "
        "and is not estimated.",
    )


def _shares(data: Data, numbers: Numbers) -> pl.DataFrame:
    """Bands of the share of each form, with the path and without, beside the recorded share."""
    mine = data.register.filter(pl.col("country").is_in(source.south()))
    total = count(mine, data.runs, pl.col("form").is_not_null())
    parts = []
    for form in FORMS:
        found = count(mine, data.runs, pl.col("form") == form).join(total, on=RUN, suffix="_all")
        share = pl.when(pl.col("value_all") > 0).then(pl.col("value") / pl.col("value_all"))
        parts.append(found.select(*RUN, form=pl.lit(form), value=share))
    spread = bands(pl.concat(parts).drop_nulls("value"), ("form", "scenario"))
    rows = []
    for form in FORMS:
        for scenario, words in ((BASE, "with the path"), (NO_PATH, "without it")):
            here = spread.filter(pl.col("form") == form, pl.col("scenario") == scenario)
            label = f"{NAMES[form]}, {words}"
            shown = numbers.value(f"form.{form}.recorded")
            rows.append(here.with_columns(label=pl.lit(label), recorded=pl.lit(shown)))
    return pl.concat(rows).with_columns(recorded_high=pl.lit(None, dtype=pl.Float64))


def league(data: Data, numbers: Numbers) -> Figure:
    """Where the towns of the New Hanseatic League lie, and when they join in the runs."""
    found = league_map.towns(data.groups, data.places, BEFORE)
    late = found.filter(pl.col("late"))
    there = [name for name in ("Gdańsk", "Tallinn", "Riga") if name in late["name"].to_list()]
    words = f" Among those that join later are {listed(there)}." if there else ""
    alt = (
        f"Map of Northern Europe with the towns of the League as they join in the runs: "
        f"{cell(numbers, f'hanse.joined.{BEFORE}')} by the end of {BEFORE}.{words}"
    )
    about = sidecar("growth")["attribution"]
    return Figure(
        slug="league",
        title=_league_title(found),
        alt=alt,
        data=found.drop("x", "y"),
        source=f"Towns: {_members()} Borders: {borders.sidecar()['source']}. Counts: {about}. "
        f"{simulated_source(_runs(data))}",
        drawn=league_map.draw(found, BEFORE, alt),
        badge="simulated only",
        note="Year in which a town has joined in the middle one of the runs; towns that join in "
        "fewer than half of them are left out. Borders are those of today; no source at hand says "
        "when most towns really joined.",
    )


def _league_title(found: pl.DataFrame) -> str:
    """Whether the later towns lie further east."""
    east = {late: found.filter(pl.col("late") == late)["x"].mean() for late in (False, True)}
    if None in east.values() or float(str(east[True])) <= float(str(east[False])):
        return "The League by when towns join in the runs"
    return "The League grows eastwards once the borders open"


def _members() -> str:
    """Where the list of Hanse towns comes from, in the words of its sidecar."""
    about = json.loads((FOLDER / "bonds" / "hanse.json").read_text(encoding="utf-8"))
    return f"{about['title']}; {about['producer']}."
