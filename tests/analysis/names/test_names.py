"""Names are found as people write them."""

import pytest

from analysis.names import Names, bare, fold

PLACES = ["München", "Frankfurt am Main", "Frankfurt (Oder)", "Neustadt an der Aisch", "Aue"]


@pytest.mark.parametrize(
    "written", ["münchen", "MUENCHEN", "Munchen", "  München ", "Mu\u0308nchen", "«München»"]
)
def test_umlauts_case_and_marks_do_not_matter(written):
    assert Names(PLACES).same(written) == [0]


@pytest.mark.parametrize(
    "written", ["Neustadt a.d. Aisch", "Neustadt/Aisch", "neustadt-an-der-aisch", "Neustadt Aisch"]
)
def test_little_words_and_hyphens_do_not_matter(written):
    assert Names(PLACES).same(written) == [3]


def test_a_head_is_that_of_all_who_bear_it():
    names = Names(PLACES)
    assert names.of_head("Frankfurt") == [1, 2]
    assert names.same("Frankfurt") == []
    assert names.same("Frankfurt Oder") == [2]


def test_a_typo_is_near_and_another_name_is_not():
    names = Names(PLACES)
    assert names.near("Mnüchen")[0].place == 0
    assert names.near("Mnüchen")[0].likeness > 0.8
    assert names.near("Reykjavík") == []


@pytest.mark.parametrize("nothing", ["", "   ", "\x00\x1b", "---"])
def test_nothing_is_the_name_of_no_place(nothing):
    names = Names(PLACES)
    assert (names.same(nothing), names.of_head(nothing), names.near(nothing)) == ([], [], [])


def test_ten_thousand_signs_are_read_in_no_time():
    assert Names(PLACES).near("x" * 10_000) == []


def test_folding_keeps_words_apart_and_bare_takes_little_ones_out():
    assert fold("Châlons-en-Champagne") == "chalons en champagne"
    assert bare("Düsseldorf") == bare("Duesseldorf") == bare("Dusseldorf")
    assert fold("Sankt Georgen") == fold("St. Georgen")
    assert bare("Bad Aibling") != bare("Aibling")
    assert bare("Au") == "au"  # a word that is all there is stays
