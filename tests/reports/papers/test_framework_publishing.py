"""The files of a paper: pages, data and charts beside, the same bytes twice."""

import json
import re

import altair as alt
import polars as pl
import pytest

from reports.papers import publishing
from reports.papers.numbers import Numbers
from reports.papers.paper import Content, Figure, Grid, Paper, Section, Text
from scenarios.runs import RunError


def text(language="en", **more):
    data = pl.DataFrame({"year": [1950, 1960], "ties": [3.0, 7.0]})
    chart = alt.layer(alt.Chart(data).mark_line().encode(x="year:Q", y="ties:Q"))
    figure = Figure(
        *("growth", "It grows", "From three to seven ties.", data, "Made up."),
        wide=chart,
        narrow=chart,
        badge="kept back",
    )
    grid = Grid("In numbers", ("year", "ties"), (("first", "<3>"), ("last", "7")))
    return Text(
        language=language,
        title=f"Tiny ({language})",
        question="Does it grow?",
        answer=("It does.",),
        sections=(Section("Growth", ("A sentence & more.",), (figure,), (grid,)),),
        method=("By hand.",),
        limits=("Nothing is shown.",),
        **more,
    )


def content(*texts):
    numbers = Numbers("tests")
    numbers.add("ties", 7, "ties")
    return Content(numbers, texts or (text(), text("de")))


PAPER = Paper("tiny", "Tiny", "Does it grow?", (), lambda _provided: content())


def written(out, *, draft=False, made=None):
    out.mkdir(exist_ok=True)
    return publishing.write(PAPER, made or content(), out, draft=draft)


def test_a_page_for_each_language_and_data_beside(tmp_path):
    pages = written(tmp_path)
    assert [path.name for path in pages] == ["tiny.html", "tiny.de.html"]
    assert all(path.stat().st_size < publishing.LARGEST for path in pages)
    assert (tmp_path / "tiny" / "part-growth.csv").read_text() == "year,ties\n1950,3.0\n1960,7.0\n"
    spec = json.loads((tmp_path / "tiny" / "part-growth.vl.json").read_bytes())
    assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert spec["layer"][0]["mark"]["type"] == "line"


def test_a_page_says_what_it_holds_and_loads_nothing(tmp_path):
    html = written(tmp_path)[0].read_text(encoding="utf-8")
    for told in (
        "It does.",
        "A sentence &amp; more.",
        "&lt;3&gt;",
        "Nothing is shown.",
        "By hand.",
    ):
        assert told in html
    assert 'aria-label="From three to seven ties."' in html
    assert not re.search(r'(?:src|href)="(?:https?:)?//', html)
    assert "<script" not in html
    assert 'href="tiny.de.html"' in html


def test_the_ids_of_a_page_are_one_of_a_kind(tmp_path):
    for page in written(tmp_path):
        ids = re.findall(r'\bid="([^"]+)"', page.read_text(encoding="utf-8"))
        assert len(ids) == len(set(ids))


def test_the_same_content_gives_the_same_bytes(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    written(first)
    written(second)
    files = sorted(path.relative_to(first) for path in first.rglob("*") if path.is_file())
    assert len(files) == 4
    assert all((first / path).read_bytes() == (second / path).read_bytes() for path in files)


def test_a_draft_says_so_on_every_figure(tmp_path):
    html = written(tmp_path, draft=True)[0].read_text(encoding="utf-8")
    assert "Every number and picture of this page is rough" in html
    parts = re.findall(r"<figure.*?</figure>|<caption>.*?</caption>", html, re.DOTALL)
    assert len(parts) == 2
    assert all("badge draft" in part for part in parts)
    assert "badge draft" not in written(tmp_path)[0].read_text(encoding="utf-8")


def test_a_page_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(publishing, "LARGEST", 1_000)
    with pytest.raises(ValueError, match=r"tiny: its page has [\d,]+ bytes, above 1,000"):
        written(tmp_path)
    assert not list(tmp_path.glob("*.html"))


def test_a_section_without_a_title_is_left_to_a_template_of_its_own(tmp_path):
    whole = text()
    hidden = Section("", ("Not in the list.",))
    bare = text().__class__(**{**vars(whole), "sections": (hidden, *whole.sections)})
    html = written(tmp_path, made=content(bare))[0].read_text(encoding="utf-8")
    assert "Not in the list." not in html
    assert "<h2>Growth</h2>" in html


def test_a_paper_may_bring_a_template_and_what_it_needs(tmp_path):
    more = {
        "answer": (("Robust", "the tiny one."),),
        "reading": "",
        "decision": ("To decide", ("now",)),
        "sure": ("How sure", ("quite",)),
        "foot": "",
        "annex": "The rest",
        "cards": {"title": "", "intro": "", "classes": (), "cards": ()},
    }
    own = text(template="paper_revive.html.j2", more=more)
    html = written(tmp_path, made=content(own))[0].read_text(encoding="utf-8")
    assert "<dt>Robust:</dt> <dd>the tiny one.</dd>" in html
    assert html.index("the tiny one.") < html.index("The rest") < html.index("By hand.")


def test_the_index_lists_the_papers(tmp_path):
    path = publishing.write_index([(PAPER, content())], tmp_path, draft=True)
    html = path.read_text(encoding="utf-8")
    assert 'href="tiny.html"' in html
    assert 'href="tiny.de.html"' in html
    assert "It does." in html


def test_a_folder_of_others_is_left_alone(tmp_path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(RunError, match="--resume"):
        publishing.begin(tmp_path, [PAPER], resume=False)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_folder_of_reports_is_gone_on_with_and_remembers_its_files(tmp_path):
    out = tmp_path / "out"
    publishing.begin(out, [PAPER], resume=False)
    other = Paper("other", "Other", "What?", (), lambda _provided: content())
    publishing.begin(out, [other], resume=True)
    known = json.loads((out / publishing.MARKER).read_bytes())["files"]
    assert {"tiny", "tiny.html", "other.html", "runs", "index.html"} <= set(known)
