"""Cells, rivals and scores by hand; the runs in the toy world; nothing later than 1986 is read."""

import json
import math

import numpy as np
import polars as pl
import pytest
from scipy.stats import nbinom, poisson

from analysis.calibration import parameters
from analysis.contest.time_split import declared
from analysis.contest.time_split.__main__ import RESULT, main
from analysis.contest.time_split.cells import FIRST, LAST, Cells, gathered, label, span
from analysis.contest.time_split.design import OPENING, Known, central, known, levelled
from analysis.contest.time_split.design import predictive_draws as draws_of
from analysis.contest.time_split.rivals import (
    french_jump,
    persistence,
    persistence_with_jump,
    trend,
)
from analysis.contest.time_split.runs import fingerprint
from analysis.contest.time_split.scores import gains, model_forecast, paired, scored
from analysis.contest.time_split.verdict import verdict
from analysis.estimation import write
from analysis.estimation.counts.seen import BEFORE
from analysis.estimation.covariance import save_covariance
from scenarios.runs import with_values
from simulation.past import load_events

YEARS = LAST - FIRST + 1


def cells(*rows, opened=()):
    """Countries with given ties a year."""
    table = np.array(rows, dtype=np.float64)
    names = ("FR", "GB", "PL", "CZ")[: len(rows)]
    return Cells(names, np.array([name in opened for name in names]), table)


def steady(*rates, opened=("PL",)):
    """Counts that swing by one around a rate."""
    swing = np.where(np.arange(YEARS) % 2 == 0, 1.0, -1.0)
    return cells(*[np.maximum(rate + swing, 0.0) for rate in rates], opened=opened)


def test_periods_are_cut_alike_in_every_decade():
    assert [label(1986, step) for step in range(4)] == ["1987-89", "1990-91", "1992-94", "1995-96"]
    assert span(1976, 0) == (1977, 1979)
    assert span(1986, 3) == (1995, 1996)


def test_the_record_is_told_by_country_and_year():
    found = declared()
    assert found.ties.shape == (len(found.countries), 50)
    assert "DE" not in found.countries
    opened = {c for c, flag in zip(found.countries, found.opened, strict=True) if flag}
    assert {"PL", "CZ", "HU", "RU", "LT"} <= opened
    assert not {"FR", "IT", "HR", "IL"} & opened
    few = gathered([("FR", 1947, 2), ("FR", 1996, 3), ("FR", 1997, 9), ("XX", 1950, 1)], ("FR",))
    assert few.sum() == 5
    assert few[0, 0] == 2


def test_persistence_and_the_french_jump_by_hand():
    french = np.zeros(YEARS)
    french[1953 - FIRST : 1963 - FIRST] = 10.0
    french[1963 - FIRST : 1973 - FIRST] = 30.0
    table = cells(french, np.full(YEARS, 2.0), np.full(YEARS, 1.0), opened=("PL",))
    assert french_jump(table) == 3.0
    per_year = np.array([0.5, 10.5, 5.5]) / 5.0
    assert persistence(table, 1986, 0) == pytest.approx(3 * per_year)
    assert persistence(table, 1986, 1) == pytest.approx(2 * per_year)
    assert persistence_with_jump(table, 1986, 0) == pytest.approx(3 * per_year)
    assert persistence_with_jump(table, 1986, 1) == pytest.approx(2 * per_year * [1, 1, 3])


def test_the_trend_goes_on_along_its_line():
    growing = np.round(np.exp(0.05 * np.arange(YEARS)) * 40.0)
    table = cells(growing, 3 * growing, opened=())
    expected = trend(table, 1986, 0)
    years = np.exp(0.05 * np.arange(1987 - FIRST, 1990 - FIRST)).sum() * 40.0
    assert expected.sum() == pytest.approx(4 * years, rel=0.01)
    assert expected[1] / expected[0] == pytest.approx(3.0, rel=0.01)


def test_no_rival_and_no_discrepancy_sees_a_later_tie():
    early, late = steady(8, 4, 1), steady(8, 4, 1)
    late.ties[:, 1987 - FIRST :] *= 7.0
    for rule in (trend, persistence, persistence_with_jump):
        for step in range(4):
            assert rule(early, 1986, step).tolist() == rule(late, 1986, step).tolist()
    runs = np.random.default_rng(1).poisson(3.0, (6, 3, YEARS)).astype(float)
    assert model_forecast(runs, early).equals(model_forecast(runs, late))
    ahead = [scored(runs, table).drop("recorded", "inside", "score") for table in (early, late)]
    assert ahead[0].equals(ahead[1])


def test_a_cell_is_scored_as_by_hand():
    table = steady(20, 10, 1, opened=())
    table.ties[2] = 0.0
    runs = np.stack([table.ties, table.ties])
    own = scored(runs, table).filter(pl.col("entry") == "model")
    french = own.filter(country="FR", period="1987-89").row(0, named=True)
    assert french["mean"] == 61.0  # 1987 is an even place: 21, 19, 21
    assert french["dispersion"] == 0.0
    assert french["score"] == pytest.approx(poisson.logpmf(61, 61.0))
    assert (french["low90"], french["high90"]) == tuple(poisson.ppf([0.05, 0.95], 61.0))
    polish = own.filter(country="PL", period="1995-96").row(0, named=True)
    assert polish["mean"] == 0.05


def test_the_spread_of_the_runs_is_in_the_score():
    table = steady(20, 10, 1, opened=())
    runs = np.stack([0.5 * table.ties, 1.5 * table.ties])
    french = scored(runs, table).filter(entry="model", country="FR", period="1987-89")
    spread = np.var([30.5, 91.5], ddof=1) * 1.5
    size = 1.0 / ((spread - 61.0) / 61.0**2)
    assert french["mean"].item() == 61.0
    assert french["score"].item() == pytest.approx(
        nbinom.logpmf(61, size, size / (size + 61.0)), abs=0.02
    )


def test_gains_are_paired_with_an_error_over_countries():
    pairs = pl.DataFrame(
        {
            "country": ["A", "A", "B", "C"],
            "period": ["x", "y", "x", "x"],
            "score": [-1.0, -1.0, -2.0, -3.0],
            "score_rival": [-2.0, -3.0, -2.0, -2.0],
        }
    )
    gain, error = paired(pairs)
    assert gain == 2.0
    assert error == pytest.approx(np.std([3.0, 0.0, -1.0], ddof=1) * math.sqrt(3))


def test_who_knows_what_comes_wins_and_who_does_not_loses():
    table = steady(20, 10, 1, 2, opened=("PL", "CZ"))
    table.ties[2:, 1990 - FIRST :] *= 12.0
    noise = np.random.default_rng(2)
    right = noise.poisson(table.ties, (30, 4, YEARS)).astype(float)
    wrong = right.copy()
    wrong[:, :, 1987 - FIRST :] = noise.poisson(60.0, (30, 4, YEARS - 40))
    for runs, holds in ((right, True), (wrong, False)):
        found = verdict(runs, table)
        assert {rule["holds"] for rule in found["rules"]} == {holds}
        whole = [row for row in found["gains"] if row["period"] == row["countries"] == "all"]
        assert [row["rival"] for row in whole] == ["trend", "persistence_jump", "persistence"]
    parts = gains(scored(right, table)).filter(pl.col("rival") == "trend", period="all")
    by_group = dict(parts.select("countries", "gain").iter_rows())
    assert by_group["opening"] + by_group["others"] == pytest.approx(by_group["all"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Estimates as `analysis.estimation --until 1986` saves them, with the values that ship."""
    place = tmp_path_factory.mktemp("until_1986")
    links = write.read(write.LINKS)
    write.save(place / "links.json", {**links, "until": 1986})
    flows = write.read(write.FLOWS)
    early = {e.id for e in load_events() if e.date.year <= BEFORE.until}
    kept = {
        name: value
        for name, value in flows["estimates"].items()
        if not name.startswith("events.") or name.partition(".")[2] in early
    }
    write.save(place / "flows.json", {**flows, "estimates": kept})
    errors = np.array([error for _, error in kept.values()])
    save_covariance(list(kept), np.diag(errors**2), place)
    return place


def test_after_1986_only_what_is_told_happens(folder):
    base = central(known(folder))
    happens = {name for name, response in base.events.items() if response.active}
    late = {event.id for event in load_events() if event.date.year > 1986}
    assert happens & late == {OPENING, "reunification_1990"}
    assert base.events[OPENING].size == 0.0
    assert base.until == 2014


def test_draws_are_scenarios_and_the_opening_has_the_spread_of_earlier_events(folder):
    found = known(folder)
    base, (mean, spread) = central(found), found.earlier
    table = draws_of(found, base, 256)
    size = table[f"events.{OPENING}.size"]
    assert size.mean() == pytest.approx(mean, abs=0.02)
    assert size.std() == pytest.approx(spread, rel=0.05)
    assert 0.0 < spread <= 0.8
    appeal, error = found.flows["estimates"]["appeal.FR"]
    assert table["appeal.FR"].mean() == pytest.approx(appeal, abs=0.2 * error)
    assert table["appeal.FR"].std() == pytest.approx(error, rel=0.2)
    assert table["gates.restricted"].max() <= 1.0
    low, high = parameters()["recording.lag"].prior
    assert table["recording.lag"].min() == pytest.approx(low, abs=0.05 * (high - low))
    assert table["recording.lag"].max() == pytest.approx(high, abs=0.05 * (high - low))
    assert table.equals(draws_of(found, base, 256))
    curve, error = found.rates["rate.size_curve"]
    assert table["rate.size_curve"].std() == pytest.approx(error, rel=0.1)
    assert curve == found.links["rate"]["values"]["size_curve"]
    assert table["rate.size"].std() == pytest.approx(found.links["rate"]["errors"]["size"], rel=0.1)
    assert "rate.east" in table.columns
    assert "rate.east" not in found.rates
    with_values(base, {k: v for k, v in table.row(0, named=True).items() if k != "seed"})


def test_each_draw_is_moved_to_the_recorded_level():
    table = pl.DataFrame({"seed": [1, 2]})
    moved = levelled(table, np.array([100.0, 400.0]), 200.0)
    assert moved["rate.level"].to_list() == pytest.approx([math.log(2), -math.log(2)], abs=1e-6)


def test_estimates_of_all_years_are_refused(folder, tmp_path):
    with pytest.raises(ValueError, match=r"links\.json: not in"):
        known(tmp_path)
    for name in ("flows.json", "links.json"):
        (tmp_path / name).write_bytes((folder / name).read_bytes())
    write.save(tmp_path / "links.json", write.read(write.LINKS))
    with pytest.raises(ValueError, match="holds ties of all years"):
        known(tmp_path)


@pytest.mark.skipif(not RESULT.is_file(), reason="the time split was not run yet")
def test_what_ships_belongs_to_the_estimates_and_the_model():
    found = json.loads(RESULT.read_bytes())
    again = "run `python -m analysis.contest.time_split` again"
    assert found["world"] == "germany"
    assert found["inputs"]["scenario"] == fingerprint(central(known())), again


def test_the_sizes_of_stocks_are_no_guide():
    flows = {
        "estimates": {"events.cemr_1951": [9.0, 1], "events.elysee_1963": [1.0, 1]},
        "spread": 0.5,
    }
    assert Known({}, flows, [], np.zeros((0, 0))).earlier == (1.0, 0.5)


@pytest.mark.deep
def test_it_runs_in_the_toy_world(folder, tmp_path, capsys):
    call = ["--estimates", str(folder), "--world", "toy", "--runs", "2", "--workers", "1"]
    into = tmp_path / "time_split.json"
    assert main([*call, "--out", str(tmp_path / "out"), "--into", str(into)]) == 0
    found = json.loads(into.read_bytes())
    assert found["world"] == "toy"
    assert len(found["rules"]) == 2
    assert len(found["cells"]) == 4 * 4 * len(declared().countries)
    assert main([*call, "--out", str(tmp_path / "out"), "--into", str(into)]) == 2
    assert "Error" in capsys.readouterr().err
    again = tmp_path / "again.json"
    assert main([*call, "--resume", "--out", str(tmp_path / "out"), "--into", str(again)]) == 0
    assert again.read_bytes() == into.read_bytes()
