"""The report built on made-up runs: no number typed, none missing, its forecast beside it."""

import hashlib
import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest

from analysis.observation.register import SNAPSHOT
from analysis.validation import observed
from reports.papers.making import make
from reports.papers.needs import STATE
from reports.papers.numbers import Numbers
from reports.papers.paper import Content, Provided
from reports.papers.publishing import write
from reports.papers.snapshots import CHECKED, FORECAST, TODAY
from reports.papers.state_of_the_network import PAPER, forecast
from simulation.run import cached_world
from simulation.tables import municipalities

RUNS = 6
YEAR = re.compile(r"\b(19|20)\d\d\b")
DIGEST = re.compile(r"\b[0-9a-f]{64}\b|SHA-256|jumelage \d[\w.+-]*")


class MadeUp:
    """Tables of runs of the toy world, made up."""

    record: dict[str, Any] = {"runs": [{"seed": 1}] * RUNS, "data": {}}  # noqa: RUF012

    def table(self, name: str) -> pl.DataFrame:
        """A table of the need."""
        return {
            "summary": _summary,
            "snapshots": _snapshots,
            "partners": _partners,
            "municipalities": lambda: municipalities(cached_world("toy")),
            "ties": _ties,
        }[name]()


def _summary() -> pl.DataFrame:
    record = observed().select("pattern", "cell", value="recorded")
    runs = pl.DataFrame({"replication": range(RUNS)})
    return runs.join(record, how="cross").with_columns(
        pl.col("value") * (1 + (pl.col("replication") - 2) * 0.01)
    )


def _snapshots() -> pl.DataFrame:
    cells = forecast.recorded().with_columns(pl.col("links").cast(pl.Int64))
    rows = []
    for run in range(RUNS):
        for country, form, n in cells.iter_rows():
            for land in ("DE-NW", "DE-SN"):
                key = land, "municipality", country, form
                rows.append((run, SNAPSHOT, *key, n, n, n, 0))
                rows += [
                    (run, year, *key, n + run, n, n - n // 20, n // 30 + run % 2)
                    for year in (CHECKED, TODAY, *FORECAST)
                ]
    names = ["replication", "year", "land", "level", "country", "form"]
    names += ["living", "held", "kept", "came"]
    return pl.DataFrame(rows, schema=names, orient="row").cast({"year": pl.Int32})


def _german() -> list[int]:
    towns = municipalities(cached_world("toy")).filter(
        pl.col("country") == "DE", pl.col("level").cast(pl.String) == "municipality"
    )
    return sorted(towns["id"].to_list())


def _partners() -> pl.DataFrame:
    rows = [(run, town, 2) for run in range(RUNS) for town in _german()[:: 2 + run]]
    return pl.DataFrame(rows, schema=["replication", "id", "ties"], orient="row")


def _ties() -> pl.DataFrame:
    abroad = municipalities(cached_world("toy")).filter(pl.col("country") == "FR")["id"].sort()
    rows = [
        (run, number, town, abroad[number % len(abroad)], 1950 + number % 70, None)
        for run in range(2)
        for number, town in enumerate(_german()[:60])
    ]
    names = ["replication", "tie", "a", "b", "founded", "ended"]
    return pl.DataFrame(rows, schema=names, orient="row").cast({"ended": pl.Int32})


def build(monkeypatch: pytest.MonkeyPatch) -> Content:
    monkeypatch.setattr(Provided, "results", lambda _self, _need: cast("Any", MadeUp()))
    monkeypatch.setattr("reports.papers.state_of_the_network.places.FEW", 1)
    return PAPER.build(Provided(draft=True, folders={STATE.name: Path()}))


@pytest.fixture(scope="module")
def content() -> Content:
    """The report, built once."""
    with pytest.MonkeyPatch.context() as patch:
        return build(patch)


def test_no_number_is_typed(check, monkeypatch):
    # with every number that is said in their place, whatever digit is left was typed
    monkeypatch.setattr(Numbers, "say", lambda *_all, **_named: "#")
    told = (DIGEST.sub("", line) for line in build(monkeypatch).texts[0].said())
    assert check.typed(told, but=YEAR) == []


def test_the_answer_is_short_and_knows_its_numbers(content: Content) -> None:
    (text,) = content.texts
    assert len(" ".join(text.answer).split()) <= 120
    assert "not known" not in " ".join(text.said())


def test_the_forecast_lies_beside_the_page(
    content: Content, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("reports.papers.publishing.page", lambda *_a, **_k: "<p>page</p>")
    write(PAPER, content, tmp_path, draft=True)
    folder = tmp_path / PAPER.name
    sheet = json.loads((folder / "part-forecast.json").read_text(encoding="utf-8"))
    table = (folder / sheet["table"]).read_bytes()
    assert hashlib.sha256(table).hexdigest() == sheet["sha256"]
    assert content.numbers.value("forecast.fingerprint") == int(sheet["sha256"][:9], 16)
    years = set(pl.read_csv(table)["year"])
    assert years == set(FORECAST)


def test_built_twice_it_is_the_same(check, content, monkeypatch):
    check.said_alike(content, build(monkeypatch))


def test_figures_have_what_a_reader_needs(check, content):
    check.figures_are_whole(content, 7, least=30)
    assert all(figure.badge for figure in check.figures_of(content))


@pytest.mark.deep
def test_a_draft_of_a_small_world_is_a_page(tmp_path: Path) -> None:
    small = tuple(replace(need, draft_world="toy", draft=2) for need in PAPER.needs)
    ((_, content),) = make([replace(PAPER, needs=small)], tmp_path, draft=True, workers=1)
    page = (tmp_path / f"{PAPER.name}.html").read_text(encoding="utf-8")
    assert content.texts[0].answer[0] in unescape(page)
    again = PAPER.build(Provided(True, {n.name: tmp_path / "runs" / n.name for n in small}))
    assert list(again.numbers) == list(content.numbers)
