"""All published reports, made again as drafts: their numbers, and their pages in a browser."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from jumelage import app
from reports.papers import published
from reports.papers.registry import NAMES

pytestmark = pytest.mark.deep
LEGIBLE = 8.5
"""Pixels under which nobody reads a label."""
LABELS = """() => [...document.querySelectorAll('svg text')].filter(label =>
    label.getBoundingClientRect().width > 0
    && parseFloat(getComputedStyle(label).fontSize) * Math.abs(label.getScreenCTM().d) < LEAST
).map(label => label.textContent)"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder of drafts, and what the command said that made and compared them."""
    out = tmp_path_factory.mktemp("drafts") / "again"
    told = CliRunner().invoke(app, ["reproduce", "--draft", "--quiet", "--out", str(out)])
    return out, told


def test_every_published_number_of_the_drafts_is_found_again(made):
    out, told = made
    assert told.exit_code == 0, told.output[-3000:]
    pages = {path.stem for path in out.glob("*.html")}
    assert pages == {*NAMES, "index", "what_would_revive_it.de"}


def test_a_changed_number_fails_and_is_named(made, tmp_path, monkeypatch):
    out, _ = made
    changed = tmp_path / "published"
    shutil.copytree(published.FOLDER, changed)
    path = changed / "one_world.draft.json"
    content = json.loads(path.read_bytes())
    content["numbers"]["ring.founded"]["value"] += 1.0
    path.write_text(json.dumps(content), encoding="utf-8")
    monkeypatch.setattr(published, "FOLDER", changed)
    again = tmp_path / "again"
    (again / "runs").mkdir(parents=True)
    shutil.copy(out / "demo.json", again)
    shutil.copytree(out / "runs" / "one_world", again / "runs" / "one_world")
    words = ["reproduce", "one_world", "--draft", "--quiet", "--resume", "--out", str(again)]
    told = CliRunner().invoke(app, words)
    assert told.exit_code == 1
    assert "one_world: ring.founded (differs)" in " ".join(told.output.split())


@pytest.mark.parametrize("width", [1280, 390])
def test_pages_are_whole_and_legible(made, browser, width):
    out, _ = made
    for path in sorted(out.glob("*.html")):
        page = browser.new_page(viewport={"width": width, "height": 900})
        said, asked = [], []
        page.on("console", lambda message, said=said: said.append(message.text))
        page.on("pageerror", lambda error, said=said: said.append(str(error)))
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        assert page.evaluate(LABELS.replace("LEAST", str(LEGIBLE))) == [], path.name
        assert said == [], path.name
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == [], path.name
        page.close()
