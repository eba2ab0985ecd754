"""Event studies: independent calculations, and known effects that are found again."""

import math

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize

from analysis.models.events.counts import FIRST, Counts, tabled
from analysis.models.events.dated import Dated
from analysis.models.events.joint import adjusted
from analysis.models.events.regression import (
    by_country,
    by_share,
    fitted,
    negative_binomial,
    series,
)
from analysis.models.events.studied import bins, placebos
from analysis.models.events.window import LAGS, LEADS, window

YEARS = tuple(range(FIRST, 1997))
EVENT = Dated("treaty_1970", "A treaty", 1970, frozenset({"C0"}))


def counts_with(effect: float, seed: int, countries=12, touched=1, alpha=0.05) -> Counts:
    """Negative-binomial counts with levels of countries and years, and an effect from 1970 on."""
    rng = np.random.default_rng(seed)
    level = rng.normal(1.8, 0.5, countries)
    common = 0.02 * (np.array(YEARS) - 1970) + rng.normal(0.0, 0.2, len(YEARS))
    mean = np.exp(level[:, None] + common[None, :])
    since = np.array(YEARS) - 1970
    mean[:touched, (since >= 0) & (since <= 10)] *= math.exp(effect)
    ties = rng.poisson(mean * rng.gamma(1.0 / alpha, alpha, mean.shape)).astype(float)
    names = tuple(f"C{number}" for number in range(countries))
    return Counts(names, YEARS, ties, 0, 0)


def event(touched: int) -> Dated:
    return Dated("treaty_1970", "A treaty", 1970, frozenset(f"C{n}" for n in range(touched)))


def after(found) -> np.ndarray:
    return (found.since >= 0).astype(float)[:, None]


def test_effect_is_the_logarithm_of_a_cross_ratio_of_four_sums():
    # one dummy, country and year levels: maximum likelihood has a closed form
    found = window(counts_with(0.5, 1), EVENT)
    past = found.since < 0
    cells = [
        found.of_touched[~past].sum(),
        found.of_others[~past].sum(),
        found.of_touched[past].sum(),
        found.of_others[past].sum(),
    ]
    expected = math.log(cells[0] / cells[1]) - math.log(cells[2] / cells[3])
    assert by_share(found, after(found)).effects[0] == pytest.approx(expected, abs=1e-9)
    assert by_country(found, after(found)).effects[0] == pytest.approx(expected, abs=1e-9)


def test_leads_and_lags_are_cross_ratios_against_the_two_years_before():
    found = window(counts_with(0.3, 2), EVENT)
    base = found.inside((-2, -1))
    told = bins(found)
    assert told.shown == (*LEADS, *LAGS)
    for bounds, effect in zip(told.shown, told.fit.effects, strict=True):
        here = found.inside(bounds)
        ratio = [
            math.log(found.of_touched[years].sum() / found.of_others[years].sum())
            for years in (here, base)
        ]
        assert effect == pytest.approx(ratio[0] - ratio[1], abs=1e-9)


def test_clustered_error_is_that_of_scores_summed_by_country():
    found = window(counts_with(0.5, 3, touched=6), event(6))
    told = by_country(found, after(found))
    # scores of the effect net of country and year levels, by weighted least squares
    many, years = found.ties.shape
    effect = np.where(found.touched[:, None], after(found)[:, 0], 0.0).ravel()
    levels = np.column_stack(
        [np.repeat(np.eye(many), years, axis=0), np.tile(np.eye(years)[:, 1:], (many, 1))]
    )
    whole = np.column_stack([effect, levels])
    theta = np.zeros(whole.shape[1])
    for _ in range(60):  # Newton's steps from a flat start
        mean = np.exp(whole @ theta)
        score, information = whole.T @ (found.ties.ravel() - mean), (whole.T * mean) @ whole
        theta += np.clip(np.linalg.solve(information, score), -1.0, 1.0)
    mean = np.exp(whole @ theta)
    slopes = np.linalg.solve((levels.T * mean) @ levels, (levels.T * mean) @ effect)
    own = effect - levels @ slopes
    sums = (own * (found.ties.ravel() - mean)).reshape(many, years).sum(axis=1)
    cells, free = many * years, whole.shape[1]
    factor = many / (many - 1) * (cells - 1) / (cells - free)
    expected = math.sqrt(factor * (sums @ sums)) / (mean @ own**2)
    assert told.effects[0] == pytest.approx(theta[0], abs=1e-8)
    assert told.errors[0] == pytest.approx(expected, rel=1e-6)
    assert told.freedom == many - 1


def test_negative_binomial_is_the_optimum_of_its_likelihood():
    found = window(counts_with(0.4, 4, countries=4, alpha=0.2), EVENT)
    told = negative_binomial(found, after(found))
    assert told.alpha > 0.0
    many, years = found.ties.shape
    effect = np.where(found.touched[:, None], after(found)[:, 0], 0.0).ravel()
    design = np.column_stack(
        [effect, np.repeat(np.eye(many), years, axis=0), np.tile(np.eye(years)[:, 1:], (many, 1))]
    )
    y, size = found.ties.ravel(), 1.0 / told.alpha

    def misfit(theta):
        mean = np.exp(design @ theta)
        return -(y @ (design @ theta) - (y + size) @ np.log(mean + size))

    def slope(theta):
        mean = np.exp(design @ theta)
        return -design.T @ ((y - mean) * size / (mean + size))

    start = np.full(design.shape[1], 0.5)
    best = minimize(misfit, start, jac=slope, method="BFGS", options={"gtol": 1e-8})
    assert told.effects[0] == pytest.approx(best.x[0], abs=1e-6)


def test_interrupted_series_is_the_optimum_of_its_likelihood():
    since = np.arange(-6, 11)
    counts = np.random.default_rng(5).poisson(np.exp(2.0 + 0.05 * since + 0.4 * (since >= 0)))
    told = series(counts.astype(float), since)
    past = (since >= 0).astype(float)
    design = np.column_stack([np.ones(17), since, past, past * (since + 0.5)])
    theta = np.array([math.log(counts.mean()), 0.0, 0.0, 0.0])
    for _ in range(50):
        mean = np.exp(design @ theta)
        theta += np.linalg.solve((design.T * mean) @ design, design.T @ (counts - mean))
    # the step is told in the middle of the gap between the years -1 and 0
    assert told.effects == pytest.approx(theta[2:], abs=1e-8)


def test_adjusted_p_values_by_hand():
    holm, hochberg = adjusted([0.01, 0.04, 0.03])
    assert holm == pytest.approx([0.03, 0.06, 0.06])
    assert hochberg == pytest.approx([0.03, 0.04, 0.04])
    assert adjusted([]) == ([], [])


def covered(sets: range, touched: int, countries: int) -> tuple[int, list[float]]:
    """How many 90 % intervals hold the true effect, and the estimates."""
    inside, estimates = 0, []
    for seed in sets:
        found = window(counts_with(0.5, 1000 + seed, countries, touched), event(touched))
        told = fitted(found, after(found))
        assert told.clustered == (touched >= 6)
        inside += abs(told.effects[0] - 0.5) < told.half_width(0, 0.9)
        estimates.append(told.effects[0])
    return inside, estimates


@pytest.mark.parametrize("touched", [1, 8])
def test_a_known_effect_is_found_again(touched):
    # right intervals hold it 36 times of 40 and fewer than 30 times by a chance of 0.0015
    inside, estimates = covered(range(40), touched, countries=24)
    assert inside >= 30
    assert np.mean(estimates) == pytest.approx(0.5, abs=4 * np.std(estimates) / 40**0.5)


@pytest.mark.deep
@pytest.mark.parametrize("touched", [1, 2, 8])
def test_a_known_effect_is_found_again_in_many_data_sets(touched):
    # right intervals hold it 180 times of 200, fewer than 166 or more than 193 by 0.002 each
    inside, estimates = covered(range(200), touched, countries=24)
    assert 166 <= inside <= 193
    assert np.mean(estimates) == pytest.approx(0.5, abs=4 * np.std(estimates) / 200**0.5)


def test_leads_of_an_event_without_a_course_before_it_are_rarely_told():
    # at 10 % more than 10 of 40 stand out by a chance of 0.0015
    out = 0
    for seed in range(40):
        told = bins(window(counts_with(0.5, 3000 + seed), EVENT))
        out += told.fit.joint(told.leads)[1] < 0.1
    assert out <= 10


def test_false_dates_hold_no_year_that_the_true_event_touches():
    found = counts_with(5.0, 7)
    # an effect that large would show at every false date that held one of its years
    for date in placebos(found, EVENT):
        assert abs(date.fit.effects[0]) < 2.0
    assert {date.shift for date in placebos(found, EVENT)} == {-16, -12, -8, 18, 22}


def test_counts_are_a_table_with_zeros_and_say_what_is_left_out():
    links = pl.DataFrame(
        {
            "country": ["FR", "FR", "PL", "PL", "FR"],
            "year": [1960, 1970, 1990, 2005, None],
            "links": [10, 20, 5, 7, 3],
        }
    )
    counts = tabled(links, 1996, "made")
    assert counts.countries == ("FR", "PL")
    assert counts.period == (1946, 1996)
    assert counts.ties.sum() == 35
    assert counts.ties[0, 1970 - 1946] == 20
    assert counts.notes == (
        "3 ties of unknown year are left out.",
        "7 ties agreed before 1946 or after 1996 are too.",
    )
