"""The two laws of counts: against calculations of their own, and against known coefficients."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import gammaln
from scipy.stats import binom, t

from analysis.models.gravity.design import Design
from analysis.models.gravity.errors import Clusters
from analysis.models.gravity.estimators import negative_binomial, poisson
from analysis.models.results import ModelError

TRUTH = np.array([0.4, 0.8, -0.6])
ALPHA = 0.5


def data(seed=1, cells=120, countries=24, alpha=0.0):
    """Counts with known coefficients; one covariate of the country, one of the cell."""
    generator = np.random.default_rng(seed)
    country = np.arange(cells) % countries
    shared = generator.normal(size=countries)[country]
    own = generator.normal(size=cells)
    matrix = np.column_stack([np.ones(cells), shared, own])
    mean = np.exp(matrix @ TRUTH)
    spread = generator.gamma(1 / alpha, alpha, size=cells) if alpha else 1.0
    return generator.poisson(mean * spread).astype(float), matrix, country.astype(np.int64)


def design_of(matrix):
    terms = ("constant", "shared", "own")[: matrix.shape[1]]
    return Design(matrix, terms, np.ones(len(matrix), dtype=bool), ())


def newton(counts, matrix, offset):
    params = np.zeros(matrix.shape[1])
    params[0] = np.log(counts.mean() / np.exp(offset).mean())
    for _ in range(50):
        mean = np.exp(matrix @ params + offset)
        params = params + np.linalg.solve(
            (matrix * mean[:, None]).T @ matrix, matrix.T @ (counts - mean)
        )
    return params, np.exp(matrix @ params + offset)


def sandwich(matrix, mean, counts, clusters):
    bread = np.linalg.inv((matrix * mean[:, None]).T @ matrix)
    scores = matrix * (counts - mean)[:, None]
    sums = np.array([scores[clusters == c].sum(axis=0) for c in np.unique(clusters)])
    (n, k), g = matrix.shape, len(sums)
    return bread @ (sums.T @ sums) @ bread * (g / (g - 1)) * ((n - 1) / (n - k))


@pytest.mark.parametrize("exposed", [False, True])
def test_poisson_is_newtons_to_six_digits(exposed):
    counts, matrix, country = data()
    offset = np.linspace(-0.5, 0.5, len(counts)) if exposed else np.zeros(len(counts))
    found = poisson(counts, design_of(matrix), Clusters(country, 3), offset if exposed else None)
    params, mean = newton(counts, matrix, offset)
    assert found.params == pytest.approx(params, rel=1e-7)
    assert found.expected == pytest.approx(mean, rel=1e-7)
    covariance = sandwich(matrix, mean, counts, country)
    assert found.covariance == pytest.approx(covariance, rel=1e-6)
    row = found.rows({"own": "of the cell"})[2]
    error = np.sqrt(covariance[2, 2])
    assert (row.term, row.label) == ("own", "of the cell")
    assert row.low == pytest.approx(params[2] - t.ppf(0.95, 23) * error, rel=1e-6)
    assert row.high == pytest.approx(params[2] + t.ppf(0.95, 23) * error, rel=1e-6)
    assert row.p == pytest.approx(2 * t.sf(abs(params[2]) / error, 23), rel=1e-5)


def test_deviance_and_likelihood_are_those_of_the_formula():
    counts, matrix, country = data()
    found = poisson(counts, design_of(matrix), Clusters(country, 3))
    mean = found.expected
    likelihood = (counts * np.log(mean) - mean - gammaln(counts + 1)).sum()
    assert found.fit["log likelihood"] == pytest.approx(likelihood, rel=1e-9)

    def deviance(at):
        ratio = np.where(counts > 0, counts / at, 1.0)
        return 2 * (counts * np.log(ratio) - (counts - at)).sum()

    explained = 1 - deviance(mean) / deviance(np.full_like(mean, counts.mean()))
    assert found.fit["deviance explained"] == pytest.approx(explained, rel=1e-9)
    pearson = ((counts - mean) ** 2 / mean).sum() / (len(counts) - 3)
    assert found.fit["Pearson dispersion"] == pytest.approx(pearson, rel=1e-9)
    assert found.fit["share of empty cells"] == (counts == 0).mean()


def minus_likelihood(values, counts, matrix):
    mean, size = np.exp(matrix @ values[:-1]), np.exp(-values[-1])
    return -(
        gammaln(counts + size)
        - gammaln(size)
        - gammaln(counts + 1)
        + size * np.log(size / (size + mean))
        + counts * np.log(mean / (size + mean))
    ).sum()


def test_negative_binomial_is_the_maximum_of_its_likelihood_to_six_digits():
    counts, matrix, country = data(seed=4, alpha=ALPHA)
    clusters = Clusters(country, 3)
    base = poisson(counts, design_of(matrix), clusters)
    found = negative_binomial(counts, design_of(matrix), clusters, base)
    start = np.append(base.params, np.log(0.3))
    best = minimize(
        minus_likelihood, start, (counts, matrix), method="BFGS", options={"gtol": 1e-7}
    )
    again = minimize(
        minus_likelihood,
        best.x,
        (counts, matrix),
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-13, "maxiter": 4000, "maxfev": 8000},
    )
    assert found.params[:-1] == pytest.approx(again.x[:-1], abs=2e-7, rel=1e-6)
    assert found.params[-1] == pytest.approx(np.exp(again.x[-1]), rel=1e-6)
    assert found.terms[-1] == "alpha"
    assert found.fit["log likelihood"] == pytest.approx(-again.fun, rel=1e-10)
    gained = found.fit["log likelihood"] - base.fit["log likelihood"]
    assert found.fit["log likelihood gained over Poisson"] == pytest.approx(gained)
    assert found.rows({})[-1].p is None


def covered(seeds, alpha):
    """How often 90 % intervals hold each true coefficient."""
    hits = np.zeros(3, dtype=int)
    for seed in seeds:
        counts, matrix, country = data(seed, cells=480, countries=48, alpha=alpha)
        clusters, design = Clusters(country, 3), design_of(matrix)
        found = poisson(counts, design, clusters)
        if alpha:
            found = negative_binomial(counts, design, clusters, found)
        for number, row in enumerate(found.rows({})[:3]):
            hits[number] += row.low <= TRUTH[number] <= row.high
    return hits


@pytest.mark.parametrize("alpha", [0.0, ALPHA])
def test_intervals_hold_the_truth_as_often_as_they_say(alpha):
    """40 data sets: clustered errors of 48 clusters may cover 87 %, a little less than 90 %."""
    hits = covered(range(100, 140), alpha)
    assert binom.cdf(28, 40, 0.87) < 0.005  # a chance of a false alarm, for each of three
    assert (hits > 28).all()


@pytest.mark.deep
@pytest.mark.parametrize("alpha", [0.0, ALPHA])
def test_intervals_hold_the_truth_in_200_data_sets(alpha):
    hits = covered(range(1000, 1200), alpha)
    low, high = binom.ppf([0.0005, 0.9995], 200, [0.87, 0.91])
    assert ((hits >= low) & (hits <= high)).all(), hits


def test_few_clusters_are_said_and_too_few_are_not_used():
    counts, matrix, country = data()
    few = Clusters(country % 8, 3)
    assert few.told == "clustered by country (8 clusters)"
    assert few.notes()[0].startswith("8 clusters are few")
    single = Clusters(country * 0, 3)
    assert single.told == "robust (HC1)"
    assert "1 countries are too few" in single.notes()[0]
    assert np.isfinite(poisson(counts, design_of(matrix), single).covariance).all()
    assert Clusters(np.arange(47), 3).notes() == ()


def test_no_overdispersion_is_said():
    _, matrix, country = data()
    counts = np.full(len(matrix), 3.0)
    clusters = Clusters(country, 3)
    base = poisson(counts, design_of(matrix), clusters)
    with pytest.raises(ModelError, match="spread no more than Poisson counts do"):
        negative_binomial(counts, design_of(matrix), clusters, base)
