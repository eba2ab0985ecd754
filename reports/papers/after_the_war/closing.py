"""The table of the report, and what it says of itself."""

from __future__ import annotations

from reports.history import country_name
from reports.papers.after_the_war.data import EAST
from reports.papers.numbers import Numbers
from reports.papers.paper import Grid
from reports.papers.parts import words


def counterfactuals(numbers: Numbers) -> Grid:
    """What is missing without the treaty, and without expellees."""
    east = words.listed([country_name(code) for code in EAST])
    lines = (
        ("by 1975, all", "elysee.1975.all", "expellees.1975.all"),
        ("by 1975, France", "elysee.1975.france", None),
        (f"by 1975, {east}", None, "expellees.1975.east"),
        ("by 2014, all", "elysee.2014.all", "expellees.2014.all"),
        ("by 2014, France", "elysee.2014.france", None),
        (f"by 2014, {east}", None, "expellees.2014.east"),
    )
    return Grid(
        "Ties ever founded, less those of the history as it was",
        ("counted", "without the treaty", "without expellees"),
        tuple(
            (label, *("–" if name is None else words.cell(numbers, name) for name in names))
            for label, *names in lines
        ),
        f"Median of {numbers.say('runs')} pairs of runs and, in brackets, what "
        f"{words.level(numbers)} of them show. Sponsorships are not counted as ties.",
    )


def drawn(numbers: Numbers) -> str:
    """Which error of the treaty's size the runs carry, and which they do not."""
    say = numbers.say
    narrow = numbers.value("treaty.drawn.high") / numbers.value("treaty.drawn.low")
    wide = numbers.value("treaty.scattered.high") / numbers.value("treaty.scattered.low")
    rest = (
        "They do not carry its wider errors, which come below, and so are too narrow."
        if wide > narrow
        else "No error that comes below is wider."
    )
    return (
        "The treaty's size is drawn anew for each pair of runs, mostly between "
        f"{say('treaty.drawn.low', 'one')} and {say('treaty.drawn.high', 'one')} times as many "
        f"ties at its height: so much of its error these intervals carry. {rest}"
    )


def method(numbers: Numbers) -> tuple[str, ...]:
    """How it was made."""
    return (
        f"Three scenarios ran {numbers.say('runs')} times each up to the end of 2014: the default "
        "history, the same without the treaty, and the same without expellees. Runs of one number "
        "share seed and draw of the posterior in all three, so that they differ only by what was "
        "taken out. Differences are medians over such pairs; intervals hold "
        f"{words.level(numbers)} of them, and so carry both luck and what the data leave open "
        "about the parameters.",
        "Estimates of events were "
        "made once (python -m analysis.estimation.events) and are read from the file that ships; "
        "the comparison without the model is made again with the page.",
        "Badges say what was fitted and what was kept back from the split fit. The draws used here "
        "are those of the full fit, which was made later, after the scores, with all of the record "
        "in view.",
    )


def limits(numbers: Numbers) -> tuple[str, ...]:
    """What it does not show."""
    return (
        "Nobody recorded why a tie was founded. That a tie arose from reconciliation is a label "
        "of the model, not a finding.",
        "The register of 2015 holds survivors. If early ties with one country ended more often "
        "than others, its early years look emptier than they were.",
        "A counterfactual is the model's: it assumes that councils would have gone on by the same "
        "rules. Without a treaty, governments might have found other ways.",
        "Ties of the GDR with its neighbours and with France are hardly in the register; what "
        f"stands here on {numbers.say('recorded.all')} ties is mostly a western story.",
    )
