"""A German place is found by name or id; what is not clear is asked for in one sentence."""

import pytest

from analysis.matching import AmbiguousError, MatchError
from analysis.matching.asked import dominates, find


def named(text, world):
    return world.frame["name"][find(text, world).row]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Köln", "Köln"),
        ("koeln", "Köln"),
        ("2886242", "Köln"),
        ("Köln, DE-NW", "Köln"),
        ("Köln, Nordrhein-Westfalen", "Köln"),
        ("Köln, Deutschland", "Köln"),
        ("Rhein Neckar Kreis", "Rhein-Neckar-Kreis"),
        ("Landkreis Gotha", "Gotha"),
        ("Lübbenau (Spreewald)", "Lübbenau/Spreewald"),
        ("<b>Erfurt</b>", "Erfurt"),
    ],
)
def test_a_place_is_found(toy, written, name):
    assert named(written, toy) == name
    assert find(written, toy).note is None


def test_a_typo_is_read_and_told(toy):
    asked = find("Heidlberg", toy)
    assert toy.frame["name"][asked.row] == "Heidelberg"
    assert "'Heidlberg' is read as Heidelberg (DE-BW" in asked.note


def test_a_name_of_several_places_is_asked_for_with_land_and_inhabitants(germany):
    with pytest.raises(MatchError) as told:
        find("Neustadt", germany)
    for part in ("13 places", "Neustadt in Sachsen (DE-SN, 13,775 inhabitants, id 2864089)"):
        assert part in str(told.value)
    assert "and 5 more; choose one by its Land, 'Neustadt, DE-" in str(told.value)
    assert named("Neustadt, DE-SN", germany).startswith("Neustadt")
    assert find("neustadt, Thüringen", germany).row == germany.row_of[8354429]


def test_a_town_comes_before_the_district_of_its_name_and_the_largest_is_shown_how(germany):
    assert not germany.is_district[find("Rosenheim, DE-BY", germany).row]
    assert germany.is_district[find("Landkreis Rosenheim", germany).row]
    with pytest.raises(MatchError, match="by its Land, 'Halle, DE-ST', or one by its id, such"):
        find("Halle", germany)
    with pytest.raises(MatchError, match=r"4 places bear this name: Halle \(Saale\)"):
        find("Halle", germany)


@pytest.mark.parametrize(
    ("written", "name", "other"),
    [
        ("Essen", "Essen (DE-NW, ", "others: Essen (DE-NI, "),
        ("Freiburg", "Freiburg im Breisgau (DE-BW, ", "others: Freiburg/Elbe (DE-NI, "),
        ("Rosenheim", "Rosenheim (DE-BY, ", "others: Rosenheim (DE-RP, "),
        ("Münster", "Münster (DE-NW, ", "others: Munster (DE-NI, "),
    ],
)
def test_a_place_that_dominates_its_namesakes_is_taken_and_they_are_told(
    germany, written, name, other
):
    asked = find(written, germany)
    assert asked.note.startswith(f"'{written}' is read as {name}")
    assert "the largest of this name" in asked.note
    assert other in asked.note


@pytest.mark.parametrize("written", ["Frankfurt", "Neustadt", "Halle"])
def test_a_name_that_no_place_dominates_is_asked_for_with_all_that_bear_it(germany, written):
    with pytest.raises(AmbiguousError) as told:
        find(written, germany)
    people = [germany.population[germany.row_of[identity]] for identity, _ in told.value.choices]
    assert len(people) > 1
    assert people == sorted(people, reverse=True)
    assert all("(DE-" in described for _, described in told.value.choices)


@pytest.mark.parametrize(
    ("largest", "next_one", "taken"),
    [
        (580_000, 8_000, True),
        (80_000, 8_000, True),
        (79_999, 8_000, False),
        (199_990, 19_999, True),
        (900_000, 20_000, False),
    ],
)
def test_a_place_dominates_ten_times_its_people_and_no_middling_town(largest, next_one, taken):
    assert dominates(largest, next_one) is taken


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Cologne", "Köln"),
        ("munich", "München"),
        ("Aix-la-Chapelle", "Aachen"),
        ("Ratisbonne", "Regensburg"),
        ("Karl-Marx-Stadt", "Chemnitz"),
        ("Brunswick, Niedersachsen", "Braunschweig"),
    ],
)
def test_a_name_in_another_language_or_of_the_past_is_read_and_told(germany, written, name):
    asked = find(written, germany)
    assert germany.frame["name"][asked.row] == name
    assert asked.note.startswith(f"'{written}' is read as {name} (")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "PLACE: is empty"),
        (" \t\n", "PLACE: is empty"),
        ("\x00\x1b[31m", "no German town or district"),
        ("x" * 10_000, "has 10,000 signs"),
        ("Köln, DE-SN", "no German town or district"),
        ("123", "no place of the world 'toy' has this id"),
        ("9" * 180, "has this id"),
        ("<script>alert(1)</script>", "no German town or district"),
        ("Atlantis", "no German town or district of the world 'toy'"),
    ],
)
def test_what_is_no_place_is_told_in_one_sentence(toy, written, told):
    with pytest.raises(MatchError) as error:
        find(written, toy)
    assert told in str(error.value)
    assert str(error.value).isprintable()
    assert len(str(error.value)) < 800


def test_a_place_that_the_model_lacks_or_that_lies_abroad_is_told(germany):
    with pytest.raises(MatchError, match=r"Aarbergen \(DE-HE\): is not among the model's places"):
        find("Aarbergen", germany)
    with pytest.raises(MatchError, match="Strasbourg: lies in FR"):
        find("Strasbourg", germany)
    with pytest.raises(MatchError, match="Strasbourg: lies in FR"):
        find("2973783", germany)
    with pytest.raises(MatchError, match="Wrocław: lies in PL"):
        find("Breslau", germany)
