"""Every `python -m MODULE` of the documents is run, small, in a copy of the repository.

Most of them write what ships (pages, estimates, scenario files), so a copy is where they may. What
stands before such a line in the same block is run as well, for it may read what that left.
"""

import shutil

import pytest

from tests.docs import table
from tests.docs.copies import copied, run_in
from tests.docs.documents import FENCE, bare, documents, read, steps
from tests.docs.reader import smaller as smaller_command
from tests.docs.reader import words_of

pytestmark = pytest.mark.deep


def smaller(words):
    """The call with small counts in place of large ones, for Python to run."""
    if words[0] == "jumelage":
        return ["-m", "jumelage", *smaller_command(words[1:])]
    module, rest, more = words[2], list(words[3:]), list(table.IN_COPY[words[2]])
    if {"--out", "--contest"}.isdisjoint(rest) and not module.startswith(table.ALWAYS_SMALL):
        return list(words[1:])
    while more:
        option = more.pop(0)
        value = [more.pop(0)] if more and not more[0].startswith("--") else []
        if option not in rest:
            rest += [option, *value]
        elif value:
            rest[rest.index(option) + 1] = value[0]
    return ["-m", module, *rest]


def is_module(words):
    """Whether words call a module that is run here."""
    return words[:2] == ["python", "-m"] and words[2] in table.IN_COPY


def lines_of(text):
    """Commands of a document that are run here: those of its blocks, then those of sentences."""
    for block in FENCE.finditer(text):
        lines = [line for line in block["text"].splitlines() if line.strip()]
        if block["kind"] == "sh" and any(is_module(words_of(line)) for line in lines):
            yield from lines
    for step in steps(FENCE.sub("", text)):
        if is_module(words_of(step.text)):
            yield step.text


def calls(text, known=()):
    """Calls of a document that are run here, each once, in their order: small call, as said."""
    found = {}
    for line in lines_of(text):
        words = words_of(line)
        chained = words[0] == "jumelage" and words[1] in table.CHAINED
        runs = chained or is_module(words)
        if runs and table.OPTIONS_NOT_RUN.keys().isdisjoint(words):
            found[tuple(smaller(words))] = bare(line)
    return {call: said for call, said in found.items() if call not in known}


def by_document():
    """Calls by document; one that a page before has said alone is left out."""
    found, known = {}, set()
    others = [name for name in documents() if name not in table.FOLLOWED]
    for document in sorted(others, key=lambda name: (name not in table.FIRST, name)):
        told = calls(read(document), known)
        known |= told.keys()
        found[document] = told
    return {document: told for document, told in found.items() if told}


CALLS = by_document()


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """What calls leave for those after them, in this document or a later one."""
    return tmp_path_factory.mktemp("results") / "out"


@pytest.mark.parametrize("document", CALLS)
def test_modules_do_what_documents_say(document, out, tmp_path):
    """Each in a fresh copy: what one writes of estimates would be half of a chain for the next."""
    for number, (words, said) in enumerate(CALLS[document].items()):
        copy = copied(tmp_path / str(number), out)
        done = run_in(copy, words)
        told = (words, done.stdout[-2000:], done.stderr[-2000:])
        assert done.returncode in table.MAY_SAY_NO.get(said, (0,)), told
        assert "Traceback" not in done.stderr, told
        shutil.rmtree(copy)
