"""Questions put to the single ties beside the estimates: what the law leaves out, and why.

Each answer is a number with its error that ODD.md or a docstring speaks of.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.estimation.single_ties.choice import ChoiceFit, fit_choice
from analysis.estimation.single_ties.links import Links
from analysis.estimation.single_ties.rate import PERIODS, fitted, panel, terms, with_spread
from analysis.recorded import country_totals
from simulation.choice import Law
from simulation.choice.access import accessibility
from simulation.choice.nearby import nearby
from simulation.parameters import Choice
from simulation.world import World


def checks(
    links: Links, world: World, fitted: ChoiceFit, choice: Choice, kept_back: Sequence[str] = ()
) -> dict[str, object]:
    """All answers: accessibility in the rate, likeness by squares, the size effect over time."""
    squared = fit_choice(links, world, likeness=np.square, kept_back=kept_back)
    return {
        "rate_access": access_effect(links, world, choice),
        "choice_gain_over_squares": fitted.log_likelihood - squared.log_likelihood,
        "rate_size_by_period": size_by_period(links, world),
    }


def access_effect(links: Links, world: World, choice: Choice) -> tuple[float, float]:
    """Effect on the rate of ln(accessible appeal), with its error.

    Countries weigh by their recorded ties. One would mean that a town with twice as much in
    reach searches twice as often; zero, that nearness decides whom and not how often.
    """
    law = Law(world, choice, districts=False)
    access = accessibility(law, nearby(law))
    recorded = dict(country_totals().iter_rows())
    weight = np.array([recorded.get(group, 0) for group in world.groups], dtype=np.float64)
    towns = law.rows[world.land[law.rows] >= 0]
    data = panel(links, world)
    of_region = weight[world.region_group]
    within = np.log((access[np.searchsorted(towns, data.rows)] * of_region).sum(axis=1))
    columns = {**terms(data), "access": np.broadcast_to(within[:, None], data.ties.shape)}
    fit = fitted(data, columns)
    return fit.values["access"], fit.errors["access"]


def size_by_period(links: Links, world: World) -> dict[str, tuple[float, float]]:
    """Effect of size (at 20,000 people) within each period, with its error."""
    data = panel(links, world)
    result = {}
    for number, first in enumerate(PERIODS[:-1]):
        if data.ties[:, number].sum() < LEAST_TIES:
            continue
        now = (np.arange(data.ties.shape[1]) == number).astype(np.float64)
        columns = dict(terms(data))
        columns["size_now"] = columns["size"] * now
        columns["size_curve_now"] = columns["size_curve"] * now
        fit = with_spread(data, columns)
        size, change = list(columns).index("size"), list(columns).index("size_now")
        pair = np.ix_([size, change], [size, change])
        value = float(fit.params[size] + fit.params[change])
        result[str(first)] = (value, float(fit.covariance[pair].sum() ** 0.5))
    return result


LEAST_TIES = 20
"""A period with fewer sampled ties is not asked."""
