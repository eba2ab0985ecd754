"""What each scenario does: measures of a run, pairs, and the page in step with the results."""

import copy

import polars as pl
import pytest

from analysis.scenarios import MEASURES, base_of, measures, study
from analysis.scenarios.__main__ import STUDY, wanted
from analysis.scenarios.page import HEADINGS, NOT_RUN, SHOWN, page
from analysis.scenarios.runs import run_scenarios
from analysis.scenarios.study import BASES, first_year
from scenarios import load, names
from scenarios.runs import choose
from simulation import simulate


def effect(mean, low, high):
    return {"mean": mean, "low90": low, "high90": high}


FOUND = {
    "replications": 3,
    "world": "germany",
    "scenarios": {
        "history": {
            "title": "As it was",
            "until": 2025,
            "base": None,
            "means": {"living": 13820.0, "dormant share": 0.0779, "people": 5.8e6},
        },
        "no_board": {
            "title": "No board",
            "until": 2025,
            "base": "history",
            "means": {"living": 13760.0},
            "effects": {
                "living": effect(-60.0, -90.0, -30.0),
                "dormant share": effect(0.001, -0.002, 0.004),
                "people": effect(0.0, 0.0, 0.0),
            },
            "first_year": 2009,
        },
    },
}


def test_the_page_in_the_repository_is_what_the_results_say():
    assert STUDY.page_file.read_text(encoding="utf-8") == page(STUDY.read())
    assert STUDY.main([]) == 0


def test_the_page_in_the_repository_tells_of_every_scenario():
    assert set(STUDY.read()["scenarios"]) == set(names())


def test_without_results_the_page_says_what_to_run():
    assert NOT_RUN in page(None)


def test_the_page_shows_effects_and_brackets_those_that_may_be_none():
    text = page(FOUND)
    assert "| *history* | *As it was* |  | 13,820 | 7.79 | 5800 |" in text
    assert "| no_board | No board |  | -60 | (+0.1) | 0 |" in text
    assert "| 2009 |" in text
    assert HEADINGS["outlook"] not in text
    never = copy.deepcopy(FOUND)
    never["scenarios"]["no_board"]["first_year"] = None
    assert "| never |" in page(never)


def test_every_measure_is_on_the_page():
    assert tuple(SHOWN) == MEASURES


def test_each_scenario_is_compared_with_the_base_that_ends_with_it():
    known = {name: load(name) for name in names()}
    bases = {name: base_of(scenario, known) for name, scenario in known.items()}
    assert [name for name, base in bases.items() if base is None] == list(BASES)
    assert bases["no_elysee"] == "history"
    assert bases["fragmentation"] == "outlook"
    with pytest.raises(ValueError, match="no_elysee: ends in 2025"):
        base_of(known["no_elysee"], {"outlook": known["outlook"]})


def test_scenarios_are_chosen_by_name_and_bases_always_run():
    assert wanted(None)[:2] == list(BASES)
    assert set(wanted(None)) == set(names())
    assert wanted("no_skew") == [*BASES, "no_skew"]
    with pytest.raises(ValueError, match="--scenarios no_such: no such scenario"):
        wanted("no_such")


def test_a_bad_call_is_one_sentence(capsys, tmp_path):
    assert STUDY.main(["--out", str(tmp_path / "x"), "--replications", "1"]) == 2
    assert capsys.readouterr().err == "Error: --replications 1: expected at least 2\n"


def test_measures_are_what_the_ties_say():
    history = simulate(load("history"), seed=2, world="toy")
    found = dict(measures(history).iter_rows())
    assert tuple(found) == MEASURES
    ties = history.ties.filter(pl.col("kind") != "sponsorship")
    awake = ties.filter(pl.col("ended").is_null(), pl.col("status").is_in(("active", "weak")))
    asleep = ties.filter(pl.col("ended").is_null(), pl.col("status") == "dormant")
    assert found["founded"] == ties.height > 200
    assert found["living"] == awake.height
    assert found["dormant share"] == asleep.height / (asleep.height + awake.height)
    met = history.yearly.filter(pl.col("year") == 2025)["people"].sum()
    assert found["people"] == pytest.approx(met, rel=0.01)
    country = dict(history.municipalities.select("id", "country").iter_rows())
    inner = [country[a] == country[b] for a, b in awake.select("a", "b").iter_rows()]
    assert found["DE"] == sum(inner) > 0
    abroad = [
        km
        for a, b, km, ended in ties.select("a", "b", "distance_km", "ended").iter_rows()
        if country[a] != country[b] and ended is None
    ]
    assert found["median km"] == pl.Series(abroad).median()
    assert 0.0 < found["alike share"] < 1.0
    assert found["development"] == 0


def test_pairs_share_their_luck_and_part_where_the_scenario_does(tmp_path):
    chosen = [choose("history"), choose("no_covid")]
    results = run_scenarios(chosen, tmp_path / "runs", replications=2, seed=2, world="toy")
    found = study(results, {one.scenario.name: one.scenario for one in chosen})
    own = found["scenarios"]["no_covid"]
    assert found["replications"] == 2
    assert own["base"] == "history"
    assert own["first_year"] == 2020
    # nobody searches less for a pandemic: what is founded may differ through load alone
    assert abs(own["effects"]["founded"]["mean"]) < 5.0
    assert own["effects"]["people"]["mean"] > 0.0
    base = found["scenarios"]["history"]["means"]["people"]
    difference = own["means"]["people"] - base
    assert own["effects"]["people"]["mean"] == pytest.approx(difference, rel=0.01)


def test_the_first_year_that_differs():
    rows = [("a", 0, 1950, "x"), ("a", 0, 1951, "y"), ("b", 0, 1950, "x"), ("b", 0, 1951, "z")]
    digests = pl.DataFrame(rows, schema=["scenario", "replication", "year", "sha256"], orient="row")
    assert first_year(digests, "a", "b") == 1951
    assert first_year(digests, "a", "a") is None
    # a year that one of them lacks differs as well
    assert first_year(digests.head(3), "b", "a") == 1951
