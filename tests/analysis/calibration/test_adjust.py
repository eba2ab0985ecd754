"""Inference on a model whose posterior is known: linear with normal errors."""

import numpy as np
import pytest

from analysis.calibration.adjust import learn, posterior_sample, weighted_quantiles

EFFECTS = np.array([[1.0, 0.3, 0.0], [0.2, 0.8, 0.0], [-0.5, 0.4, 0.0], [0.0, 1.0, 0.0]])
"""Summaries by parameter; the third parameter moves none."""
ERROR = 0.12


def bank(draws, seed, noise=6):
    """Parameters on the unit cube, summaries, and further summaries that are only noise."""
    rng = np.random.default_rng(seed)
    unit = rng.random((draws, 3))
    told = unit @ EFFECTS.T + ERROR * rng.standard_normal((draws, 4))
    return unit, np.hstack([told, rng.standard_normal((draws, noise))])


def exact(record):
    """Mean and covariance of the two parameters that matter, under a flat prior."""
    effects = EFFECTS[:, :2]
    cov = np.linalg.inv(effects.T @ effects) * ERROR**2
    return cov @ effects.T @ record[:4] / ERROR**2, cov


def moments(sample):
    mean = sample.weights @ sample.unit
    return mean, np.sqrt(sample.weights @ (sample.unit - mean) ** 2)


def test_the_exact_posterior_is_found():
    unit, x = bank(2048, 1)
    learnt = learn(unit, x)
    for number in range(5):
        truth = np.array([0.35 + 0.05 * number, 0.6 - 0.05 * number, 0.5])
        noise = np.random.default_rng(50 + number).standard_normal(10)
        record = np.concatenate([EFFECTS @ truth + ERROR * noise[:4], noise[4:]])
        mean, sd = moments(posterior_sample(unit, learnt, record))
        expected, cov = exact(record)
        assert mean[:2] == pytest.approx(expected, abs=0.035)
        assert sd[:2] == pytest.approx(np.sqrt(np.diag(cov)), rel=0.2)
        # the parameter that moves nothing keeps its prior: mean 1/2, sd 1/sqrt(12)
        assert mean[2] == pytest.approx(0.5, abs=0.09)
        assert sd[2] == pytest.approx(12**-0.5, rel=0.12)


def test_intervals_hold_the_truth_nine_times_in_ten():
    """400 truths by 3 parameters: 0.9 has a standard error of 0.009."""
    unit, x = bank(1024, 2)
    learnt = learn(unit, x)
    truths, records = bank(400, 3)
    inside = []
    for truth, record in zip(truths, records, strict=True):
        sample = posterior_sample(unit, learnt, record)
        low, high = weighted_quantiles(sample.unit, sample.weights, np.array([0.05, 0.95]))
        inside.append((low <= truth) & (truth <= high))
    coverage = np.mean(inside, axis=0)
    assert np.all(np.abs(coverage - 0.9) < 0.05), coverage


def test_a_posterior_stays_inside_the_prior():
    unit, x = bank(512, 4)
    learnt = learn(unit, x)
    record = np.concatenate([EFFECTS @ [1.4, -0.5, 0.5], np.zeros(6)])
    sample = posterior_sample(unit, learnt, record)
    assert sample.unit.min() > 0.0
    assert sample.unit.max() < 1.0
    mean, _ = moments(sample)
    assert mean[0] > 0.85
    assert mean[1] < 0.15


def test_a_statistic_explains_what_there_is_and_no_more():
    unit, x = bank(1024, 5, noise=60)
    first, second, third = learn(unit, x).ridges
    assert first.explained > 0.75
    assert second.explained > 0.75
    assert abs(third.explained) < 0.02


def test_squares_are_taken_where_they_pay():
    rng = np.random.default_rng(6)
    unit = rng.random((600, 2))
    bent = np.sqrt(unit[:, :1]) * rng.choice([-1.0, 1.0], (600, 1))
    straight = unit[:, 1:] + 0.3 * rng.standard_normal((600, 1))
    first, second = learn(unit, np.hstack([bent, straight])).ridges
    assert first.squares
    assert first.explained > 0.95
    assert not second.squares


def test_summaries_that_cannot_speak_are_left_out():
    unit, x = bank(300, 7, noise=3)
    x[:, 4] = 1.0
    x[:40, 5] = np.nan
    x[:20, 6] = np.nan
    assert learn(unit, x).usable.tolist() == [True] * 4 + [False, False, True]
    with pytest.raises(ValueError, match="no summary varies"):
        learn(unit, np.ones((300, 2)))


def test_a_record_without_a_number_or_far_away_still_has_statistics():
    unit, x = bank(400, 8)
    learnt = learn(unit, x)
    record = x[0].copy()
    record[9] = np.nan
    assert np.isfinite(learnt.of(record)).all()
    far, farther = record.copy(), record.copy()
    far[:4], farther[:4] = 1e3, 1e6
    assert np.array_equal(learnt.of(far), learnt.of(farther))


def test_a_draw_left_out_is_what_the_others_say():
    unit, x = bank(120, 9, noise=0)
    ridge = learn(unit, x).ridges[0]
    plain = (x - x.mean(axis=0)) / x.std(axis=0)
    features = np.hstack([plain, plain**2 - 1.0]) if ridge.squares else plain
    # the penalty that was chosen, found again from the coefficients it gave
    centred = features - features.mean(axis=0)
    target = unit[:, 0] - unit[:, 0].mean()
    left = centred.T @ target - centred.T @ centred @ ridge.coefficients
    penalty = float(left @ ridge.coefficients / (ridge.coefficients @ ridge.coefficients))
    keep = np.arange(120) != 17
    mean = features[keep].mean(axis=0)
    a = features[keep] - mean
    y = unit[keep, 0]
    solved = np.linalg.solve(a.T @ a + penalty * np.eye(a.shape[1]), a.T @ (y - y.mean()))
    assert ridge.left_out[17] == pytest.approx(y.mean() + (features[17] - mean) @ solved, abs=1e-6)


def test_too_few_draws_are_refused():
    unit, x = bank(16, 10)
    with pytest.raises(ValueError, match="16 draws are too few for 3 parameters"):
        posterior_sample(unit, learn(unit, x), x[0])


def test_quantiles_of_equal_weights_are_the_usual_ones():
    values = np.random.default_rng(11).random((1001, 2))
    levels = np.array([0.05, 0.5, 0.95])
    found = weighted_quantiles(values, np.full(1001, 1 / 1001), levels)
    assert found == pytest.approx(np.quantile(values, levels, axis=0, method="hazen"))
    twice = weighted_quantiles(values[:2, :1], np.array([0.9, 0.1]), np.array([0.45, 0.95]))
    assert twice[:, 0] == pytest.approx(values[:2, 0])
