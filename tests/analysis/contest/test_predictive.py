"""Predictive distributions: discrepancy, intervals, and which cells inform them."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analysis.contest.predictive import (
    LEAST_MEAN,
    discrepancy,
    dispersion,
    intervals,
    predictive,
)


def frame(mean, group="g", **columns):
    return pl.DataFrame({"mean": mean}).with_columns(
        pattern=pl.lit("p"),
        cell=pl.int_range(pl.len()).cast(pl.String),
        group=pl.lit(group),
        variance=pl.col("mean"),
        **{name: pl.Series(values, dtype=pl.Float64) for name, values in columns.items()},
    )


def draws(mean, size, seed):
    """Counts whose means are off by gamma factors of variance `size`."""
    luck = np.random.default_rng(seed)
    return luck.poisson(mean * luck.gamma(1 / size, size, len(mean))).astype(float)


@pytest.mark.parametrize("size", [0.05, 0.4, 3.0])
def test_a_planted_discrepancy_is_found(size):
    mean = np.geomspace(1, 300, 4000)
    found = discrepancy(draws(mean, size, 3), mean, mean)
    # the relative error of the estimate is about sqrt(2 / 4000), so 4 of it are 9 %
    assert found == pytest.approx(size, rel=0.1)


def test_levels_that_were_fitted_to_the_cells_do_not_hide_the_discrepancy():
    """Four cells a level: a plain likelihood loses a quarter of the error, the adjusted none."""
    true = np.repeat(np.geomspace(20, 200, 500), 4)
    recorded = draws(true, 0.2, 7)
    fitted = np.repeat(recorded.reshape(-1, 4).mean(axis=1), 4)
    levels = np.repeat([f"level {k}" for k in range(500)], 4).tolist()
    plain, adjusted = (discrepancy(recorded, fitted, fitted, same) for same in (None, levels))
    assert plain == pytest.approx(0.15, rel=0.15)
    assert adjusted == pytest.approx(0.2, rel=0.1)
    # a level that nothing was fitted to is none
    assert discrepancy(recorded, fitted, fitted, [None] * len(true)) == plain


def test_no_discrepancy_where_luck_explains_all():
    mean = np.full(500, 20.0)
    assert discrepancy(mean, mean, mean) == 0.0
    assert discrepancy([], [], []) == 0.0


def test_the_spread_of_runs_is_not_counted_twice():
    mean = np.full(4000, 50.0)
    recorded = draws(mean, 0.3, 5)
    whole = discrepancy(recorded, mean, mean)
    assert discrepancy(recorded, mean, mean + 0.2 * mean**2) == pytest.approx(whole - 0.2, abs=1e-4)


def test_mean_and_variance_are_matched():
    spread = dispersion([10.0, 10.0, 10.0], [35.0, 10.0, 2.0], [0.0, 0.1, 0.1])
    variance = 10 + spread * 100
    # too little spread over runs counts as Poisson's
    assert variance.tolist() == pytest.approx([35.0, 20.0, 20.0])


@pytest.mark.parametrize("spread", [0.0, 0.02, 0.5, 8.0])
@pytest.mark.parametrize("mean", [LEAST_MEAN, 0.9, 7.3, 140.0])
def test_interval_ends_are_the_first_whole_numbers_past_five_and_ninety_five_percent(mean, spread):
    low, high = (int(end) for end in intervals(mean, spread))
    law = stats.nbinom(1 / spread, 1 / (1 + spread * mean)) if spread else stats.poisson(mean)
    for end, q in ((low, 0.05), (high, 0.95)):
        assert law.cdf(end) >= q
        assert end == 0 or law.cdf(end - 1) < q


def test_intervals_cover_nine_tenths_of_new_draws():
    mean = np.full(3000, 40.0)
    known, new = frame(mean, recorded=draws(mean, 0.3, 1)), draws(mean, 0.3, 2)
    found = predictive(known, frame(mean))
    inside = (found["low90"].to_numpy() <= new) & (new <= found["high90"].to_numpy())
    # 4 standard errors of a share of 3000 are 2.2 %
    assert inside.mean() == pytest.approx(0.91, abs=0.03)


def test_large_and_small_cells_have_their_own_discrepancy():
    large, small = np.full(2000, 60.0), np.full(2000, 2.0)
    known = frame(
        np.concatenate([large, small]),
        recorded=np.concatenate([draws(large, 0.1, 8), draws(small, 2.0, 9)]),
    )
    found = predictive(known, frame([5.0, 4.9]))["discrepancy"]
    assert found.to_list() == [pytest.approx(0.1, rel=0.15), pytest.approx(2.0, rel=0.2)]


def test_a_size_without_fitted_cells_takes_that_of_its_group_and_a_group_without_any_none():
    mean = np.full(2000, 60.0)
    known = frame(mean, recorded=draws(mean, 0.2, 4))
    assert predictive(known, frame([1.0]))["discrepancy"][0] == pytest.approx(0.2, rel=0.15)
    found = predictive(known, frame([60.0], group="other")).row(0, named=True)
    assert found["discrepancy"] == found["dispersion"] == 0
    assert (found["low90"], found["high90"]) == tuple(stats.poisson.ppf([0.05, 0.95], 60))


def test_a_mean_of_zero_is_raised_to_the_least():
    found = predictive(frame([0.0, 0.0], recorded=[0.0, 1.0]), frame([0.0])).row(0, named=True)
    assert found["mean"] == LEAST_MEAN
    assert found["low90"] == 0
    assert np.isfinite(found["high90"])


def test_the_order_of_cells_does_not_matter():
    mean = np.geomspace(0.1, 80, 200)
    known = frame(mean, recorded=draws(mean, 0.5, 6))
    shuffled = known.sample(fraction=1.0, shuffle=True, seed=1)
    assert predictive(known, frame(mean)).equals(predictive(shuffled, frame(mean)))
