"""What the programmes of a motive have to spend in a year."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from simulation.motives.declared import programmes_of
from simulation.past import load_events
from simulation.past.policy.programmes import Budget, load_programmes


def money_of(name: str, year: int, active: Collection[str], later: float = 1.0) -> float:
    """Programme money for a motive, EUR a year, nominal.

    Between published years as programmes.csv has it. Before the first of them it rises evenly
    from nothing, from the event that opened the first programme; after the last it is `later`
    of that year's sum. Where a scenario leaves out the event behind a row, the sum of the year
    before it stays.

    Parameters
    ----------
    name : str
        A motive.
    year : int
    active : collection of str
        Ids of the events that happen.
    later : float
        Share of the last published sum in the years after it.
    """
    opened = programmes_of(name)
    began = [e.date.year for e in load_events() if e.id in opened and e.id in active]
    budgets = [budget for budget in load_programmes() if budget.event in opened]
    total = 0.0
    for programme in dict.fromkeys(budget.programme for budget in budgets):
        series = {b.year: b for b in budgets if b.programme == programme}
        money = _of_programme(series, year, active, min(began, default=None))
        total += money if year <= max(series) else money * later
    return total


def _of_programme(
    series: Mapping[int, Budget], year: int, active: Collection[str], began: int | None
) -> float:
    left_out = [y - 1 for y, budget in series.items() if budget.event not in active]
    first, last = min(series), min([max(series), *left_out])
    known = min(year, last)
    if known >= first:
        return float(series[known].eur)
    if began is None or began >= first:
        return 0.0
    return series[first].eur * max(known - began, 0) / (first - began)
