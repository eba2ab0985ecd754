"""Which country a town picks: how remote it is, whether it is held, and its partner regions.

For each dated tie, in the order of years, the country chosen competes with all others
(conditional logit). A country weighs by its appeal in the era (free, the East apart), by what
the pair law makes of its places for this town (its inclusive value, settled by the choice of
places within countries), by how far its middle lies, by whether the town holds it already, and by
what its Land and its government district have with it for reasons of their own: normal effects,
whose spreads are estimated. Without those of districts a few regional likings pass for a law of
distance, and as a certain one: the slope for France is then told by Franconia alone.

How remote a country is has one coefficient for all: Länder left out one by one were foretold no
better with one for each country, nor by the nearest place of a country in place of its middle, a
border zone, or a power of the inclusive value. What the one coefficient itself foretells is
measured in `left_out`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.single_ties.dated import Data, data_of, dated_ties
from analysis.estimation.single_ties.inclusive import inclusive
from analysis.estimation.single_ties.links import Links
from simulation.parameters import Choice
from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

APPEAL_PRECISION = 0.05
"""Weak normal prior on appeal by country and era, for countries without a tie in an era."""
REMOTE = 2
"""Place of remoteness among what is one number: held, paired, remote."""
SINGLE_PRECISION = 1e-4
"""Hardly any prior on what is one number."""
START_SPREADS = (0.4, 0.4)
"""Of Länder and of districts."""
ROUNDS = 8
"""Rounds of expectation and maximisation that move the spreads from their start."""
STEPS = 50
TOLERANCE = 1e-7
LONGEST = 2.0
"""Longest step of a parameter: from afar a full one overshoots."""


@dataclass(frozen=True)
class ReachFit:
    """What the choice among countries tells.

    Attributes
    ----------
    held, held_error : effect of a country already held
    held_share : share of the ties that went to a country already held
    paired : log weight that a partner region adds to its country as a whole, with its error
    remote : log weight of a country per unit of ln(km to its middle), with its error
    land_spread, part_spread : standard deviation of what a Land, and a government district
        within it, has with a country beyond the law (log); upper bounds, for few ties move them
        from their start: on simulated ties without any such liking the same rounds leave nearly as
        much (test_recovery)
    ties : dated ties
    """

    held: float
    held_error: float
    held_share: float
    paired: tuple[float, float]
    remote: tuple[float, float]
    land_spread: float
    part_spread: float
    ties: int
    log_likelihood: float


@dataclass(frozen=True)
class Design:
    """The regression: single numbers, then a number for each country in each class of ties.

    Attributes
    ----------
    data : ties
    single : (ties, countries, single numbers)
    classes : (ties, 3) era and half, Land, and district of each tie, numbered through
    sizes : how many there are of each
    """

    data: Data
    single: Floats
    classes: Integers
    sizes: tuple[int, int, int]

    @classmethod
    def of(cls, data: Data, apart: Sequence[int] = ()) -> Design:
        """Lay the regression out; remoteness of the countries `apart` has a number for each."""
        alone = np.eye(data.remoteness.shape[1])[list(apart)]
        remote = data.remoteness * (1.0 - alone.sum(axis=0))
        own = [data.remoteness * country for country in alone]
        single = np.stack([data.holds, data.paired, remote, *own], axis=-1)
        kinds = (data.cell, data.land, data.part)
        sizes = tuple(int(kind.max()) + 1 for kind in kinds)
        first = np.cumsum([0, *sizes[:-1]])
        classes = np.stack(kinds, axis=-1) + first
        return cls(data, single, classes, (sizes[0], sizes[1], sizes[2]))

    @property
    def countries(self) -> int:
        """Number of alternatives."""
        return int(self.data.value.shape[1])

    @property
    def singles(self) -> int:
        """How many parameters are one number."""
        return int(self.single.shape[2])

    def precision(self, spreads: tuple[float, float]) -> Floats:
        """Precision of the normal prior of each parameter."""
        each = [APPEAL_PRECISION, spreads[0] ** -2.0, spreads[1] ** -2.0]
        free = np.repeat(each, [size * self.countries for size in self.sizes])
        return np.concatenate([np.full(self.singles, SINGLE_PRECISION), free])

    def of_ties(self, which: NDArray[np.bool_]) -> Design:
        """The same regression on some of the ties."""
        data = {field.name: getattr(self.data, field.name)[which] for field in fields(self.data)}
        return Design(Data(**data), self.single[which], self.classes[which], self.sizes)

    def unmoved_by(self, number: int) -> Design:
        """The same regression without one of the single numbers."""
        single = self.single.copy()
        single[:, :, number] = 0.0
        return replace(self, single=single)

    def shares(self, theta: Floats) -> tuple[Floats, Floats]:
        """Probability of each country for each tie, and the log of that of the country chosen."""
        by_class = theta[self.singles :].reshape(-1, self.countries)
        utility = self.data.value + self.single @ theta[: self.singles]
        utility = utility + by_class[self.classes].sum(axis=1)
        utility -= utility.max(axis=1, keepdims=True)
        weight = np.exp(utility)
        share = weight / weight.sum(axis=1, keepdims=True)
        return share, np.log(share[np.arange(len(share)), self.data.chosen])

    def gradient(self, share: Floats) -> Floats:
        """Of the log likelihood."""
        rest = -share
        rest[np.arange(len(share)), self.data.chosen] += 1.0
        by_class = np.zeros((sum(self.sizes), self.countries))
        for kind in range(self.classes.shape[1]):
            np.add.at(by_class, self.classes[:, kind], rest)
        own = np.einsum("ic,ick->k", rest, self.single)
        return np.concatenate([own, by_class.ravel()])

    def information(self, share: Floats) -> Floats:
        """Fisher information; ties of one era and district share their blocks."""
        count = self.singles
        total = np.zeros((count + sum(self.sizes) * self.countries,) * 2)
        for here in np.unique(self.classes, axis=0):
            ties = (self.classes == here).all(axis=1)
            p, design = share[ties], self.single[ties]
            mean = np.einsum("ic,ick->ik", p, design)
            own = np.einsum("ic,ick,icl->kl", p, design, design) - mean.T @ mean
            both = np.einsum("ic,ick->ck", p, design) - p.T @ mean
            free = np.diag(p.sum(axis=0)) - p.T @ p
            blocks = [slice(s, s + self.countries) for s in count + here * self.countries]
            total[:count, :count] += own
            for block in blocks:
                total[block, :count] += both
                total[:count, block] += both.T
                for other in blocks:
                    total[block, other] += free
        return total


def fit_reach(
    links: Links, world: World, choice: Choice, kept_back: tuple[str, ...] = ()
) -> ReachFit:
    """Estimate what weighs on countries as a whole, given the law of places within them.

    Parameters
    ----------
    links, world : what happened, and where it could have
    choice : the pair law
    kept_back : countries whose remoteness informs no estimate: each has a number of its own,
        which is not told
    """
    design = laid_out(links, world, choice, kept_back)
    theta = np.zeros(design.singles + sum(design.sizes) * design.countries)
    spreads = START_SPREADS
    for _ in range(ROUNDS):
        theta, information = fitted(design, spreads, theta)
        covariance = np.linalg.inv(information)
        spreads = _spreads(design, theta, np.diag(covariance))
    errors = np.sqrt(np.diag(covariance))
    held, paired, remote = zip(theta[:3].tolist(), errors[:3].tolist(), strict=True)
    ties = np.arange(len(design.data.chosen))
    return ReachFit(
        *held,
        float(design.data.holds[ties, design.data.chosen].mean()),
        *(paired, remote),
        *spreads,
        len(ties),
        float(design.shares(theta)[1].sum()),
    )


def laid_out(links: Links, world: World, choice: Choice, kept_back: tuple[str, ...] = ()) -> Design:
    """Lay the choice among countries out; see `fit_reach` for the parameters."""
    frame = dated_ties(links, world)
    values = inclusive(frame, world, choice)
    apart = [values.countries.index(name) for name in kept_back if name in values.countries]
    return Design.of(data_of(frame, values), apart)


def fitted(design: Design, spreads: tuple[float, float], start: Floats) -> tuple[Floats, Floats]:
    """Maximise the penalised likelihood by Newton's method; a step that overshoots is halved.

    Returns
    -------
    parameters, and the information with the prior's precision

    Raises
    ------
    ArithmeticError
        If it does not converge.
    """
    precision, theta, last = design.precision(spreads), start, start
    step, best = np.zeros(len(start)), -np.inf
    for _ in range(STEPS):
        share, reached = design.shares(theta)
        value = float(reached.sum()) - 0.5 * float(precision @ theta**2)
        if value < best - TOLERANCE:
            step = 0.5 * step
            theta = last + step
            continue
        best, last = value, theta
        total = design.information(share) + np.diag(precision)
        step = np.linalg.solve(total, design.gradient(share) - precision * theta)
        if float(np.abs(step).max()) < TOLERANCE:
            return theta, total
        step = np.clip(step, -LONGEST, LONGEST)
        theta = last + step
    raise ArithmeticError(f"choice among countries: no convergence in {STEPS} steps")


def _spreads(design: Design, theta: Floats, variance: Floats) -> tuple[float, float]:
    """Root mean square of the effects of Länder and of districts, their errors included."""
    square = (theta**2 + variance)[design.singles :].reshape(-1, design.countries)
    cells, laender, _ = design.sizes
    parts = square[cells : cells + laender], square[cells + laender :]
    return float(np.sqrt(parts[0].mean())), float(np.sqrt(parts[1].mean()))
