"""Draws go with a history that has new numbers, and with no other."""

import json
import shutil

import pytest

from analysis.calibration.direct import folder_of
from analysis.evidence import grown as program
from analysis.evidence.grown import grown, main
from scenarios.posterior import FOLDER, load_draws
from scenarios.posterior.card import HISTORY
from scenarios.runs import RunError


@pytest.fixture
def draws(tmp_path):
    """A copy of the draws that ship, and of their history with one number more."""
    folder = tmp_path / "posterior"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    text = HISTORY.read_text(encoding="utf-8")
    history = tmp_path / "history.toml"
    history.write_text(text.replace("[rate]", "[rate]\nseaside = 0.0", 1), encoding="utf-8")
    return folder, history


def sha(folder):
    return json.loads((folder / "draws.json").read_text(encoding="utf-8"))["history_sha256"]


def test_a_new_number_is_taken_in(draws):
    folder, history = draws
    before = sha(folder)
    card = grown(folder, history, ["rate.seaside"])
    assert sha(folder) == card.history_sha256 != before
    kept = json.loads((FOLDER / "draws.json").read_text(encoding="utf-8"))
    assert card.model_dump() | {"history_sha256": before} == kept


def test_another_change_is_refused(draws):
    folder, history = draws
    before = sha(folder)
    text = history.read_text(encoding="utf-8")
    history.write_text(text.replace("grows_until = 1996", "grows_until = 1997"), encoding="utf-8")
    with pytest.raises(
        RunError, match=r"differs from the one of draws\.json by more than rate\.seaside"
    ):
        grown(folder, history, ["rate.seaside"])
    assert sha(folder) == before


@pytest.mark.parametrize("name", ["rate.seasides", "rates.seaside", "rate.seaside.more"])
def test_a_number_that_is_not_there_is_refused(draws, name):
    folder, history = draws
    with pytest.raises(RunError, match=rf"history\.toml: has not all of {name}"):
        grown(folder, history, [name])


def test_the_program_writes_both_cards(draws, monkeypatch, capsys):
    folder, history = draws
    scored = folder.parent / "split"
    shutil.copytree(folder_of("split"), scored)
    kept = scored / HISTORY.name
    text = kept.read_text(encoding="utf-8")
    kept.write_text(text.replace("[rate]", "[rate]\nseaside = 0.0", 1), encoding="utf-8")
    for name, value in {
        "FOLDER": folder,
        "HISTORY": history,
        "folder_of": lambda _: scored,
    }.items():
        monkeypatch.setattr(program, name, value)
    before = sha(folder), sha(scored)
    assert main(["rate.seaside"]) == 0
    assert sha(folder) != before[0]
    assert sha(scored) != before[1]
    assert main(["rate.seaside"]) == 2
    assert "needs a calibration" in capsys.readouterr().err


def test_what_ships_belongs_together():
    assert load_draws().card.history_sha256 == sha(FOLDER)
