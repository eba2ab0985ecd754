"""Survival of material: made registers, ledgers by hand, a toy history, and what is refused."""

import math
from functools import cache

import polars as pl
import pytest

from analysis.models.material import made
from analysis.models.results import ModelError
from analysis.models.survival import fit
from analysis.models.survival.first_tie import first_tie
from analysis.models.survival.lives import changes, left, stretches
from analysis.models.survival.sizes import searchers
from analysis.observation.register import RECORDED_SCHEMA
from scenarios import load
from simulation import History, simulate
from simulation.ledger import LEDGER_SCHEMA
from simulation.run import cached_world
from simulation.tables import municipalities


@cache
def history() -> History:
    return simulate(load("history"), seed=3, world="toy")


def tables(run: History) -> dict[str, pl.DataFrame]:
    return {"ties": run.ties, "ledger": run.ledger, "yearly": run.yearly}


@cache
def toy() -> pl.DataFrame:
    return municipalities(cached_world("toy")).sort("id")


def register(years: list[int | None]) -> pl.DataFrame:
    """One tie with a French place for each of the first German places."""
    home = toy().filter(pl.col("country") == "DE")["id"].to_list()
    away = toy().filter(pl.col("country") == "FR")["id"].to_list()
    rows = []
    for one, year in zip(home, years, strict=False):
        ends = (one, away[0], "DE", "FR") if one < away[0] else (away[0], one, "FR", "DE")
        rows.append((*ends, year, year is None, "partnership"))
    return pl.DataFrame(rows, schema=RECORDED_SCHEMA, orient="row")


def test_a_register_tells_first_ties_alone():
    years = [1955 + place % 40 for place in range(40)]
    found = fit(made(toy(), [{"recorded": register(years)}], source="mine", world="toy"))
    assert [table.name for table in found.tables] == ["hazard_first_tie", "cox_first_tie"]
    table = found.table("hazard_first_tie")
    assert table.fit["events"] == 40
    assert table.period == (1946, 1996)
    assert table.source == "mine"
    curve = found.frames["curves"].filter(group="all", process="first_tie")
    home = toy().filter(pl.col("country") == "DE").height
    assert curve["at_risk"][0] == home
    assert curve["survival"][-1] == pytest.approx(1 - 40 / home)


def test_years_at_risk_by_hand():
    years = [1960, 1996, 1997, None, 1940]
    home = searchers(toy(), "mine").head(6)
    ties = made(toy(), [{"recorded": register(years)}]).parts[0].ties()
    found = first_tie(ties, home, 2014, "recorded", "mine")
    whole = found.episodes.group_by("id").agg(pl.col("stop").max(), pl.col("event").any())
    told = {row[0]: row[1:] for row in whole.sort("id").iter_rows()}
    ids = home["id"].to_list()
    # 1960 and 1996 are seen, 1997 is too late; unknown and early ones are left out; none: at risk
    assert told == {
        ids[0]: (15, True),
        ids[1]: (51, True),
        ids[2]: (51, False),
        ids[5]: (51, False),
    }
    assert found.measures["places_without_a_known_year"] == 1
    assert found.measures["places_with_a_tie_until_1945"] == 1


def test_the_border_is_measured_to_the_nearest_place_abroad():
    places = toy()
    one = searchers(places, "mine").row(0, named=True)
    here = places.filter(id=one["id"]).row(0, named=True)

    def km(row):
        a, b = (math.radians(place["lat"]) for place in (here, row))
        turn = math.radians(row["lon"] - here["lon"])
        cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
        return 6371.0 * math.acos(min(cosine, 1.0))

    abroad = places.filter(pl.col("country") != "DE").iter_rows(named=True)
    assert one["ln_abroad_km"] == pytest.approx(math.log(min(map(km, abroad))), abs=1e-6)


def ledger(rows: list[tuple[int, str, str]]) -> pl.DataFrame:
    return pl.DataFrame(
        [(year, event, 7, 1, 2, detail) for year, event, detail in rows],
        schema=LEDGER_SCHEMA,
        orient="row",
    )


LIFE = [
    (1960, "founded", '{"form":"contact","kind":"twinning"}'),
    (1962, "began", '{"activity":"school"}'),
    (1962, "began", '{"activity":"travel"}'),
    (1964, "deepened", '{"new":"friendship","old":"contact"}'),
    (1966, "stopped", '{"activity":"school"}'),
    (1966, "stopped", '{"activity":"travel"}'),
    (1969, "slept", "{}"),
    (1971, "recovered", "{}"),
    (1975, "ended", "{}"),
]


def test_a_life_by_hand():
    told = ledger(LIFE)
    ties = pl.DataFrame(
        {"tie": [7], "founded": [1960]}, schema={"tie": pl.Int64, "founded": pl.Int32}
    )
    rows = stretches(ties, changes(told), left(told, ("ended",)), left(told, ("suspended",)), 1990)
    columns = ("start", "stop", "event", "form", "school", "schooled", "asleep")
    assert rows.select(columns).rows() == [
        (0, 2, False, "contact", 0.0, 0.0, 0.0),
        (2, 4, False, "contact", 1.0, 1.0, 0.0),
        (4, 6, False, "friendship", 1.0, 1.0, 0.0),
        (6, 9, False, "friendship", 0.0, 1.0, 0.0),
        (9, 11, False, "friendship", 0.0, 1.0, 1.0),
        (11, 15, True, "friendship", 0.0, 1.0, 0.0),
    ]
    # until it slept the same life has other ends: censored by nothing, with the event at 9 years
    asleep = stretches(ties, changes(told), left(told, ("slept",)), left(told), 1990)
    assert asleep["stop"].max() == 9
    assert asleep["event"].to_list() == [False, False, False, True]
    # and a run that ends before sees no event
    short = stretches(ties, changes(told), left(told, ("ended",)), left(told, ("suspended",)), 1970)
    assert short["stop"].max() == 10
    assert not short["event"].any()


def test_a_toy_history_gives_all_four_processes():
    run = history()
    found = fit(made(toy(), [tables(run)], view="all", until=2025, world="toy"))
    names = {table.name.split("_", 1)[1] for table in found.tables}
    assert names == {"first_tie", "deepening", "dormancy", "ending"}
    ending = found.table("cox_ending")
    born = run.ledger.filter(
        pl.col("event") == "founded", ~pl.col("detail").str.contains("sponsor")
    )
    ends = run.ledger.filter(pl.col("event") == "ended").join(born, on="tie", how="semi")
    assert ending.fit["events"] == ends.height
    # a contact is let go five times as often as a partnership: the default history says so
    contact = ending.row("contact")
    assert contact.low < math.log(5.0) < contact.high
    assert found.table("hazard_first_tie").row("ln_inhabitants").low > 0.0
    assert {"curves", "proportionality"} == set(found.frames)
    assert found.frames["proportionality"].filter(term="all").height == 4


def test_two_runs_are_pooled():
    one = tables(history())
    found = fit(made(toy(), [one, one], view="all", until=2025, world="toy"))
    table = found.table("cox_deepening")
    assert table.runs == 2
    assert table.rows[0].p is None
    assert table.rows[0].between == pytest.approx(0.0, abs=1e-12)
    assert set(found.frames["curves"]["replication"]) == {0, 1}


def test_what_cannot_be_fitted_is_said_and_the_rest_is():
    young = {**tables(history())}
    young["ledger"] = young["ledger"].filter(~pl.col("event").is_in(["ended"]))
    young["ties"] = young["ties"].with_columns(ended=pl.lit(None, dtype=pl.Int32))
    found = fit(made(toy(), [young], view="all", until=2025, source="mine", world="toy"))
    assert "cox_ending" not in [table.name for table in found.tables]
    assert any("mine: ending: 0 of its ties ended" in note for note in found.notes)


def test_a_register_without_years_is_refused():
    with pytest.raises(ModelError, match=r"^mine: none of its 30 ties abroad has a year"):
        fit(made(toy(), [{"recorded": register([None] * 30)}], source="mine", world="toy"))


def test_few_ties_are_refused():
    with pytest.raises(ModelError, match="1 of its places found a first tie"):
        fit(made(toy(), [{"recorded": register([1960])}], source="mine", world="toy"))


def test_a_world_without_german_places_is_refused():
    abroad = toy().filter(pl.col("country") != "DE")
    with pytest.raises(ModelError, match="holds no German place"):
        searchers(abroad, "mine")
