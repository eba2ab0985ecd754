"""What every question starts from: the regression with its fits."""

from __future__ import annotations

from dataclasses import dataclass

from analysis.estimation.counts.penalised import (
    Solution,
    dispersion,
    is_pooled,
    negative_binomial,
    pooled,
    priors,
    solve,
)
from analysis.estimation.counts.problem import Problem
from analysis.estimation.events.columns import Layout
from simulation.parameters import Response
from simulation.past import Event


@dataclass(frozen=True)
class Asked:
    """The regression with its fits: as it ships, and with pooled sizes each on its own.

    Attributes
    ----------
    given, where : the problem and its layout
    events : in the order of their dates
    responses : delay and half-life of each
    fit, spread, widened : of the fit that ships
    loose, loose_widened : every size on its own, and its dispersion
    alpha : overdispersion of the negative-binomial fit
    """

    given: Problem
    where: Layout
    events: list[Event]
    responses: dict[str, Response]
    fit: Solution
    spread: float
    widened: float
    loose: Solution
    loose_widened: float
    binomial: Solution
    alpha: float

    @property
    def shocks(self) -> list[str]:
        """Names of the sizes that share one distribution."""
        chosen = is_pooled(self.given.names)
        return [name for name, is_one in zip(self.given.names, chosen, strict=True) if is_one]

    def place(self, name: str) -> int:
        """Where a parameter stands."""
        return self.given.names.index(name)


def asked(
    given: Problem, where: Layout, events: list[Event], responses: dict[str, Response]
) -> Asked:
    """Fit what every question starts from."""
    fit, spread = pooled(given)
    chosen = is_pooled(given.names)
    apart = {name for name, is_one in zip(given.names, chosen, strict=True) if is_one}
    loose = solve(given, *priors(given.names, spread, apart), start=fit.theta)
    binomial, alpha = negative_binomial(given, *priors(given.names, spread), fit.theta)
    widened, loose_widened = dispersion(given, fit), dispersion(given, loose)
    return Asked(
        *(given, where, events, responses, fit, spread, widened),
        *(loose, loose_widened, binomial, alpha),
    )
