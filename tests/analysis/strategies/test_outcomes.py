"""The small table of a run says what the run's own tables say."""

import json
from types import SimpleNamespace

import polars as pl
import pytest

from analysis.strategies.groups import GROUPS
from analysis.strategies.outcomes import FIRST_YEAR, OUTCOMES_SCHEMA, outcomes
from scenarios.files import load
from simulation import simulate
from simulation.ledger import LEDGER_SCHEMA


@pytest.fixture(scope="module")
def history():
    return simulate(load("outlook"), 3, "toy", until=2032)


@pytest.fixture(scope="module")
def table(history):
    return outcomes(history)


def everyone(table):
    return table.filter(pl.col("by") == "all").sort("year")


def test_living_and_dormant_ties_are_those_of_ties_at(history, table):
    rows = {row["year"]: row for row in everyone(table).iter_rows(named=True)}
    for year in range(FIRST_YEAR, 2033):
        ties = history.ties_at(year).filter(pl.col("kind") != "sponsorship")
        status = dict(ties["status"].value_counts().iter_rows())
        assert rows[year]["living"] == status.get("active", 0) + status.get("weak", 0) > 0
        assert rows[year]["dormant"] == status.get("dormant", 0)


def test_people_are_those_of_yearly_before_it_rounds(history, table):
    late = history.yearly.filter(pl.col("year") >= FIRST_YEAR)
    cells = late.filter(pl.col("year") == FIRST_YEAR).height
    sums = late.group_by("year").agg(pl.col("people", "people_under_30").sum()).sort("year")
    ours = everyone(table)
    assert ours["people"].min() > 0
    assert (ours["people"] - sums["people"]).abs().max() <= cells / 2
    assert (ours["under_30"] - sums["people_under_30"]).abs().max() <= cells / 2


def test_halts_let_fewer_people_meet(table):
    people = dict(everyone(table).select("year", "people").iter_rows())
    assert people[2020] < 0.8 * people[2019]


def test_flows_explain_the_change_of_the_stock(history, table):
    ours = everyone(table)
    stock = (ours["living"] + ours["dormant"]).diff().drop_nulls().to_list()
    flow = (ours["founded"] - ours["ended"]).to_list()[1:]
    suspended = set(history.ledger.filter(pl.col("event") == "suspended")["year"].to_list())
    assert any(flow)
    assert not suspended & set(range(FIRST_YEAR, 2033))
    assert stock == flow


@pytest.mark.parametrize("by", ["size", "side", "border", "country"])
def test_groups_of_a_kind_add_up_to_all(table, by):
    counts = list(OUTCOMES_SCHEMA)[3:]
    parts = table.filter(pl.col("by") == by)
    assert parts["group"].unique(maintain_order=True).to_list() == list(GROUPS[by])
    sums = parts.group_by("year").agg(pl.col(counts).sum()).sort("year")
    whole = everyone(table)
    for name in counts:
        assert (sums[name] - whole[name]).abs().max() < 0.01


def test_groups_are_those_of_the_places(history, table):
    ties = history.ties_at(2030).filter(
        pl.col("status").is_in(["active", "weak"]) & (pl.col("kind") != "sponsorship")
    )
    places = history.municipalities.select("id", "country")
    ends = ties.join(places, left_on="a", right_on="id").join(places, left_on="b", right_on="id")
    french = ends.filter((pl.col("country") == "FR") | (pl.col("country_right") == "FR")).height
    inner = ends.filter((pl.col("country") == "DE") & (pl.col("country_right") == "DE"))
    shown = dict(
        table.filter(pl.col("year") == 2030, pl.col("by") == "country")
        .select("group", "living")
        .iter_rows()
    )
    assert shown["FR"] == french > 0
    assert shown["DE"] == inner.height > 0


def written(history, rows):
    """The same world and time, but another ledger."""
    a, b = history.ties.row(0, named=True)["a"], history.ties.row(0, named=True)["b"]
    full = [
        (year, event, tie, a, b, json.dumps(detail, sort_keys=True, separators=(",", ":")))
        for year, event, tie, detail in rows
    ]
    ledger = pl.DataFrame(full, schema=LEDGER_SCHEMA, orient="row")
    return SimpleNamespace(
        parameters=history.parameters, world=history.world, model=history.model, ledger=ledger
    )


def test_a_suspended_tie_is_neither_living_nor_dormant_until_it_is_resumed(history):
    rows = [
        (2000, "founded", 0, {"kind": "twinning"}),
        (2016, "suspended", 0, {}),
        (2018, "resumed", 0, {}),
        (2020, "slept", 0, {}),
        (2022, "recovered", 0, {}),
        (2024, "ended", 0, {}),
    ]
    ours = everyone(outcomes(written(history, rows)))
    seen = dict(zip(ours["year"], zip(ours["living"], ours["dormant"], strict=True), strict=True))
    assert [seen[year] for year in range(2015, 2026)] == [
        *[(1, 0), (0, 0), (0, 0), (1, 0), (1, 0), (0, 1), (0, 1), (1, 0), (1, 0), (0, 0), (0, 0)]
    ]
    assert ours.filter(pl.col("ended") == 1)["year"].to_list() == [2024]


def test_a_sponsorship_counts_once_it_is_mutual(history):
    rows = [
        (2000, "founded", 0, {"kind": "sponsorship"}),
        (2000, "founded", 1, {"kind": "sponsorship"}),
        (2017, "converted", 0, {"kind": "twinning", "form": "partnership"}),
        (2020, "ended", 0, {}),
        (2020, "ended", 1, {}),
    ]
    ours = everyone(outcomes(written(history, rows))).filter(pl.col("year") <= 2020)
    assert ours["living"].to_list() == [0, 0, 1, 1, 1, 0]
    assert ours["founded"].to_list() == [0, 0, 1, 0, 0, 0]
    assert ours["ended"].to_list() == [0, 0, 0, 0, 0, 1]


def test_activities_end_with_their_tie_and_when_they_stop(history):
    meeting = {"age": 40, "over_60": 0, "people": 10, "under_30": 4}
    rows = [
        (2000, "founded", 0, {"kind": "twinning"}),
        (2000, "began", 0, {"activity": "digital", **meeting}),
        (2016, "stopped", 0, {"activity": "digital", "age": 56, "why": "nobody takes over"}),
        (2018, "began", 0, {"activity": "digital", **meeting, "people": 30}),
        (2021, "ended", 0, {}),
    ]
    ours = everyone(outcomes(written(history, rows))).filter(pl.col("year") <= 2021)
    assert ours["people"].to_list() == [10, 0, 0, 30, 30, 30, 0]
    assert ours["under_30"].to_list() == [4, 0, 0, 4, 4, 4, 0]


def test_a_history_that_ends_before_has_no_row():
    early = simulate(load("history"), 1, "toy", until=1950)
    assert outcomes(early).is_empty()
    assert dict(outcomes(early).schema) == OUTCOMES_SCHEMA


@pytest.mark.deep
def test_a_whole_german_history_agrees_with_its_tables():
    history = simulate(load("outlook"), 1, "germany")
    ours = {row["year"]: row for row in everyone(outcomes(history)).iter_rows(named=True)}
    for year in (2022, 2045):
        ties = history.ties_at(year).filter(pl.col("kind") != "sponsorship")
        status = dict(ties["status"].value_counts().iter_rows())
        assert ours[year]["living"] == status["active"] + status["weak"]
        assert ours[year]["dormant"] == status["dormant"]
        people = history.yearly.filter(pl.col("year") == year)["people"]
        assert abs(ours[year]["people"] - people.sum()) <= len(people) / 2
