"""The tables of the report, and what it says of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.papers.numbers import Numbers
from reports.papers.one_country_again.data import EVENTS
from reports.papers.one_country_again.numbers import point_name, points
from reports.papers.paper import Grid
from reports.papers.parts import words
from simulation.past import load_events

if TYPE_CHECKING:
    from reports.papers.one_country_again.data import Data

NOTHING = "–"
DOUBTS = {
    "common to all countries": "all countries moved alike",
    "not with negative-binomial counts": "gone if counts scatter more widely",
    "false dates stand out as far": "false dates stand out as far",
    "the years before differ already": "the years before differ already",
}
"""What speaks against a size, in words for everyone."""


def points_table(numbers: Numbers, data: Data) -> Grid:
    """Published inner-German figures beside the runs."""
    rows = []
    for row in points(data).iter_rows(named=True):
        name = point_name(row)
        published = numbers.say(f"{name}.recorded")
        if row["recorded_high"] is not None:
            published += f" to {numbers.say(f'{name}.recorded_high')}"
        label = str(row["cell"])
        if row["pattern"] == "waiting":
            label += ", western councils waiting"
        met = {True: "met", False: "missed", None: "–"}[row["inside90"]]
        rows.append((label, published, words.cell(numbers, name), row["role"], met))
    return Grid(
        "Published figures beside the runs",
        ("end of", "published", "simulated", "role", "verdict"),
        tuple(rows),
        "Sources speak of days, the model of years: what is said of 9 November 1989 is compared "
        "with the end of 1989. Simulated: median and, in brackets, what "
        f"{words.level(numbers)} of the runs show. A figure is met where it lies in the band, "
        "widened by an error of its own.",
    )


def counterfactuals(numbers: Numbers) -> Grid:
    """What is missing without unification, and without the wish for an inner-German partner."""
    lines = (
        ("all", "all"),
        ("inner-German", "inner"),
        ("opened countries", "opened"),
        ("other countries", "others"),
        ("eastern places, abroad", "east"),
        ("western places, abroad", "west"),
    )
    names = ("history.1996", "unity.1996", "unity.2014", "wish.1996")
    return Grid(
        "Ties ever founded, and how many fewer or more without",
        (
            "kind of tie",
            "history, by 1996",
            "no unification, by 1996",
            "by 2014",
            "no wish, by 1996",
        ),
        tuple(
            (label, *(words.cell(numbers, f"{name}.{group}") for name in names))
            for label, group in lines
        ),
        f"Medians of {numbers.say('runs')} runs or pairs of runs; in brackets what "
        f"{words.level(numbers)} of them show. Western places: with Berlin left out.",
    )


def method(numbers: Numbers) -> tuple[str, ...]:
    """How it was made."""
    return (
        f"Three scenarios ran {numbers.say('runs')} times each up to the end of 2014: the default "
        "history, the same without unification, and the same without the wish for a partner in "
        "the other part of Germany. Runs of one number share seed and draw of the posterior. "
        "Differences are medians over such pairs; intervals hold "
        f"{words.level(numbers)} of them.",
        f"The time split rests on {numbers.say('split.runs')} runs and on single ties that do not "
        "ship; it was made once (python -m analysis.contest.time_split) and is read from the file "
        "that ships, as are the sizes of events.",
        "Badges say what was fitted and what was kept back from the split fit. The draws used here "
        "are those of the full fit, which was made later, after the scores, with all of the record "
        "in view.",
    )


def limits() -> tuple[str, ...]:
    """What it does not show."""
    return (
        "No register holds inner-German ties. The published figures are round, differ from source "
        "to source, and do not tell which contracts they count.",
        "The register has no founding year by Land, so that what eastern and western places did in "
        "each year is simulated only.",
        "After 1996 recorded ties break off because the survey ends. No fall after that year is "
        "read as behaviour.",
        "Without unification much else would have been different: money, borders, who governs. "
        "The scenario changes only the rules by which places may search.",
        "Some numbers of the time split were set by people who know what came later.",
    )


def treaties(numbers: Numbers, data: Data) -> Grid:
    """Sizes of the events of these years, with verdicts and doubts."""
    known = {event["id"]: event for event in data.events["events"]}
    titles = {event.id: event.title for event in load_events()}
    rows = []
    for name in EVENTS:
        event = known[name]
        doubts = "; ".join(DOUBTS[doubt] for doubt in event["doubts"]) or NOTHING
        size = words.cell(numbers, f"event.{name}", "two")
        rows.append((titles[name].split(";")[0], size, event["verdict"], doubts))
    return Grid(
        "Events of these years",
        ("event", "times as many ties", "verdict", "what speaks against it"),
        tuple(rows),
        f"In brackets intervals of {words.level(numbers)} from the widest of three errors.",
    )
