"""What is varied, and how far: every uncertain number of a scenario with its range."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.evidence.grounds import WITHIN_90, Grounds
from analysis.evidence.inputs import Inputs, read_inputs
from analysis.evidence.leaves import Leaf, leaves
from analysis.evidence.sources import grounds
from analysis.sensitivity.groups import group_of
from scenarios import Scenario, load

Floats = NDArray[np.float64]

DIGITS = 6
"""Significant digits of ends and values: what two processors agree on."""
REGRESSED = ("appeal", "events", "gates")
"""Sections whose estimates come from one regression: only joint draws may move them, for moved one
by one they would break the counts by country that they are fitted to together."""
HELD = ("rate.level",)
"""Numbers that stand for others: the level of all searches is one with the appeals of all
countries, which are fitted around it."""


@dataclass(frozen=True)
class Factor:
    """One number that is varied by itself, evenly between two ends.

    Attributes
    ----------
    path : dotted
    group : see `groups.toml`
    low, high : ends of its range, both possible
    whole : whether it takes whole numbers only, such as years
    kind : estimated, calibrated or assumed
    meaning : what the schema says of it, with its unit
    """

    path: str
    group: str
    low: float
    high: float
    whole: bool
    kind: str
    meaning: str

    def at(self, unit: Floats) -> pl.Series:
        """Values at points of the unit interval, named by the path."""
        if self.whole:
            steps = round(self.high) - round(self.low) + 1
            own = round(self.low) + np.minimum((unit * steps).astype(np.int64), steps - 1)
            return pl.Series(self.path, own)
        inside = self.low + unit * (self.high - self.low)
        return pl.Series(self.path, inside).round_sig_figs(DIGITS)


def factors(
    base: Scenario, drawn: Iterable[str] = (), inputs: Inputs | None = None
) -> tuple[Factor, ...]:
    """Every number of a scenario that is uncertain by itself, in the order of the schema.

    Estimated and calibrated numbers have the 90 % range of their error, within what was held
    possible before; assumed ones the range that the ledger states. Left out are numbers without a
    range, those that are drawn jointly, and those that the scenario sets otherwise than the
    default history: that is what makes it this scenario.

    Parameters
    ----------
    base : Scenario
    drawn : iterable of str
        Dotted paths of numbers that are drawn jointly.
    inputs : Inputs, optional
        Estimates; those that ship, by default.

    Raises
    ------
    ValueError
        If a section belongs to no group.
    """
    known, jointly = grounds(read_inputs() if inputs is None else inputs), set(drawn)
    usual = {leaf.path: leaf.value for leaf in leaves(load("history"))}
    found = []
    for leaf in leaves(base):
        ground = known.get(leaf.path)
        if (
            ground is None
            or leaf.path in HELD
            or leaf.path in jointly
            or usual.get(leaf.path) != leaf.value
        ):
            continue
        ends = _ends(leaf, ground)
        if ends is not None:
            found.append(_factor(leaf, ground, ends))
    return tuple(found)


def _factor(leaf: Leaf, ground: Grounds, ends: tuple[float, float]) -> Factor:
    whole = isinstance(leaf.value, int)
    low, high = (float(f"{end:.{DIGITS}g}") for end in ends)
    return Factor(leaf.path, group_of(leaf.path), low, high, whole, ground.kind, leaf.meaning)


def _ends(leaf: Leaf, ground: Grounds) -> tuple[float, float] | None:
    """Ends of the range of one number, None where it has none."""
    prior = ground.prior
    if ground.basis == "counts" and leaf.path.partition(".")[0] in REGRESSED:
        return None
    if ground.error is None:
        centre = (prior.first + prior.second) / 2.0 if prior.kind == "uniform" else prior.first
        wide = prior.second - prior.first if prior.kind == "uniform" else prior.width
        low, high = centre - wide / 2.0, centre + wide / 2.0
    else:
        low = leaf.value - WITHIN_90 / 2.0 * ground.error
        high = leaf.value + WITHIN_90 / 2.0 * ground.error
        if prior.kind == "uniform":
            low, high = max(low, prior.first), min(high, prior.second)
    return (low, high) if high > low else None
