"""Probability of being best, of helping, and regret, against known answers."""

import numpy as np
import pytest
from scipy.stats import norm

from analysis.strategies.tables.ranking import ranking, wilson


def rows(gains):
    frame = ranking("own", list(gains), np.array(list(gains.values())))
    return {row["strategy"]: row for row in frame.iter_rows(named=True)}


def test_normal_differences_have_the_analytic_probabilities(evenly):
    # exact quantiles in place of draws: the only error is that of the grid
    count, mean, spread = 4001, 3.0, 5.0
    lead = mean + spread * norm.ppf((np.arange(count) + 0.5) / count)
    rival = evenly(20.0, 60.0, count)
    found = rows({"leader": rival + lead, "rival": rival})
    z = mean / spread
    assert found["leader"]["best"] == pytest.approx(norm.cdf(z), abs=2e-3)
    lost = spread * norm.pdf(z) - mean * norm.cdf(-z)
    assert found["leader"]["regret"] == pytest.approx(lost, rel=5e-3)
    assert found["rival"]["regret"] == pytest.approx(lost + mean, rel=5e-3)
    tail = spread * norm.ppf(0.9) - mean
    assert found["leader"]["regret_90"] == pytest.approx(tail, rel=5e-3)
    assert found["leader"]["mean_rank"] == pytest.approx(2.0 - norm.cdf(z), abs=2e-3)


def test_helping_is_the_share_above_zero():
    found = rows({"a": np.array([1.0, 2.0, -1.0, 0.0]), "b": np.full(4, -5.0)})
    assert found["a"]["helps"] == 0.5
    assert found["b"]["helps"] == 0.0
    assert not found["a"]["shown"]


def test_equal_strategies_share_being_best():
    gains = np.array([1.0, 5.0, 3.0, 4.0])
    found = rows({"a": gains, "b": gains, "c": gains - 1.0})
    assert found["a"]["best"] == found["b"]["best"] == 0.5
    assert found["c"]["best"] == 0.0
    assert found["a"]["mean_rank"] == found["b"]["mean_rank"] == 1.5
    assert found["a"]["regret"] == 0.0


def test_equal_means_are_ranked_by_name_whatever_the_order():
    gains = np.array([1.0, 2.0])
    assert rows({"b": gains, "a": gains})["a"]["rank"] == 1


def test_bands_are_quantiles_over_the_replications():
    row = rows({"a": np.arange(101.0)})["a"]
    assert (row["low_90"], row["low_50"], row["high_50"], row["high_90"]) == (5, 25, 75, 95)
    assert row["mean"] == 50.0
    assert row["error"] == pytest.approx(np.arange(101.0).std(ddof=1) / np.sqrt(101))


def test_wilson_matches_statsmodels():
    from statsmodels.stats.proportion import proportion_confint

    for hits, trials in ((0, 8), (7, 10), (100, 100)):
        low, high = wilson(np.array([hits / trials]), trials)
        assert (low[0], high[0]) == pytest.approx(
            proportion_confint(hits, trials, alpha=0.1, method="wilson")
        )
