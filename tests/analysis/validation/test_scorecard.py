"""Scorecards of real folders, and what the terminal shows of them."""

import io
import json
import shutil

import polars as pl
import pytest
from rich.console import Console

from analysis.observation.register import recorded
from analysis.validation import Scorecard, compare, label, observed, score, scores, summarise
from analysis.validation.folders import summaries
from analysis.validation.patterns.chronicle import LEDGER_COLUMNS, chronicle
from scenarios.runs import choose, design_ensemble, ensemble, run
from scenarios.runs.tables import TABLES

MORE = {"recorded": recorded}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run and an ensemble of the small world."""
    place = tmp_path_factory.mktemp("runs")
    history = run(choose("history"), place / "run", world="toy", more=MORE)
    chosen = [choose("history"), choose("no_opening")]
    ensemble(chosen, place / "many", world="toy", replications=2, more=MORE)
    return place, history


def test_a_run_scores_as_its_history_does(folder):
    place, history = folder
    rows = summarise(recorded(history), history.municipalities, history.ties, chronicle(history))
    card = score(place / "run")
    assert card.frame.equals(compare(rows))
    assert card.replications == 1


def test_an_ensemble_has_a_card_for_each_scenario(folder):
    place, _ = folder
    cards = scores(place / "many")
    assert [card.name for card in cards] == ["history", "no_opening"]
    assert [card.replications for card in cards] == [2, 2]
    assert not cards[0].frame.equals(cards[1].frame)
    assert score(place / "many", "no_opening").frame.equals(cards[1].frame)


@pytest.mark.parametrize("replications", [1, 2])
def test_an_ensemble_is_read_with_the_parameters_and_seeds_of_its_runs(
    tmp_path, monkeypatch, replications
):
    """A design puts its values in place of the scenario's; the seeds are those of the runs."""
    seen = []
    monkeypatch.setattr(
        "analysis.validation.folders.summarise",
        lambda recorded, *_, run: (
            seen.append((run.parameters.life.meeting, run.seed, run.ledger.columns)) or recorded
        ),
    )
    values = pl.DataFrame({"life.meeting": [3.0, None], "seed": [11, 5]}).head(replications)
    tables = {**TABLES, **MORE}
    base = choose("history", until=2014)
    design_ensemble(base, values, tmp_path / "design", world="toy", tables=tables)
    summaries(tmp_path / "design")
    expected = [(3.0, 11), (base.scenario.life.meeting, 5)][:replications]
    assert [row[:2] for row in seen] == expected
    assert all(row[2] == list(LEDGER_COLUMNS) for row in seen)


def test_a_folder_of_another_version_is_told(folder, tmp_path):
    place, _ = folder
    shutil.copytree(place / "run", tmp_path / "old")
    record = json.loads((tmp_path / "old" / "run.json").read_text())
    record["scenario"]["life"]["no_such"] = 1
    (tmp_path / "old" / "run.json").write_text(json.dumps(record))
    with pytest.raises(ValueError, match=r"does not fit this version .*life.no_such.*run it again"):
        score(tmp_path / "old")


def test_several_scenarios_want_a_name(folder):
    place, _ = folder
    with pytest.raises(ValueError, match=r"several scenarios.*'history', 'no_opening'"):
        score(place / "many")
    with pytest.raises(ValueError, match="no scenario 'other'"):
        score(place / "many", "other")


def test_a_run_that_ends_early_says_so(tmp_path):
    run(choose("history", until=1960), tmp_path / "early", world="toy", more=MORE)
    with pytest.raises(ValueError, match="a run must reach 2014"):
        score(tmp_path / "early")


def test_other_folders_are_refused(tmp_path):
    with pytest.raises(ValueError, match="neither a run"):
        score(tmp_path)
    with pytest.raises(ValueError, match="no such folder"):
        score(tmp_path / "nowhere")


def test_a_cut_part_is_told(folder, tmp_path):
    place, _ = folder
    shutil.copytree(place / "many", tmp_path / "cut")
    part = sorted((tmp_path / "cut" / "ties").iterdir())[0]
    part.write_bytes(part.read_bytes()[:40])
    with pytest.raises(ValueError, match="cannot be read"):
        scores(tmp_path / "cut")


# ------------------------------------------------------------------------ the terminal


def shown(card):
    console = Console(file=io.StringIO(), width=80)
    card.render(console)
    return console.file.getvalue()


def changed(pattern, cell, value):
    """The scorecard of a run that is the record but for one cell."""
    here = (pl.col("pattern") == pattern) & (pl.col("cell") == cell)
    return Scorecard(
        compare(
            observed().select(
                "pattern",
                "cell",
                value=pl.when(here).then(pl.lit(value, pl.Float64)).otherwise("recorded"),
            )
        ),
        "[red]made up",
    )


def test_what_is_shown():
    text = shown(changed("countries", "PL", 1150.0))
    lines = text.splitlines()
    assert lines[0] == "[red]made up: 1 run beside the register of spring 2015"
    table = [line.split() for line in lines]
    assert ["all", "countries", "7,102", "7,102", "+0%"] in table
    assert ["Poland", "575", "1,150", "+100%"] in table
    assert "Ties by partner country, Poland: recorded 575, simulated 1,150" in text
    assert max(map(len, lines)) <= 80


def test_a_range_a_share_and_nothing_in_words():
    ranged = shown(changed("inner_german", "1989", 500.0))
    share = shown(changed("linked_by_size", "2000-4999", 0.5))
    nothing = shown(changed("distance", "CZ|p10", None))
    assert "recorded 61 to 98, simulated 500 (+410%; fitted)" in " ".join(ranged.split())
    assert "recorded 29.1%, simulated 50.0% (+72%; fitted)" in " ".join(share.split())
    assert "Czechia, 10 % quantile: recorded 63, simulated nothing" in " ".join(nothing.split())


def test_missed_figures_come_with_their_reason_and_apart_from_the_worst():
    lines = " ".join(shown(changed("climate", "2015", 36.0)).split())
    assert (
        "Published figures of single years, missed: "
        "Climate partnerships, 2015: recorded 50, simulated 36 (−28%; fitted) "
        "The calls of the model admit evenly"
    ) in lines
    assert "No scored number lies outside its band" in lines
    change = " ".join(shown(changed("british_change", "2020", 0.058)).split())
    assert "2020: recorded −9.7%, simulated 5.8% (kept back)" in change
    assert "missed" not in shown(changed("countries", "PL", 1150.0))


def test_a_missed_figure_without_a_reason_is_told_all_the_same():
    text = " ".join(shown(changed("people", "2006", 900.0)).split())
    assert "each tie abroad, 2006: recorded 500, simulated 900 (+80%; fitted) Inside:" in text


def test_no_miss_is_said_too():
    assert "No scored number lies outside" in shown(changed("countries", "FR", 2300.0))


def test_real_folders_can_be_shown(folder):
    place, _ = folder
    assert "France" in shown(score(place / "run"))
    assert "2 runs" in shown(scores(place / "many")[0])


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("FR|1960-64", "France, 1960-64"),
        ("DE-BY|other", "Bayern, other countries"),
        ("CZ|p50", "Czechia, 50 % quantile"),
        ("county", "district"),
        ("ZZ|1997-99", "ZZ, 1997-99"),
        ("many_travellers", "over 70 travellers a year"),
        ("2021", "2021"),
    ],
)
def test_labels(cell, words):
    assert label(cell) == words
