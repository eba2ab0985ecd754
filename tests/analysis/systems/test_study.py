"""Paired differences, scores and what stays untouched, on pairs whose truth is known."""

import math

import polars as pl
import pytest
from scipy.stats import t

from analysis.systems.runs import DEFAULT, Pairs, design, run_pairs
from analysis.systems.scores import count_gains, share_gain
from analysis.systems.study import paired, study, untouched
from analysis.validation import observed
from scenarios import load
from scenarios.runs import Chosen, with_values
from simulation.systems import load_systems

SYSTEMS = {system.name: system for system in load_systems()}
BOARD, REGISTER = SYSTEMS["board"], SYSTEMS["register"]


def values(*numbers, name="living"):
    """One measure of several runs."""
    rows = [(place, name, float(number)) for place, number in enumerate(numbers)]
    return pl.DataFrame(rows, schema=["replication", "measure", "value"], orient="row")


def test_a_paired_difference_has_the_interval_of_its_mean():
    found = paired(values(10, 12, 17), values(8, 9, 10), "living")
    half = t.ppf(0.95, 2) * math.sqrt(7.0 / 3.0)
    assert found["mean"] == pytest.approx(4.0)
    assert found["without"] == pytest.approx(9.0)
    assert (found["low90"], found["high90"]) == pytest.approx((4.0 - half, 4.0 + half))


def test_pairs_are_matched_by_their_seed_not_their_place():
    one, other = values(10, 12, 17), values(8, 9, 10)
    assert paired(one.reverse(), other, "living") == paired(one, other, "living")
    assert paired(one, other.filter(pl.col("replication") != 1), "living")["mean"] == 4.5


def test_one_pair_tells_nothing():
    assert paired(values(10), values(8), "living") is None
    assert paired(values(10, 11), values(8, 9), "dormant share") is None


def recorded_runs(bent=1.0, cell=None):
    """Summaries of three runs that repeat the record, with some cells made larger."""
    known = observed().select(
        "pattern", "cell", value=pl.col("recorded").fill_null(0.0).cast(pl.Float64)
    )
    if cell is not None:
        value = pl.when(pl.col("cell").str.contains(cell)).then(pl.col("value") * bent)
        known = known.with_columns(value=value.otherwise(pl.col("value")))
    runs = [
        known.with_columns(pl.col("value") * spread, replication=pl.lit(place))
        for place, spread in enumerate((0.9, 1.0, 1.1))
    ]
    return pl.concat(runs)


def test_the_truth_gains_on_what_is_bent():
    truth, bent = recorded_runs(), recorded_runs(4.0, r"\|FR$")
    gain, loss = share_gain(truth, bent), share_gain(bent, truth)
    assert gain["gain"] > 2.0 * gain["error"] > 0.0
    assert loss["gain"] == pytest.approx(-gain["gain"])
    assert share_gain(truth, truth)["gain"] == 0.0


def test_counts_that_are_bent_lose():
    truth, bent = recorded_runs(), recorded_runs(3.0, r"DE-BW|\|200")
    own, gains = count_gains(truth, {"bent": bent, "same": truth})
    assert own["cells"] > 50
    assert own["coverage"] > 0.95
    assert gains["bent"]["interval_gain"] > 0.0
    assert gains["bent"]["five_year_gain"] > 0.0
    assert gains["bent"]["coverage"] < own["coverage"]
    assert gains["same"]["interval_gain"] == gains["same"]["five_year_gain"] == 0.0


class Known(Pairs):
    """Pairs whose tables are given."""

    def __init__(self, tables):
        self.systems, self.replications, self._tables = ("board",), 2, tables

    def rows(self, table):
        return self._tables[table]


def test_the_first_year_that_differs_and_the_ties_that_are_kept():
    schema = ["replication", "year", "sha256"]
    one = [(0, 1950, "a"), (0, 1951, "b"), (1, 1950, "a"), (1, 1953, "c")]
    other = [(0, 1950, "a"), (0, 1951, "b"), (1, 1950, "a"), (1, 1952, "z"), (1, 1953, "c")]
    ties = ["replication", "a", "b", "founded"]
    tables = {
        "years": {DEFAULT: one, "board": other},
        "foundings": {
            DEFAULT: [(0, 1, 2, 1960), (0, 1, 3, 1961), (1, 1, 2, 1960), (1, 4, 5, 1970)],
            "board": [(0, 1, 2, 1960), (0, 1, 3, 1962), (1, 1, 2, 1960), (1, 4, 5, 1970)],
        },
    }
    columns = {"years": schema, "foundings": ties}
    frames = {
        table: {name: pl.DataFrame(rows, columns[table], orient="row") for name, rows in of.items()}
        for table, of in tables.items()
    }
    assert untouched(Known(frames)) == {"board": {"first_year": 1952, "kept": 0.75}}
    frames["years"]["board"] = frames["years"][DEFAULT]
    assert untouched(Known(frames))["board"]["first_year"] is None


def test_a_design_runs_each_seed_with_and_without():
    table = design(load("history"), [BOARD, SYSTEMS["rupture"]], 2, seed=7)
    assert table["seed"].to_list() == [7, 7, 7, 8, 8, 8]
    assert table["board.active"].to_list() == [None, False, None] * 2
    assert table["events.russia_2022.active"].to_list() == [None, None, False] * 2


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    lively = {"start": 2000, "until": 2014, "rate.level": 3.0}
    few = Chosen(with_values(load("history"), lively))
    out = tmp_path_factory.mktemp("pairs") / "runs"
    return run_pairs(few, [BOARD, REGISTER], out, replications=2, world="toy")


def test_pairs_on_the_toy_world_part_where_they_may(pairs):
    found = untouched(pairs)
    assert found["board"]["first_year"] == BOARD.since
    assert found["register"] == {"first_year": None, "kept": 1.0}
    measured = pairs.values()
    lost = paired(measured[DEFAULT], measured["register"], "mark|register")
    assert lost["without"] == 0.0
    assert lost["mean"] > 0.0
    assert paired(measured[DEFAULT], measured["register"], "living")["mean"] == 0.0


def test_a_study_holds_every_system_and_is_the_same_again(pairs, monkeypatch):
    # the toy world is too small for the contest: its scores are tested above
    scores = {"cells": 1, "coverage": 0.5, "score": 1.0}
    monkeypatch.setattr(
        "analysis.systems.study.count_gains",
        lambda _one, without: (scores, {name: {"coverage": 0.5} for name in without}),
    )
    found = study(pairs, [BOARD, REGISTER], "toy")
    assert list(found["systems"]) == ["board", "register"]
    assert found["systems"]["register"]["effects"]["living"]["mean"] == 0.0
    assert found["systems"]["register"]["effects"]["total|all"]["mean"] < 0.0
    assert found["record"]["total|all"] == 7102
    assert study(pairs, [BOARD, REGISTER], "toy") == found
