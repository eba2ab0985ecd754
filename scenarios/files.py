"""Scenario files: find, read, extend, check. Every mistake is one sentence."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from scenarios import reading
from scenarios.reading import ScenarioError
from scenarios.schema import Scenario

__all__ = ["LIBRARY", "ScenarioError", "explain", "load", "names"]

LIBRARY = Path(__file__).parent / "library"


def names() -> list[str]:
    """Names of the scenarios that ship, in alphabetical order, `history` first."""
    return sorted(reading.shipped(LIBRARY), key=lambda name: name != "history")


def load(scenario: str | Path) -> Scenario:
    """Load a scenario by the name of one that ships, or from a TOML file.

    Parameters
    ----------
    scenario : str or Path
        `history`, say, or the path of a file that ends in .toml.

    Raises
    ------
    ScenarioError
        If there is none, it cannot be read, or a field is unknown, of a wrong type or out
        of bounds.
    """
    return reading.read_valid(_find(scenario), _find, "scenario", Scenario)


def _find(scenario: str | Path) -> Path:
    return reading.find_shipped(scenario, LIBRARY, "scenario")


def explain(error: ValidationError) -> str:
    """The first mistake of a validation of a scenario, as one sentence."""
    return reading.explain(error, Scenario)
