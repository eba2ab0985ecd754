"""Places that differ for good: the likelihood by hand, load and spread found again together."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.integrate import quad
from scipy.stats import norm, poisson

from analysis.estimation.single_ties.frailty import Counts, by_place, fit_frailty, scores

LOAD, SPREAD = -1.2, 1.0


def simulated(places=1500, periods=8, load=LOAD, spread=SPREAD, seed=5):
    """Counts that fall with what a place has, of places that differ for good."""
    generator = np.random.default_rng(seed)
    size = generator.normal(size=places)
    own = np.exp(spread * generator.normal(size=places) - 0.5 * spread**2)
    ties, before = np.zeros((places, periods)), np.zeros((places, periods))
    for period in range(periods):
        before[:, period] = ties[:, :period].sum(axis=1)
        rate = np.exp(-1.0 + 0.8 * size + load * np.log1p(before[:, period])) * own
        ties[:, period] = generator.poisson(rate)
    columns = [np.repeat(size, periods), np.log1p(before).ravel(), np.ones(places * periods)]
    return Counts(
        ties.ravel(),
        np.column_stack(columns),
        np.zeros(places * periods),
        np.repeat(np.arange(places), periods),
        np.ones(places),
        np.arange(places) % 60,
    )


SAMPLE = simulated()


@pytest.fixture(scope="module")
def fit():
    return fit_frailty(SAMPLE)


def test_the_likelihood_of_a_place_is_its_integral():
    counts = simulated(places=6, periods=3)
    params = np.array([0.5, -0.3, -0.8, 0.9])
    found = by_place(counts, params)
    for number in range(6):
        rows = counts.place == number
        mean = np.exp(counts.design[rows] @ params[:-1])

        def integrand(z, rows=rows, mean=mean):
            factor = np.exp(params[-1] * z - 0.5 * params[-1] ** 2)
            return norm.pdf(z) * poisson.pmf(counts.ties[rows], mean * factor).prod()

        assert found[number] == pytest.approx(np.log(quad(integrand, -9, 9)[0]), abs=1e-6)


def test_the_scores_are_the_slopes_of_the_likelihood():
    counts = simulated(places=50, periods=3)
    params = np.array([0.5, -0.3, -0.8, 0.9])
    for place in range(len(params)):
        step = np.zeros(len(params))
        step[place] = 1e-5
        slope = (by_place(counts, params + step) - by_place(counts, params - step)) / 2e-5
        assert scores(counts, params)[:, place] == pytest.approx(slope, abs=1e-6)


def test_load_and_spread_are_found_again_together(fit):
    truth = np.array([0.8, LOAD, -1.0, SPREAD])
    assert np.all(np.abs(fit.params - truth) < 3.5 * fit.bse)
    assert fit.bse.max() < 0.15
    assert fit.log_likelihood == pytest.approx(by_place(SAMPLE, fit.params).sum())


def test_without_the_spread_places_that_have_ties_would_seem_keen(fit):
    """What the spread is for: in a plain Poisson regression the load comes out far too weak."""
    plain = sm.GLM(SAMPLE.ties, SAMPLE.design, family=sm.families.Poisson()).fit()
    assert plain.params[1] > fit.params[1] + 0.4
    assert fit.plain == pytest.approx(plain.llf)
    assert fit.log_likelihood > fit.plain + 20.0


def test_where_places_are_alike_no_spread_is_imagined():
    alike = simulated(spread=0.0, seed=6)
    fit = fit_frailty(alike)
    assert fit.params[-1] < 0.3
    assert fit.params[1] == pytest.approx(LOAD, abs=3.5 * fit.bse[1])


def test_a_weight_counts_a_place_as_often():
    counts = simulated(places=200, periods=4)
    twice = Counts(
        np.tile(counts.ties, 2),
        np.tile(counts.design, (2, 1)),
        np.tile(counts.offset, 2),
        np.concatenate([counts.place, counts.place + 200]),
        np.ones(400),
        np.tile(counts.cluster, 2),
    )
    heavy = Counts(
        *(counts.ties, counts.design, counts.offset, counts.place, np.full(200, 2.0)),
        counts.cluster,
    )
    one, two = fit_frailty(twice), fit_frailty(heavy)
    assert one.params == pytest.approx(two.params, abs=1e-5)
    assert one.bse == pytest.approx(two.bse, rel=1e-4)


def test_covariates_that_cannot_be_told_apart_are_refused():
    counts = simulated(places=100, periods=3)
    double = np.column_stack([counts.design, counts.design[:, 0]])
    same = Counts(counts.ties, double, counts.offset, counts.place, counts.weight, counts.cluster)
    with pytest.raises(ValueError, match="cannot be told apart"):
        fit_frailty(same)
