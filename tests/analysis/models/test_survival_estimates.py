"""Hazards: independent calculations, and known coefficients that are found again."""

import math

import numpy as np
import polars as pl
import pytest
from scipy.optimize import minimize
from scipy.stats import chi2

from analysis.models.survival.cox import cox, proportional
from analysis.models.survival.discrete import cells, hazard
from analysis.models.survival.meier import curves
from tests.analysis.models.lives_made_up import TERMS, drawn, process


def columns(rows: pl.DataFrame) -> tuple[np.ndarray, ...]:
    design = rows.select("x", "z").to_numpy()
    return design, *(rows[name].to_numpy() for name in ("start", "stop", "event"))


def efron(theta: np.ndarray, rows: pl.DataFrame) -> float:
    """Minus the log partial likelihood after Efron, risk set by risk set."""
    design, start, stop, event = columns(rows)
    risk, total = np.exp(design @ theta), 0.0
    for time in np.unique(stop[event]):
        here = (start < time) & (time <= stop)
        dying = event & (stop == time)
        deaths = int(dying.sum())
        total += float((design[dying] @ theta).sum())
        for rank in range(deaths):
            total -= math.log(risk[here].sum() - rank / deaths * risk[dying].sum())
    return -total


def curvature(function, at: np.ndarray, step=1e-4) -> np.ndarray:
    """Second derivatives by central differences."""
    size = len(at)
    result = np.empty((size, size))
    unit = np.eye(size) * step
    for i in range(size):
        for j in range(size):
            result[i, j] = (
                function(at + unit[i] + unit[j])
                - function(at + unit[i] - unit[j])
                - function(at - unit[i] + unit[j])
                + function(at - unit[i] - unit[j])
            ) / (4 * step * step)
    return result


def test_cox_is_the_optimum_of_the_partial_likelihood_after_efron():
    rows = drawn(1, 120)
    found = cox(process(rows), "made")
    best = minimize(efron, np.zeros(2), args=(rows,), method="BFGS", options={"gtol": 1e-7})
    assert found.effects == pytest.approx(best.x, abs=1e-6)
    assert found.log_likelihood == pytest.approx(-best.fun, rel=1e-9)
    errors = np.sqrt(np.diag(np.linalg.inv(curvature(lambda theta: efron(theta, rows), best.x))))
    assert np.sqrt(np.diag(found.covariance)) == pytest.approx(errors, rel=1e-5)


def person_years(rows: pl.DataFrame) -> pl.DataFrame:
    return (
        rows.with_columns(year=pl.int_ranges(pl.col("start") + 1, pl.col("stop") + 1))
        .explode("year")
        .with_columns(happens=pl.col("event") & (pl.col("year") == pl.col("stop")))
    )


def test_discrete_hazard_is_the_optimum_of_the_likelihood_of_single_years():
    rows = drawn(2, 300)
    found = hazard(process(rows), "made")
    years = person_years(rows)
    early = years["year"].to_numpy()
    level = np.column_stack([early < 4, (early >= 4) & (early < 8), early >= 8])
    design = np.column_stack([years.select("x", "z").to_numpy(), level.astype(float)])
    happens = years["happens"].to_numpy()

    def misfit(theta):
        rate = np.exp(design @ theta)
        return -float(np.where(happens, np.log(-np.expm1(-rate)), -rate).sum())

    start = np.array([0.0, 0.0, -3.0, -3.0, -3.0])
    best = minimize(misfit, start, method="BFGS", options={"gtol": 1e-5})
    assert found.effects == pytest.approx(best.x[:2], abs=1e-5)
    assert found.years == years.height
    information = np.linalg.inv(curvature(misfit, best.x))
    # statsmodels takes the expected information, the curvature is the observed one
    assert np.diag(found.covariance) ** 0.5 == pytest.approx(
        np.diag(information)[:2] ** 0.5, rel=0.05
    )


def test_the_only_term_of_one_stretch_has_a_closed_form():
    # two sides, one level: the hazards are shares, and the effect a difference of logs of logs
    rows = pl.DataFrame(
        {
            "start": 0,
            "stop": [1] * 100,
            "event": [True] * 12 + [False] * 38 + [True] * 30 + [False] * 20,
            "z": [0.0] * 50 + [1.0] * 50,
        },
        schema_overrides={"start": pl.Int64, "stop": pl.Int64},
    )
    found = hazard(process(rows, TERMS[1:], bins=(1,)), "made")
    expected = math.log(-math.log(1 - 30 / 50)) - math.log(-math.log(1 - 12 / 50))
    assert found.effects[0] == pytest.approx(expected, abs=1e-9)


def test_cells_hold_every_year_at_risk_and_every_event():
    rows = drawn(3, 200)
    table = cells(process(rows))
    years = person_years(rows)
    assert table.years.sum() == years.height
    assert table.events.sum() == years["happens"].sum() == rows["event"].sum()
    by_bin = years.filter(pl.col("year").is_between(4, 7))
    middle = table.design[:, 3] == 1.0
    assert table.years[middle].sum() == by_bin.height
    assert table.events[middle].sum() == by_bin["happens"].sum()
    assert (table.design[middle, 1] * table.years[middle]).sum() == by_bin["z"].sum()


def test_proportionality_by_hand():
    rows = drawn(4, 60)
    found = cox(process(rows), "made")
    design, start, stop, event = columns(rows)
    risk = np.exp(design @ found.effects)
    residuals, times = [], []
    for row in np.flatnonzero(event):
        here = (start < stop[row]) & (stop[row] <= stop)
        mean = (risk[here] @ design[here]) / risk[here].sum()
        residuals.append(design[row] - mean)
        times.append(stop[row])
    order = {
        time: np.mean([k + 1 for k, t in enumerate(sorted(times)) if t == time]) for time in times
    }
    rank = np.array([order[time] for time in times])
    rank = rank - rank.mean()
    scaled = len(times) * np.array(residuals) @ found.covariance
    expected = (rank @ scaled) ** 2 / (len(times) * np.diag(found.covariance) * (rank @ rank))
    assert found.proportional.statistic == pytest.approx(expected, rel=1e-6)
    assert found.proportional.p == pytest.approx(chi2.sf(expected, 1), rel=1e-6)
    whole = (rank @ residuals) @ found.covariance @ (rank @ residuals) * len(times) / (rank @ rank)
    assert found.proportional.whole == pytest.approx(whole, rel=1e-6)
    assert found.proportional.whole_p == pytest.approx(chi2.sf(whole, 2), rel=1e-6)


def test_events_of_one_time_have_no_course():
    found = proportional(np.ones((3, 2)), np.array([5, 5, 5]), np.eye(2))
    assert found.whole_p == 1.0
    assert (found.p == 1.0).all()


def test_proportional_hazards_are_rarely_refused_and_bent_ones_are_seen():
    # at 10 % more than 10 of 40 stand out by a chance of 0.0015
    refused = [
        cox(process(drawn(500 + seed, 250)), "made").proportional.p[0] < 0.1 for seed in range(40)
    ]
    assert sum(refused) <= 10
    bent = cox(process(drawn(9, 1500, bend=0.15)), "made").proportional
    assert bent.p[0] < 1e-4
    assert bent.correlation[0] > 0.1


def test_curve_by_hand():
    rows = pl.DataFrame(
        {
            "start": [0, 0, 0, 2, 0],
            "stop": [1, 3, 3, 4, 2],
            "event": [True, True, False, True, False],
            "x": 0.0,
            "z": 0.0,
        },
    )
    curve = curves(process(rows), 0).filter(group="all")
    assert curve["time"].to_list() == [1, 3, 4]
    assert curve["at_risk"].to_list() == [4, 3, 1]
    assert curve["survival"].to_list() == pytest.approx([3 / 4, 3 / 4 * 2 / 3, 0.0])
    # Greenwood's variance at 3: 1/(4*3) + 1/(3*2) = 0.25, on the log-log scale
    error = math.sqrt(0.25) / abs(math.log(0.5)) * 1.6448536269514722
    assert curve["low"][1] == pytest.approx(0.5 ** math.exp(error))
    assert curve["high"][1] == pytest.approx(0.5 ** math.exp(-error))


def test_curve_is_that_of_statsmodels():
    from statsmodels.duration.survfunc import SurvfuncRight

    rows = drawn(6, 200).sort("id", "start")
    whole = rows.group_by("id").agg(pl.col("stop").max(), pl.col("event").any()).sort("id")
    other = SurvfuncRight(whole["stop"].to_numpy(), whole["event"].to_numpy().astype(int))
    curve = curves(process(rows), 0).filter(group="all")
    assert curve["survival"].to_numpy() == pytest.approx(other.surv_prob, abs=1e-12)
    assert curve["at_risk"].to_numpy() == pytest.approx(other.n_risk)


def covered(sets: range) -> dict[str, np.ndarray]:
    """How many 90 % intervals of each model hold the true effects."""
    truth, inside = np.array([0.5, -0.7]), {"hazard": np.zeros(2), "cox": np.zeros(2)}
    for seed in sets:
        found = process(drawn(20_000 + seed, 300))
        for name, fit in (("hazard", hazard(found, "made")), ("cox", cox(found, "made"))):
            error = np.sqrt(np.diag(fit.covariance))
            inside[name] += np.abs(fit.effects - truth) < 1.6448536 * error
    return inside


def test_known_effects_are_found_again():
    # right intervals hold each 36 times of 40, and fewer than 29 times by a chance of 0.0005
    for inside in covered(range(40)).values():
        assert (inside >= 29).all()


@pytest.mark.deep
def test_known_effects_are_found_again_in_many_data_sets():
    # right intervals hold each 180 times of 200, fewer than 166 or more than 193 by 0.002 each
    for inside in covered(range(200)).values():
        assert (inside >= 166).all()
        assert (inside <= 193).all()
