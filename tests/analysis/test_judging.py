"""A folder is scored, and from eight runs on set beside the rivals."""

import polars as pl
import pytest

from analysis import judging
from analysis.judging import judge
from analysis.validation import score
from scenarios.posterior import load_draws
from scenarios.runs import choose, ensemble, run

TOY = {"seed": 1, "world": "toy"}


def tables():
    from analysis.observation.register import recorded

    return {"recorded": recorded}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("judged") / "run"
    run(choose("history", 2014), out, more=tables(), **TOY)
    return out


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    out = tmp_path_factory.mktemp("judged") / "many"
    chosen = [choose(name, 2014) for name in ("history", "no_elysee")]
    ensemble(chosen, out, replications=1, workers=1, more=tables(), **TOY)
    return out


def test_a_run_has_the_scorecard_that_validation_gives(folder):
    judged = judge(folder)
    assert judged.card.frame.equals(score(folder).frame)
    assert (judged.card.name, judged.contest) == ("run", None)


def test_runs_with_draws_of_the_posterior_are_said_to_have_them(tmp_path):
    chosen, call = [choose("history", 2014)], {"replications": 1, "workers": 1, **TOY}
    ensemble(chosen, tmp_path / "e", draws=load_draws(), more=tables(), **call)
    assert judge(tmp_path / "e").card.name == "history, draws of the posterior"


def test_a_register_is_the_run_that_it_came_from(folder):
    """Only ties inside Germany, which no register of ties abroad holds, are missing."""
    card = judge(folder / "recorded.parquet").card
    same = pl.col("pattern").is_in(["total", "countries", "dated", "forms", "distance"])
    columns = ["pattern", "cell", "simulated"]
    whole = judge(folder).card.frame
    assert card.frame.filter(same).select(columns).equals(whole.filter(same).select(columns))
    inner = card.frame.filter(pl.col("pattern") == "inner_german")
    assert inner["simulated"].null_count() == inner.height > 0


def test_a_scenario_of_several_is_named(many):
    assert judge(many, "no_elysee").card.name == "no_elysee"
    with pytest.raises(ValueError, match="holds several scenarios, name one of them: 'history'"):
        judge(many)
    with pytest.raises(ValueError, match="has no scenario 'outlook'; it holds 'history'"):
        judge(many, "outlook")


def test_rivals_are_met_from_eight_runs_on_the_real_world(folder, monkeypatch):
    rows = judging.summaries(folder)[(None, None)].drop("replication")
    asked = []
    monkeypatch.setattr("analysis.contest.contest", lambda rows: asked.append(rows) or "contest")

    def held(runs, world):
        copies = [rows.with_columns(replication=pl.lit(number)) for number in range(runs)]
        monkeypatch.setattr(judging, "summaries", lambda _path: {(None, None): pl.concat(copies)})
        results = type("R", (), {"record": {"world": world}})
        monkeypatch.setattr(judging, "open_results", lambda _path: results)
        return judge(folder).contest

    assert held(7, "germany") is None
    assert held(8, "toy") is None
    assert held(8, "germany") == "contest"
    assert [rows["replication"].n_unique() for rows in asked] == [8]
