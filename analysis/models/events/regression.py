"""Poisson regressions of counts around an event, with errors that say what they allow for.

All countries touched by an event feel it alike, and all others feel nothing. A Poisson regression
with a level for each country and each year then has a short form: the touched countries' share
among the new ties of a year is a binomial regression on the event's dummies, with the same
estimates to the last digit (the levels of the years are conditioned out). The short form serves
where few countries are touched: its errors allow for shares that scatter more than a binomial and
go together over years, which a clustered error of one cluster cannot.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import f, t

from analysis.models.events.window import Window

Floats = NDArray[np.float64]

SERIAL_YEARS = 2
"""Years over which what is left of a series may go together (Newey-West)."""
CLUSTERS = 6
"""Countries touched from which errors are clustered by country."""


@dataclass(frozen=True, eq=False)
class Fit:
    """Effects of an event, on the log scale.

    Attributes
    ----------
    effects : one for each dummy
    covariance : of the effects
    freedom : degrees of freedom of their t and F statistics
    clustered : whether errors are clustered by country; else they are of the yearly shares
    cells : number of observations
    alpha : overdispersion of a negative-binomial fit, else 0
    """

    effects: Floats
    covariance: Floats
    freedom: int
    clustered: bool
    cells: int
    alpha: float = 0.0

    @property
    def errors(self) -> Floats:
        """Standard errors of the effects."""
        result: Floats = np.sqrt(np.diag(self.covariance))
        return result

    def p(self, place: int) -> float:
        """Two-sided p value of no effect."""
        return float(2.0 * t.sf(abs(self.effects[place]) / self.errors[place], self.freedom))

    def half_width(self, place: int, level: float) -> float:
        """Half of the interval of some coverage."""
        return float(t.ppf(0.5 + level / 2.0, self.freedom) * self.errors[place])

    def joint(self, places: list[int]) -> tuple[float, float]:
        """Wald test that some effects are zero together: F statistic and p value."""
        effects = self.effects[places]
        inverse = np.linalg.pinv(self.covariance[np.ix_(places, places)])
        value = float(effects @ inverse @ effects) / len(places)
        return value, float(f.sf(value, len(places), self.freedom))


def fitted(found: Window, dummies: Floats) -> Fit:
    """Effects of the dummies of an event, each of shape (years,), against other countries.

    Parameters
    ----------
    found : the window; `lacking` must find nothing wrong with it
    dummies : shape (years, effects)
    """
    many = int(found.touched.sum())
    if min(many, len(found.touched) - many) >= CLUSTERS:
        return by_country(found, dummies)
    return by_share(found, dummies)


def by_share(found: Window, dummies: Floats) -> Fit:
    """The short form: the touched countries' share of each year's new ties."""
    import statsmodels.api as sm

    pairs = np.column_stack([found.of_touched, found.of_others])
    some = pairs.sum(axis=1) > 0
    design = np.column_stack([np.ones(int(some.sum())), dummies[some]])
    model = sm.GLM(pairs[some], design, family=sm.families.Binomial())
    free = len(design) - design.shape[1]
    plain = _quiet(model)
    spread = max(plain.pearson_chi2 / free, 1.0) if free > 0 else 1.0
    wide = spread * np.asarray(plain.cov_params())[1:, 1:]
    serial = _serial(model, free)
    covariance = serial if serial is not None and np.trace(serial) > np.trace(wide) else wide
    return Fit(np.asarray(plain.params)[1:], covariance, max(free, 1), False, len(design))


def by_country(found: Window, dummies: Floats) -> Fit:
    """The long form: countries and years in rows, errors clustered by country."""
    import statsmodels.api as sm

    counts, design, countries = long(found, dummies)
    model = sm.GLM(counts, design, family=sm.families.Poisson())
    fit = _quiet(model, cov_type="cluster", cov_kwds={"groups": countries})
    width = dummies.shape[1]
    covariance = np.asarray(fit.cov_params())[:width, :width]
    clusters = len(found.touched)
    return Fit(np.asarray(fit.params)[:width], covariance, clusters - 1, True, len(counts))


def negative_binomial(found: Window, dummies: Floats) -> Fit:
    """The long form with negative-binomial counts (variance m + alpha m^2).

    Alpha is told by the squared residuals of the Poisson fit (Cameron and Trivedi 1990); where
    they show no overdispersion the fit is the Poisson one. Errors are those of the model.
    """
    import statsmodels.api as sm

    counts, design, _ = long(found, dummies)
    poisson = _quiet(sm.GLM(counts, design, family=sm.families.Poisson()))
    mean = np.asarray(poisson.mu)
    excess = ((counts - mean) ** 2 - counts) / mean
    alpha = max(float(mean @ excess / (mean @ mean)), 0.0)
    fit = poisson
    if alpha > 0.0:
        family = sm.families.NegativeBinomial(alpha=alpha)
        fit = _quiet(sm.GLM(counts, design, family=family), start_params=poisson.params)
    width = dummies.shape[1]
    covariance = np.asarray(fit.cov_params())[:width, :width]
    free = len(counts) - design.shape[1]
    return Fit(np.asarray(fit.params)[:width], covariance, free, False, len(counts), alpha)


def series(counts: Floats, since: NDArray[np.int64]) -> Fit:
    """Interrupted time series: a step at the event and a bend of the trend from it on.

    Poisson regression on a level, a trend, the step (one from year 0 on) and the bend (years
    since the event); errors widened by the dispersion, or Newey-West where these are wider.
    """
    import statsmodels.api as sm

    after = (since >= 0).astype(np.float64)
    design = np.column_stack([np.ones(len(since)), since + 0.5, after, after * (since + 0.5)])
    model = sm.GLM(counts, design, family=sm.families.Poisson())
    free = len(since) - design.shape[1]
    plain = _quiet(model)
    spread = max(plain.pearson_chi2 / free, 1.0)
    wide = spread * np.asarray(plain.cov_params())[2:, 2:]
    serial = _serial(model, free)
    if serial is not None:
        serial = serial[1:, 1:]
    covariance = serial if serial is not None and np.trace(serial) > np.trace(wide) else wide
    return Fit(np.asarray(plain.params)[2:], covariance, free, False, len(since))


def long(found: Window, dummies: Floats) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Counts, design and number of the country, one row a country and year.

    The first columns are the event's dummies in the countries touched; then a level for each
    country and for each year but the first. Years without any tie tell nothing and are left out.
    """
    some = found.ties.sum(axis=0) > 0
    ties, known = found.ties[:, some], dummies[some]
    many, years = ties.shape
    effect = np.where(found.touched[:, None, None], known[None, :, :], 0.0)
    countries = np.repeat(np.arange(many), years)
    level = np.eye(many)[countries]
    year = np.tile(np.eye(years)[:, 1:], (many, 1))
    design = np.column_stack([effect.reshape(many * years, -1), level, year])
    return ties.ravel(), design, countries


def _serial(model: Any, free: int) -> Floats | None:
    """Newey-West covariance of all but the first parameter; None where too few years are left."""
    if free <= SERIAL_YEARS:
        return None
    kinds = {"maxlags": SERIAL_YEARS, "use_correction": True}
    fit = _quiet(model, cov_type="HAC", cov_kwds=kinds)
    return np.asarray(fit.cov_params())[1:, 1:]


def _quiet(model: Any, **options: Any) -> Any:
    """A fit to full precision; what statsmodels warns of is told by `lacking` before."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(maxiter=200, tol=1e-12, **options)
