"""The penalised regression and its errors: against statsmodels, by hand, and by known truths."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.estimation.counts import flows
from analysis.estimation.counts.penalised import (
    dispersion,
    is_pooled,
    negative_binomial,
    pooled,
    priors,
    solve,
)
from analysis.estimation.counts.problem import Problem
from analysis.estimation.events.columns import Layout, at_size, layout, moved, with_years
from analysis.estimation.events.leftout import Z
from analysis.estimation.events.robust import (
    autocorrelation,
    by_cluster,
    by_years,
    informed,
    sandwich,
)

COUNTRIES, YEARS = 12, 30


@pytest.fixture(scope="module")
def plain():
    """A panel of twelve countries and thirty years, with a slope of its own and a level each."""
    luck = np.random.default_rng(5)
    country = np.repeat(np.arange(COUNTRIES), YEARS)
    slope = luck.normal(size=len(country))
    design = np.column_stack([slope, np.eye(COUNTRIES)[country]])
    together = np.repeat(luck.normal(0, 0.6, COUNTRIES * YEARS // 5), 5)
    counts = luck.poisson(np.exp(1.0 + 0.3 * slope + together)).astype(float)
    names = ["slope", *[f"appeal.{n}" for n in range(COUNTRIES)]]
    free = np.ones(len(counts))
    zeros = np.zeros(len(names))
    given = Problem(counts, design, 0 * free, zeros, names, free, country)
    years = np.tile(np.arange(1950, 1950 + YEARS), COUNTRIES)
    return given, Layout(None, free > 0, years), zeros + 1e-12


def peer(given, family=None, **robust):
    """The same regression by statsmodels, without any prior."""
    family = family or sm.families.Poisson()
    return sm.GLM(given.counts, given.design, family=family).fit(tol=1e-12, **robust)


def test_without_priors_it_is_the_regression_of_statsmodels(plain):
    given, _, precision = plain
    for family in (sm.families.Poisson(), sm.families.NegativeBinomial(alpha=0.3)):
        found = solve(given, 0 * precision, precision, family)
        known = peer(given, family)
        assert found.theta == pytest.approx(known.params, abs=1e-6)
        assert found.log_likelihood == pytest.approx(known.llf, rel=1e-8)
    # expected information: with the canonical link also the observed one
    found = solve(given, 0 * precision, precision)
    assert found.covariance == pytest.approx(peer(given).cov_params(), abs=1e-8)


def test_sandwiches_are_those_of_statsmodels(plain):
    given, where, precision = plain
    found = solve(given, 0 * precision, precision)
    cluster = peer(given, cov_type="cluster", cov_kwds={"groups": given.groups})
    assert sandwich(found, by_cluster(given, found)) == pytest.approx(cluster.cov_params())
    factor = len(given.counts) / (len(given.counts) - given.design.shape[1])
    single = factor * peer(given, cov_type="HC0").cov_params()
    assert sandwich(found, by_years(given, found, where, 0)) == pytest.approx(single)
    settings = {"groups": given.groups, "maxlags": 4, "use_correction": False}
    panel = factor * peer(given, cov_type="hac-panel", cov_kwds=settings).cov_params()
    assert sandwich(found, by_years(given, found, where, 4)) == pytest.approx(panel)


def test_what_goes_together_over_years_is_seen(plain):
    given, where, precision = plain
    found = solve(given, 0 * precision, precision)
    assert autocorrelation(given, found, where) > 0.3
    luck = np.random.default_rng(1)
    even = replace(given, counts=luck.poisson(found.fitted).astype(float))
    again = solve(even, 0 * precision, precision)
    assert abs(autocorrelation(even, again, where)) < 0.12


def test_alpha_is_found_again():
    luck, alpha, mean = np.random.default_rng(3), 0.4, 8.0
    counts = luck.negative_binomial(1 / alpha, 1 / (1 + alpha * mean), 4000).astype(float)
    one = np.ones((4000, 1))
    given = Problem(counts, one, 0 * counts, np.zeros(1), ["appeal.X"], one[:, 0], 0 * counts)
    flat = np.full(1, 1e-12)
    found, told = negative_binomial(given, 0 * flat, flat, np.zeros(1))
    assert told == pytest.approx(alpha, rel=0.1)
    assert found.theta[0] == pytest.approx(np.log(mean), abs=0.05)


def test_a_regression_that_does_not_come_to_rest_is_an_error(plain):
    given, _, precision = plain
    with pytest.raises(ValueError, match="does not come to rest"):
        solve(replace(given, counts=np.full(len(given.counts), np.nan)), 0 * precision, precision)


def test_the_fit_that_ships_is_where_statsmodels_and_the_priors_balance(drawn):
    given = drawn({"elysee_1963": 1.0, "opening_1989": -0.7}, 4)
    ships, (found, spread) = flows.solved(given), pooled(given)
    mine = dict(zip(given.names, found.theta, strict=True))
    assert {e.name: e.value for e in ships.estimates} == {
        e.name: mine[e.name] for e in ships.estimates
    }
    model = sm.GLM(
        *(given.counts, given.design),
        family=sm.families.Poisson(),
        offset=given.offset,
        freq_weights=given.weight,
    )
    # the spread stands still to a ten-thousandth, so the slope to a thousandth of the steepest
    centre, precision = priors(given.names, spread)
    slope = model.score(found.theta) - precision * (found.theta - centre)
    steepest = np.abs(model.score(given.theta)).max()
    assert np.abs(slope).max() < 1e-3 * steepest
    assert model.loglike(found.theta) == pytest.approx(ships.log_likelihood)
    widened = np.sqrt(np.diag(np.linalg.inv(np.diag(precision) - model.hessian(found.theta))))
    errors = dict(zip(given.names, widened * dispersion(given, found) ** 0.5, strict=True))
    for one in ships.estimates:
        assert one.error == pytest.approx(errors[one.name], rel=1e-3)
    assert dispersion(given, found) == max(ships.dispersion, 1.0)
    assert pooled(given, 0.05)[1] == pytest.approx(0.05)


def test_a_size_that_is_held_leaves_the_rest_as_it_was(drawn):
    given = drawn({"elysee_1963": 1.0}, 4)
    found, spread = pooled(given)
    place = given.names.index("events.elysee_1963")
    held = at_size(given, "events.elysee_1963", float(found.theta[place]))
    again = solve(held, *priors(held.names, spread))
    assert again.fitted == pytest.approx(found.fitted, rel=1e-5)


def test_the_true_date_is_the_column_of_the_fit(laid_out):
    given, where, events, shapes = laid_out
    for event in events:
        column = where.column(moved(event, 0, shapes[event.id], where.world))
        known = given.design[:, given.names.index(f"events.{event.id}")]
        assert np.array_equal(column, known)


def test_another_exposure_is_refused(laid_out):
    given, where, *_ = laid_out
    with pytest.raises(ValueError, match="cells of the exposure for"):
        layout(replace(given, counts=given.counts[:-1]), where.shown)


def told(given, where, found, places):
    """Model errors of some sizes, and the widest of all three errors."""
    model = dispersion(given, found) * np.diag(found.covariance)
    cluster = np.diag(sandwich(found, by_cluster(given, found)))
    years = np.diag(sandwich(found, by_years(given, found, where)))
    widest = np.maximum.reduce([model, cluster, years])
    return np.sqrt(model[places]), np.sqrt(widest[places])


def shocks(given):
    """Names and places of the sizes that share one distribution."""
    places = np.flatnonzero(is_pooled(given.names))
    return [given.names[place].removeprefix("events.") for place in places], places


def test_known_sizes_are_found(laid_out, drawn):
    given, where, *_ = laid_out
    names, places = shocks(given)
    truth = np.random.default_rng(7).normal(0.0, 0.7, len(names))
    counts = drawn(dict(zip(names, truth, strict=True)), 7)
    found, _ = pooled(counts)
    _, widest = told(counts, where, found, places)
    assert found.theta[places] == pytest.approx(truth, abs=3.5 * widest.max())
    assert np.corrcoef(found.theta[places], truth)[0, 1] > 0.7


@pytest.mark.deep
def test_intervals_hold_known_sizes(laid_out, drawn):
    """Sizes drawn from a normal distribution of spread 0.7, counts that scatter beyond Poisson."""
    given, where, *_ = laid_out
    names, places = shocks(given)
    model, wide, off = [], [], []
    for seed in range(30):
        truth = np.random.default_rng(1000 + seed).normal(0.0, 0.7, len(names))
        counts = drawn(dict(zip(names, truth, strict=True)), seed, scatter=0.15)
        found, _ = pooled(counts)
        errors, widest = told(counts, where, found, places)
        off.append(found.theta[places] - truth)
        model.append(np.abs(off[-1]) < Z * errors)
        wide.append(np.abs(off[-1]) < Z * widest)
    # 660 intervals: 90 % give or take 1.2, a little more as events of a history go together
    assert 0.86 < np.mean(model) < 0.95
    assert 0.87 < np.mean(wide) < 0.97
    assert abs(np.mean(off)) < 0.05


def test_what_all_countries_share_is_no_event_of_one_year(laid_out, drawn):
    """A common jump that no event of the list makes must not become a size net of years."""
    given, where, *_ = laid_out
    counts = drawn({}, 6)
    jump = np.where((where.years >= 1985) & (where.years < 1990), 2.0, 1.0)
    luck = np.random.default_rng(2)
    raised = replace(counts, counts=luck.poisson(counts.counts * jump).astype(float))
    place = given.names.index("events.peoples_europe_1985")
    without = solve(raised, *priors(given.names, 0.7)).theta[place]
    years = with_years(raised, where)
    net = solve(years, *priors(years.names, 0.7)).theta[place]
    assert without > 0.15
    assert abs(net) < 0.5 * without


def test_what_tells_a_size_is_where_it_is_felt(laid_out, drawn):
    where = laid_out[1]
    counts = drawn({}, 8)
    found, _ = pooled(counts)
    told = informed(counts, found, where, "events.israel_1965")
    groups = where.world.groups
    assert max(told.countries, key=told.countries.get) == groups.index("IL")
    assert told.countries[groups.index("IL")] > 0.9
    assert told.clusters == pytest.approx(1.0, abs=0.2)
    assert sum(told.years.values()) == pytest.approx(1.0)
    many = informed(counts, found, where, "events.peoples_europe_1985")
    assert many.clusters > 5
