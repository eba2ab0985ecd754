"""Which country a town picks: the same law of distance, asked a second time, and what is held.

For each dated tie, in the order of years, the country chosen competes with all others
(conditional logit). A country weighs by its appeal in the era (free, the East apart), by what
the pair law makes of its places for this town (its inclusive value), by whether the town holds
it already, and by what its Land has with it for reasons of its own: a normal effect of each Land
and country, whose spread is estimated. The inclusive value depends on the slope of distance, so
that which towns of a Land turn to a country tells the slope as partners within a country do.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis.estimation.single_ties.choice import ChoiceFit, shrink
from analysis.estimation.single_ties.dated import Data, data_of, dated_ties
from analysis.estimation.single_ties.inclusive import Inclusive, inclusive
from analysis.estimation.single_ties.links import Links
from simulation.parameters import Choice
from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

APPEAL_PRECISION = 0.05
"""Weak normal prior on appeal by country and era, for countries without a tie in an era."""
LEAST_TIES = 40
"""A country with fewer ties has the common slope."""
PRIOR = (-1.3, 1.5)
"""Weak normal prior of every slope, for countries too far away to tell one."""
START_SPREAD = 0.5
SINGLE = 2
"""Parameters that are one number: of a country held, and of a partner region in it."""
ROUNDS = 6
"""Rounds of expectation and maximisation that move the spread from its start."""


@dataclass(frozen=True)
class ReachFit:
    """What the choice among countries tells.

    Attributes
    ----------
    held, held_error : effect of a country already held
    paired : log weight that a partner region adds to its country as a whole, with its error
    held_share : share of the ties that went to a country already held
    across : by country, the slope that this choice alone would give, with its error
    land_spread : standard deviation of what a Land has with a country beyond the law (log); an
        upper bound, for few ties move it from its start: on simulated ties without any such
        liking the same rounds leave nearly as much (test_recovery)
    ties : dated ties
    """

    held: float
    held_error: float
    paired: tuple[float, float]
    held_share: float
    across: dict[str, tuple[float, float]]
    land_spread: float
    ties: int
    log_likelihood: float


@dataclass(frozen=True)
class Effects:
    """Parameters of the choice among countries, from one vector.

    slopes : (own slopes + 1,), the last for all countries without one
    held, paired : numbers
    appeal : (cells, countries)
    affinity : (Länder, countries)
    """

    slopes: Floats
    held: float
    paired: float
    appeal: Floats
    affinity: Floats

    @classmethod
    def of(cls, theta: Floats, data: Data, slot: Integers) -> Effects:
        """Cut a vector into its parts."""
        count, countries = int(slot.max()) + 1, len(slot)
        first = count + SINGLE
        appeals = first + data.cells * countries
        return cls(
            theta[:count],
            float(theta[count]),
            float(theta[count + 1]),
            theta[first:appeals].reshape(data.cells, countries),
            theta[appeals:].reshape(data.laender, countries),
        )


def fit_reach(
    links: Links,
    world: World,
    choice: Choice,
    within: ChoiceFit,
    kept_back: tuple[str, ...] = (),
) -> tuple[ReachFit, ChoiceFit]:
    """Estimate the effect of a country held, and slopes from both choices together.

    Parameters
    ----------
    links, world : what happened, and where it could have
    choice : the other coefficients of choice
    within : estimates of the choice of places within countries
    kept_back : countries that get no slope of their own

    Returns
    -------
    ReachFit, and `within` with the slopes of both choices together
    """
    frame = dated_ties(links, world)
    values = inclusive(frame, world, choice)
    data = data_of(frame, values)
    counts = np.bincount(data.chosen, minlength=len(values.countries))
    own = [
        index
        for index, name in enumerate(values.countries)
        if name not in kept_back and counts[index] >= LEAST_TIES
    ]
    slot = np.full(len(values.countries), len(own))
    slot[own] = np.arange(len(own))
    spread = START_SPREAD
    for _ in range(ROUNDS):
        theta, likelihood = _fit(data, values, slot, spread)
        covariance = np.linalg.inv(_information(theta, data, values, slot, spread))
        affinity = Effects.of(theta, data, slot).affinity.ravel()
        variance = np.diag(covariance)[-len(affinity) :]
        spread = float(np.sqrt(np.mean(affinity**2 + variance)))
    errors = np.sqrt(np.diag(covariance))
    names = [values.countries[index] for index in own]
    across = {name: (float(theta[k]), float(errors[k])) for k, name in enumerate(names)}
    fit = ReachFit(
        float(theta[len(own) + 1]),
        float(errors[len(own) + 1]),
        (float(theta[len(own) + 2]), float(errors[len(own) + 2])),
        float(data.holds[np.arange(len(data.chosen)), data.chosen].mean()),
        across,
        spread,
        len(data.chosen),
        likelihood,
    )
    return fit, combined(
        within, across, {n: int(counts[i]) for n, i in zip(names, own, strict=True)}
    )


def _precision(data: Data, slot: Integers, spread: float) -> Floats:
    """Precision of the normal prior of each parameter: slopes, held, appeals, affinities."""
    count, countries = int(slot.max()) + 1, len(slot)
    return np.concatenate(
        [
            np.full(count, PRIOR[1] ** -2.0),
            np.full(SINGLE, 1e-6),
            np.full(data.cells * countries, APPEAL_PRECISION),
            np.full(data.laender * countries, spread**-2.0),
        ]
    )


def _fit(data: Data, values: Inclusive, slot: Integers, spread: float) -> tuple[Floats, float]:
    """Maximise the penalised likelihood; returns the parameters and the log likelihood."""
    count = int(slot.max()) + 1
    precision = _precision(data, slot, spread)
    centre = np.zeros(len(precision))
    centre[:count] = PRIOR[0]
    start = centre.copy()
    start[count] = -1.5
    ties = np.arange(len(data.chosen))

    def objective(theta: Floats) -> tuple[float, Floats]:
        share, slope = _shares(theta, data, values, slot)
        off = theta - centre
        loss = -float(np.log(share[ties, data.chosen]).sum())
        rest = -share
        rest[ties, data.chosen] += 1.0
        by_slope = np.bincount(slot, weights=(rest * slope).sum(axis=0), minlength=count)
        by_appeal = np.zeros((data.cells, len(slot)))
        np.add.at(by_appeal, data.cell, rest)
        by_land = np.zeros((data.laender, len(slot)))
        np.add.at(by_land, data.land, rest)
        single = [(rest * data.holds).sum(), (rest * data.paired).sum()]
        gradient = np.concatenate([by_slope, single, by_appeal.ravel(), by_land.ravel()])
        return loss + 0.5 * float((precision * off**2).sum()), precision * off - gradient

    options = {"maxiter": 1000, "maxfun": 4000}
    theta = minimize(objective, start, jac=True, method="L-BFGS-B", options=options).x
    share, _ = _shares(theta, data, values, slot)
    return theta, float(np.log(share[ties, data.chosen]).sum())


def _shares(theta: Floats, data: Data, values: Inclusive, slot: Integers) -> tuple[Floats, Floats]:
    """Probability of each country for each tie, and slope of its inclusive value."""
    now = Effects.of(theta, data, slot)
    value, slope = values.at(now.slopes[slot])
    utility = now.appeal[data.cell] + now.affinity[data.land]
    utility = utility + now.held * data.holds + now.paired * data.paired + value[data.town]
    utility -= utility.max(axis=1, keepdims=True)
    weight = np.exp(utility)
    return weight / weight.sum(axis=1, keepdims=True), slope[data.town]


def _information(
    theta: Floats, data: Data, values: Inclusive, slot: Integers, spread: float
) -> Floats:
    """Fisher information with the prior's precision; ties of one era and Land share a block."""
    share, slope = _shares(theta, data, values, slot)
    count, countries = int(slot.max()) + 1, len(slot)
    first = count + SINGLE
    total = np.diag(_precision(data, slot, spread))
    place = np.arange(countries)
    for cell, land in sorted(set(zip(data.cell.tolist(), data.land.tolist(), strict=True))):
        here = (data.cell == cell) & (data.land == land)
        p = share[here]
        design = np.zeros((*p.shape, first))
        design[:, place, slot] = slope[here]
        design[:, :, count] = data.holds[here]
        design[:, :, count + 1] = data.paired[here]
        mean = np.einsum("ic,ick->ik", p, design)
        own = np.einsum("ic,ick,icl->kl", p, design, design, optimize=True) - mean.T @ mean
        both = np.einsum("ic,ick->ck", p, design) - p.T @ mean
        free = np.diag(p.sum(axis=0)) - p.T @ p
        appeal = first + cell * countries + place
        affinity = first + (data.cells + land) * countries + place
        total[:first, :first] += own
        for block in (appeal, affinity):
            total[np.ix_(block, np.arange(first))] += both
            total[np.ix_(np.arange(first), block)] += both.T
            for other in (appeal, affinity):
                total[np.ix_(block, other)] += free
    return total


def combined(
    within: ChoiceFit, across: dict[str, tuple[float, float]], ties: dict[str, int]
) -> ChoiceFit:
    """The estimates within countries, their slopes replaced by those of both choices.

    The two of a country are averaged by precision, then drawn to the common slope.
    """
    names = sorted({*within.raw, *across})
    slopes, errors = np.zeros(len(names)), np.zeros(len(names))
    for k, name in enumerate(names):
        known = np.array([table[name] for table in (within.raw, across) if name in table])
        precision = known[:, 1] ** -2.0
        slopes[k] = np.average(known[:, 0], weights=precision)
        errors[k] = precision.sum() ** -0.5
    common, between = shrink(slopes, errors)
    slopes, errors = common.posterior(slopes, errors, between)
    rows = dict(zip(names, zip(slopes.tolist(), errors.tolist(), strict=True), strict=True))
    return replace(
        within,
        values={**within.values, **{f"distance.{name}": row[0] for name, row in rows.items()}},
        errors={**within.errors, **{f"distance.{name}": row[1] for name, row in rows.items()}},
        common=common,
        between=between,
        ties={**ties, **within.ties},
    )
