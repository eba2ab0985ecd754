"""The sliders of the page: each multiplies numbers of a scenario that belong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from simulation.luck import log

EVERY = ".*"
"""End of a path that stands for every number of a table, or of a section."""
DIGITS = 6
"""Of a number that a slider makes, so that the scenario file can be read."""


@dataclass(frozen=True)
class Lever:
    """One slider.

    Attributes
    ----------
    name : str
    title, help : str
        What it is, and what it does, in plain words.
    paths : tuple of str
        Dotted paths of a scenario; `a.b.*` stands for all that is in `a.b`, `a.*.b` for the `b` of
        all that is in `a`.
    low, high : float
        Least and largest factor; 1 leaves the scenario as it is.
    adds : bool
        Whether the number is a logarithm to which the logarithm of the factor is added.
    even : bool
        Whether the slider goes by ratios, so that a half and a double lie equally far.
    """

    name: str
    title: str
    help: str
    paths: tuple[str, ...]
    low: float
    high: float
    adds: bool = False
    even: bool = False

    def overrides(self, content: Mapping[str, Any], factor: float) -> dict[str, Any]:
        """Dotted paths and new values for a scenario.

        Parameters
        ----------
        content : mapping
            A scenario as plain values.
        factor : float
            `low` to `high`.
        """
        if factor == 1.0:
            return {}
        shift = float(log([factor])[0]) if self.adds else 0.0
        return {
            path: round(value + shift if self.adds else value * factor, DIGITS)
            for pattern in self.paths
            for path, value in found(content, pattern)
        }

    def told(self) -> dict[str, Any]:
        """What the page needs of it."""
        return asdict(self)


def found(content: Any, pattern: str, above: str = "") -> list[tuple[str, float]]:
    """Numbers at a path, with their own paths; switches are left out."""
    step, _, rest = pattern.partition(".")
    if not isinstance(content, Mapping):
        return []
    hits = []
    for key in sorted(content) if step == "*" else [step]:
        value, path = content.get(key), f"{above}.{key}" if above else key
        if rest:
            hits += found(value, rest, path)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            hits.append((path, float(value)))
    return hits


LEVERS: tuple[Lever, ...] = (
    Lever(
        "search",
        "Eagerness to find partners",
        "How often a town looks for a partner abroad.",
        ("rate.level",),
        0.25,
        4.0,
        adds=True,
        even=True,
    ),
    Lever(
        "distance",
        "Weight of distance",
        "How much a far place is shunned; 0: distance does not matter.",
        ("choice.distance.*", "choice.near"),
        0.0,
        2.0,
    ),
    Lever(
        "similar",
        "Weight of alike size",
        "How much towns prefer partners of their own size; 0: not at all.",
        ("choice.similar",),
        0.0,
        2.0,
    ),
    Lever(
        "events",
        "Weight of dated events",
        "How strongly treaties, enlargements and ruptures move the flow of ties; 0: not at all.",
        ("events.*.size",),
        0.0,
        2.0,
    ),
    Lever(
        "contacts",
        "Weight of earlier contacts",
        "How much private, school and soldiers' contacts draw a town to a country.",
        ("contacts.choice",),
        0.0,
        2.0,
    ),
    Lever(
        "held",
        "One partner a country",
        "How much a partner in a country puts off a second one there; 0: not at all.",
        ("choice.held",),
        0.0,
        2.0,
    ),
    Lever(
        "capacity",
        "Ties a town can carry",
        "Inhabitants per further tie before a town begins to say no; higher: fewer ties each.",
        ("consent.capacity",),
        0.25,
        4.0,
        even=True,
    ),
    Lever(
        "succession",
        "Someone takes over",
        "Chance that a successor is found when who carried an activity leaves.",
        ("life.succession",),
        0.0,
        2.0,
    ),
    Lever(
        "ending",
        "Decisions to end ties",
        "How often towns end a tie, awake or asleep; 0: never.",
        ("ending.contact", "ending.friendship", "ending.partnership"),
        0.0,
        4.0,
    ),
)
"""In the order of the page."""
BY_NAME = {lever.name: lever for lever in LEVERS}
