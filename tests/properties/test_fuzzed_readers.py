"""Damaged copies of what a user may hand in: read, or refused in a sentence of the house."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.properties.fuzzing.readers import targets
from tests.properties.fuzzing.reading import fuzz

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def readers(tmp_path_factory):
    return targets(tmp_path_factory.mktemp("good"))


def test_good_files_are_read(readers):
    for target in readers:
        target.read(target.good)


def test_what_escapes_is_told(tmp_path, readers):
    """The program itself: a reader without manners is found out."""

    def careless_read(path):
        json.loads(path.read_bytes()[:0])

    careless = type(readers[0])("careless", readers[0].good, careless_read)
    told = fuzz([careless], 3, 1, tmp_path)
    assert len(told.wrong) == 1
    assert "JSONDecodeError" in next(iter(told.wrong))


def test_damaged_files_are_read_or_refused(tmp_path, readers):
    told = fuzz(readers, 2 * len(readers), 2, tmp_path)
    assert told.wrong == {}
    assert told.refused.total() > len(readers)


@pytest.mark.deep
def test_ten_thousand_damaged_files_raise_nothing_strange_in_bounded_memory():
    words = [sys.executable, "-m", "tests.properties.fuzzing", "--inputs", "10000", "--seed", "1"]
    result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=1_200)
    told = json.loads(result.stdout)
    assert told["wrong"] == []
    assert result.returncode == 0
    assert told["inputs"] == 10_000
    assert told["peak_mb"] < 1_000
