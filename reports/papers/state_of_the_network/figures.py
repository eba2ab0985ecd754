"""The figures of the report: data, picture, title, words for those who cannot see it."""

from __future__ import annotations

import polars as pl
from markupsafe import Markup

from reports.demo.figures import size_label
from reports.demo.provenance import map_source
from reports.demo.ties_map import TieMap
from reports.evidence import source_line
from reports.history import country_name
from reports.papers.numbers import Numbers
from reports.papers.paper import Figure
from reports.papers.parts.printing import rounded
from reports.papers.state_of_the_network import charts, maps
from reports.papers.state_of_the_network.forecast import ALL, OTHER
from reports.papers.state_of_the_network.places import Places, extremes
from simulation.past import load_laender

SIMULATED = "Simulated: runs of this report."
ESTIMATED = "estimated, not re-run"
ROWS = 21
"""Rows of the forecast that are drawn: all countries together, and those with most ties."""
FORMS = {
    "partnership": "partnerships",
    "friendship": "friendships",
    "contact": "contacts",
    "all": "all ties",
}


def regularities(numbers: Numbers, frame: pl.DataFrame) -> Figure:
    """What nothing was fitted to."""
    hold, all_ = numbers.say("regularities.hold"), numbers.say("regularities")
    missed = frame.filter(~pl.col("holds"))["label"].to_list()
    told = f"Missed: {'; '.join(missed)}." if missed else "None is missed."
    return Figure(
        slug="regularities",
        title=f"{hold} of {all_} regularities that nothing was fitted to are there",
        alt=f"Squares for cells of {all_} regularities, filled where the interval holds the "
        f"record. {hold} hold. {told}",
        data=rounded(frame),
        source="analysis/estimates/checks.json: runs of the split fit, published, not re-run.",
        wide=charts.regularities(frame, narrow=False),
        narrow=charts.regularities(frame, narrow=True),
        badge="kept back",
        note="A square is a recorded figure: full where the "
        f"{numbers.say('level', 'share')} interval of the runs holds it. A regularity holds with "
        f"{numbers.say('regularity.least', 'share')} of its squares full. Some have few squares: "
        "they could not have failed by much, nor succeeded.",
    )


def stock(numbers: Numbers) -> Figure:
    """Registered and living ties."""
    rows = []
    for form, word in FORMS.items():
        for year in ("2014", "2025"):
            name = f"stock.{year}.{form}"
            living, low, high = (
                numbers.value(f"{name}.living{end}") for end in ("", ".low", ".high")
            )
            registered = numbers.value(f"{name}.registered") if year == "2014" else None
            rows.append((f"{word}, {year}", registered, living, low, high))
    names = ["label", "registered", "living", "low", "high"]
    frame = pl.DataFrame(rows, schema=names, orient="row")
    return Figure(
        slug="stock",
        title="What the register holds, and what is there",
        alt="Bars for living ties by form at the end of 2014 and 2025, dots for what the register "
        f"of 2015 holds. All ties in 2014: {numbers.say('stock.2014.all.registered')} registered, "
        f"{numbers.say('stock.2014.all.living')} living "
        f"({numbers.band('stock.2014.all.living')}).",
        data=rounded(frame),
        source="analysis/estimates/stock.json: the register, other counts of the same ties, and "
        "runs of the model; published, not re-run.",
        wide=charts.stock(frame, narrow=False),
        narrow=charts.stock(frame, narrow=True),
        badge=ESTIMATED,
        note=f"Bars: {numbers.say('level', 'share')} intervals of the ties that live, stroke: "
        "median. Dots: the register of spring 2015.",
    )


def trust(numbers: Numbers, frame: pl.DataFrame) -> Figure:
    """The register beside other counts."""
    frame = frame.with_columns(label=pl.Series([_plain(words) for words in frame["label"]]))
    shown = frame.sort("role", "ratio", descending=[True, False], maintain_order=True)
    return Figure(
        slug="double-records",
        title="The same ties counted twice: the register as a share of another count",
        alt=f"Dots for {numbers.say('pairs.pooled')} counts that were pooled and "
        f"{numbers.say('pairs.checked')} that were kept back. The lowest ratio is "
        f"{numbers.say('pairs.least', 'share')}. Of those kept back "
        f"{numbers.say('pairs.inside')} lie in the band that the others expect.",
        data=rounded(shown),
        source="analysis/estimates/stock.json; other counts: analysis/stock/double_records.csv, "
        "with the page of each.",
        wide=charts.pairs(shown, narrow=False),
        narrow=charts.pairs(shown, narrow=True),
        badge="fitted and kept back",
        note="Black dots were pooled, brown ones kept back. Bars: what the pooled shares expect, "
        f"{numbers.say('level', 'share')}. Beyond the dotted line the register has more ties than "
        "the other count.",
    )


def _plain(words: str) -> str:
    """`DE-BY, IT: partnerships` as `Bayern with Italy: partnerships`."""
    ends, _, rest = words.partition(": ")
    home, _, away = ends.partition(", ")
    laender = dict(load_laender().select("land", "name").iter_rows())
    there = away if away == "abroad" else country_name(away)
    here = laender.get(home)
    return f"{f'{here}, ' if here else ''}{there}: {rest}"


def network(drawn: TieMap) -> Figure:
    """Europe's map."""
    data = pl.DataFrame(
        [(era.label, lines) for era, lines in drawn.by_era],
        schema=["founded", "ties drawn"],
        orient="row",
    )
    return Figure(
        slug="europe",
        title="The network at the end of 2025, as one run has it",
        alt="Map of Europe with simulated living ties as lines.",
        data=data,
        source=map_source(),
        drawn=Markup(drawn.svg),
        badge="simulated only",
        note="Ties with a German end; older ones lie on top. From dark to light: "
        f"{', '.join(era.label for era, _ in drawn.by_era)}. One run of many: its places are "
        "likely ones, not the real ones.",
    )


def alone(numbers: Numbers, found: Places) -> tuple[Figure, Figure]:
    """Places without a partner: by size, and on the map."""
    frame = found.by_size.with_columns(label=size_label(pl.col("cell")))
    told = (
        f"Of places under {numbers.say('alone.small')} inhabitants "
        f"{numbers.say('alone.small.recorded', 'share')} have none on record, of those of "
        f"{numbers.say('alone.large')} and more {numbers.say('alone.large.recorded', 'share')}."
    )
    sizes = Figure(
        slug="alone-by-size",
        title="Places without a partner abroad, by inhabitants",
        alt=f"Share of municipalities without a tie, by size. {told}",
        data=rounded(
            frame.select(
                "cell", "municipalities", "recorded", "registered", "simulated", "low90", "high90"
            )
        ),
        source=f"{source_line('linked_by_size')} {SIMULATED}",
        wide=charts.alone(frame, narrow=False),
        narrow=charts.alone(frame, narrow=True),
        badge="fitted",
        note="Dots: no tie in the register of 2015; rings: the same of the runs, which were fitted "
        "to it. Bands: no living tie, registered or not, at the end of 2025 in the runs. Between "
        "ring and band lie hidden ties and new ones. Twelve Länder.",
    )
    ends = extremes(numbers)
    title = f"most in {ends[0]}, fewest in {ends[1]}" if ends else "where they lie"
    picture = maps.without(found.chance, f"Map of Germany with a dot for each municipality. {told}")
    where = Figure(
        slug="alone-map",
        title=f"Places without a partner: {title}",
        alt="Map of Germany: dots coloured by the share of runs without a partner.",
        data=maps.classed(found.chance),
        source=map_source(),
        drawn=picture,
        badge="simulated only",
        note="The model knows sizes, borders and regions, not councils. A dark blue dot is a town "
        "that nearly always finds a partner in the runs; no dot says that a real place has none.",
    )
    return sizes, where


def forecast(numbers: Numbers, table: pl.DataFrame) -> Figure:
    """What the register of the end of 2030 will show."""
    last = int(str(table["year"].max()))
    frame = table.filter(pl.col("form") == ALL, pl.col("year") == last).head(ROWS)
    ends = {"simulated": "q50", "low50": "q25", "high50": "q75", "low90": "q05", "high90": "q95"}
    frame = frame.select(
        *(((pl.col(end) / pl.col("register_2015")).alias(name)) for name, end in ends.items()),
        label=_names(pl.col("country"), frame["country"].to_list()),
        told=pl.format("{} → {}", "register_2015", "q50"),
    )
    name = f"forecast.{last}.{ALL}.{ALL}"
    return Figure(
        slug="forecast",
        title=f"What a register of the end of {last} will show, by partner country",
        alt="Bands by country around the register of 2015. All countries: "
        f"{numbers.say(name)} ties ({numbers.band(name)}), in 2015 "
        f"{numbers.say('forecast.register')}.",
        data=table,
        source=f"{source_line('countries')} {SIMULATED}",
        wide=charts.changes(frame, narrow=False),
        narrow=charts.changes(frame, narrow=True),
        badge="simulated only",
        note=f"Bands: half and {numbers.say('level', 'share')} of what is foretold, over the ties "
        "of 2015; at the right both numbers. All forms together, countries with most ties; the "
        "table has every country, form and year, and the distribution.",
    )


def _names(column: pl.Expr, codes: list[str]) -> pl.Expr:
    names = {code: country_name(code) for code in codes} | {
        OTHER: "other countries",
        ALL: "all countries",
    }
    return column.replace(names)
