"""What the study leaves: a file that any machine writes alike, and a page made from its numbers."""

from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from multiprocessing import get_context

import pytest

from analysis.canonical import canonical
from analysis.estimation import write
from analysis.estimation.counts.shapes import estimated
from analysis.estimation.events.__main__ import OUT, found, main, rounded
from analysis.estimation.events.verdicts import Size, verdict
from analysis.evidence.page.events import section
from simulation.past import load_events


@pytest.fixture(scope="module")
def ships():
    return write.read(OUT)


def test_numbers_are_cut_to_four_digits():
    value = {"a": [1.234567, (0.000123456, 3)], "b": None, "c": "FR", "d": True}
    assert rounded(value) == {"a": [1.235, [0.0001235, 3]], "b": None, "c": "FR", "d": True}


def test_no_worker_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["--workers", "0"])
    assert "--workers 0: expected at least 1" in capsys.readouterr().err


def test_all_events_are_told_and_every_word_follows_from_the_numbers(ships):
    rows = ships["events"]
    assert [row["id"] for row in rows] == [e.id for e in load_events() if estimated(e)]
    for row in rows:
        errors = row["errors"]
        size = Size(row["size"], *errors.values(), (0.0, 1.0), (0.0, 1.0))
        assert row["error"] == max(errors.values())
        assert row["verdict"] == verdict(size), row["id"]
        assert row["low"] <= row["size"] <= row["high"]


def test_the_page_says_what_the_numbers_say(ships):
    text = "\n".join(section(ships))
    for row in ships["events"]:
        assert f"`{row['id']}`" in text
        assert f"**{row['verdict']}**" in text
    assert f"{ships['false_dates']['dates']} false dates" in text
    assert "is refuted (quasi" in text
    assert "too narrow by about" in text


def test_other_numbers_make_another_page(ships):
    other = deepcopy(ships)
    other["false_dates"]["z_spread"] = 1.0
    other["joint"]["binomial"] = [10.0, 0.5]
    other["joint"]["against_false_dates"] = None
    for row in other["events"]:
        row["verdict"], row["doubts"], row["lead_holm"], row["hochberg"] = "null", [], None, 1.0
        row["placebo"]["share_of_all"] = 1.0
    text = "\n".join(section(other))
    assert "is not refuted (quasi" in text
    assert "the errors are as wide as they should be" in text
    assert f"Found: null {len(other['events'])} (" in text
    assert "nothing speaks against it: none." in text
    assert "otherwise before none (Holm" in text
    assert "nine in ten false dates: none." in text
    other["false_dates"] = {"dates": 0}
    assert "No event could be moved" in "\n".join(section(other))


@pytest.mark.deep
def test_the_same_bytes_at_any_number_of_workers():
    made = []
    for workers in (1, 2):
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            made.append(found(executor, "split", (9000, 9001)))
    alone, both = made
    assert canonical(rounded(alone)) == canonical(rounded(both))
    assert alone["seeds"] == [9000, 9001]
    assert alone["fitted"] == "split"
