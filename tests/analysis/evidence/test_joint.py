"""Draws of the whole posterior: what is in them, how they scatter, and what keeps totals."""

from dataclasses import replace

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
    """A bank in which ties grow half as fast as searches, Polish ones as repeats are welcome."""
    theta = sobol(prior_box(), 128, 1, 1)
    level = theta[:, prior_box().names.index("rate.level")]
    held = theta[:, prior_box().names.index("choice.held")]
    counts = {"FR": 2000.0 * np.exp(0.5 * level), "PL": 500.0 * np.exp(0.5 * level + 0.1 * held)}
    rows = [
        pl.DataFrame({"run": np.arange(128), "cell": country, "value": values})
        for country, values in counts.items()
    ]
    table = pl.concat(rows).with_columns(pattern=pl.lit("countries")).sort("run", "cell")
    return learn_totals(Bank(theta, np.arange(128), table))


@pytest.fixture(scope="module")
def made(totals, history, inputs):
    """Points, and what makes draws around them, given what errors add to totals."""
    names = list(parameters())
    theta = sobol(prior_box(), 200, 2, 1)
    # near enough to the middle for every draw to be a scenario
    theta = prior_box().from_unit(0.25 + 0.5 * prior_box().to_unit(theta))
    content = {"parameters": [{"name": name} for name in names], "seed": 1}
    columns = {name: theta[:, i] for i, name in enumerate(names)}
    posterior = Posterior(pl.DataFrame({"draw": np.arange(200), **columns}), content)
    rows, counted = ledger(history, inputs), (NAMES, COVARIANCE)
    return theta, lambda more: joint_draws(posterior, rows, counted, totals, history, more)


@pytest.fixture(scope="module")
def draws(made):
    theta, make = made
    return theta, make(lambda *_: {})


def test_totals_are_learnt_and_smooth_in_the_parameters(totals):
    assert totals.countries == ("FR", "PL")
    theta = sobol(prior_box(), 64, 3, 1)
    level, held = (theta[:, prior_box().names.index(n)] for n in ("rate.level", "choice.held"))
    told = totals.at(theta)
    assert told[:, 0] == pytest.approx(np.log(2000.5) + 0.5 * level, abs=0.02)
    assert told[:, 1] == pytest.approx(np.log(500.5) + 0.5 * level + 0.1 * held, abs=0.02)
    assert totals.explained[0] > 0.99


def test_half_of_what_all_appeals_do_is_lost_again(totals):
    """Ties that follow all searches by a half: all appeals together must move twice as far."""
    theta = sobol(prior_box(), 64, 3, 1)
    # at the very edge of the prior a slope rests on points beyond it
    theta[:, prior_box().names.index("rate.level")] /= 2.0
    same = totals.keeping(theta, np.full((64, 2), 0.1))
    assert same == pytest.approx(np.full((64, 2), -0.2), abs=0.01)
    # one against the other nothing is lost
    ties = np.exp(totals.at(theta))
    apart = np.column_stack([ties[:, 1], -ties[:, 0]]) / ties.sum(axis=1, keepdims=True)
    assert totals.keeping(theta, apart) == pytest.approx(-apart, abs=0.01)


def test_totals_that_ignore_searches_are_a_mistake(totals):
    flat = replace(totals, _coefficients=0.0 * totals._coefficients)
    theta = sobol(prior_box(), 8, 3, 1)
    with pytest.raises(ValueError, match=r"follow the level of searches by 0\.00 only"):
        flat.keeping(theta, np.zeros((8, 2)))


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
    names = list(parameters())
    level, held = (theta[:, names.index(name)] for name in ("rate.level", "choice.held"))
    moved = table["appeal.FR"].to_numpy() - history.appeal["FR"]
    slope, _ = np.polyfit(level, moved, 1)
    # searches of all that are more by a tenth take a tenth off all appeals
    assert slope == pytest.approx(-1.0, abs=0.1)
    between = table["appeal.PL"].to_numpy() - table["appeal.FR"].to_numpy()
    apart, _ = np.polyfit(held, between, 1)
    assert apart == pytest.approx(-0.1, abs=0.06)
    assert np.std(moved + level) == pytest.approx(0.1, rel=0.25)


def test_what_errors_add_on_average_is_taken_off(made, draws, totals, history):
    """A fiftieth too many in France, a hundredth too few in Poland; of ties, not of appeals."""
    theta, make = made

    def told(base, drawn):
        assert base is history
        assert drawn.columns == [*NAMES[:3], "events.elysee_1963.size"]
        assert drawn["appeal.FR"].mean() == pytest.approx(history.appeal["FR"], abs=0.03)
        return {"FR": 0.02, "PL": -0.01}

    table = make(told)
    more = [(table[c] - draws[1][c]).to_numpy() for c in ("appeal.FR", "appeal.PL")]
    wanted = totals.keeping(theta, np.tile([0.02, -0.01], (200, 1)))
    assert np.column_stack(more) == pytest.approx(wanted, abs=1e-5)
    assert np.mean(more[0]) < -0.02
    others = [name for name in table.columns if name not in ("appeal.FR", "appeal.PL")]
    assert table.select(others).equals(draws[1].select(others))


def test_events_hang_together_with_appeals(draws, history):
    theta, table = draws
    level = theta[:, list(parameters()).index("rate.level")]
    own = table["appeal.FR"].to_numpy() + level
    size = table["events.elysee_1963.size"].to_numpy()
    assert np.std(size) == pytest.approx(0.3, rel=0.2)
    assert np.corrcoef(own, size)[0, 1] == pytest.approx(-0.02 / 0.03, abs=0.15)
    assert (table["gates.restricted"] <= 1.0).all()
    assert table["gates.restricted"].median() == pytest.approx(history.gates.restricted, rel=0.05)
