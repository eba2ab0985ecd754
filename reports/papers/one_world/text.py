"""The sentences of the report; every number in them is one of `numbers`."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.validation import targets
from reports.papers.numbers import Numbers
from reports.papers.one_world.data import NO_GROUPS, NO_PATH, Data
from reports.papers.one_world.in_short import NAMES, answer, nearer_with_path
from reports.papers.one_world.numbers import AFTER, BEFORE, COUNTED
from reports.papers.paper import Figure, Grid, Section, Text
from reports.papers.parts.words import cell, interval, level, sign, size

LITTLE = 0.01
"""Share of all ties below which a change is called none to speak of."""


def text(data: Data, numbers: Numbers, figures: Mapping[str, Figure]) -> Text:
    """The report in English."""
    return Text(
        language="en",
        title="One world",
        question="Some twinnings lead to Nicaragua, Mali or Tanzania, and some join more than two "
        "towns. How far does the model get with them, and where does it fail?",
        answer=answer(data, numbers),
        sections=(
            Section(
                "What was counted, and what the runs have",
                counted(data, numbers),
                (figures["points"],),
                (beside(data, numbers),),
            ),
            Section("Which countries", countries(numbers), (figures["countries"],)),
            Section(
                "Does a path of its own matter?",
                path(data, numbers),
                (figures["path"], figures["forms"]),
            ),
            Section(
                "More than two: the League, rings, towns across a border",
                groups(numbers),
                (figures["league"],),
                (left_out(numbers),),
            ),
        ),
        method=method(numbers),
        limits=limits(numbers),
    )


def counted(data: Data, numbers: Numbers) -> tuple[str, ...]:
    """What is met and missed, and why."""
    lines = [
        "Few of these ties were ever counted. Where an office, a ministry or a newspaper named a "
        "number for a year, the figure sets it beside the runs, and so does the table below it. A "
        f"figure is met where it lies within {level(numbers)} of the runs, allowing for its own "
        "error."
    ]
    for pattern in NAMES:
        rows = data.judged.filter(pl.col("pattern") == pattern)
        about = targets()[pattern]
        if about.miss and not rows.is_empty() and not rows["inside90"].all():
            lines.append(f"{about.title} are missed at least once. {about.miss}")
    lines.append(
        f"One figure lies far off and was never a target: {numbers.say('places.published')} German "
        f"municipalities are said to have a development partnership in about {COUNTED}, and more "
        f"than {numbers.say('active.published', 'whole')} to be active in development policy. In "
        f"the runs {cell(numbers, 'places')} have one. The model holds only "
        f"{numbers.say('south.countries')} countries of the Global South, those with most recorded "
        "ties, and it counts ties between councils. Project partnerships that no register of "
        "twinning lists are not in it."
    )
    return tuple(lines)


def beside(data: Data, numbers: Numbers) -> Grid:
    """Published figures beside the runs."""
    rows = []
    for row in data.judged.iter_rows(named=True):
        name = f"{row['pattern']}.{row['cell']}"
        rows.append(
            (
                f"{targets()[row['pattern']].title}, {row['cell']}",
                numbers.say(f"{name}.published"),
                cell(numbers, name),
                row["role"],
                "met" if row["inside90"] else "missed",
            )
        )
    return Grid(
        caption="Published figures of single years beside the runs",
        head=("Counted", "published", "runs", "role", "verdict"),
        rows=tuple(rows),
        note=f"Runs: median, and in brackets {level(numbers)} of them.",
    )


def countries(numbers: Numbers) -> tuple[str, ...]:
    """Which countries beyond Europe there are, and how little of them is a test."""
    return (
        f"The register of 2015 holds {numbers.say('beyond.recorded', 'whole')} ties with the "
        f"{numbers.say('beyond.countries')} countries beyond Europe that the model knows: the "
        f"United States with {numbers.say('country.US.recorded')}, Israel with "
        f"{numbers.say('country.IL.recorded')}, China with {numbers.say('country.CN.recorded')}. "
        f"Another {numbers.say('elsewhere.recorded')} lead to "
        f"{numbers.say('elsewhere.countries')} countries, in and beyond Europe, that are left out "
        "because each has so few. Ties that the model seeks for development lead to "
        f"{numbers.say('south.countries')} countries and are {numbers.say('south.recorded')} in "
        f"the register, {numbers.say('country.NI.recorded')} of them with Nicaragua. China is not "
        "among these: German towns go there for trade.",
        "The model was told how much each country appeals, so these totals are no test of it. "
        + (
            f"Even so {numbers.say('beyond.outside')} of the {numbers.say('beyond.countries')} "
            f"lie outside {level(numbers)} of the runs: what was fitted to all countries at once "
            "does not hold each of the small ones."
            if numbers.value("beyond.outside")
            else f"All lie within {level(numbers)} of the runs."
        ),
    )


def path(data: Data, numbers: Numbers) -> tuple[str, ...]:
    """What the path of development does, by leaving it out."""
    form = max(
        ("contact", "friendship", "partnership"),
        key=lambda name: abs(numbers.value(f"south.{name}.path")),
    )
    value = numbers.value(f"south.{form}.path")
    word = "more" if value > 0 else "fewer"
    names = {"contact": "contacts", "friendship": "friendships", "partnership": "partnerships"}
    first = (
        "In the model a tie with the Global South begins at a networking event, becomes a limited "
        "project, and at the end of the project a contract, another project, or nothing. Money "
        "speeds both steps: the federal budget for them rose from "
        f"{numbers.say('money.first')} million EUR when it began to "
        f"{numbers.say('money.last')} million in its last published year. We ran the same "
        "histories once more without that path, so that these ties deepen as all others do."
    )
    whole, most = "south.all.path", f"south.{form}.path"
    second = (
        f"At the end of {data.until}, with the path, {cell(numbers, 'south.all')} ties with the "
        f"Global South are in force, and {cell(numbers, 'south.all.without')} without it; the "
        f"difference is {numbers.say(whole, 'whole')} {interval(numbers, whole)}. What changes "
        f"most is their form: {size(numbers, most)} {word} {names[form]} with the path "
        f"{interval(numbers, most)}. " + _sure(numbers, most)
    )
    better = nearer_with_path(numbers)
    third = (
        "Is the path real? The register shows "
        f"{numbers.say('form.partnership.recorded', 'share')} of these ties as partnerships. With "
        f"the path it would show {cell(numbers, 'form.partnership', 'share')}, without it "
        f"{cell(numbers, 'form.partnership.without', 'share')}. The recorded forms lie nearer to "
        f"the runs {'with' if better else 'without'} the path. "
        + (
            "That is weak evidence: the pace of the path was chosen with these shares in view."
            if better
            else "So the record does not speak for the path, although its pace was chosen with "
            "these shares in view."
        )
    )
    return first, second, third


def _sure(numbers: Numbers, name: str) -> str:
    if sign(numbers, name):
        return "That difference has one sign in nearly all pairs of runs."
    return "Even that could be chance."


def groups(numbers: Numbers) -> tuple[str, ...]:
    """The League, rings, Europastädte, and what they do to the network."""
    league = (
        "The New Hanseatic League began in 1980 in Zwolle. In the runs "
        f"{cell(numbers, f'hanse.joined.{BEFORE}')} towns have joined by the end of {BEFORE} and "
        f"{cell(numbers, f'hanse.joined.{AFTER}')} by the end of {AFTER}: a town joins with one "
        "chance for all, but only once the road to Lübeck is open. Who is a Hanse town is taken "
        "from the League's list, so the map shows an assumption about when, not a discovery of "
        "who."
    )
    largest = numbers.value("ring.largest") if _has(numbers, "ring.largest") else None
    twelve = numbers.value("douzelage.published")
    short = largest is not None and largest < twelve
    rings = (
        f"Rings, in which the partners of one town become partners of each other, are rare: "
        f"{cell(numbers, 'ring.founded')} were founded in a run, and "
        f"{cell(numbers, 'ring.living')} still hold together. Nobody counts the real ones. "
        + (
            f"The largest ring of any run has {numbers.say('ring.largest')} towns; the Douzelage, "
            f"one town from each country of the European Union, has "
            f"{numbers.say('douzelage.published')}. A club that recruits by country is not in the "
            "model."
            if short
            else "The largest ring of any run has "
            f"{numbers.say('ring.largest')} towns, no fewer than the Douzelage with "
            f"{numbers.say('douzelage.published')}."
        )
        + f" Pairs that declare themselves one town across a border, as Görlitz and Zgorzelec did, "
        f"number {cell(numbers, 'europastadt.living')}."
    )
    return league, rings, _circles(numbers)


def _circles(numbers: Numbers) -> str:
    few = sign(numbers, f"net.living.{NO_GROUPS}")
    change = abs(numbers.value(f"net.living.{NO_GROUPS}"))
    moves = "hardly moves" if change < LITTLE * numbers.value("net.living") else "changes"
    ties = (
        f"Leave all groups out, and the number of ties in force {moves}: "
        f"{numbers.say(f'net.living.{NO_GROUPS}', 'whole')} more with groups than without "
        f"{interval(numbers, f'net.living.{NO_GROUPS}')}, of {cell(numbers, 'net.living')}. "
    )
    if few == 0:
        ties += "That cannot be told from none. "
    return ties + (
        "What they do is close circles. Of the "
        f"{cell(numbers, 'net.triangles')} triangles of two German towns with a common partner "
        f"abroad, {numbers.say(f'net.triangles.{NO_GROUPS}', 'whole')} "
        f"{interval(numbers, f'net.triangles.{NO_GROUPS}')} are there because of groups and of "
        "the pull of a partner's partner. How strong that pull is was assumed: the register holds "
        "no inner-German tie, so no recorded triangle can tell."
    )


def _has(numbers: Numbers, name: str) -> bool:
    return any(number.name == name and number.value is not None for number in numbers)


def left_out(numbers: Numbers) -> Grid:
    """What each system adds to the network, by leaving it out."""
    rows = {
        "living": "ties in force",
        "development": "ties in force with the Global South",
        "triangles": "triangles through two German towns",
    }
    return Grid(
        caption="What the two systems add: default history less the same luck without them",
        head=("At the end of the runs", "default history", "the path adds", "groups add"),
        rows=tuple(
            (
                words,
                cell(numbers, f"net.{name}"),
                cell(numbers, f"net.{name}.{NO_PATH}"),
                cell(numbers, f"net.{name}.{NO_GROUPS}"),
            )
            for name, words in rows.items()
        ),
        note=f"Median over {numbers.say('runs')} pairs of runs; in brackets {level(numbers)} of "
        "the pairs.",
    )


def method(numbers: Numbers) -> tuple[str, ...]:
    """How it was made."""
    return (
        f"Three versions of 1945-2025 ran {numbers.say('runs')} times each: the default history, "
        "one without the path of development partnerships, and one without groups. The three "
        "share the seed and the draw of the posterior, so that what differs between them is the "
        "system that was left out. Intervals hold "
        f"{level(numbers)} of the runs or pairs.",
        "Published figures are judged by the rule of the scorecard: met where the band of the "
        "runs, each half widened by the figure's own error, holds it. Which figures were in view "
        "when numbers were chosen, and which were kept back, was declared before fitting "
        "(analysis/validation/targets.toml).",
    )


def limits(numbers: Numbers) -> tuple[str, ...]:
    """What it does not show."""
    return (
        "Most numbers of the path and of groups are assumed, not estimated: the pace of projects, "
        "what money does to them, the chance of a ring, the pull of fellow members.",
        "Motive is not recorded. That a tie with Tanzania is one of development follows here from "
        "the country alone.",
        f"Countries with few recorded ties are left out, {numbers.say('elsewhere.countries')} of "
        "them, many in Africa, Asia and Latin America. So the model says nothing of most of the "
        "Global South.",
        "The list of Hanse towns was partly entered from memory of the League's own list; single "
        "errors are likely.",
        "Ties among places abroad are not simulated, so circles that do not pass through Germany "
        "are not there.",
    )
