"""Every link of every document leads somewhere: to a file of the repository, to a heading in it."""

import pytest

from tests.docs.documents import ROOT, anchors, documents, links, read

ELSEWHERE = ("http://", "https://", "mailto:")


def broken(document, text):
    """Links of a document that lead nowhere."""
    faults = []
    for link in links(text):
        if link.startswith(ELSEWHERE):
            continue
        path, _, anchor = link.partition("#")
        target = ((ROOT / document).parent / path).resolve() if path else ROOT / document
        if not target.is_relative_to(ROOT) or not target.exists():
            faults.append(f"{link}: there is no such file")
        elif anchor and target.suffix == ".md":
            told = text if target == ROOT / document else target.read_text(encoding="utf-8")
            if anchor not in anchors(told):
                faults.append(f"{link}: there is no such heading")
    return faults


@pytest.mark.parametrize("document", documents())
def test_every_link_leads_somewhere(document):
    assert broken(document, read(document)) == []


@pytest.mark.parametrize(
    ("link", "faults"),
    [
        ("docs/GUIDE.md", 0),
        ("docs/GUIDE.md#1-set-it-up", 0),
        ("#here-too", 0),
        ("https://example.org/nothing", 0),
        ("docs/NOTHING.md", 1),
        ("docs/GUIDE.md#no-such-heading", 1),
        ("#nowhere", 1),
        ("../elsewhere/README.md", 1),
    ],
)
def test_a_link_that_leads_nowhere_is_found(link, faults):
    text = f"# Top\n\n## Here, too\n\nSee [this]({link}), not `[that](nowhere.md)`.\n"
    assert len(broken("README.md", text)) == faults


def test_headings_of_one_name_have_anchors_of_their_own():
    assert anchors("# A b\n## A b\n```sh\n# no heading\n```\n") == {"a-b", "a-b-1"}


def test_there_are_links_to_test():
    assert sum(len(links(read(document))) for document in documents()) > 60
