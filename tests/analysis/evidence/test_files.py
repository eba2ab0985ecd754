"""The scenario file, the table and the page are generated, and say what the estimates say."""

import json
import tomllib
from dataclasses import replace

import polars as pl
import pytest

from analysis.calibration.direct import estimates_of
from analysis.calibration.parameters import parameters
from analysis.evidence import frame, ledger, read_inputs
from analysis.evidence.__main__ import files, main
from analysis.evidence.inputs import read_recovery
from analysis.evidence.page import page
from analysis.evidence.page.choice import places_chosen
from analysis.evidence.page.markdown import count, line, listed, number
from analysis.evidence.scenario_file import history_text
from analysis.evidence.table import sidecar_text, table_text
from analysis.validation import split, targets
from scenarios import load
from simulation.parameters import Parameters
from simulation.past import load_events
from tests.analysis.evidence.conftest import entry, posterior, scenario_of


def middle(name, prior):
    """An entry whose posterior is the middle two fifths of its prior."""
    low, high = prior
    return entry(name, prior, low + 0.3 * (high - low), low + 0.7 * (high - low))


@pytest.fixture(scope="module")
def fitted(inputs):
    """Estimates with a posterior, a recovery and a contest."""
    entries = [middle(p.name, p.prior) for p in parameters().values() if p.name != "planted"]
    found = posterior(*entries, entry("planted", (0.0, 1.0), 0.04, 0.97))
    found["correlations"] = [{"a": "rate.size", "b": "rate.load", "r": -0.71}]
    found["unreached"] = ["degree|0"]
    found["directions"] = [{"width": 0.9, "loads": {"rate.size": 0.8, "rate.load": -0.6}}]
    found["estimates"] = {name: list(told) for name, told in estimates_of(inputs.links).items()}
    found["patterns_alone"] = list(found["parameters"])
    score = {"ties": 1234, "gain": 50.5, "error": 10.1, "z": 5.0, "cells": 90, "period": "all"}
    counts = {"pattern": "all", "cells": 90, "model_coverage": 0.85, "model_score": 30.0}
    contest = {
        "runs": 50,
        "titles": {"model": "the model", "gravity": "gravity, two-way"},
        "rules": [
            {"rule": "shares against gravity, z", "value": 5.0, "needed": 2.0, "holds": True},
            {"rule": "90 % intervals, coverage", "value": 0.75, "needed": 0.8, "holds": False},
        ],
        "shares": [{"rival": "gravity", "land": "all", **score}],
        "counts": [
            {"entry": "model", **counts, "gain": None, "error": None, "rival_coverage": None},
            {"entry": "gravity", **counts, "rival_score": 40.0, "rival_coverage": 0.7},
        ],
        "five_year": [{"rival": "gravity", **score}],
    }
    recovery = {
        "truths": 40,
        "coverage": 0.9,
        "parameters": [{"name": "choice.held", "coverage": 0.875, "width_ratio": 0.5}],
    }
    return replace(inputs, posterior=found, recovery=recovery, contest=contest)


def test_the_files_in_the_repository_are_what_the_estimates_say():
    for path, text in files().items():
        assert path.read_text(encoding="utf-8") == text, (
            f"{path.name}: write it anew with `python -m analysis.evidence --write`"
        )


def test_the_program_says_so(capsys):
    assert main([]) == 0
    rows = frame(ledger(load("history")))
    assert f"{rows.height} numbers: " in capsys.readouterr().out


def test_the_scenario_file_reads_back(history, inputs, fitted):
    for found in (inputs, fitted):
        truth = scenario_of(found)
        text = history_text(truth, found)
        assert Parameters.model_validate(
            {k: v for k, v in tomllib.loads(text).items() if k != "title"}
        ) == truth.model_copy(update={"start": 1945, "until": 2025})
    order = list(tomllib.loads(history_text(history, inputs))["events"])
    assert order == [event.id for event in load_events() if event.id in order]


def test_every_line_of_the_scenario_file_tells_its_class(history, inputs):
    rows = {row.leaf.path: row.grounds.kind for row in ledger(history, inputs)}
    section, seen = "", 0
    for text in history_text(history, inputs).splitlines()[10:]:
        if text.startswith("["):
            section = text.strip("[]")
        elif text and section:
            name, _, remark = text.partition("#")
            path = f"{section}.{name.partition(' = ')[0]}"
            assert remark.strip().startswith(f"{rows[path]}: "), text
            seen += 1
    assert seen == len(rows)


def test_the_table_and_its_sidecar(history, inputs, tmp_path):
    rows = ledger(history, inputs)
    (tmp_path / "t.csv").write_text(table_text(rows), encoding="utf-8")
    table = pl.read_csv(tmp_path / "t.csv")
    told = json.loads(sidecar_text(rows, inputs))
    assert table.height == told["rows"] == len(rows)
    assert told["calibrated"] is False
    assert set(table["class"]) == {"estimated", "assumed"}


def test_a_page_without_a_calibration_says_what_to_run(history, inputs):
    text = page(ledger(history, inputs), inputs)
    assert text.count("Not run yet: `") == 7
    assert "Not run yet: `jumelage calibrate --out" in text
    assert "was planted" not in text


def test_the_page_tells_what_was_fitted_and_kept_back(history, inputs):
    text = page(ledger(history, inputs), inputs)
    for target in targets().values():
        assert target.title in text
    assert split().laender_rule in text
    assert "Baden-Württemberg" in text
    worth = inputs.split.links["checks"]["spread_left_out"]
    assert f"{worth['gain']:.0f} nats (error {worth['error']:.0f}) better with it" in text
    kinds = [row.grounds.kind for row in ledger(history, inputs)]
    assert f"holds {len(kinds)} numbers: {kinds.count('estimated')} estimated" in text


def test_the_page_tells_what_the_fit_found(fitted):
    text = page(ledger(scenario_of(fitted), fitted), fitted)
    for section in ("Priors and posteriors", "Beside the rivals", "Known truths"):
        assert f"## {section}" in text
    assert text.count("Not run yet: `") == 3  # of other programs, which have tests of their own
    assert "13 of 13 parameters came out narrow enough" in text
    assert "so it is *assumed*, as it must be" in text
    assert "`rate.size` and `rate.load` in the posterior (correlation -0.71)" in text
    assert "| +0.80 `rate.size` -0.60 `rate.load` | 0.9 |" in text
    assert "40 histories with known parameters" in text
    assert "within 80 % to 97 %, as it must" in text
    assert "Does not hold: 90 % intervals, coverage." in text
    assert "| gravity, two-way | all | 1,234 | 50.5 | 10 | 5 |" in text


def test_the_page_does_not_gloss_over_bad_news(fitted):
    alone = [
        {**one, "median": -3.4, "sd": 0.01} if one["name"] == "choice.held" else {**one, "sd": 50.0}
        for one in fitted.posterior["patterns_alone"]
    ]
    planted = {**entry("planted", (0.0, 1.0), 0.4, 0.6)}
    kept = [e for e in fitted.posterior["parameters"] if e["name"] != "planted"]
    found = {**fitted.posterior, "parameters": [*kept, planted], "patterns_alone": alone}
    worse = replace(
        fitted,
        posterior=found,
        recovery={**fitted.recovery, "coverage": 0.6},
    )
    text = page(ledger(scenario_of(worse), worse), worse)
    assert "Further apart than 2 joint standard errors: choice.held." in text
    assert "so it is *calibrated*, which it must not be" in text
    assert "outside 80 % to 97 %, which it must not" in text


def test_a_scenario_older_than_the_estimates_is_not_written(monkeypatch, capsys):
    shipped = load("history")
    older = shipped.model_copy(update={"appeal": {**shipped.appeal, "FR": -1.0}})
    monkeypatch.setattr("analysis.evidence.__main__.load", lambda _name: older)
    assert main(["--write"]) == 2
    assert "run `python -m analysis.estimation`" in capsys.readouterr().err
    assert read_inputs().flows


def test_a_recovery_is_taken_in_or_missed(tmp_path):
    with pytest.raises(ValueError, match=r"holds no finished recovery"):
        read_recovery(tmp_path)
    (tmp_path / "recovery.json").write_text('{"truths": 2}', encoding="utf-8")
    assert read_recovery(tmp_path) == {"truths": 2}


def test_a_rival_that_is_not_beaten_is_named(fitted):
    close = "a gain of less than two errors"
    assert close not in page(ledger(scenario_of(fitted), fitted), fitted)
    shares = [{**fitted.contest["shares"][0], "z": 1.4}]
    behind = replace(fitted, contest={**fitted.contest, "shares": shares})
    text = page(ledger(scenario_of(behind), behind), behind)
    assert f"Not shown to be better, with {close}, than: gravity, two" in text


def test_a_law_of_choice_that_is_not_better_says_so(fitted):
    found = fitted.split.links["checks"]["choice_contest"]
    better = {name: {**rival, "z": 3.0} for name, rival in found["rivals"].items()}
    worse = {**better, "gravity": {**better["gravity"], "z": -1.0}}
    for rivals, told in ((better, False), (worse, True)):
        links = fitted.split.links
        checks = {**links["checks"], "choice_contest": {**found, "rivals": rivals}}
        scored = replace(fitted.split, links={**links, "checks": checks})
        text = places_chosen(replace(fitted, split=scored))
        assert ("Not shown to be better than: conditional logit: distance and mass" in text) == told
        assert f"For {found['ties']} ties of {found['towns']} towns" in text


def test_words_and_numbers():
    assert line(["a|b", 1]) == "| a\\|b | 1 |"
    assert (number(None), number(0.12345), number(123456.0)) == ("", "0.123", "123,456")
    assert (count(1, "tie"), count(2, "country", "countries")) == ("1 tie", "2 countries")
    assert (listed(["a"]), listed(["a", "b", "c"])) == ("a", "a, b and c")
