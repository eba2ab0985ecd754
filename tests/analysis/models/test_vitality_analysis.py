"""Vitality of material: a toy history, and what is refused."""

from functools import cache

import polars as pl
import pytest

from analysis.models.material import made, open_material
from analysis.models.results import ModelError
from analysis.models.vitality import fit
from analysis.models.vitality.living import living
from analysis.observation.register import RECORDED_SCHEMA
from scenarios import load
from simulation import History, simulate
from simulation.run import cached_world
from simulation.tables import municipalities


@cache
def history() -> History:
    return simulate(load("history"), seed=3, world="toy")


def tables() -> dict[str, pl.DataFrame]:
    run = history()
    return {"ties": run.ties, "ledger": run.ledger, "yearly": run.yearly}


@cache
def toy() -> pl.DataFrame:
    return municipalities(cached_world("toy")).sort("id")


def material(changed: dict[str, pl.DataFrame] | None = None, runs: int = 1):
    whole = {**tables(), **(changed or {})}
    return made(toy(), [whole] * runs, view="all", until=2025, source="mine", world="toy")


def test_a_toy_history_gives_both_models():
    found = fit(material())
    assert [table.name for table in found.tables] == ["ordered", "mixed"]
    row = found.table("ordered").row("school")
    assert row.low > 0.0  # who exchanged pupils five years ago does more today
    assert found.table("ordered").row("contact").estimate < 0.0
    assert found.table("ordered").n == found.frames["classes"]["ties"].sum()
    assert found.table("mixed").n == found.frames["by_age"]["ties"].sum()
    assert found.table("mixed").period == (2025, 2025)
    share = found.table("mixed").fit["share_between"]
    assert 0.0 <= share < 1.0


def test_who_lives_is_who_the_ledger_leaves_alive():
    found = living(material().parts[0], toy(), "mine")
    ledger = history().ledger
    born = ledger.filter(pl.col("event") == "founded", ~pl.col("detail").str.contains("sponsor"))
    ended = ledger.filter(pl.col("event") == "ended")
    asleep = ledger.filter(pl.col("event").is_in(["suspended", "resumed"]))
    suspended = asleep.unique("tie", keep="last", maintain_order=True).filter(event="suspended")
    alive = born.join(ended, on="tie", how="anti").join(suspended, on="tie", how="anti")
    old = alive.filter(pl.col("year") <= 2020)
    assert len(found.vitality) == old.height
    assert found.measures["ties_too_young"] == alive.height - old.height
    # a school exchange five years ago: began by then and did not stop by then
    school = ledger.filter(
        pl.col("detail").str.contains('"activity":"school"', literal=True),
        pl.col("event").is_in(["began", "stopped"]),
        pl.col("year") <= 2020,
    )
    going = school.unique("tie", keep="last", maintain_order=True).filter(event="began")
    place = [term.name for term in found.terms].index("school")
    assert found.design[:, place].sum() == old.join(going, on="tie", how="semi").height


def test_two_runs_are_pooled():
    table = fit(material(runs=2)).table("ordered")
    assert table.runs == 2
    assert table.rows[0].p is None


def test_a_register_is_refused(tmp_path):
    rows = [(2886242, 2988507, "DE", "FR", 1960, False, "partnership")]
    path = tmp_path / "mine.parquet"
    pl.DataFrame(rows, schema=RECORDED_SCHEMA, orient="row").write_parquet(path)
    with pytest.raises(ModelError, match=r"mine\.parquet: a register holds no vitality of ties; g"):
        fit(open_material(path))


def test_few_living_ties_are_refused():
    few = {"ties": history().ties.head(40)}
    with pytest.raises(ModelError, match="living ties are 5 years old at the end of 2025"):
        fit(material(few))


def test_an_impossible_vitality_is_refused():
    odd = history().ties.with_columns(vitality=pl.col("vitality") * 3.0)
    with pytest.raises(ModelError, match="holds a value that is not from 0 to 1"):
        fit(material({"ties": odd}))


def test_not_a_number_is_refused():
    odd = history().ties.with_columns(vitality=pl.col("vitality") * float("nan"))
    with pytest.raises(ModelError, match="holds a value that is not from 0 to 1"):
        fit(material({"ties": odd}))


def test_what_cannot_be_fitted_is_said_and_the_rest_is():
    same = history().ties.with_columns(vitality=0.9 + pl.col("vitality") / 20.0)
    found = fit(material({"ties": same}))
    assert [table.name for table in found.tables] == ["mixed"]
    assert found.notes == (
        "Not fitted: mine: all its living ties but a few are of one class of vitality, so nothing "
        "tells them apart; give a longer run or a larger world.",
    )
