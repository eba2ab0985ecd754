"""TRACE.md names files, tests and headings that exist, and every element rests on some."""

import re

import pytest

from analysis.reference import trace_page
from analysis.reference.trace_page import page, weak
from tests.docs.documents import ROOT, links, read

TRACE = read("docs/TRACE.md")
ELEMENTS = (
    "Problem formulation",
    "Model description",
    "Data evaluation",
    "Conceptual model evaluation",
    "Implementation verification",
    "Model output verification",
    "Model analysis",
    "Model output corroboration",
)
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
FILE = re.compile(
    r"`((?:simulation|scenarios|analysis|reports|tests|benchmarks)/[\w./-]+|pyproject\.toml)`"
)


def missing(text):
    """Tests and files that a text names and that are not there."""
    faults = []
    for path, name in TEST.findall(text):
        file = ROOT / path
        if not file.is_file() or f"def {name}(" not in file.read_text(encoding="utf-8"):
            faults.append(f"{path}::{name}")
    return faults + [path for path in FILE.findall(text) if not (ROOT / path).exists()]


def element(number):
    """Text of one of the eight elements."""
    return TRACE.partition(f"\n## {number} ")[2].partition("\n## ")[0]


def test_the_eight_elements_stand_in_their_order():
    assert re.findall(r"^## (\d) (.*)$", TRACE, re.M) == [
        (str(number), name) for number, name in enumerate(ELEMENTS, 1)
    ]


@pytest.mark.parametrize("number", range(1, 9))
def test_an_element_rests_on_files_and_tests(number):
    text = element(number)
    assert len(links(text)) + len(FILE.findall(text)) >= 2
    assert TEST.search(text) or number == 1  # of a question there is nothing to test


def test_every_test_and_file_that_is_named_exists():
    assert len(TEST.findall(TRACE)) > 30
    assert len(FILE.findall(TRACE)) > 10
    assert missing(TRACE) == []


@pytest.mark.parametrize(
    "text",
    [
        "`tests/docs/test_trace.py::test_no_such_thing`",
        "`tests/docs/test_nothing.py::test_every_test_and_file_that_is_named_exists`",
        "`simulation/nothing.py`",
    ],
)
def test_what_is_not_there_is_found(text):
    assert len(missing(text)) == 1


def test_what_is_weak_follows_from_the_results(monkeypatch):
    kept = trace_page._read
    assert weak() in page()
    assert "1 of 12 rules not held: shares against gravity" in weak()
    assert "not shown to be better than" in weak()

    def better(name):
        told = kept(name)
        if name == "contest":
            told["rules"] = [{**rule, "holds": True} for rule in told["rules"]]
        if name == "checks":
            told["patterns"] = [{**row, "inside": 1.0, "p": 0.5} for row in told["patterns"]]
        if name == "time_split":
            told["gains"] = [{**row, "z": 3.0} for row in told["gains"]]
        if name == "ablations":
            told["gains"] = [{**row, "verdict": "worse"} for row in told["gains"]]
        return told

    monkeypatch.setattr(trace_page, "_read", better)
    told = weak().splitlines()
    assert told[1].endswith("12 rules hold.")
    assert told[2].endswith("all are held.")
    assert re.search(r": 0 of \d+\.$", told[3])
    assert told[4].endswith(": better than each rival.")
    assert told[5].endswith("sets of cells: none.")
