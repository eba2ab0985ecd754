import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.discrete.conditional_models import ConditionalLogit

from analysis.estimation.single_ties.choice import Common, shrink
from analysis.estimation.single_ties.logit import conditional_logit


def choices(sets=400, alternatives=5, seed=3):
    generator = np.random.default_rng(seed)
    design = generator.normal(size=(sets, alternatives, 2))
    utility = design @ np.array([0.8, -0.5]) + generator.gumbel(size=(sets, alternatives))
    return design, utility.argmax(axis=1)


def test_it_agrees_with_statsmodels_to_six_digits():
    design, chosen = choices()
    ours = conditional_logit(design, chosen)
    taken = (np.arange(design.shape[1]) == chosen[:, None]).astype(int)
    groups = np.repeat(np.arange(len(chosen)), design.shape[1])
    theirs = ConditionalLogit(taken.ravel(), design.reshape(-1, 2), groups=groups).fit(
        disp=False, method="newton", gtol=1e-10
    )
    assert ours.params == pytest.approx(theirs.params, rel=1e-6)
    assert ours.errors == pytest.approx(theirs.bse, rel=1e-6)
    assert ours.log_likelihood == pytest.approx(theirs.llf, rel=1e-9)


def test_it_finds_the_truth_within_three_errors():
    fit = conditional_logit(*choices(sets=4000))
    assert np.all(np.abs(fit.params - [0.8, -0.5]) < 3 * fit.errors)
    assert fit.errors.max() < 0.05


def test_an_offset_takes_alternatives_out_and_carries_known_parts():
    design, chosen = choices()
    known = design[:, :, :1] * 0.8
    rest = conditional_logit(design[:, :, 1:], chosen, offset=known[:, :, 0])
    assert rest.params[0] == pytest.approx(-0.5, abs=0.2)
    closed = np.zeros(design.shape[:2])
    far = (chosen + 1) % design.shape[1]
    closed[np.arange(len(chosen)), far] = -1e9
    smaller = conditional_logit(design, chosen, offset=closed)
    assert smaller.log_likelihood > conditional_logit(design, chosen).log_likelihood


def test_what_cannot_be_told_is_said():
    separated = np.zeros((10, 2, 1))
    separated[:, 0] = 1.0
    with pytest.raises((ArithmeticError, np.linalg.LinAlgError)):
        conditional_logit(separated, np.zeros(10, dtype=np.int64))


@given(st.lists(st.floats(-3, 3), min_size=3, max_size=8), st.floats(0.05, 1.0))
def test_shrinking_moves_each_estimate_towards_the_common_mean(values, error):
    slopes = np.array(values)
    common, between = shrink(slopes, np.full(len(slopes), error))
    mean, sd = common.posterior(slopes, np.full(len(slopes), error), between)
    assert slopes.min() - 1e-9 <= common.mean <= slopes.max() + 1e-9
    assert np.all(np.abs(mean - common.mean) <= np.abs(slopes - common.mean) + 1e-9)
    assert np.all(sd <= error + 1e-12)


def test_equal_estimates_are_one():
    common, between = shrink(np.array([1.0, 1.0, 1.0]), np.array([0.1, 0.2, 0.3]))
    assert common == Common(pytest.approx(1.0), pytest.approx(common.error))
    assert between < 0.02


def test_a_step_that_overshoots_is_halved():
    """One rare alternative in a thousand taken half the time: a full step swings for ever."""
    design = np.zeros((100, 1001, 1))
    design[:, 0, 0] = 10.0
    chosen = np.arange(100) % 2
    fit = conditional_logit(design, chosen)
    assert fit.params[0] == pytest.approx(np.log(1000) / 10, rel=1e-6)
    assert fit.errors[0] == pytest.approx(1 / (10 * np.sqrt(100 * 0.25)), rel=1e-6)
