"""Scores against independent calculations, and that they are proper."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.contest.scores import (
    count_distance,
    covered,
    interval_score,
    multinomial_log_score,
    negative_binomial_log_score,
    quantile_distance,
)


def test_the_log_score_of_shares_differs_as_multinomial_probabilities_do():
    counts, one, two = [7, 0, 3], [0.5, 0.1, 0.4], [0.2, 0.3, 0.5]
    expected = stats.multinomial.logpmf(counts, 10, one) - stats.multinomial.logpmf(counts, 10, two)
    gain = multinomial_log_score(counts, one) - multinomial_log_score(counts, two)
    assert gain == pytest.approx(expected)


def test_the_log_score_is_best_at_the_recorded_shares():
    counts = np.array([60.0, 30.0, 10.0])
    best = multinomial_log_score(counts, counts / 100)
    for other in ([0.5, 0.3, 0.2], [0.62, 0.29, 0.09], [1 / 3, 1 / 3, 1 / 3]):
        assert multinomial_log_score(counts, other) < best


def test_what_was_called_impossible_and_came_scores_minus_infinity():
    assert multinomial_log_score([1, 1], [1.0, 0.0]) == -np.inf
    assert multinomial_log_score([2, 0], [1.0, 0.0]) == 0.0


def test_shares_must_be_shares_of_the_cells():
    with pytest.raises(ValueError, match=r"add up to 0\.9"):
        multinomial_log_score([1, 1], [0.5, 0.4])
    with pytest.raises(ValueError, match="3 shares for 2 counts"):
        multinomial_log_score([1, 1], [0.5, 0.4, 0.1])


def test_the_interval_score_by_hand():
    found = interval_score([10, 10, 10], [20, 20, 20], [15, 8, 23])
    assert found.tolist() == [10, 10 + 20 * 2, 10 + 20 * 3]
    assert covered([10, 10, 10], [20, 20, 20], [10, 20, 21]).tolist() == [True, True, False]


def test_the_interval_score_is_best_at_the_true_quantiles():
    draws = np.random.default_rng(7).normal(size=200_000)
    truth = stats.norm.ppf([0.05, 0.95])
    best = interval_score(*truth, draws).mean()
    for low, high in ((-1.3, 1.3), (-2.1, 2.1), (-1.3, 2.1)):
        assert interval_score(low, high, draws).mean() > best + 0.05


@given(st.integers(0, 400), st.floats(0.05, 500), st.one_of(st.just(0.0), st.floats(1e-4, 20)))
def test_the_negative_binomial_is_that_of_scipy(count, mean, spread):
    size = 1 / spread if spread else None
    law = stats.nbinom(size, size / (size + mean)) if spread else stats.poisson(mean)
    found = float(negative_binomial_log_score(count, mean, spread))
    assert found == pytest.approx(law.logpmf(count), rel=1e-7, abs=1e-7)


def test_the_negative_binomial_goes_over_into_poisson():
    near, at = negative_binomial_log_score(12, 9.0, [2e-8, 0.0])
    assert near == pytest.approx(at, abs=1e-5)


@pytest.mark.parametrize(("mean", "spread"), [(0.0, 0.1), (-1.0, 0.1), (1.0, -0.1)])
def test_no_negative_binomial_without_a_mean(mean, spread):
    with pytest.raises(ValueError, match="a mean above 0"):
        negative_binomial_log_score(1, mean, spread)


def test_the_distance_of_quantiles_is_the_mean_gap_of_straight_lines():
    levels = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
    one, two = np.array([10, 40, 50, 90, 95.0]), np.array([20, 30, 60, 80, 120.0])
    fine = np.linspace(0.1, 0.9, 400_001)
    gap = np.abs(np.interp(fine, levels, one) - np.interp(fine, levels, two))
    assert quantile_distance(levels, one, two) == pytest.approx(gap.mean(), rel=1e-5)
    assert quantile_distance(levels, one, one) == 0
    assert quantile_distance(levels, one, one + 7) == pytest.approx(7)


def test_quantiles_come_in_order():
    with pytest.raises(ValueError, match="ascending order"):
        quantile_distance([0.5, 0.1], [1, 2], [1, 2])


def test_the_distance_of_counts_is_that_of_scipy():
    values, one, two = [0, 1, 2, 12, 15], [50, 20, 10, 3, 1], [10, 5, 4, 0, 2]
    expected = stats.wasserstein_distance(values, values, one, two)
    assert count_distance(values, one, two) == pytest.approx(expected)


def test_no_distance_without_counts_or_order():
    with pytest.raises(ValueError, match="without a single count"):
        count_distance([0, 1], [0, 0], [1, 1])
    with pytest.raises(ValueError, match="ascending order"):
        count_distance([1, 0], [1, 1], [1, 1])
