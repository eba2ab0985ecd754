"""Question, runs, numbers, figures and text put together."""

from __future__ import annotations

import json

import polars as pl

from analysis.evidence.page.checks import REGULARITIES
from analysis.recorded import sidecar
from analysis.validation import Scorecard, compare
from analysis.validation.patterns.cells import EAST
from reports.demo.ties_map import TieMap
from reports.history import country_name
from reports.papers.needs import STATE
from reports.papers.numbers import Numbers
from reports.papers.paper import Content, Grid, Paper, Provided, Section, Text
from reports.papers.parts.record import estimates
from reports.papers.snapshots import FORECAST, TODAY
from reports.papers.state_of_the_network import figures, forecast, hindcast, known, maps, places
from reports.papers.state_of_the_network import text as words
from reports.papers.state_of_the_network.forecast import ALL
from scenarios.runs import Results, version

LEVEL = 0.9
FORMS = ("partnership", "friendship", "contact", ALL)


def build(provided: Provided) -> Content:
    """Make the content of finished runs."""
    numbers = Numbers("reports.papers.state_of_the_network")
    numbers.add("level", LEVEL, "share", source="counts")
    results = provided.results(STATE.name)
    runs = len(results.record["runs"])
    numbers.add("runs", runs, "runs")
    stock = estimates("stock")
    known.add_stock(numbers, stock)
    double = known.pairs(stock)
    known.add_pairs(numbers, double)
    summaries = results.table("summary").select("replication", "pattern", "cell", "value")
    card = Scorecard(compare(summaries), STATE.name)
    scores = known.scorecard(estimates("checks"), card)
    regular = known.regularities(scores)
    known.add_scores(numbers, scores, regular, runs)
    seen = card.frame.filter(pl.col("pattern") == "linked_by_size")
    found = places.places(results.table("municipalities"), results.table("partners"), seen)
    places.add(numbers, found)
    told, drawn = _forecast(numbers, results), _drawn(results)
    sections = (
        Section(
            "What nothing was fitted to",
            words.front(numbers, regular),
            (figures.regularities(numbers, regular),),
        ),
        Section("What is there", words.there(numbers), (figures.stock(numbers),)),
        Section(
            "How far to trust the registers",
            words.trust(numbers),
            (figures.trust(numbers, double),),
        ),
        Section("On the map", _on_the_map(numbers, results, drawn), (figures.network(drawn),)),
        Section("Places without a partner", words.alone(numbers), figures.alone(numbers, found)),
        Section(
            "What the next register will show",
            words.ahead(numbers),
            (figures.forecast(numbers, told),),
            (_by_form(numbers, told),),
        ),
        Section(
            "The scorecard",
            (
                "Every pattern that was declared before fitting, as the split fit has it, which "
                "never saw what is kept back, and as the runs of this report have it, whose fit "
                "has seen nearly everything. Only the kept-back rows of the split fit are a test.",
            ),
            (),
            (_scores(numbers, scores),),
        ),
    )
    sheet = forecast.sheet(told, _made(results))
    written = json.dumps(sheet, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return Content(numbers, (_text(numbers, sections),), files={"forecast.json": written.encode()})


def _forecast(numbers: Numbers, results: Results) -> pl.DataFrame:
    """Make the forecast and keep what is said of it."""
    rules = {row["rule"]: row["value"] for row in estimates("contest")["rules"]}
    coverage = float(rules["90 % intervals, coverage"])
    known.keep(numbers, "forecast.coverage", coverage, "share")
    wider = forecast.widening(coverage)
    known.keep(numbers, "forecast.wider", wider, "factor")
    snapshots = results.table("snapshots")
    register = forecast.recorded()
    table = forecast.foretold(snapshots, register, wider)
    numbers.add("forecast.register", sum(register["links"].to_list()), "ties", source="counts")
    spoken = (pl.col("country") == ALL) | (
        (pl.col("form") == ALL) & (pl.col("year") == FORECAST[-1])
    )
    for row in table.filter(spoken).iter_rows(named=True):
        name = f"forecast.{row['year']}.{row['country']}.{row['form']}"
        for end, column in {"": "q50", ".low": "q05", ".high": "q95"}.items():
            numbers.add(f"{name}{end}", row[column], "ties")
    numbers.add("forecast.rows", table.height, "rows")
    numbers.add("forecast.fingerprint", forecast.fingerprint(table), "first digits of the SHA-256")
    hindcast.add(numbers, snapshots, wider)
    return table


def _made(results: Results) -> dict[str, object]:
    """Versions, data and draws that the forecast was made from; no clock was read."""
    record = results.record
    tables = ("rgre2015_links_by_year", "published_counts", "vitality")
    return {
        "version": version(),
        "seed": record["runs"][0]["seed"],
        "runs": len(record["runs"]),
        "data": {name: str(sidecar(name)["date"]) for name in tables},
        "draws": record.get("draws"),
        "hashes": record["data"],
    }


def _drawn(results: Results) -> TieMap:
    """The network of the first run."""
    ties = results.table("ties")
    first = ties.filter(pl.col("replication") == ties["replication"].min())
    return maps.network(first, results.table("municipalities"), TODAY)


def _on_the_map(numbers: Numbers, results: Results, drawn: TieMap) -> tuple[str, ...]:
    numbers.add("map.shown", drawn.shown, "ties")
    numbers.add("map.beyond", drawn.beyond, "ties")
    living = results.table("snapshots").filter(pl.col("year") == TODAY)
    east = pl.col("land").is_in(EAST)
    told = []
    for name, side, where in (("West", "west", ~east), ("East", "east", east)):
        part = living.filter(where).group_by("country").agg(pl.col("living").sum())
        top = part.sort("living", "country", descending=[True, False])
        share = top["living"][0] / top["living"].sum()
        numbers.add(f"map.{side}", share, "share")
        told.append(
            f"in the {name} {country_name(top['country'][0])} "
            f"({numbers.say(f'map.{side}', 'share')} of the ties)"
        )
    return (
        f"The map has {numbers.say('map.shown')} living ties of one run; "
        f"{numbers.say('map.beyond')} more lead beyond its edges. The commonest partner country "
        f"is {told[0]}, {told[1]}, over all runs and with Berlin counted to the West.",
    )


def _by_form(numbers: Numbers, table: pl.DataFrame) -> Grid:
    """The forecast by year and form, and what it is known by."""
    rows = []
    for year in FORECAST:
        names = [f"forecast.{year}.{ALL}.{form}" for form in FORMS]
        rows.append((str(year), *(words.interval(numbers, name, "whole") for name in names)))
    return Grid(
        "Forecast: ties in the register at the end of the year, all countries",
        ("year", *(figures.FORMS[form] for form in FORMS)),
        tuple(rows),
        f"Median and {numbers.say('level', 'share')} interval. By country: part-forecast.csv, "
        "beside it part-forecast.json, which says what a cell is and how it is scored. SHA-256 "
        f"of the table: {forecast.digest(table)}. Made from jumelage {version()} and the register "
        f"of {_date('rgre2015_links_by_year')}, by no clock.",
    )


def _date(name: str) -> str:
    return str(sidecar(name)["date"])


def _scores(numbers: Numbers, scores: pl.DataFrame) -> Grid:
    rows = []
    for row in scores.iter_rows(named=True):
        name = f"score.{row['pattern']}.{row['role'].replace(' ', '_')}"
        marked = " *" if row["pattern"] in REGULARITIES and row["role"] == "kept back" else ""
        now = (
            f"{numbers.say(f'{name}.now')} of {numbers.say(f'{name}.now_cells')}"
            if words.has(numbers, f"{name}.now")
            else "–"
        )
        rows.append(
            (
                f"{row['title']}{marked}",
                row["role"],
                f"{numbers.say(f'{name}.inside')} of {numbers.say(f'{name}.cells')}",
                now,
            )
        )
    return Grid(
        "Recorded figures that intervals hold",
        ("pattern", "role", "split fit", "these runs"),
        tuple(rows),
        "* a regularity that nothing was fitted to. The two columns differ in cells: the first "
        "leaves out counts of which runs expect fewer than five, the second those recorded fewer "
        "than five times.",
    )


def _text(numbers: Numbers, sections: tuple[Section, ...]) -> Text:
    inside = numbers.value("score.british_change.kept_back.inside")
    british = "foretells" if inside else "misses"
    return Text(
        language="en",
        title=words.TITLE,
        question=words.QUESTION,
        answer=words.answer(numbers),
        sections=sections,
        method=(
            "The stock is what the register of spring 2015 holds, over the share of it that a "
            f"register would hold; the shares come from double records and from "
            f"{numbers.say('stock.runs')} runs, and are published, not re-run "
            "(python -m analysis.stock).",
            f"Everything simulated here is {numbers.say('runs')} runs of the history continued to "
            "2030, each with a draw of its posterior. Events that nobody knows yet are in none of "
            "them.",
            "The forecast takes the register as one that is kept up: what it holds stays in it "
            "while it lives, ended ties are taken out, others come in as they are reported. Each "
            "cell is stated as a gamma distribution, rounded to whole ties.",
        ),
        limits=(
            "Only ties with a German end are simulated. Nothing here is said of ties between other "
            "countries.",
            "If the register is cleaned, surveyed anew or given up, the forecast says nothing of "
            "that.",
            "Ends of ties are in no register; how fast ties end rests on one count of British "
            f"partnerships, which the split fit {british}, and on judgement.",
            "A tie that is suspended, as most with Russia are, stays in the register of the "
            "forecast, as it stays in that of 2015.",
            "Sizes of places are those of about 2003; small villages are missing from the frame "
            "and so from the map, not from the shares.",
        ),
    )


PAPER = Paper(
    *("state_of_the_network", words.TITLE, words.QUESTION, (STATE,), build),
    keeps=("part-forecast.csv", "part-forecast.json"),
)
