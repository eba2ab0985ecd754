"""The page on strategies: whole, by itself, true to the comparison, safe with any title."""

import dataclasses
import html as entities
import re

import pytest

from reports.strategies import NAME, build, page
from reports.strategies.wording import plain, typeset
from tests.reports.markup import loads, read

SECTIONS = ["verdict", "gains", "years", "robust", "turning", "who", "people", "evidence", "method"]
MAY = "may be called best"


def words(text):
    """What a person reads: no tags, no style, no drawing."""
    text = re.sub(r"<style.*?</style>|<svg.*?</svg>", " ", text, flags=re.DOTALL)
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_the_page_is_whole_and_loads_nothing(four):
    reader = read(four.html)
    assert reader.faults == []
    assert reader.open == []
    assert loads(four.html) == []
    every = [attributes["id"] for _, attributes, _ in reader.elements if "id" in attributes]
    assert len(every) == len(set(every))
    sections = [attributes["id"] for tag, attributes, _ in reader.elements if tag == "section"]
    assert sections == SECTIONS
    assert len(four.html.encode()) < 3_000_000


def test_every_drawing_says_what_it_shows(four):
    drawings = [attributes for tag, attributes, _ in read(four.html).elements if tag == "svg"]
    # Gains, first and regret, and the tornado twice; a panel for each that does something.
    assert len(drawings) == 8 + 3
    for attributes in drawings:
        assert attributes["role"] == "img"
        assert re.search(r"\d", attributes["aria-label"])
        assert len(attributes["aria-label"]) > 60


def test_every_table_that_it_links_to_is_one_of_the_comparison(four):
    linked = set(re.findall(r'href="([a-z_]+)\.csv"', four.html))
    assert linked <= set(four.comparison.frames())
    assert {"ranking", "costs", "years", "turning", "evppi", "groups", "totals"} <= linked


def test_the_verdict_stands_at_the_top(four):
    said = four.comparison.verdict
    top = words(four.html.partition("<main>")[0])
    for sentence in (said.headline, said.called, said.turned, *said.caveats):
        assert " ".join(typeset(sentence).split()) in top


def test_sentences_follow_the_numbers(make, four):
    stronger = (dataclasses.replace(make.FOUR[0], gain=240.0), *make.FOUR[1:])
    other = make.page(stronger)
    before, after = words(four.html), words(other.html)
    for pattern in (r"most often: in (.+?) of the", r"by choosing .{9,40}: (.+?) tie-years"):
        first, second = re.search(pattern, before), re.search(pattern, after)
        assert first
        assert second
        assert first.group(1) != second.group(1)
    for made in (four, other):
        (mean,) = made.comparison.frames()["ranking"].filter(terms="own", rank=1)["mean"]
        top = made.html.partition("<main>")[0]
        assert f"+{plain(mean)} living tie-years" in top


def test_nothing_is_best_unless_the_comparison_allows_it(make, four):
    assert four.comparison.verdict.best is None
    assert f": {MAY}" not in words(four.html)
    clear = (
        make.Made("school", "School exchange", 300.0, 0.2, "B"),
        make.Made("post", "A post", 60.0, 0.2, "B"),
    )
    sure = make.page(clear, 40)
    assert sure.comparison.verdict.best == "school"
    assert f"School exchange: {MAY}" in words(sure.html)
    verdict = dataclasses.replace(sure.comparison.verdict, best=None)
    held = dataclasses.replace(sure.comparison, verdict=verdict)
    text = page(held, [make.strategy(one) for one in clear], make.manifest)
    assert f": {MAY}" not in words(text)


def test_what_is_not_shown_to_help_says_so_and_doing_nothing_is_told_apart(four):
    (figure,) = re.findall(r'<figure id="gains-figure">.*?</figure>', four.html, re.DOTALL)
    assert re.search(r"<text[^>]*>[^<]*not shown to help</text>", figure)
    assert "none gained" in figure
    assert "\u201cDo nothing\u201d ran too: the difference is exactly zero" in words(figure)
    assert 'id="years-nothing"' not in four.html
    assert 'id="card-nothing"' not in four.html


def test_hostile_titles_are_only_text(make):
    evil = '</p><script>alert("x")</script><img src=x onerror=alert(1)>&"\'{{ 1 }}'
    made = (make.Made("school", evil, 120.0), make.Made("post", evil, 90.0))
    text = make.page(made).html
    assert loads(text) == []
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert read(text).faults == []


def test_one_strategy_is_enough(make):
    one = make.page(make.FOUR[:1], equal=False)
    text = words(one.html)
    assert "One strategy for German twinnings" in text
    assert "doing nothing" in text
    assert "at equal effect per euro" not in text
    assert read(one.html).faults == []


def test_a_dozen_strategies_have_a_place_each(make):
    made = tuple(
        make.Made(f"s{number}", f"Strategy {number}", 10.0 * number) for number in range(1, 13)
    )
    dozen = make.page(made, 12)
    assert len(re.findall(r'<figure id="years-s\d+">', dozen.html)) == 12
    assert len(re.findall(r'<details class="card"', dozen.html)) == 12
    assert "scroll heat many" in dozen.html
    assert len(dozen.html.encode()) < 3_000_000


def test_zeros_everywhere_make_a_page_and_no_claim(make):
    made = tuple(make.Made(f"s{number}", f"Strategy {number}", 0.0) for number in range(3))
    nil = make.page(made, equal=False)
    text = words(nil.html)
    assert "No strategy is shown to help" in text
    assert "No input has a range" in text
    assert MAY not in text.replace(f"Nothing {MAY}", "").replace(f"one {MAY}", "")
    assert "nan" not in text.lower().split()


def test_money_that_is_left_is_told(make):
    made = (dataclasses.replace(make.FOUR[0], spent=0.6), make.FOUR[1])
    text = words(make.page(made).html)
    assert "Not all money was spent, for want of demand: School and youth exchange." in text
    assert "(60\u202f%) spent" in text or "(60 %) spent" in text


def test_cards_show_every_number_with_its_class_and_source(four):
    (card,) = re.findall(
        r'<details class="card" id="card-successors">.*?</details>', four.html, re.S
    )
    text = words(card).replace("\u202f", " ")
    assert "× 0.50 to × 1.50" in text
    assert "5.0 % to 20 %" in text
    assert "school begins × 1.49" in text
    assert "up to 20 000 inhabitants, near a border, weak or dormant ties" in text
    assert "0 causal, 1 descriptive, 1 assumed" in text
    assert "Nothing is measured." in text
    assert '<a href="https://example.org/figures">A page of figures</a> (2024-05-01)' in card


def test_the_same_comparison_gives_the_same_bytes(make, four, tmp_path):
    strategies = [make.strategy(one) for one in four.made]
    path = build(four.comparison, strategies[::-1], make.manifest, tmp_path / "new" / "folder")
    assert path.name == NAME
    assert path.read_text(encoding="utf-8") == four.html


def test_it_says_whether_runs_have_draws_of_the_posterior(make, four):
    strategies = [make.strategy(one) for one in four.made]
    assert "the central history; assumed numbers drawn" in words(four.html)
    drawn = page(four.comparison, strategies, {**make.manifest, "draws": {"fit": "full"}})
    assert "a draw of the posterior in each run, the same with every strategy" in words(drawn)


def test_mistakes_are_one_sentence(make, four, tmp_path):
    strategies = [make.strategy(one) for one in four.made]
    with pytest.raises(ValueError, match="successors is compared but has no card"):
        build(four.comparison, strategies[:1], make.manifest, tmp_path)
    with pytest.raises(ValueError, match="provenance: world is missing"):
        build(four.comparison, strategies, {"seed": 1, "versions": {}}, tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(ValueError, match="cannot be written"):
        build(four.comparison, strategies, make.manifest, tmp_path / "file")


def test_a_mix_points_to_the_cards_of_its_parts(make):
    made = (*make.FOUR[:2], make.Made("both", "Half and half", 100.0))
    one, two, both = (make.strategy(each) for each in made)
    mixed = dataclasses.replace(
        both,
        measures={**one.measures, **two.measures},
        parts={"school_exchange": 0.5, "successors": 0.5},
    )
    text = page(make.page(made).comparison, [one, two, mixed], make.manifest)
    (card,) = re.findall(r'<details class="card" id="card-both">.*?</details>', text, re.S)
    assert "School and youth exchange (50 %), Successors and ambassadors (50 %)" in words(card)
    assert 'href="#card-school_exchange"' in card
    assert "<table" not in card
    assert "4 numbers with a range: 0 causal, 2 descriptive, 2 assumed" in words(card)
