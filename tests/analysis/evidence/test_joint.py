"""Draws of the whole posterior: what is in them, how they scatter, and what keeps totals."""

import numpy as np
import polars as pl
import pytest

from analysis.calibration import Posterior, parameters
from analysis.calibration.bank import Bank
from analysis.calibration.design import prior_box, sobol
from analysis.calibration.totals import learn_totals
from analysis.evidence import ledger
from analysis.evidence.joint import joint_draws

NAMES = ["appeal.FR", "appeal.PL", "gates.restricted", "events.elysee_1963"]
COVARIANCE = np.diag([0.01, 0.04, 0.01, 0.09])
COVARIANCE[0, 3] = COVARIANCE[3, 0] = -0.02


@pytest.fixture(scope="module")
def totals():
    """A bank in which French ties grow with the level of all searches, Polish ones with nothing."""
    theta = sobol(prior_box(), 128, 1, 1)
    level = theta[:, prior_box().names.index("rate.level")]
    counts = {"FR": 2000.0 * np.exp(0.5 * level), "PL": np.full(128, 500.0)}
    rows = [
        pl.DataFrame({"run": np.arange(128), "cell": country, "value": values})
        for country, values in counts.items()
    ]
    table = pl.concat(rows).with_columns(pattern=pl.lit("countries")).sort("run", "cell")
    return learn_totals(Bank(theta, np.arange(128), table))


@pytest.fixture(scope="module")
def draws(totals, history, inputs):
    names = list(parameters())
    theta = sobol(prior_box(), 200, 2, 1)
    # near enough to the middle for every draw to be a scenario
    theta = prior_box().from_unit(0.25 + 0.5 * prior_box().to_unit(theta))
    content = {"parameters": [{"name": name} for name in names], "seed": 1}
    columns = {name: theta[:, i] for i, name in enumerate(names)}
    posterior = Posterior(pl.DataFrame({"draw": np.arange(200), **columns}), content)
    rows = ledger(history, inputs)
    return theta, joint_draws(posterior, rows, (NAMES, COVARIANCE), totals, history)


def test_totals_are_learnt_and_smooth_in_the_parameters(totals):
    assert totals.countries == ("FR", "PL")
    theta = sobol(prior_box(), 64, 3, 1)
    level = theta[:, prior_box().names.index("rate.level")]
    told = totals.at(theta)
    assert told[:, 0] == pytest.approx(np.log(2000.5) + 0.5 * level, abs=0.02)
    assert told[:, 1] == pytest.approx(np.log(500.5), abs=0.01)
    assert totals.explained[0] > 0.99


def test_calibrated_numbers_are_the_posterior_s(draws, history):
    theta, table = draws
    names = list(parameters())
    assert table["draw"].to_list() == list(range(200))
    for name in ("choice.held", "rate.level", "life.spread"):
        assert table[name].to_numpy() == pytest.approx(theta[:, names.index(name)], abs=1e-5)
    ratio = history.ending.contact / history.ending.partnership
    assert (table["ending.contact"] / table["ending.partnership"]).to_numpy() == pytest.approx(
        np.full(200, ratio), rel=1e-2
    )
    assert "planted" not in table.columns


def test_what_ties_tell_is_normal_around_its_estimate(draws, history, inputs):
    _, table = draws
    value, error = (inputs.links["choice"][part]["mass"] for part in ("values", "errors"))
    assert table["choice.mass"].mean() == pytest.approx(value, abs=0.3 * error)
    assert table["choice.mass"].std() == pytest.approx(error, rel=0.2)
    # a null stays a null
    assert "rate.imitation" not in table.columns
    assert history.rate.imitation == 0.0


def test_appeals_keep_the_totals_whatever_the_level_of_searches(draws, totals, history):
    theta, table = draws
    level = theta[:, list(parameters()).index("rate.level")]
    moved = table["appeal.FR"].to_numpy() - history.appeal["FR"]
    slope, _ = np.polyfit(level, moved, 1)
    assert slope == pytest.approx(-0.5, abs=0.1)
    assert np.corrcoef(level, table["appeal.PL"].to_numpy())[0, 1] == pytest.approx(0.0, abs=0.25)
    assert np.std(moved + 0.5 * level) == pytest.approx(0.1, rel=0.2)


def test_events_hang_together_with_appeals(draws, history):
    theta, table = draws
    level = theta[:, list(parameters()).index("rate.level")]
    own = table["appeal.FR"].to_numpy() + 0.5 * level
    size = table["events.elysee_1963.size"].to_numpy()
    assert np.std(size) == pytest.approx(0.3, rel=0.2)
    assert np.corrcoef(own, size)[0, 1] == pytest.approx(-0.02 / 0.03, abs=0.15)
    assert (table["gates.restricted"] <= 1.0).all()
    assert table["gates.restricted"].median() == pytest.approx(history.gates.restricted, rel=0.05)
