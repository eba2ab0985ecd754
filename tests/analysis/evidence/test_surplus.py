"""What errors on the log scale add to totals, against what can be worked out by hand."""

import numpy as np
import polars as pl
import pytest

from analysis.estimation.counts.exposure import ALL_YEARS, Exposure
from analysis.evidence.surplus import surplus
from simulation.run import cached_world


@pytest.fixture(scope="module")
def exposed():
    """A hundred French rows, half of 1950 and half of 1970, and forty Polish ones of 1992;
    all of Hesse."""
    world = cached_world("germany")
    groups, years = len(world.groups), len(ALL_YEARS)
    expected, mix = np.zeros((groups, 2)), np.zeros((groups, 2, years))
    by_land = np.zeros((16, groups, years))
    by_land[world.laender.index("DE-HE")] = 1.0
    for country, cell, year, rows in (
        ("FR", 0, 1950, 50),
        ("FR", 1, 1970, 50),
        ("PL", 0, 1992, 40),
    ):
        group = world.groups.index(country)
        expected[group, cell] = rows
        mix[group, cell, year - ALL_YEARS[0]] = 1.0
    nothing = np.zeros((0, groups))
    return Exposure(expected, mix, by_land, nothing, np.zeros((0, groups, years)))


def test_an_error_of_an_appeal_adds_the_mean_of_its_exponential(history, exposed):
    off = np.array([-0.5, 0.5, -0.5, 0.5])
    told = surplus(history, pl.DataFrame({"appeal.FR": history.appeal["FR"] + off}), exposed)
    assert set(told) == {"FR", "PL"}
    assert told["FR"] == pytest.approx(np.log(np.cosh(0.5)), abs=1e-9)
    assert told["PL"] == pytest.approx(0.0, abs=1e-12)


def test_an_event_adds_to_the_years_after_it_alone(history, exposed):
    size = history.events["elysee_1963"].size
    felt = pl.DataFrame({"events.elysee_1963.size": [size + 1.0]})
    usual = pl.DataFrame({"events.elysee_1963.size": [size]})
    assert surplus(history, usual, exposed)["FR"] == pytest.approx(0.0, abs=1e-12)
    told = surplus(history, felt, exposed)
    # seven years after the treaty a part of it is left, and only half the rows are so late
    assert np.log(1.05) < told["FR"] < np.log(0.5 + 0.5 * np.e)
    assert told["PL"] == pytest.approx(0.0, abs=1e-12)


def test_growth_counts_from_its_zero(history, exposed):
    moved = pl.DataFrame({"rate.growth": [history.rate.growth + 0.1]})
    told = surplus(history, moved, exposed)
    late = min(1992, history.rate.grows_until)
    assert told["PL"] == pytest.approx(0.01 * (late - 1975), abs=1e-9)
    assert told["FR"] == pytest.approx(np.log(np.exp([-0.25, -0.05]).mean()), abs=1e-9)
