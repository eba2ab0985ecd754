"""The report built on made-up runs: no number typed, no number missing, the same twice."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest

from analysis.validation import observed
from reports.papers.making import make
from reports.papers.near_and_alike import PAPER
from reports.papers.near_and_alike.what_if import MEASURES
from reports.papers.needs import ALIKE
from reports.papers.numbers import Numbers
from reports.papers.pairs import KM, TIMES
from reports.papers.paper import Content, Provided

RUNS = 6
YEAR = re.compile(r"\b(19|20)\d\d\b")


class MadeUp:
    """Tables of runs that look like the record, but for a little that differs by run."""

    def table(self, name: str) -> pl.DataFrame:
        """`summary` or `pairs`."""
        return {"summary": _summary, "pairs": _pairs}[name]()


def _summary() -> pl.DataFrame:
    record = observed().select("pattern", "cell", value="recorded")
    runs = pl.DataFrame({"replication": range(RUNS)})
    named = pl.DataFrame({"scenario": ALIKE.scenarios})
    shift = 1 + (pl.col("replication") - 2) * 0.01
    return (
        named.join(runs, how="cross")
        .join(record, how="cross")
        .with_columns(pl.col("value") * shift)
    )


def _pairs() -> pl.DataFrame:
    rows: list[tuple[str, int, str, str, float]] = []
    for place, scenario in enumerate(ALIKE.scenarios):
        for run in range(RUNS):
            key = scenario, run
            for name, (measure, cell, _) in MEASURES.items():
                value = 0.5 - 0.1 * place if name == "alike" else 500.0 + 10 * place + run
                rows.append((*key, measure, cell, value))
            rows += [(*key, "km", str(i), 1.0 + place * i) for i in range(len(KM) + 1)]
            rows += [(*key, "times", str(i), 1.0 + place * i) for i in range(len(TIMES) + 1)]
    names = ["scenario", "replication", "measure", "cell", "value"]
    return pl.DataFrame(rows, schema=names, orient="row")


def build(monkeypatch: pytest.MonkeyPatch) -> Content:
    monkeypatch.setattr(Provided, "results", lambda _self, _need: cast("Any", MadeUp()))
    return PAPER.build(Provided(draft=True, folders={ALIKE.name: Path()}))


@pytest.fixture(scope="module")
def content() -> Content:
    """The report, built once."""
    with pytest.MonkeyPatch.context() as patch:
        return build(patch)


def test_no_number_is_typed(check, monkeypatch):
    # with every number that is said in their place, whatever digit is left was typed
    monkeypatch.setattr(Numbers, "say", lambda *_all, **_named: "#")
    assert check.typed(build(monkeypatch).texts[0].said(), but=YEAR) == []


def test_every_word_of_the_answer_fits(content: Content) -> None:
    (text,) = content.texts
    assert len(" ".join(text.answer).split()) <= 120
    assert "not known" not in " ".join(text.said())


def test_built_twice_it_is_the_same(check, content, monkeypatch):
    check.said_alike(content, build(monkeypatch))


def test_figures_have_what_a_reader_needs(check, content):
    check.figures_are_whole(content, 6)
    assert all(figure.badge for figure in check.figures_of(content))


@pytest.mark.deep
def test_a_draft_of_a_small_world_is_a_page(tmp_path: Path) -> None:
    small = tuple(replace(need, draft_world="toy", draft=2) for need in PAPER.needs)
    ((_, content),) = make([replace(PAPER, needs=small)], tmp_path, draft=True, workers=1)
    page = (tmp_path / f"{PAPER.name}.html").read_text(encoding="utf-8")
    assert content.texts[0].answer[0] in unescape(page)
    again = PAPER.build(Provided(True, {n.name: tmp_path / "runs" / n.name for n in small}))
    assert list(again.numbers) == list(content.numbers)
