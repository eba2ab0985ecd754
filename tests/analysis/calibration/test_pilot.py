"""The pilot: what it says of totals, and that the waves leave out what it rules out."""

import numpy as np
import polars as pl
import pytest

from analysis.calibration import parameters
from analysis.calibration.bank import Bank
from analysis.calibration.design import prior_box, sobol
from analysis.calibration.pilot import BAND, RUNS, learn_pilot
from scenarios.runs import RunError

LOUD = {"rate.level": 0.8, "rate.load": 1.2, "choice.held": -0.1}
"""Change of the log total over half the prior."""


def log_totals(theta):
    centred = 2.0 * prior_box().to_unit(theta) - 1.0
    names = list(parameters())
    linear = sum(size * centred[:, names.index(name)] for name, size in LOUD.items())
    return np.log(7000.0) + linear + 0.4 * centred[:, names.index("rate.load")] ** 2


@pytest.fixture(scope="module")
def theta():
    return sobol(prior_box(), RUNS, 5, 0)


def bank_of(theta, *, share_of_france):
    """Banks whose runs have one total, however it is shared among countries."""
    luck = np.random.default_rng(1).normal(0.0, 0.05, len(theta))
    total = np.exp(log_totals(theta) + luck)
    rows = [
        pl.DataFrame({"run": np.arange(len(theta)), "pattern": "countries", "cell": c, "value": v})
        for c, v in (("FR", share_of_france * total), ("PL", (1.0 - share_of_france) * total))
    ]
    return Bank(theta, np.arange(len(theta)), pl.concat(rows))


def test_totals_are_learnt_to_a_tenth(theta, base):
    pilot = learn_pilot(bank_of(theta, share_of_france=0.7), base.scenario)
    others = sobol(prior_box(), 512, 6, 0)
    assert np.std(pilot.log_total(others) - log_totals(others)) < 0.1
    assert 0.05 < pilot.error < 0.15
    other = learn_pilot(bank_of(theta, share_of_france=0.2), base.scenario)
    np.testing.assert_allclose(other.log_total(others), pilot.log_total(others), atol=1e-3)


def test_the_centre_is_the_base_and_the_band_lies_around_it(theta, base):
    pilot = learn_pilot(bank_of(theta, share_of_france=0.5), base.scenario)
    here = [one.value_in(base.scenario) for one in parameters().values()]
    assert here[-1] is None
    assert here[0] == base.scenario.choice.distance["default"]
    assert here[-2] == base.scenario.ending.partnership
    box = prior_box()
    point = np.clip(np.array([*here[:-1], 0.5]), box.low, box.high)[None, :]
    assert pilot.centre == pytest.approx(pilot.log_total(point)[0], abs=1e-9)
    assert pilot.plausible(point).all()
    others = sobol(box, 2048, 6, 0)
    apart = np.abs(pilot.log_total(others) - pilot.centre)
    assert np.array_equal(pilot.plausible(others), apart <= np.log(BAND))
    assert 0.2 < pilot.plausible(others).mean() < 0.7


def test_only_points_that_are_plausible_are_run():
    box = prior_box()

    def half(points):
        return points[:, 3] > box.low[3] + box.width[3] / 2.0

    every = sobol(box, 256, 3, 1)
    some = sobol(box, 100, 3, 1, half)
    assert half(some).all()
    # the same sequence, without the others: in order, and none twice
    assert np.array_equal(some, every[half(every)][:100])
    # more points than the first net holds: it goes on
    more = sobol(box, 128, 3, 1, half)
    assert np.array_equal(more[:100], some)
    assert len(np.unique(more, axis=0)) == 128
    with pytest.raises(RunError, match="0 of 8,192 points would found"):
        sobol(box, 128, 3, 1, lambda points: np.zeros(len(points), dtype=bool))


def test_points_of_some_parameters_keep_the_base_in_the_others(theta, base):
    pilot = learn_pilot(bank_of(theta, share_of_france=0.5), base.scenario)
    names = list(parameters())
    held = names.index("choice.distance")
    others = sobol(prior_box(), 256, 6, 0)
    others[:, held] = pilot.base[held]
    where = pilot.among([name for name in names if name != "choice.distance"])
    found = where(np.delete(others, held, axis=1))
    assert np.array_equal(found, pilot.plausible(others))
    assert 0 < found.sum() < 256
