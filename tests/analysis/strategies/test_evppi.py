"""Value of partial information, against the analytic value of two options linear in an input."""

import numpy as np
import pytest

from analysis.strategies.tables.evppi import evppi, perfect

COUNT = 400


def told(made, ranged, gains, inputs, concerns=None, permutations=100, seed=1):
    material = made(
        {name: np.zeros(COUNT) for name in gains},
        inputs,
        [ranged(path, -1.0, 1.0) for path in inputs],
        concerns,
    )
    frame = evppi(
        material, list(gains), np.array(list(gains.values())), seed=seed, permutations=permutations
    )
    return {row["input"]: row for row in frame.iter_rows(named=True)}


@pytest.fixture
def noise():
    return np.random.default_rng(11).normal(0.0, 1.0, (4, COUNT))


def test_linear_in_one_input_is_worth_a_quarter_of_the_slope(made, ranged, evenly, noise):
    # lead = 40 z with z uniform on (-1, 1): E max(lead, 0) = 10, less max(E lead, 0) = 0
    z, other = evenly(-1.0, 1.0, COUNT), noise[0]
    gains = {"a": 200.0 + 40.0 * z + 10.0 * noise[1], "b": 200.0 + 10.0 * noise[2]}
    found = told(made, ranged, gains, {"z": z, "other": other})
    assert found["z"]["raw"] == pytest.approx(10.0, rel=0.1)
    assert found["z"]["above"]
    assert found["z"]["stands_out"]
    assert not found["other"]["stands_out"]
    assert found["other"]["value"] < 1.0
    assert list(found) == ["z", "other"]
    known = perfect(np.array(list(gains.values())))
    assert found["z"]["share"] == pytest.approx(found["z"]["value"] / known)
    assert found["z"]["value"] < known


def test_an_input_that_changes_no_choice_is_worth_nothing(made, ranged, evenly, noise):
    z = evenly(-1.0, 1.0, COUNT)
    gains = {"a": 500.0 + 40.0 * z + noise[1], "b": 200.0 + noise[2]}
    row = told(made, ranged, gains, {"z": z})["z"]
    assert row["raw"] == row["value"] == 0.0
    assert not row["above"]


def test_noise_alone_stands_out_no_more_often_than_it_may(made, ranged):
    rng = np.random.default_rng(5)
    paths = [f"input_{number}" for number in range(15)]
    out = 0
    for _ in range(20):
        gains = {name: rng.normal(100.0, 20.0, COUNT) for name in ("a", "b", "c")}
        inputs = {path: rng.uniform(-1.0, 1.0, COUNT) for path in paths}
        found = told(made, ranged, gains, inputs, permutations=60)
        out += any(row["stands_out"] for row in found.values())
    # 5 % of 20 is one; five or more come in 0.3 % of honest programs
    assert out <= 4


def test_an_input_of_one_strategy_does_not_speak_for_others(made, ranged, evenly, noise):
    z = evenly(-1.0, 1.0, COUNT)
    gains = {"a": 200.0 + 5.0 * noise[1], "b": 200.0 + 40.0 * z}
    assert told(made, ranged, gains, {"z": z}, {"a": ("z",)})["z"]["raw"] < 1.0
    assert told(made, ranged, gains, {"z": z}, {"b": ("z",)})["z"]["raw"] > 9.0


def test_a_constant_input_is_left_out(made, ranged):
    gains = {"a": np.arange(float(COUNT)), "b": np.zeros(COUNT)}
    assert told(made, ranged, gains, {"z": np.ones(COUNT)}) == {}


def test_the_seed_alone_decides_the_permutations(made, ranged, evenly, noise):
    gains = {"a": noise[0], "b": noise[1]}
    inputs = {"z": evenly(-1.0, 1.0, COUNT)}
    assert told(made, ranged, gains, inputs) == told(made, ranged, gains, inputs)
    assert told(made, ranged, gains, inputs, seed=2) != told(made, ranged, gains, inputs)
