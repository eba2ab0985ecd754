"""The page says what was found, good or bad, and stands in step with the results."""

import copy

import pytest

from analysis.systems.__main__ import STUDY, chosen
from analysis.systems.page import NOT_RUN, page
from simulation.systems import load_systems


def effect(mean, low, high, without=1.0):
    return {"mean": mean, "low90": low, "high90": high, "without": without}


FOUND = {
    "replications": 10,
    "world": "germany",
    "default": {"total|all": 6900.0, "countries|FR": 2245.0, "dormant share": 0.05},
    "record": {"total|all": 7102.0},
    "scores": {"cells": 89, "coverage": 0.8, "score": 30.0},
    "systems": {
        "board": {
            "row": 11,
            "effects": {
                "total|all": effect(150.0, 100.0, 200.0),
                "dormant share": effect(0.01, 0.005, 0.015),
                "countries|FR": effect(-3.0, -9.0, 3.0),
                "mark|board": effect(500.0, 400.0, 600.0, without=0.0),
            },
            "scores": {
                "share_gain": 12.0,
                "share_error": 3.0,
                "interval_gain": -1.0,
                "interval_error": 2.0,
                "coverage": 0.78,
                "five_year_gain": 0.5,
                "five_year_error": 1.0,
            },
            "first_year": 2009,
            "kept": 0.95,
        }
    },
}


def changed(**scores):
    found = copy.deepcopy(FOUND)
    found["systems"]["board"]["scores"].update(scores)
    return found


def test_the_page_in_the_repository_is_what_the_results_say():
    assert STUDY.page_file.read_text(encoding="utf-8") == page(STUDY.read())


def test_the_program_says_so():
    assert STUDY.main([]) == 0


def test_without_results_the_page_says_what_to_run():
    assert NOT_RUN in page(None)


def test_the_page_tells_effects_with_their_intervals():
    text = page(FOUND)
    assert "| 11 | board | +150 (+100 to +200) |" in text
    assert "+1.0 (+0.5 to +1.5)" in text
    assert "| (-3.0) |" in text
    assert "The country shares of the Länder kept back speak for: board." in text
    assert "Every system leaves the mark" in text


@pytest.mark.parametrize(
    ("gain", "told"), [(-12.0, "They speak against: board."), (2.0, "2 errors: board.")]
)
def test_the_page_does_not_gloss_over_bad_news(gain, told):
    assert told in page(changed(share_gain=gain))


def test_a_mark_that_stays_and_a_year_too_early_are_named():
    found = changed()
    found["systems"]["board"]["first_year"] = 1999
    found["systems"]["board"]["effects"]["mark|board"] = effect(5.0, 1.0, 9.0, without=3.0)
    text = page(found)
    assert "Leaves no mark of the kind that the table of systems tells: board." in text
    assert "Touched a year that it must not: board." in text


def test_systems_are_chosen_by_name():
    assert chosen(None) == load_systems()
    assert [system.name for system in chosen("board,forms")] == ["forms", "board"]
    with pytest.raises(ValueError, match=r"--systems bord: no such system; there are forms"):
        chosen("bord")


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (["--replications", "1"], "--replications 1: expected at least 2"),
        (["--systems", "nothing"], "--systems nothing: no such system"),
    ],
)
def test_a_bad_call_is_one_sentence(tmp_path, capsys, call, told):
    assert STUDY.main(["--out", str(tmp_path / "new"), *call]) == 2
    assert told in capsys.readouterr().err
