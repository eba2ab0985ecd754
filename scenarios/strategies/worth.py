"""What a euro of a strategy buys, at central values."""

from __future__ import annotations

from collections.abc import Mapping

from scenarios.strategies.numbers import centre
from scenarios.strategies.schema import PricedMeasure, numbers_of

_HELPS = {"begins": 1.0, "leaves": -1.0, "vacancy": -1.0, "search": 1.0, "board": 1.0}


def effect_per_euro(
    measures: Mapping[str, PricedMeasure], budget: int, ties_per_place: float
) -> float:
    """Log effect that a euro buys, at central values.

    The effects of one unit, counted as they are meant: what makes an activity begin, keeps who
    leads it or finds a successor adds up, what displaces an activity is taken off. Those on whom
    support changes nothing are left out, administration and fixed costs are paid first; measures
    weigh by their share of the budget.

    Parameters
    ----------
    measures : mapping of PricedMeasure
    budget : int
        EUR of 2020 a year.
    ties_per_place : float
        Ties that the support of one place reaches.
    """
    total = 0.0
    for measure in measures.values():
        money = measure.share * budget
        if money > 0:
            left = money * (1.0 - centre(measure.administration)) - centre(measure.fixed)
            reached = max(left, 0.0) / money / centre(measure.cost)
            helped = reached * (1.0 - centre(measure.deadweight))
            total += measure.share * helped * _help(measure, ties_per_place)
    return total


def _help(measure: PricedMeasure, ties_per_place: float) -> float:
    """Sum of the central log effects of one unit, those that harm below zero."""
    reach = ties_per_place if measure.unit == "place" else 1.0
    total = 0.0
    for where, number in numbers_of(measure):
        if where.startswith("what."):
            part = where.split(".")[1]
            times = 1.0 if part in ("search", "board") else reach
            total += times * _HELPS[part] * centre(number)
    return total * centre(measure.strength)
