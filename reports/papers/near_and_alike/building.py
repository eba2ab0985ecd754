"""Question, runs, numbers, figures and text put together."""

from __future__ import annotations

from reports.papers.near_and_alike import beside, figures, law, nulls, text, what_if
from reports.papers.near_and_alike.saying import has
from reports.papers.needs import ALIKE
from reports.papers.numbers import Numbers
from reports.papers.paper import Content, Grid, Paper, Provided, Section, Text

LEVEL = 0.9


def build(provided: Provided) -> Content:
    """Make the content of finished runs."""
    numbers = Numbers("reports.papers.near_and_alike")
    results = provided.results(ALIKE.name)
    summaries, pairs = results.table("summary"), results.table("pairs")
    ties = law.read()
    numbers.add("level", LEVEL, "share", source="counts")
    law.add(numbers, ties)
    found = beside.beside(summaries.filter(scenario=what_if.HISTORY))
    beside.add(numbers, found)
    beside.add_kept_back(numbers, ties)
    beside.add_nulls(numbers, ties)
    what_if.add(numbers, what_if.measures(pairs))
    sections = (
        Section(
            "Near",
            text.near(numbers),
            (figures.law_figure(numbers, ties), figures.slopes_figure(numbers)),
        ),
        Section("Alike", text.alike(numbers)),
        Section(
            "In the record and in the model",
            text.in_the_record(numbers),
            (figures.distance_figure(numbers, found), figures.likeness_figure(numbers, found)),
        ),
        Section(
            "One partner a country",
            text.one_a_country(numbers),
            (figures.repeats_figure(numbers, found),),
        ),
        Section(
            "What if neither counted",
            text.without(numbers),
            (figures.what_if_figure(numbers, pairs),),
            (_changes(numbers),),
        ),
        Section("What is null, and what is not", nulls.nulls(numbers)),
    )
    return Content(numbers, (_text(numbers, sections),))


def _changes(numbers: Numbers) -> Grid:
    """What each scenario changes, run by run."""
    names = {
        "no_proximity": "without nearness",
        "no_similarity": "without likeness",
        "no_contacts": "without prior contacts",
    }
    rows = []
    for measure, words in nulls.MEASURES.items():
        style = nulls.STYLES[measure]
        cells = [words, numbers.say(f"history.{measure}", style)]
        for scenario in names:
            name = f"{scenario}.{measure}.change"
            told = numbers.say(name, style)
            if has(numbers, f"{name}.low"):
                told += f" ({numbers.band(name, style)})"
            cells.append(told)
        rows.append(tuple(cells))
    level = numbers.say("level", "share")
    return Grid(
        "What changes without one thing",
        ("measure", "history", *names.values()),
        tuple(rows),
        "Mean of the runs, as the register of 2015 would show them; changes are means of paired "
        f"differences, with {level} of the runs in brackets. Near: up to "
        f"{numbers.say('near.reach')} km. Shares change by percentage points.",
    )


def _text(numbers: Numbers, sections: tuple[Section, ...]) -> Text:
    level = numbers.say("level", "share")
    return Text(
        language="en",
        title=text.TITLE,
        question=text.QUESTION,
        answer=text.answer(numbers),
        sections=sections,
        method=(
            "The law of places is a conditional logit: for each recorded tie, the chance that this "
            "place became the partner among all places of its country. Slopes of distance are "
            "drawn towards a common one by as much as they fail to tell themselves apart. It was "
            "estimated on single ties of the register, which do not ship; the numbers are "
            "published and read, not made again.",
            f"The simulated side is {numbers.say('runs')} runs of the default history, each with a "
            "draw of its posterior, passed through a model of the register and measured by the "
            "same programs as the record. Intervals hold "
            f"{level} of the runs. The runs without one thing share seed and draw with them.",
        ),
        limits=(
            "What is estimated on recorded ties is choice, consent, survival and recording in one. "
            "A near tie that lives longer looks like a near tie that is chosen more often.",
            "Economic structure, the leanings of councils and who knew whom are in no table at "
            "hand. Part of what is told of distance and size may be theirs.",
            "Only ties of German places with places abroad are seen. Partners without recorded "
            "inhabitants, mostly small ones, are left out of the likeness by country, which makes "
            "ties look more alike than they are.",
            "Wine towns and the like are not among the traits: no rule found them with enough "
            "precision.",
        ),
    )


PAPER = Paper("near_and_alike", text.TITLE, text.QUESTION, (ALIKE,), build)
