"""Vitality: independent calculations, and known coefficients that are found again."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit

from analysis.models.results import ModelError
from analysis.models.vitality.living import Living, Term
from analysis.models.vitality.mixed import mixed
from analysis.models.vitality.ordered import classes, ordered

TERMS = (Term("age", "age"), Term("school", "school exchange", binary=True))
CUTS = np.array([-1.5, 0.0, 1.2])
EFFECTS = np.array([-0.6, 0.9])
MIDDLES = np.array([0.0, 0.3, 0.6, 0.9])
"""A vitality within each class."""


def lot(vitality, design, countries=None, terms=TERMS) -> Living:
    many = len(vitality)
    names = tuple(countries) if countries is not None else ("FR",) * many
    return Living(2025, np.asarray(vitality), names, terms, np.asarray(design), (), {})


def classed(seed: int, number: int) -> Living:
    """Vitality in classes drawn from an ordered logit."""
    rng = np.random.default_rng(seed)
    design = np.column_stack([rng.normal(3.0, 1.0, number), rng.random(number) < 0.4]).astype(float)
    score = design @ EFFECTS + rng.logistic(size=number)
    level = EFFECTS @ [3.0, 0.4]
    return lot(MIDDLES[np.searchsorted(CUTS + level, score)], design)


def scattered(seed: int, countries: int, each: int, spread=0.1, noise=0.15) -> Living:
    """Vitality with levels of countries and normal noise."""
    rng = np.random.default_rng(seed)
    names = np.repeat([f"C{n:02}" for n in range(countries)], each)
    design = np.column_stack(
        [rng.normal(0.0, 1.0, len(names)), rng.random(len(names)) < 0.5]
    ).astype(float)
    level = np.repeat(rng.normal(0.0, spread, countries), each)
    value = 0.5 + design @ [0.02, 0.05] + level + rng.normal(0.0, noise, len(names))
    return lot(value, design, names)


def likelihood(theta, found: Living, of) -> float:
    """Minus the log likelihood of an ordered logit: effects, then thresholds."""
    reach = np.concatenate([[-np.inf], theta[2:], [np.inf]])
    score = found.design @ theta[:2]
    return -float(np.log(expit(reach[of + 1] - score) - expit(reach[of] - score)).sum())


def test_ordered_logit_is_the_optimum_of_its_likelihood():
    found = classed(1, 300)
    of, cuts, _ = classes(found.vitality)
    told = ordered(found, "made")
    assert cuts == told.cuts == (0.0, 0.5, 0.75)
    start = np.array([0.0, 0.0, -1.0, 0.0, 1.0])
    best = minimize(likelihood, start, args=(found, of), method="BFGS", options={"gtol": 1e-7})
    assert told.effects == pytest.approx(best.x, abs=2e-6)
    assert told.log_likelihood == pytest.approx(-best.fun, rel=1e-10)
    step, unit = 1e-4, np.eye(5) * 1e-4
    bend = np.array(
        [
            [
                likelihood(best.x + a + b, found, of)
                - likelihood(best.x + a - b, found, of)
                - likelihood(best.x - a + b, found, of)
                + likelihood(best.x - a - b, found, of)
                for b in unit
            ]
            for a in unit
        ]
    ) / (4 * step * step)
    # thresholds too: their errors are turned back from what statsmodels estimates
    assert np.sqrt(np.diag(told.covariance)) == pytest.approx(
        np.sqrt(np.diag(np.linalg.inv(bend))), rel=1e-4
    )


def test_one_side_and_two_classes_have_a_closed_form():
    # 60 of 100 above on one side, 30 of 100 on the other: a difference of log odds
    vitality = np.repeat([0.9, 0.2, 0.9, 0.2], [60, 40, 30, 70])
    side = np.repeat([1.0, 0.0], 100)[:, None]
    told = ordered(lot(vitality, side, terms=TERMS[1:]), "made")
    assert told.effects[0] == pytest.approx(np.log(60 / 40) - np.log(30 / 70), abs=1e-8)
    assert told.effects[1] == pytest.approx(np.log(70 / 30), abs=1e-8)
    error = np.sqrt(1 / 60 + 1 / 40 + 1 / 30 + 1 / 70)
    assert np.sqrt(told.covariance[0, 0]) == pytest.approx(error, rel=1e-6)


def restricted(ratio: float, found: Living) -> tuple[float, np.ndarray, float]:
    """Minus the restricted likelihood at a ratio of variances, by dense matrices."""
    names = np.array(found.country)
    same = (names[:, None] == names[None, :]).astype(float)
    shape = np.eye(len(names)) + ratio * same
    x = np.column_stack([np.ones(len(names)), found.design])
    inverse = np.linalg.inv(shape)
    inner = x.T @ inverse @ x
    effects = np.linalg.solve(inner, x.T @ inverse @ found.vitality)
    rest = found.vitality - x @ effects
    free = len(names) - x.shape[1]
    scale = float(rest @ inverse @ rest) / free
    value = free * np.log(scale) + np.linalg.slogdet(shape)[1] + np.linalg.slogdet(inner)[1]
    return float(value), effects, scale


def test_mixed_model_is_the_optimum_of_the_restricted_likelihood():
    found = scattered(2, 12, 15)
    told = mixed(found, "made")
    best = minimize(
        lambda ratio: restricted(np.exp(ratio[0]), found)[0],
        [0.0],
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-12},
    )
    _, effects, scale = restricted(np.exp(best.x[0]), found)
    assert told.effects == pytest.approx(effects[1:], abs=1e-6)
    assert told.within == pytest.approx(scale, rel=1e-5)
    assert told.between == pytest.approx(scale * np.exp(best.x[0]), rel=1e-4)


def test_balanced_countries_have_a_closed_form():
    # every country has the same pattern of the term: variances are those of a table of squares
    rng = np.random.default_rng(3)
    countries, each = 10, 20
    term = np.tile(np.repeat([0.0, 1.0], each // 2), countries)
    names = np.repeat([f"C{n}" for n in range(countries)], each)
    level = np.repeat(rng.normal(0.0, 0.2, countries), each)
    value = 0.4 + 0.1 * term + level + rng.normal(0.0, 0.1, len(term))
    told = mixed(lot(value, term[:, None], names, TERMS[1:]), "made")
    effect = value[term == 1].mean() - value[term == 0].mean()
    table = (value - effect * term).reshape(countries, each)
    within = ((table - table.mean(axis=1, keepdims=True)) ** 2).sum() / (countries * (each - 1) - 1)
    between = (table.mean(axis=1).var(ddof=1) * each - within) / each
    assert told.effects[0] == pytest.approx(effect, abs=1e-8)
    assert told.within == pytest.approx(within, rel=1e-5)
    assert told.between == pytest.approx(between, rel=1e-5)
    error = np.sqrt(within * 4 / len(term))
    assert np.sqrt(told.covariance[0, 0]) == pytest.approx(error, rel=1e-5)


def test_countries_that_do_not_differ_have_no_variance_and_the_errors_of_least_squares():
    found = scattered(6, 30, 8, spread=0.0)
    value = found.vitality.reshape(30, 8)
    level = value.mean(axis=1, keepdims=True)  # taking the levels out leaves none to find
    flat = lot((value - level).ravel() + 0.5, found.design, found.country)
    told = mixed(flat, "made")
    assert told.between < 1e-8
    assert told.notes == ("Countries do not differ beyond the terms: their variance is zero.",)
    x = np.column_stack([np.ones(240), found.design])
    effects, rest, *_ = np.linalg.lstsq(x, flat.vitality, rcond=None)
    errors = np.sqrt(np.diag(np.linalg.inv(x.T @ x)) * rest[0] / 237)
    assert told.effects == pytest.approx(effects[1:], abs=1e-6)
    assert np.sqrt(np.diag(told.covariance)) == pytest.approx(errors[1:], rel=1e-3)


def covered(sets: range) -> tuple[np.ndarray, np.ndarray]:
    """How many 90 % intervals of the ordered logit and of the mixed model hold the truth."""
    ranked, linear = np.zeros(2), np.zeros(2)
    for seed in sets:
        told = ordered(classed(7000 + seed, 300), "made")
        errors = np.sqrt(np.diag(told.covariance))[:2]
        ranked += np.abs(told.effects[:2] - EFFECTS) < 1.6448536 * errors
        other = mixed(scattered(9000 + seed, 12, 12), "made")
        errors = np.sqrt(np.diag(other.covariance))
        linear += np.abs(other.effects - [0.02, 0.05]) < 1.6448536 * errors
    return ranked, linear


def test_known_effects_are_found_again():
    # right intervals hold each 36 times of 40, and fewer than 29 times by a chance of 0.0005
    for inside in covered(range(40)):
        assert (inside >= 29).all()


@pytest.mark.deep
def test_known_effects_are_found_again_in_many_data_sets():
    # right intervals hold each 180 times of 200, fewer than 166 or more than 193 by 0.002 each
    for inside in covered(range(200)):
        assert (inside >= 166).all()
        assert (inside <= 193).all()


def test_the_spread_of_countries_is_found_again():
    found = [mixed(scattered(100 + seed, 40, 10), "made") for seed in range(6)]
    # a variance of 40 countries has an error of about 30 %, the mean of 6 one of 12 %
    assert np.mean([one.between for one in found]) == pytest.approx(0.01, rel=0.4)
    assert np.mean([one.within for one in found]) == pytest.approx(0.0225, rel=0.07)


def test_small_classes_are_merged_and_said():
    vitality = np.repeat([0.0, 0.3, 0.6, 0.9], [4, 30, 3, 40])
    of, cuts, notes = classes(vitality)
    assert cuts == (0.75,)
    assert np.bincount(of).tolist() == [37, 40]
    assert len(notes) == 2
    assert notes[0].startswith("Fewer than 10 ties lie in a class that parts at 0:")


def test_a_value_on_a_cut_belongs_below_it():
    of, _, _ = classes(np.repeat([0.0, 0.5, 0.75, 0.751], 10))
    assert np.bincount(of).tolist() == [10, 10, 10, 10]


def test_ties_of_one_class_are_refused():
    found = lot(np.full(80, 0.9), np.random.default_rng(1).random((80, 2)))
    with pytest.raises(ModelError, match=r"^mine: all its living ties but a few are of one class"):
        ordered(found, "mine")


def test_a_side_in_the_highest_class_alone_is_left_out():
    base = classed(5, 300)
    best = base.design[:, 1] == 1.0
    found = lot(np.where(best, 0.9, base.vitality), base.design)
    told = ordered(found, "mine")
    assert [term.name for term in told.terms] == ["age"]
    assert sum(told.classes) == int((~best).sum())
    assert "'school exchange' is yes all lie in one outermost class" in told.notes[0]


@pytest.mark.parametrize("fit", [ordered, mixed])
def test_collinear_terms_are_refused(fit):
    base = scattered(8, 10, 30)
    twice = np.column_stack([base.design, 3.0 * base.design[:, 0] - 1.0])
    terms = (*TERMS, Term("thrice", "thrice the age"))
    found = lot(np.clip(base.vitality, 0.0, 1.0), twice, base.country, terms)
    with pytest.raises(ModelError, match=r"^mine: age, thrice the age say the same"):
        fit(found, "mine")


def test_a_measure_that_separates_is_refused():
    rng = np.random.default_rng(4)
    age = np.repeat([-1.0, 0.0, 1.0, 2.0], 30) + rng.uniform(-0.3, 0.3, 120)
    design = np.column_stack([age, rng.random(120) < 0.5])
    with pytest.raises(ModelError, match="'age' separates the classes of vitality"):
        ordered(lot(np.repeat(MIDDLES, 30), design), "mine")


def test_few_countries_are_refused():
    with pytest.raises(ModelError, match="with 4 countries, but a scatter of countries is told"):
        mixed(scattered(9, 4, 30), "mine")


def test_a_term_that_only_countries_tell_apart_is_left_out():
    base = scattered(10, 8, 20)
    east = np.repeat([0.0, 1.0], 80)[:, None]
    terms = (*TERMS, Term("east", "eastern country", binary=True))
    found = lot(base.vitality, np.column_stack([base.design, east]), base.country, terms)
    told = mixed(found, "mine")
    assert [term.name for term in told.terms] == ["age", "school"]
    assert told.notes[0] == "'eastern country' does not vary within a country and is left out."
