"""Priors and designs: what is declared, how values reach a scenario, where the runs lie."""

import numpy as np
import pytest

from analysis.calibration import overrides, parameters, scenario_of
from analysis.calibration.design import (
    LAST_STREAM,
    STRIDE,
    Stream,
    design_table,
    prior_box,
    run_seeds,
    sobol,
)
from analysis.calibration.parameters import read_parameters
from scenarios.runs.designs import scenarios_of
from simulation.luck.keyed import MAX_SEED


@pytest.fixture
def history(base):
    return base.scenario


def test_thirteen_parameters_and_one_that_reaches_nothing(history):
    assert len(parameters()) == 14
    assert [name for name, one in parameters().items() if one.moves == "nothing"] == ["planted"]
    # the default history lies inside every prior
    for name, one in parameters().items():
        value = history.model_dump()
        if one.moves != "nothing":
            path = f"{one.table}.{one.anchor}" if one.anchor else name
            for part in path.split("."):
                value = value[part]
            assert one.prior[0] <= value <= one.prior[1], name


def test_the_common_slope_moves_all_countries_together(history):
    moved = scenario_of({"choice.distance": -0.9}, history).choice.distance
    old = history.choice.distance
    assert moved["default"] == -0.9
    for country in old:
        assert moved[country] - moved["default"] == pytest.approx(old[country] - old["default"])


def test_forms_keep_their_ratio_to_partnerships(history):
    old, moved = history.recording, scenario_of({"recording.reported": 0.9}, history).recording
    assert moved.reported["partnership"] == 0.9
    for form in old.reported:
        ratio = old.reported[form] / old.reported["partnership"]
        assert moved.reported[form] == pytest.approx(0.9 * ratio)
    assert moved.surveyed == old.surveyed


def test_of_a_section_only_the_members_move(history):
    old, moved = history.ending, scenario_of({"ending.partnership": 0.004}, history).ending
    assert moved.partnership == 0.004
    assert moved.contact / moved.partnership == pytest.approx(old.contact / old.partnership)
    assert (moved.dormant, moved.rupture) == (old.dormant, old.rupture)


def test_the_planted_parameter_changes_nothing(history):
    assert overrides({"planted": 0.7}, history) == {}
    assert scenario_of({"planted": 0.7}, history) == history


def test_all_else_stays_as_it_is(history):
    theta = {"choice.held": -1.25, "rate.level": 0.3}
    moved = scenario_of(theta, history)
    assert (moved.choice.held, moved.rate.level) == (-1.25, 0.3)
    assert moved.model_copy(update={"choice": history.choice, "rate": history.rate}) == history
    with pytest.raises(ValueError, match=r"rate.speed: is not calibrated; there are choice.dist"):
        overrides({"rate.speed": 1.0}, history)


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("prior = [1.0, 1.0]", "prior: 1.0 is not below 1.0"),
        ('prior = [0.0, 1.0]\nanchor = "x"', "anchor: needed by"),
        (
            'prior = [0.0, 1.0]\nmoves = "scale"\nanchor = "x"\nmembers = ["y"]',
            "members: the anchor 'x' must be one of them",
        ),
        ("prior = [0.0, 1.0]\nwidth = 2", "parameters.rate.size.width"),
    ],
)
def test_a_wrong_file_of_parameters_is_refused(tmp_path, field, message):
    path = tmp_path / "parameters.toml"
    rest = 'meaning = "m"\nunit = "u"\nwhy = "w"\n'
    rest += "" if "moves" in field else 'moves = "value"\n'
    path.write_text(f'[parameters."rate.size"]\n{rest}{field}\n')
    with pytest.raises(ValueError, match=message):
        read_parameters(path)


def test_a_design_fills_its_box_evenly_and_is_the_same_again():
    box = prior_box()
    theta = sobol(box, 256, seed=1, stream=1)
    assert box.inside(theta).all()
    assert np.array_equal(theta, sobol(box, 256, 1, 1))
    assert not np.array_equal(theta, sobol(box, 256, 1, 2))
    assert not np.array_equal(theta, sobol(box, 256, 2, 1))
    # a Sobol' sequence has as many points in each of 16 slices of each axis
    for axis in box.to_unit(theta).T:
        assert np.histogram(axis, bins=16, range=(0, 1))[0].tolist() == [16] * 16
    assert np.array_equal(sobol(box, 100, 1, 1), theta[:100])


def test_every_row_of_a_design_is_its_point(history):
    box = prior_box()
    theta = sobol(box, 64, 1, 1)
    scenarios = scenarios_of(history, design_table(theta, box.names, history, run_seeds(1, 1, 64)))
    for point, scenario in zip(theta, scenarios, strict=True):
        assert scenario == scenario_of(dict(zip(box.names, point.tolist(), strict=True)), history)


def test_no_two_runs_share_a_seed():
    streams = [*range(1, 21), Stream.TRUTHS, Stream.PREDICTIVE]
    seeds = [seed for stream in streams for seed in run_seeds(3, stream, 2000)]
    assert len(set(seeds)) == len(seeds)
    top = MAX_SEED - LAST_STREAM * STRIDE
    assert run_seeds(top, max(streams), STRIDE)[-1] <= MAX_SEED
