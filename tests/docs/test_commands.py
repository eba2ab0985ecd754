"""Every command, program and file of every document is typed by a test, or excepted by name.

The desk of `conftest.py` has what documents speak of, `table.py` says what is typed in place of
what is large and what is left out, with the reason.
"""

from pathlib import Path

import pytest

from tests.docs import table
from tests.docs.documents import FILES, bare, documents, read, steps
from tests.docs.reader import Reader, accept, command_of, words_of

TEXTS = {document: read(document) for document in documents()}
ALL = {
    document: steps(text)
    for document, text in TEXTS.items()
    if not any(text in other for name, other in TEXTS.items() if name != document)
}
"""What each document asks for; parts of which a generated page is made up are that page's."""
BLOCKS = {
    name: [step for step in found if step.kind != "said"]
    for name, found in ALL.items()
    if any(step.kind != "said" for step in found)
}
"""What stands in blocks, by document."""
SAID = {
    step.text: name
    for name, found in sorted(ALL.items(), reverse=True)
    for step in found
    if step.kind == "said"
}
"""Commands within sentences, each once, with the first document that says it."""
TYPED = {bare(step.text) for found in BLOCKS.values() for step in found}


def is_name(words):
    """Whether words in a sentence only name a command of jumelage that wants more."""
    known = words[0] == "jumelage" and not words[1].startswith("-")
    return known and command_of(words[1:])[1] == []


def belongs(said, document):
    """Whether a command within a sentence is typed with this document and stands in no block."""
    return SAID[said] == document and said not in TYPED and not is_name(words_of(said))


SAY = {SAID[said] for said in SAID if belongs(said, SAID[said])}
"""Documents that say a command in a sentence which is typed with them."""
HERE = sorted((BLOCKS.keys() | SAY) - set(table.FOLLOWED))


def is_slow(document):
    """Whether the quick tests leave something of a document to the deep one."""
    calls = [words_of(step.text) for step in ALL[document] if step.kind == "command"]
    calls += [words_of(said) for said in SAID if belongs(said, document)]
    left = set(table.SLOW) - set(table.CHAINED)  # those are typed among the modules
    slow = any(words[0] == "jumelage" and words[1] in left for words in calls)
    return slow or document in table.SLOW_PROGRAMS


def test_every_command_is_one_that_its_program_takes():
    typed = [step.text for found in BLOCKS.values() for step in found if step.kind == "command"]
    assert len(typed) > 60
    assert len(SAID) > 40
    for line in (*typed, *SAID):
        words = words_of(line)
        if bare(line) not in table.NOT_RUN and not (line in SAID and is_name(words)):
            accept(words)


@pytest.mark.parametrize("document", [name for name in HERE if name not in table.TYPED_DEEP])
def test_a_document_can_be_typed_from_top_to_end(document, desk):
    type_all(document, Reader())


@pytest.mark.deep
@pytest.mark.parametrize(
    "document", [name for name in HERE if is_slow(name) or name in table.TYPED_DEEP]
)
def test_a_document_can_be_typed_whole(document, desk):
    type_all(document, Reader(deep=True))


LEAVES = {
    "README.md": (
        "out/compared/compare.html",
        "out/analysis/analysis.html",
        "out/gephi/network.gexf",
    ),
    "docs/GUIDE.md": ("out/poland.svg", "out/taught/coefficients.csv"),
}
"""What lies on the desk after a document has been typed."""


def type_all(document, reader):
    """Do what a document says, and what it says first within its sentences."""
    for step in ALL[document]:
        if step.kind in FILES or (step.kind == "python" and step.name):
            reader.save(step.name, step.text)
        elif step.kind == "python":
            reader.execute(document, step.text)
        elif bare(step.text) not in table.NOT_RUN and (
            step.kind == "command" or belongs(step.text, document)
        ):
            reader.run(step.text)
    reader.finish()
    assert [name for name in LEAVES.get(document, ()) if not Path(name).is_file()] == []
