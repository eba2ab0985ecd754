"""Break-even factors are recovered where outcomes are proportional, and doubted where not."""

import numpy as np
import pytest

from analysis.strategies.tables.breakeven import bend, breakeven, strengths

COUNT = 120


@pytest.fixture
def drawn(evenly):
    rng = np.random.default_rng(9)
    return evenly(0.2, 1.8, COUNT), 1.0 + 0.1 * rng.normal(0.0, 1.0, COUNT)


def told(made, ranged, own, inputs, equal=None, stated=None, scale=None):
    ranges = [ranged(path, 0.2, 1.8, value=1.0) for path in inputs]
    concerns = {name: (f"{name}.what",) for name in own if f"{name}.what" in inputs}
    material = made(own, inputs, ranges, concerns, equal=equal, scale=scale)
    spent = {name: np.full(COUNT, 2e6) for name in own}
    order = sorted(own, key=lambda name: -own[name].mean())
    frame = breakeven(material, own, equal or {}, spent, order, stated)
    return {(row["strategy"], row["against"]): row for row in frame.iter_rows(named=True)}


def test_factors_are_recovered(made, ranged, drawn):
    strength, noise = drawn
    own = {"a": 120.0 * strength[::-1], "b": 80.0 * strength * noise}
    found = told(made, ranged, own, {"b.what": strength, "a.what": strength[::-1]}, stated=50_000.0)
    assert found["b", "a"]["factor"] == pytest.approx(1.5, rel=0.05)
    assert found["b", "a"]["factor_low"] < 1.5 < found["b", "a"]["factor_high"]
    assert found["a", "b"]["factor"] == pytest.approx(1 / 1.5, rel=0.05)
    # 2 million EUR at 50,000 EUR each are 40 tie-years
    assert found["a", "cost"]["factor"] == pytest.approx(40.0 / 120.0, rel=0.02)
    assert found["b", "a"]["supported"]
    assert abs(found["b", "a"]["bend"]) < 2.6


def test_factors_beyond_the_draws_are_said_to_be(made, ranged, drawn):
    strength, noise = drawn
    own = {"a": 400.0 * noise, "b": 80.0 * strength}
    row = told(made, ranged, own, {"b.what": strength})["b", "a"]
    assert row["factor"] == pytest.approx(5.0, rel=0.05)
    assert not row["supported"]
    assert "beyond what was simulated" in row["text"]


def test_runs_at_equal_effect_widen_what_was_simulated(made, ranged, drawn):
    strength, noise = drawn
    own = {"a": 400.0 * noise, "b": 80.0 * strength}
    equal = {"b": 80.0 * 3.0 * strength}
    row = told(made, ranged, own, {"b.what": strength}, equal, scale={"b": 3.0})["b", "a"]
    assert row["simulated_high"] == pytest.approx(3.0 * strength.max() / strength.mean())
    assert row["supported"]


def test_what_gains_nothing_has_no_factor(made, ranged, drawn):
    own = {"a": 100.0 * drawn[1], "b": np.zeros(COUNT)}
    row = told(made, ranged, own, {})["b", "a"]
    assert row["factor"] is None
    assert not row["supported"]


def test_one_strategy_alone_has_no_rival(made, ranged, drawn):
    assert told(made, ranged, {"a": 100.0 * drawn[1]}, {}) == {}


def test_strength_is_a_product_within_a_measure_and_a_mean_over_measures(made, ranged, evenly):
    one, other, all_of = (evenly(0.2, 1.8, COUNT), np.full(COUNT, 0.5), evenly(0.5, 1.5, COUNT))
    inputs = {
        "m.what.begins.x": one,
        "m.what.vacancy": -other,
        "m.strength": all_of,
        "n.what": other,
    }
    ranges = [
        ranged("m.what.begins.x", 0.2, 1.8, value=1.0),
        ranged("m.what.vacancy", -1.0, 0.0, value=-0.5),
        ranged("m.strength", 0.5, 1.5, value=1.0),
        ranged("n.what", 0.0, 1.0, value=0.5),
    ]
    material = made({"a": one}, inputs, ranges, {"a": tuple(inputs)})
    found = strengths(material, material.strategies[0])
    assert found == pytest.approx((all_of * (one + 1.0) / 2.0 + 1.0) / 2.0)


def test_a_bend_is_noticed_and_a_straight_line_is_not(drawn):
    strength, noise = drawn
    straight = bend(strength[None], (50.0 * strength + 10.0 * (noise - 1.0))[None])
    bent = bend(strength[None], (50.0 * strength**2 + 10.0 * (noise - 1.0))[None])
    assert abs(straight) < 2.6 < bent
    assert bend(np.ones((1, COUNT)), noise[None]) is None


def test_errors_are_clustered_by_replication(drawn):
    import statsmodels.api as sm

    strength, noise = drawn
    x = np.array([strength, 2.0 * strength])
    y = 50.0 * x + 30.0 * (noise - 1.0)
    design = np.stack([x.ravel(), x.ravel() ** 2], axis=1)
    clusters = np.tile(np.arange(COUNT), 2)
    fitted = sm.OLS(y.ravel(), design).fit(
        cov_type="cluster",
        cov_kwds={"groups": clusters, "use_correction": False},
    )
    corrected = fitted.tvalues[1] * np.sqrt((COUNT - 1) / COUNT)
    assert bend(x, y) == pytest.approx(corrected)
