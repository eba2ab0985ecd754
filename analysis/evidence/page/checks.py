"""Posterior predictive checks, and the regularities that nothing was fitted to."""

from __future__ import annotations

from typing import Any

from analysis.evidence.page.markdown import count, listed, number, percent, table
from analysis.validation import targets

LEAST_INSIDE = 0.8
"""Share of the cells of a regularity that 90 % intervals must hold."""
RARE = 0.05
REGULARITIES = {
    "founders": "the descent down the ranks of towns: ever smaller places found ties",
    "likeness": "partners are alike in size, in every country",
    "likeness_kept": "partners are alike in size, in the Länder kept back",
    "repeats": "one partner a country",
    "distance": "distance matters near and fades far",
    "small_towns": "smaller towns have nearer Polish and Czech partners",
    "sponsorships": "sponsorships become twinnings after some forty years",
}
"""Regularities of the network by the pattern that shows each; only cells kept back count."""
NOT_HERE = (
    "Assortativity near 0.39 and clustering near 0.11 are said of the network of all Europe, which "
    "the world `germany` does not hold; ties between other countries likewise."
)


def predictive(rows: list[dict[str, Any]], runs: int) -> str:
    """Every pattern: how many cells lie inside, and whether the record looks like a run.

    Parameters
    ----------
    rows : what `predictive_checks` gives
    runs : how many runs they rest on
    """
    lines = [
        (
            targets()[row["pattern"]].title,
            row["role"],
            row["cells"],
            percent(row["inside"]),
            number(row["far"], 2),
            number(row["p"], 2),
        )
        for row in rows
    ]
    rare = [targets()[row["pattern"]].title for row in rows if row["p"] < RARE]
    told = (
        f"In {count(len(rare), 'pattern and role', 'patterns and roles')} of {len(rows)} the "
        f"record lies farther from the runs than all but a twentieth of them do (p under {RARE}); "
        "there the model is wrong in more than its luck and its parameters."
    )
    titles = ("pattern", "role", "cells", "inside", "far", "p")
    return (
        "## Does the record look like a run? Posterior predictive checks\n\n"
        f"{count(runs, 'run')} of the split fit, each with a draw of its posterior. *Inside*: "
        "cells that the runs' 90 % intervals hold. *Far*: mean squared distance of the record from "
        "the mean of the runs, in their standard deviations; about 1 where the record looks like "
        "a run. *p*: share of runs at least as far. Counts of which runs expect fewer than five "
        f"are left out. {told}\n\n{table(titles, lines, 'llrrrr')}"
    )


def regularities(rows: list[dict[str, Any]]) -> str:
    """Which of the regularities hold."""
    found = {row["pattern"]: row for row in rows if row["role"] == "kept back"}
    known = [(words, found[name]) for name, words in REGULARITIES.items() if name in found]
    lines = [
        (
            words,
            targets()[row["pattern"]].title,
            f"{percent(row['inside'])} of {row['cells']}",
            "yes" if row["inside"] >= LEAST_INSIDE else "**no**",
        )
        for words, row in known
    ]
    missed = [words for words, row in known if row["inside"] < LEAST_INSIDE]
    verdict = f"Not held: {listed(missed)}." if missed else "All that this world can show are held."
    titles = ("regularity", "pattern", "inside", "holds")
    return (
        "## Regularities that nothing was fitted to\n\n"
        f"A regularity holds where the 90 % intervals of the runs hold {percent(LEAST_INSIDE)} of "
        f"its cells or more. {verdict} {NOT_HERE}\n\n{table(titles, lines, 'llrl')}"
    )
