"""Scorecards of real folders, and what the terminal shows of them."""

import io
import shutil

import polars as pl
import pytest
from rich.console import Console

from analysis.register import recorded
from analysis.validation import Scorecard, compare, label, observed, score, scores, summarise
from analysis.validation.chronicle import chronicle
from scenarios.runs import choose, design_ensemble, ensemble, run

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
    assert "recorded 61 to 98, simulated 500 (+410%; kept back)" in " ".join(ranged.split())
    assert "recorded 29.1%, simulated 50.0% (+72%; fitted)" in " ".join(share.split())
    assert "Czechia, 10 % quantile: recorded 63, simulated nothing" in " ".join(nothing.split())


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
    ],
)
def test_labels(cell, words):
    assert label(cell) == words
