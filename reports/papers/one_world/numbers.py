"""Every number of the report, by name."""

from __future__ import annotations

import polars as pl

from analysis.validation import targets
from reports.papers.numbers import Numbers
from reports.papers.one_world import data as source
from reports.papers.one_world.data import DEVELOPMENT, NO_GROUPS, NO_PATH, Data
from reports.papers.parts.bands import BASE, LEVEL, differences, keep, values
from reports.papers.parts.record import figure
from reports.papers.parts.seen import RUN, count
from reports.papers.points import SINCE
from simulation.past.policy.programmes import budget_of, load_programmes
from simulation.ties import FORMS
from simulation.ways.groups.memberships import EUROPASTADT, HANSE, RING

PROGRAM = "reports.papers.one_world.numbers"
REGISTER = 2014
"""The register of spring 2015 shows what lived at the end of this year."""
BEFORE, AFTER = 1989, 2000
"""The last year of the divided Europe, and a year well after it."""
COUNTED = 2024
"""Year of the published count of places with a development partnership (C092)."""
MONEY = "municipal_development"
MILLION = 1e6
PUBLISHED = {
    "places.published": ("C092", "places"),
    "active.published": ("C093", "places"),
    "douzelage.published": ("C472", "towns"),
}


def all_numbers(data: Data) -> Numbers:
    """Make every number of the report."""
    numbers = Numbers(PROGRAM)
    numbers.add("interval", LEVEL, "share")
    numbers.add("runs", data.runs.filter(pl.col("scenario") == BASE).height, "runs")
    _published(numbers, data)
    _beyond(numbers, data)
    _path(numbers, data)
    _register(numbers, data)
    _groups(numbers, data)
    return numbers


def _published(numbers: Numbers, data: Data) -> None:
    """The published figures of single years, and how many of them the runs meet."""
    for row in data.judged.iter_rows(named=True):
        name = f"{row['pattern']}.{row['cell']}"
        numbers.add(f"{name}.published", row["recorded"], row["unit"], source="counts")
        year = int(row["cell"])
        mine = (pl.col("pattern") == row["pattern"]) & (pl.col("year") == year)
        keep(numbers, name, values(data.points.filter(mine), BASE), row["unit"])
    numbers.add("points", data.judged.height, "published figures", source="counts")
    numbers.add("points.met", int(data.judged["inside90"].sum()), "published figures")
    kept = data.judged.filter(pl.col("role") == "kept back")
    numbers.add("points.kept", kept.height, "published figures", source="counts")
    numbers.add("points.kept.met", int(kept["inside90"].sum()), "published figures")
    for name, (fact, unit) in PUBLISHED.items():
        numbers.add(name, figure(fact), unit, source="counts")
    budgets = [row.year for row in load_programmes() if row.programme == MONEY]
    for name, year in (("first", min(budgets)), ("last", max(budgets))):
        money = budget_of(MONEY, year)
        numbers.add(f"money.{name}", (money or 0) / MILLION, "million EUR a year", source="counts")


def _beyond(numbers: Numbers, data: Data) -> None:
    """Ties with countries beyond Europe, in the record and as the register would show runs."""
    rows = source.beyond()
    numbers.add("beyond.countries", rows.height, "countries", source="counts")
    numbers.add("beyond.recorded", int(rows["links"].sum()), "ties", source="counts")
    outside = 0
    for country, links in rows.select("country", "links").iter_rows():
        numbers.add(f"country.{country}.recorded", links, "ties", source="counts")
        found = count(data.register, data.runs, pl.col("country") == country)
        band = keep(numbers, f"country.{country}", values(found, BASE), "ties")
        if band.low is not None and band.high is not None:
            outside += not band.low <= links <= band.high
    numbers.add("beyond.outside", outside, "countries")
    rest = source.elsewhere()
    numbers.add("elsewhere.countries", rest.height, "countries", source="counts")
    numbers.add("elsewhere.recorded", int(rest["links"].sum()), "ties", source="counts")
    south = rows.filter(pl.col("country").is_in(source.south()))
    numbers.add("south.countries", south.height, "countries", source="counts")
    numbers.add("south.recorded", int(south["links"].sum()), "ties", source="counts")


def _path(numbers: Numbers, data: Data) -> None:
    """Living ties with the Global South by form, with the path of development and without."""
    last = data.stock.filter(pl.col("year") == data.until)
    for name, chosen in {"all": FORMS, **{form: (form,) for form in FORMS}}.items():
        table = _summed(last.filter(pl.col("form").is_in(list(chosen))), data.runs)
        keep(numbers, f"south.{name}", values(table, BASE), "ties")
        keep(numbers, f"south.{name}.without", values(table, NO_PATH), "ties")
        gone = [-change for change in differences(table, NO_PATH)]
        keep(numbers, f"south.{name}.path", gone, "ties")
    places = source.german_places(data.ties)
    counted = count(places, data.runs, pl.col("id").is_not_null())
    keep(numbers, "places", values(counted, BASE), "places")


def _register(numbers: Numbers, data: Data) -> None:
    """Forms of ties with the Global South in the register of 2015, recorded and simulated."""
    recorded = source.recorded_forms()
    whole = sum(recorded.values())
    mine = data.register.filter(pl.col("country").is_in(source.south()))
    totals = count(mine, data.runs, pl.col("form").is_not_null())
    for form in FORMS:
        share = recorded[form] / whole if whole else None
        numbers.add(f"form.{form}.recorded", share, "share", source="counts")
        found = count(mine, data.runs, pl.col("form") == form)
        for name, scenario in (("", BASE), (".without", NO_PATH)):
            shares = _ratio(values(found, scenario), values(totals, scenario))
            keep(numbers, f"form.{form}{name}", shares, "share")


def _ratio(parts: list[float], wholes: list[float]) -> list[float]:
    """Shares run by run; runs without any tie say nothing."""
    return [part / whole for part, whole in zip(parts, wholes, strict=True) if whole]


def _summed(stock: pl.DataFrame, runs: pl.DataFrame) -> pl.DataFrame:
    """Ties of each run, whatever their form."""
    found = stock.sort(*RUN, "form").group_by(RUN).agg(pl.col("value").sum())
    joined = runs.join(found, on=RUN, how="left")
    return joined.with_columns(pl.col("value").fill_null(0.0)).sort(RUN)


def _groups(numbers: Numbers, data: Data) -> None:
    """The League, rings and Europastädte, and what groups leave in the network."""
    living = pl.col("left").is_null()
    for kind in (RING, EUROPASTADT):
        mine = data.groups.filter(pl.col("kind") == kind)
        founded = mine.select(*RUN, "group").unique()
        alive = mine.filter(living).select(*RUN, "group").unique()
        known = pl.col("group").is_not_null()
        keep(numbers, f"{kind}.founded", values(count(founded, data.runs, known), BASE), "groups")
        keep(numbers, f"{kind}.living", values(count(alive, data.runs, known), BASE), "groups")
    sizes = data.groups.filter(pl.col("kind") == RING).group_by(*RUN, "group").agg(n=pl.len())
    largest = sizes.filter(pl.col("scenario") == BASE)["n"].max()
    numbers.add("ring.largest", None if largest is None else float(str(largest)), "towns")
    joined = data.groups.filter(pl.col("kind") == HANSE)
    for year in (BEFORE, AFTER):
        found = count(joined, data.runs, pl.col("joined") <= year)
        keep(numbers, f"hanse.joined.{year}", values(found, BASE), "towns")
    _left_out(numbers, data)


def _left_out(numbers: Numbers, data: Data) -> None:
    """What is otherwise in the network without the path, and without groups."""
    closed = source.triangles(data.ties)
    anything = pl.col("a").is_not_null()
    tables = {
        "living": count(data.ties, data.runs, anything),
        "development": count(data.ties, data.runs, pl.col("kind") == DEVELOPMENT),
        "triangles": count(closed, data.runs, pl.col("away").is_not_null()),
    }
    for name, table in tables.items():
        keep(numbers, f"net.{name}", values(table, BASE), "ties")
        for scenario in (NO_PATH, NO_GROUPS):
            gone = [-change for change in differences(table, scenario)]
            keep(numbers, f"net.{name}.{scenario}", gone, "ties")
    shares = _ratio(
        [-change for change in differences(tables["triangles"], NO_GROUPS)],
        values(tables["triangles"], BASE),
    )
    keep(numbers, "net.triangles.share", shares, "share")


def role(pattern: str, cell: str) -> str:
    """Whether a published figure was fitted or kept back."""
    return targets()[pattern].role_of(cell)


def cells(pattern: str) -> list[str]:
    """Years of the published figures of a pattern."""
    return [fact.cell for fact in targets()[pattern].facts]


PATTERNS = tuple(SINCE)
