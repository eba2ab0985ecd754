"""The page: whole, by itself, accessible, made of the data and of nothing else."""

import dataclasses
import re

import polars as pl
import pytest

from analysis.recorded import country_totals
from analysis.validation import Scorecard
from reports.demo import page as pages
from reports.demo import summary, ties_map
from reports.numbers import thousands
from reports.templating import render
from tests.reports.markup import loads, read

SECTIONS = ["summary", "map", "growth", "shape", "scorecard", "method"]


def test_the_page_stands_by_itself(html):
    assert loads(html) == []


@pytest.mark.parametrize(
    "text",
    [
        '<script src="x.js"></script>',
        "<script>1</script>",
        '<img src="https://example.org/a.png">',
        '<link rel="stylesheet" href="https://example.org/a.css">',
        "<style>@import 'a.css'</style>",
        "<p style='background:url(https://example.org/a.png)'>",
    ],
)
def test_a_loaded_thing_is_found(text):
    assert loads(text)


def test_the_page_is_whole_and_in_order(html):
    reader = read(html)
    assert reader.faults == []
    assert reader.open == []
    ids = [attributes["id"] for tag, attributes, _ in reader.elements if tag == "section"]
    assert ids == SECTIONS
    every = [attributes["id"] for _, attributes, _ in reader.elements if "id" in attributes]
    assert len(every) == len(set(every))


def figures(text):
    return re.findall(r"<figure\b.*?</figure>", text, flags=re.DOTALL)


def test_every_figure_has_words_and_a_badge(html):
    found = figures(html)
    # The map, nine countries, the total, three shapes, and distances.
    assert len(found) >= 1 + 9 + 1 + 3 + 1
    for figure in found:
        assert re.search(r'class="badge (fitted|kept|both|only)">[^<]+<', figure)
        pictures = [a for tag, a, inside in read(figure).elements if tag == "svg"]
        assert pictures
        for attributes in pictures:
            assert attributes["role"] == "img"
            assert len(attributes["aria-label"]) > 40


def test_panels_are_those_of_the_largest_countries_and_show_what_was_kept_back(html):
    for country in country_totals()["country"].head(9):
        (figure,) = [f for f in figures(html) if f'id="growth-{country.lower()}"' in f]
        assert "fitted to 1996, kept back after" in figure
        assert re.search(r"<text[^>]*>kept back</text>", figure)


def test_sources_and_events_come_with_the_page(html):
    for words in ("Natural Earth", "GeoNames", "RGRE", "Élysée Treaty", "CC BY 4.0", "Länder"):
        assert words in html


def lead(data, run=None, card=None):
    facts = summary.facts(run or data.run, data.ensemble, card or data.card)
    return render("lead.html.j2", facts=facts)


def test_numbers_of_the_text_are_those_of_the_data(data, html):
    alive = int(data.run.ties["ended"].is_null().sum())
    assert f"<strong>{thousands(alive)}</strong>" in lead(data)
    half = dataclasses.replace(data.run, ties=data.run.ties.head(data.run.ties.height // 2))
    assert lead(data, run=half) != lead(data)
    assert f"<strong>{half.ties.height}</strong>" in lead(data, run=half)
    assert lead(data).strip() in html


def test_every_pair_of_numbers_in_the_text_says_its_role(data):
    text = lead(data)
    misses = summary.facts(data.run, data.ensemble, data.card)["misses"]
    assert misses
    for miss in misses:
        assert f"simulated {miss['simulated']} ({miss['band']}; {miss['role']})" in text
    assert "this number was fitted" in text


def test_the_verdict_follows_the_scorecard(data):
    told = pl.col("pattern") == "total"
    wrong = data.card.frame.with_columns(
        simulated=pl.when(told).then(99_999.0).otherwise("simulated"),
        inside90=pl.when(told).then(False).otherwise("inside90"),
    )
    assert "99\u202f999" in lead(data, card=Scorecard(wrong))
    assert "too many" in lead(data, card=Scorecard(wrong))
    right = wrong.with_columns(
        inside90=pl.lit(True),
        simulated=pl.col("recorded"),
        relative_error=pl.lit(0.0),
    )
    assert "which agrees" in lead(data, card=Scorecard(right))
    assert "No scored number lies outside" in lead(data, card=Scorecard(right))


def test_the_same_folders_give_the_same_bytes(data, html):
    assert pages.page(data.run, data.ensemble, data.card) == html


def test_hostile_names_are_only_text(data):
    evil = '</p><script>alert("x")</script><img src=x onerror=alert(1)>&'
    german = pl.when(pl.col("country") == "DE").then(pl.lit(evil)).otherwise("name")
    places = data.run.municipalities.with_columns(name=german)
    record = {**data.run.record, "scenario": {**data.run.record["scenario"], "title": evil}}
    run = dataclasses.replace(data.run, municipalities=places, record=record)
    text = pages.page(run, data.ensemble, data.card)
    assert loads(text) == []
    assert "<script" not in text
    # In the heading, and in the caption of the map for each of the places it names.
    named = len(ties_map.draw(run.ties, places).most)
    assert text.count("&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt;") == named + 1
