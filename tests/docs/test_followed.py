"""How-to pages that change the repository are followed in a copy, edit by edit."""

import subprocess

import pytest

from tests.docs import table
from tests.docs.copies import HERE_ALONE, copied, run_in
from tests.docs.documents import ROOT, Step, edited, read, steps
from tests.docs.reader import smaller, words_of


@pytest.mark.parametrize("document", table.FOLLOWED)
def test_the_lines_beside_which_something_is_to_stand_are_there(document):
    edits = [step for step in steps(read(document)) if step.kind == "edit"]
    assert edits
    for step in edits:
        text = (ROOT / step.name).read_text(encoding="utf-8")
        assert step.text in edited(text, step)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("before `two`", "one\nNEW\ntwo\nthree\ntwo and a half\n"),
        ("after `two`", "one\ntwo\nNEW\nthree\ntwo and a half\n"),
        ("at its end", "one\ntwo\nthree\ntwo and a half\nNEW\n"),
    ],
)
def test_an_edit_is_made_where_the_page_says(at, told):
    assert edited("one\ntwo\nthree\ntwo and a half\n", Step("edit", "NEW\n", "f", at)) == told


@pytest.mark.parametrize("text", ["one\nthree\n", "one\ntwo\ntwo\n\ntwo\n"])
def test_an_edit_without_its_place_is_found(text):
    with pytest.raises(ValueError, match="f: has not once the line `two`"):
        edited(text, Step("edit", "NEW\n", "f", "after `two`"))


def follow(document, copy):
    """Do what a page says in a copy; what its commands print, by command."""
    printed = {}
    for step in steps(read(document)):
        path = copy / step.name
        if step.kind == "edit":
            path.write_text(edited(path.read_text(encoding="utf-8"), step), encoding="utf-8")
        elif step.kind in ("python", "toml"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(step.text, encoding="utf-8")
        elif step.kind == "command":
            printed[step.text] = typed(step.text, copy)
    return printed


def typed(line, copy):
    """Run a command in a copy, on a small world; what it prints."""
    words = words_of(line)
    if words[0] == "git":  # says 1 where something differs
        done = subprocess.run(words, cwd=copy, env=HERE_ALONE, capture_output=True, text=True)
        assert done.returncode in (0, 1), (line, done.stderr)
        return done.stdout
    own = words[0] == "jumelage" and words[1] not in ("report", "reproduce")
    call = ["-m", "jumelage", *(smaller(words[1:]) if own else words[1:])]
    done = run_in(copy, call if words[0] == "jumelage" else words[1:])
    assert done.returncode == 0, (line, done.stdout[-3000:], done.stderr[-3000:])
    return done.stdout


@pytest.mark.deep
@pytest.mark.parametrize("document", table.FOLLOWED)
def test_a_page_that_changes_the_repository_can_be_followed(document, tmp_path):
    printed = follow(document, copied(tmp_path / "copy", tmp_path / "out"))
    if document.endswith("EFFECT.md"):
        (differs,) = [told for line, told in printed.items() if line.startswith("git diff")]
        assert "run.json" in differs
        assert ".parquet" not in differs
    else:
        (again,) = [told for line, told in printed.items() if "reproduce" in line]
        assert "as published" in again
