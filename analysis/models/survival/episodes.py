"""Episodes: stretches of time in which somebody is at risk and nothing about them changes.

Both hazard models read the same rows. Time runs in whole years: an episode from `start` to `stop`
holds the years `start` + 1 to `stop`, and an event happens in its last year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from analysis.models.results import ModelError

FEWEST = 10
"""Events below which no hazard is fitted."""
PER_TERM = 5
"""Events for each term below which terms are too many."""


@dataclass(frozen=True)
class Term:
    """A covariate of a hazard.

    Attributes
    ----------
    name : of the column
    label : the same for people, with its unit
    binary : whether it is 0 or 1
    """

    name: str
    label: str
    binary: bool = False


@dataclass(frozen=True, eq=False)
class Process:
    """Who may have which event, and what is asked of it.

    Attributes
    ----------
    name : of the process: `first_tie`, `deepening`, `dormancy`, `ending`
    event : what some of them do, for people: "found a first tie"
    of : who is at risk: "places", "ties"
    clock : what time counts: "years since 1945", "years since the founding"
    bins : first year of each stretch of time that has a level of its own, ascending
    terms : the covariates that vary
    episodes : start, stop (whole years), event, stratum (whole number), group (for charts), and a
        column for each term
    period : first and last calendar year
    absorbed : terms that the strata of a Cox model absorb
    notes : what was left out; the same for all data of a kind
    measures : how much was left out, by name
    """

    name: str
    event: str
    of: str
    clock: str
    bins: tuple[int, ...]
    terms: tuple[Term, ...]
    episodes: pl.DataFrame
    period: tuple[int, int]
    absorbed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def events(self) -> int:
        """How many have the event."""
        return int(self.episodes["event"].sum())


def checked(found: Process, source: str) -> Process:
    """The process without terms that cannot be told, which its notes name.

    A term that does not vary is dropped. Where nothing happens on one side of a yes-or-no term its
    hazard has no finite estimate: that side is left out, and the term with it.

    Raises
    ------
    ModelError
        If too few have the event, or nobody is left without it.
    """
    if found.events < FEWEST:
        raise ModelError(
            f"{source}: {found.name}: {found.events} of its {found.of} {found.event}, but a hazard "
            f"is fitted from {FEWEST} events on; give a longer run or a larger world"
        )
    notes, terms, rows = list(found.notes), [], found.episodes
    for term in found.terms:
        if rows[term.name].n_unique() < 2:
            notes.append(f"'{term.label}' is the same for all {found.of} and is left out.")
            continue
        lacking = _without_events(rows, term) if term.binary else None
        if lacking is None:
            terms.append(term)
            continue
        rows = rows.filter(pl.col(term.name) != lacking)
        side = "yes" if lacking else "no"
        notes.append(
            f"None {found.event} while '{term.label}' is {side}: its hazard is not finite, so "
            "these years and the term are left out."
        )
    room = max(int(rows["event"].sum()) // PER_TERM, 1)
    notes.extend(
        f"'{term.label}' is left out: there are too few events for so many terms."
        for term in terms[room:]
    )
    return replace(found, terms=tuple(terms[:room]), episodes=rows, notes=tuple(notes))


def _without_events(rows: pl.DataFrame, term: Term) -> float | None:
    """The side of a yes-or-no term on which nothing happens; None where both have events."""
    some = rows.filter("event")[term.name].unique()
    return 1.0 - float(some[0]) if len(some) == 1 else None
