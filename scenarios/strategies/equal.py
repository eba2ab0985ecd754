"""Equal terms: the factors that make a euro of each strategy buy the same effect."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import median

from scenarios.reading import ScenarioError
from scenarios.strategies.strategy import Strategy

EQUAL = "@equal"
"""Ending of a strategy's name where it runs at equal effect per euro."""


def equalised(strategies: Mapping[str, Strategy], ties_per_place: float) -> dict[str, float]:
    """Factors on the log effects with which all have the median effect per euro.

    Parameters
    ----------
    strategies : mapping of Strategy
        By name. One without measures keeps the factor 1 and does not count.
    ties_per_place : float
        Ties that the support of one place reaches.

    Raises
    ------
    ScenarioError
        If a strategy with measures does not help at central values: no factor makes it.
    """
    worth = {
        name: strategy.effect_per_euro(ties_per_place)
        for name, strategy in strategies.items()
        if strategy.measures
    }
    for name, effect in worth.items():
        if effect <= 0.0:
            raise ScenarioError(
                f"strategy '{name}': has no effect at its central values, or one that harms; it "
                "cannot run at equal effect per euro"
            )
    middle = median(worth.values()) if worth else 1.0
    return {name: middle / worth[name] if name in worth else 1.0 for name in strategies}
