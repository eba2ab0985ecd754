"""Yearly tables against a plain walk through the ledger, year by year."""

import json
from collections import Counter

import numpy as np
import polars as pl
import pytest

from scenarios import load
from simulation.life.halts import meetings
from simulation.run import simulate
from simulation.tables import spells
from simulation.tables.replay import TRAVELLING
from simulation.tables.yearly import PEOPLE, YEARLY_SCHEMA, yearly


@pytest.fixture(scope="module")
def history():
    return simulate(load("history"), seed=4, world="toy")


def alive_in(ledger, year):
    """Form and activities of each tie at the end of a year, replayed row by row."""
    form, carried = {}, {}
    rows = ledger.filter((pl.col("year") <= year) & pl.col("tie").is_not_null())
    for event, tie, text in rows.select("event", "tie", "detail").iter_rows():
        detail = json.loads(text)
        if event in ("founded", "converted"):
            form[tie] = detail["form"]
        elif event == "deepened":
            form[tie] = detail["new"]
        elif event == "began":
            carried[tie, detail["activity"]] = detail
        elif event == "stopped":
            del carried[tie, detail["activity"]]
        elif event == "ended":
            del form[tie]
            carried = {key: known for key, known in carried.items() if key[0] != tie}
    return form, carried


@pytest.mark.parametrize("year", [1975, 1995, 2020, 2025])
def test_stocks_and_people_are_those_of_a_plain_walk(history, year):
    form, carried = alive_in(history.ledger, year)
    motive = dict(history.ties.select("tie", "motive").iter_rows())
    stock = Counter((motive[tie], form[tie]) for tie in form)
    known = meetings(history.model.climates, year, year)
    ends = {tie: (a, b) for tie, a, b in history.ties.select("tie", "a", "b").iter_rows()}
    met = Counter()
    for (tie, activity), detail in carried.items():
        share = known.passing(year, known.partner(*ends[tie])) if activity in TRAVELLING else 1.0
        met[motive[tie], form[tie]] += share * detail["under_30"]
    assert stock
    now = history.yearly.filter(pl.col("year") == year)
    for row in now.iter_rows(named=True):
        key = row["motive"], row["form"]
        assert row["stock"] == stock[key]
        assert row["people_under_30"] == pytest.approx(met[key], abs=0.51)


def test_halts_show_in_a_year_of_the_pandemic(history):
    told = history.ledger, history.ties, 1945, 2025
    free = yearly(*told).filter(pl.col("year") == 2020)
    halted = history.yearly.filter(pl.col("year") == 2020)
    assert halted["people"].sum() < free["people"].sum()


def test_flows_add_up_to_stocks(history):
    table = history.yearly.group_by("year").agg(pl.col("founded", "ended", "stock").sum())
    table = table.sort("year")
    grown = np.cumsum(table["founded"].to_numpy() - table["ended"].to_numpy())
    assert grown.tolist() == table["stock"].to_list()


def test_an_activity_is_split_where_its_tie_takes_another_form():
    rows = [
        (1950, "founded", '{"form":"contact","kind":"twinning"}'),
        (1952, "began", '{"activity":"school","age":40,"over_60":1,"people":9,"under_30":5}'),
        (1955, "deepened", '{"new":"partnership","old":"contact"}'),
        (1955, "deepened", '{"new":"friendship","old":"partnership"}'),
        (1957, "stopped", '{"activity":"school","age":45,"why":"nobody takes over"}'),
        (1958, "began", '{"activity":"sport","age":40,"over_60":1,"people":7,"under_30":2}'),
        (1960, "ended", '{"why":"asleep"}'),
    ]
    columns = ("year", "event", "detail")
    ledger = pl.DataFrame(rows, schema=columns, orient="row").with_columns(tie=pl.lit(0))
    turned = spells.turns(ledger)
    assert spells.stages(turned).rows() == [
        (0, "contact", 1950, 1955),
        (0, "partnership", 1955, 1955),
        (0, "friendship", 1955, 1960),
    ]
    found = spells.spells(ledger, turned).select("form", "activity", "since", "until", "people")
    assert found.rows() == [
        ("contact", "school", 1952, 1955, 9),
        ("friendship", "school", 1955, 1957, 9),
        ("friendship", "sport", 1958, 1960, 7),
    ]


def test_a_run_without_ties_or_activities_has_its_columns(history):
    none = history.ledger.clear()
    assert yearly(none, history.ties.clear(), 1945, 1950).schema == pl.Schema(YEARLY_SCHEMA)
    quiet = history.ledger.filter(~pl.col("event").is_in(["began", "stopped"]))
    frame = yearly(quiet, history.ties, 1945, 2025)
    assert frame.select(PEOPLE).null_count().row(0) == (frame.height,) * 3
