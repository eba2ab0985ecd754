"""What turns the ranking, input by input."""

import numpy as np
import pytest

from analysis.strategies.tables.turning import line, turning

COUNT = 200


def told(made, ranged, gains, inputs, ends=(0.0, 1.0), concerns=None, rivals=("b",)):
    ranges = [ranged(path, *ends) for path in inputs]
    material = made({name: np.zeros(COUNT) for name in gains}, inputs, ranges, concerns)
    frame = turning(material, "a", gains, rivals)
    return {(row["rival"], row["input"]): row for row in frame.iter_rows(named=True)}


def test_the_lead_is_read_at_both_ends_of_the_range(made, ranged, evenly):
    z, w = evenly(0.0, 1.0, COUNT), np.random.default_rng(1).uniform(0.0, 1.0, COUNT)
    gains = {"a": 10.0 + 50.0 * z, "b": np.full(COUNT, 20.0)}
    found = told(made, ranged, gains, {"z": z, "w": w})
    row = found["b", "z"]
    assert (row["at_low"], row["at_high"]) == pytest.approx((-10.0, 40.0))
    assert (row["turns"], row["end"]) == (True, "low")
    assert row["share"] == pytest.approx(1.0)
    assert not found["base", "z"]["turns"]
    assert found["base", "z"]["at_low"] == pytest.approx(10.0)
    assert not found["b", "w"]["turns"]
    assert next(iter(found)) == ("b", "z")


def test_an_input_may_turn_it_at_its_high_end(made, ranged, evenly):
    z = evenly(0.0, 1.0, COUNT)
    row = told(made, ranged, {"a": 30.0 - 40.0 * z, "b": np.zeros(COUNT)}, {"z": z})["b", "z"]
    assert (row["turns"], row["end"]) == (True, "high")


def test_where_there_is_no_lead_there_is_none_to_lose(made, ranged, evenly):
    z = evenly(0.0, 1.0, COUNT)
    assert not told(made, ranged, {"a": z, "b": z}, {"z": z})["b", "z"]["turns"]


def test_only_inputs_of_either_side_and_of_the_scenario_are_judged(made, ranged, evenly):
    inputs = {path: evenly(0.0, 1.0, COUNT) for path in ("a.x", "b.x", "c.x", "life.x")}
    gains = {name: inputs[f"{name}.x"] for name in "abc"}
    concerns = {name: (f"{name}.x",) for name in "abc"}
    found = told(made, ranged, gains, inputs, concerns=concerns, rivals=("b", "c"))
    assert {path for rival, path in found if rival == "b"} == {"a.x", "b.x", "life.x"}
    assert {path for rival, path in found if rival == "c"} == {"a.x", "c.x", "life.x"}
    assert {path for rival, path in found if rival == "base"} == {"a.x", "life.x"}


def test_the_line_is_that_of_statsmodels():
    import statsmodels.api as sm

    rng = np.random.default_rng(2)
    x = rng.uniform(0.0, 3.0, 60)
    y = 2.0 - x + rng.normal(0.0, 1.0, 60)
    fitted = sm.OLS(y, sm.add_constant(x)).fit()
    slope, t, share = line(x, y)
    assert (slope, t, share) == pytest.approx(
        (fitted.params[1], fitted.tvalues[1], fitted.rsquared)
    )


def test_what_does_not_vary_has_no_slope():
    assert line(np.ones(9), np.arange(9.0)) == (0.0, None, 0.0)
    assert line(np.arange(9.0), np.ones(9)) == (0.0, None, 0.0)
