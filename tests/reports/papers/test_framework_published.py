"""Numbers as published, and numbers made again beside them."""

import json

import pytest

from reports.papers import published
from reports.papers.numbers import FITTED, Numbers
from reports.papers.paper import Need, Paper

NEED = Need("few", ("history",), 20, 3)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(published, "FOLDER", tmp_path / "published")
    return tmp_path / "published"


def made(ties=12.0, slope=0.25, share=0.5):
    numbers = Numbers("tests")
    numbers.add("ties", ties, "ties")
    numbers.add("slope", slope, "log", tolerance=FITTED)
    numbers.add("told", share, "share", source="estimates")
    numbers.add("unknown", None, "ties")
    return numbers


def verdicts(numbers):
    known = published.read("tiny", draft=False)
    rows = published.compare("tiny", list(numbers), known, "published/tiny.json")
    return {row.name: row.verdict for row in rows}


@pytest.fixture
def tiny(folder):
    return published.publish("tiny", made(), (NEED,), draft=False)


def test_what_was_published_agrees_with_itself(tiny):
    assert verdicts(made()) == {
        "ties": "as published",
        "slope": "as published",
        "told": "published, not re-run",
        "unknown": "as published",
    }


def test_what_is_published_says_what_made_it(tiny):
    content = json.loads(tiny.read_bytes())
    assert content["runs"] == {"few": 20}
    assert content["seed"] == published.SEED
    assert {"mesa", "numpy", "polars"} <= set(content["versions"])
    assert content["hashes"]
    assert content["numbers"]["slope"]["tolerance"] == FITTED


def test_a_draft_has_numbers_of_its_own(folder):
    path = published.publish("tiny", made(), (NEED,), draft=True)
    assert path.name == "tiny.draft.json"
    assert json.loads(path.read_bytes())["runs"] == {"few": 3}
    with pytest.raises(ValueError, match="nothing is published of the report 'tiny'"):
        published.read("tiny", draft=False)


@pytest.mark.parametrize("value", [13.0, 12.0000001, None])
def test_a_changed_number_differs_and_is_named(tiny, value):
    found = verdicts(made(ties=value))
    assert found.pop("ties") == "differs"
    assert "differs" not in found.values()


def test_a_changed_estimate_differs_too(tiny):
    assert verdicts(made(share=0.6))["told"] == "differs"


def test_a_fitted_number_may_differ_within_its_tolerance(tiny):
    assert verdicts(made(slope=0.25 * (1 + 0.5 * FITTED)))["slope"] == "as published"
    assert verdicts(made(slope=0.25 * (1 + 2 * FITTED)))["slope"] == "differs"


def test_a_value_where_none_was_published_differs(tiny):
    numbers = Numbers("tests")
    numbers.add("unknown", 0.0, "ties")
    assert verdicts(numbers)["unknown"] == "differs"


def test_missing_and_new_numbers_are_told(tiny):
    numbers = Numbers("tests")
    numbers.add("ties", 12.0, "ties")
    numbers.add("new", 1.0, "ties")
    found = verdicts(numbers)
    assert found["new"] == "not published"
    assert {found[name] for name in ("slope", "told", "unknown")} == {"missing"}


def test_only_some_verdicts_are_wrong(tiny):
    known = published.read("tiny", draft=False)
    rows = published.compare("tiny", list(made(ties=13.0)), known, "published/tiny.json")
    assert [row.name for row in rows if row.wrong] == ["ties"]
    (wrong,) = [row for row in rows if row.wrong]
    assert (wrong.published, wrong.found, wrong.program) == (12.0, 13.0, "tests")


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"numbers": 3}'])
def test_a_damaged_file_is_told_in_one_sentence(folder, text):
    folder.mkdir()
    (folder / "tiny.json").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"tiny\.json: is damaged"):
        published.read("tiny", draft=False)


def test_files_are_published_whole(folder, tmp_path):
    paper = Paper("tiny", "Tiny", "Why?", (NEED,), build=made, keeps=("part-a.csv",))
    with pytest.raises(ValueError, match=r"part-a\.csv: is not there"):
        published.keep(paper, tmp_path)
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "part-a.csv").write_bytes(b"year\n2026\n")
    published.keep(paper, tmp_path)
    assert (folder / "tiny" / "part-a.csv").read_bytes() == b"year\n2026\n"
