"""The machine that types documents finds what it should, and its table is up to date."""

import re
from pathlib import Path

import pytest

import jumelage
from tests.docs import table
from tests.docs.documents import bare, documents, read, steps
from tests.docs.reader import Reader, accept, smaller, words_of
from tests.docs.test_commands import ALL, BLOCKS, HERE, SAID, TYPED

LINES = TYPED | {bare(line) for line in SAID}


@pytest.mark.parametrize(
    "block",
    [
        "```\njumelage run history\n```\n",
        "```bash\njumelage run history\n```\n",
        "Nothing named.\n\n```toml\nuntil = 1990\n```\n",
        "In `a.py`, after nothing:\n\n```diff\n+print(1)\n```\n",
    ],
)
def test_a_block_that_nothing_would_run_is_found(block):
    with pytest.raises(ValueError, match=r"is not run|no name of a file"):
        steps(block)


@pytest.mark.parametrize(
    "line",
    [
        "curl example.org",
        "jumelage rum history",
        "jumelage run history --sed 1 --out out/x",
        "jumelage run history",
        "jumelage register exprot x",
        "python -m analysis.odds --write",
        "python -m analysis.odd --wirte",
        "make tset",
    ],
)
def test_a_command_that_no_program_takes_is_found(line):
    with pytest.raises(AssertionError):
        accept(words_of(line))


@pytest.mark.parametrize(
    "line",
    [
        "jumelage --version",
        "jumelage scenarios --schema > scenario.schema.json",
        ".venv/bin/jumelage run history --out out/x  # a comment",
        "python -m analysis.odd --write",
        "make test ARGS=--no-cov",
    ],
)
def test_a_command_that_a_program_takes_passes(line):
    accept(words_of(line))


def test_large_counts_and_worlds_become_small():
    call = smaller(["compare", "outlook", "a", "b", "c", "--replications", "50", "--out", "x"])
    assert call[:3] == ["compare", "outlook", "a"]
    assert call[3:9] == ["--replications", "2", "--out", "x", "--world", "toy"]
    assert call[9:] == ["--workers", "1", "--quiet"]
    assert smaller(["run", "history", "--world", "toy"]) == ["run", "history", "--world", "toy"]
    assert smaller(["ensemble", "a", "--out", "x"])[3:6] == ["x", "--replications", "2"]


def test_a_program_that_no_command_runs_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    reader = Reader()
    reader.save("mine.py", "print(1)\n")
    with pytest.raises(AssertionError, match=r"mine\.py: no command runs it"):
        reader.finish()
    reader.run("python mine.py")
    reader.finish()


def test_commands_in_sentences_are_found_where_lines_break():
    (step,) = steps("Type `jumelage run\n  history --out x` or `just this`, in `jumelage`.")
    assert (step.kind, step.text) == ("said", "jumelage run history --out x")


def test_the_table_names_nothing_that_no_document_says():
    assert table.NOT_RUN.keys() - LINES == set()
    assert table.SAID_AS.keys() - LINES == set()
    named = set(re.findall(r"python -m ([\w.]+)", "\n".join(LINES)))
    assert (table.IN_COPY.keys() | table.MODULES_NOT_RUN.keys()) - named == set()
    assert not table.IN_COPY.keys() & table.MODULES_NOT_RUN.keys()
    for document, replaced in table.CODE_AS.items():
        code = "".join(step.text for step in ALL[document] if step.kind == "python")
        assert all(large in code for large, _ in replaced), document
    assert set(table.TYPED_DEEP) <= set(HERE)
    assert set(table.SLOW_PROGRAMS) <= BLOCKS.keys() <= set(documents())


def test_reasons_name_tests_that_exist():
    reasons = [*table.NOT_RUN.values(), *table.MODULES_NOT_RUN.values()]
    for path in re.findall(r"tests/[\w/]+\.py", " ".join(reasons)):
        assert Path(__file__).parents[2].joinpath(path).is_file(), path


def test_the_commands_for_people_without_make_are_those_of_the_makefile():
    makefile = Path(__file__).parents[2].joinpath("Makefile").read_text(encoding="utf-8")
    for part in ("demo --out out/demo", 'pytest -n 2 --dist loadfile -m "not deep"'):
        assert part in makefile
        assert part in read("README.md")


@pytest.mark.parametrize("example", [example for _, _, example in jumelage.COMMANDS])
def test_an_example_of_the_help_is_one_that_its_command_takes(example):
    accept(words_of(example))
