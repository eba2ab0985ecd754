"""The published reports by name; each is read only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from reports.papers.paper import Paper

NAMES = (
    "after_the_war",
    "one_country_again",
    "near_and_alike",
    "state_of_the_network",
    "one_world",
    "what_would_revive_it",
)
"""In the order in which they are listed; each is a module of this folder with a `PAPER`."""


def paper(name: str) -> Paper:
    """The report of a name.

    Raises
    ------
    ValueError
        If there is none.
    """
    if name not in NAMES:
        raise ValueError(f"{name}: no such report; there are {', '.join(NAMES)}")
    found: Paper = import_module(f"reports.papers.{name}").PAPER
    return found


def papers(names: Sequence[str] = ()) -> list[Paper]:
    """Reports by name, all of them if none is given, each once and in the order of the list.

    Raises
    ------
    ValueError
        If there is no such report.
    """
    wanted = {paper(name).name for name in names} or set(NAMES)
    return [paper(name) for name in NAMES if name in wanted]
