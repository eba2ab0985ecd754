"""Tables on the terminal, on the page and in papers."""

import io
import re
from xml.etree import ElementTree as ET

import pytest
from rich.console import Console

from reports.analysis import beside, great, terminal
from reports.analysis.grid import grid
from tests.reports.analysis import made_up
from tests.reports.analysis.made_up import HOSTILE


def plain(text):
    """The words of an HTML fragment."""
    return " ".join("".join(ET.fromstring(text).itertext()).split())


def printed(found, width=80):
    console = Console(width=width, record=True, file=io.StringIO())
    terminal.show_all(found, console)
    return console.export_text()


@pytest.mark.parametrize("made", [made_up.table(), made_up.pooled()])
def test_the_page_says_n_period_source_estimator_and_errors(made):
    told = plain(great.html(grid("gravity", made)))
    assert "n: 1 234 cells of Land x country. Period: 1950–2014." in told
    for words in (made.source, made.estimator, made.errors, "Cells without a tie are kept."):
        assert words in told
    assert "ln distance (km)" in told


def test_the_html_is_well_formed_and_named_by_the_table():
    text = great.html(grid("gravity", made_up.table()))
    ids = re.findall(r'id="([^"]+)"', text)
    assert ids
    assert all(one.startswith("gravity_poisson-") for one in ids)
    assert len(set(ids)) == len(ids)
    assert text == great.html(grid("gravity", made_up.table()))


def test_names_are_never_orders():
    shown = grid("gravity", made_up.hostile().tables[0])
    told = plain(great.html(shown))
    assert told.count(" ".join(HOSTILE.split())) >= 9
    text = great.latex(shown)
    body = text.split("\n", 1)[1]
    escaped = "A \\& B \\textless{}b\\textgreater{}50 \\%\\textless{}/b\\textgreater{} \\_x\\_ "
    assert body.count(escaped) >= 9
    # nothing that LaTeX takes for an order is left unescaped
    assert not re.search(r"(?<!\\)[#$](?!-\$)", body.replace("$-$", "").replace("$\\sim$", ""))
    assert not re.search(r"(?<!\\)_", body)
    assert body.count("{") - body.count("\\{") == body.count("}") - body.count("\\}")


def test_a_paper_gets_signs_that_latex_knows():
    text = great.latex(grid("gravity", made_up.table()))
    assert text.startswith("% needs \\usepackage{booktabs")
    assert "ln distance (km) & $-$0.81 & 0.10 & $-$0.98 to $-$0.64 & \\textless{} 0.001" in text
    assert "n: 1\\,234 cells" in text
    assert "1950--2014" in text
    left = {sign for sign in text if ord(sign) > 127}
    assert all(sign.isalpha() for sign in left), left
    assert text == great.latex(grid("gravity", made_up.table()))


def test_long_tables_may_break():
    rows = made_up.table().rows[:1] * (great.LONG + 1)
    assert "longtable" in great.latex(grid("gravity", made_up.table(rows=rows))).split("\n", 1)[1]


def test_the_terminal_shows_the_same_numbers_in_eighty_columns():
    told = printed(made_up.result(made_up.analysis(), comparisons={"gravity": made_up.compared()}))
    assert max(map(len, told.splitlines())) <= 80
    words = " ".join(told.split())
    assert "−0.81 0.10 −0.98 to −0.64 < 0.001" in words
    assert "Estimator: Poisson pseudo maximum likelihood" in words
    assert "Left out: Vitality of ties: no register has it." in words
    assert "2 of 4 coefficients lie inside" in words
    assert "inside" in words
    assert "kept back" in words


def test_the_terminal_prints_names_as_they_are():
    told = printed(made_up.result(made_up.hostile()), 400)
    assert "[bold]A & B <b>50 %</b>" in told  # of the label, which breaks later
    assert told.count(HOSTILE) >= 9


def test_a_comparison_tells_difference_verdict_and_role():
    shown = beside.grid(made_up.compared().couples[0])
    rows = dict(shown.rows)
    assert shown.heads[-3:] == ("diff.", "verdict", "role")
    # (−0.75 + 0.8123) / hypot(0.104, 0.04) = 0.56; (0.9 − 0.31) / hypot(0.25, 0.08) = 2.25
    assert rows["ln distance (km)"][-3:] == ("+0.6", "inside", "fitted")
    assert rows["common border (a)"][-3:] == ("+2.2", "outside", "kept back")
    assert shown.remarks == ("(a) few cells",)
    assert shown.facts["Source"] == (
        "recorded RGRE register of spring 2015; simulated ensemble out/many (scenario history, "
        "6 runs)"
    )


def test_how_many_agree_and_what_is_furthest():
    sentences = beside.count(made_up.compared())
    assert sentences[0].startswith("2 of 4 coefficients lie inside; were the runs and the record")
    assert "about 4 would" in sentences[0]
    assert sentences[1:] == [
        "Of those that were fitted: 2 of 3.",
        "Of those that were kept back from the split fit: 0 of 1.",
    ]
    first = beside.furthest(made_up.compared())[0]
    assert "eastern Land: recorded 1.20, simulated 0.20 (−4.6 joint errors; fitted)" in first
