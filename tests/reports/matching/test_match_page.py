"""The page of partners: whole, silent, escaped, and never over what is not ours."""

from dataclasses import replace

import pytest

from analysis.matching import MatchError, Question, match
from reports.matching.map import LEAST_KM, NARROW, WIDE, frame_of
from reports.matching.page import check_page, page, write_page
from reports.matching.words import chance, told

EVIL = '<img src=x onerror="alert(1)">&"\''


@pytest.fixture(scope="module")
def answer():
    return match(Question("Köln", top=12), "toy")


def test_it_shows_every_candidate_with_chance_and_reasons(answer):
    text = page(answer)
    for candidate in answer.candidates:
        assert f"<b>{candidate.name}</b>" in text
        assert chance(candidate.probability) in text
    assert "alike in size" in text
    assert text.count("<svg") == 2
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text
    assert "<script" not in text


def test_no_name_reaches_it_unescaped(answer):
    first = replace(
        answer.candidates[0],
        name=EVIL,
        reasons=tuple(replace(r, words=EVIL) for r in answer.candidates[0].reasons),
    )
    far = replace(answer.candidates[1], name=EVIL, lon=170.0, lat=-40.0)
    evil = replace(
        answer,
        place={**answer.place, "name": EVIL},
        candidates=(first, far, *answer.candidates[2:]),
        notes=(EVIL,),
        register={"file": EVIL, "sha256": "0", "ties": 1, "unplaced": 0},
    )
    text = page(evil)
    assert "<img" not in text
    assert text.count("&lt;img") >= 8
    assert "Not on the map" in text


def test_no_candidate_is_told_and_drawn_nowhere():
    answer = match(Question("Köln", size=(10**8, None)), "toy")
    assert answer.candidates == ()
    assert "widen --size" in told(answer)
    assert "<svg" not in page(answer)


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_the_map_holds_all_places_within_its_margin(sheet):
    lon, lat = [8.7, 2.3, 20.0], [49.4, 48.9, 50.0]
    frame = frame_of(lon, lat, sheet)
    xs, ys = frame.place(lon, lat)
    assert all(0.05 * sheet.width < x < 0.95 * sheet.width for x in xs)
    assert all(0.05 * sheet.height < y < 0.95 * sheet.height for y in ys)
    assert abs(frame.size[0] - sheet.width) <= 1
    alone = frame_of([8.7], [49.4], sheet)
    assert alone.east - alone.west >= LEAST_KM - 1e-6


def test_a_file_that_is_not_ours_is_left_alone(answer, tmp_path):
    path = tmp_path / "partners.html"
    check_page(path)
    write_page(answer, path)
    first = path.read_bytes()
    with pytest.raises(MatchError, match="is there already"):
        check_page(path)
    check_page(path, force=True)
    write_page(answer, path)
    assert path.read_bytes() == first
    path.write_text("<html>mine</html>")
    with pytest.raises(MatchError, match="was not written by jumelage match"):
        check_page(path, force=True)
    with pytest.raises(MatchError, match=r"expected the name of an \.html file"):
        check_page(tmp_path / "partners.pdf")
    with pytest.raises(MatchError, match="there is no folder"):
        check_page(tmp_path / "none" / "partners.html")


def test_chances_are_written_with_digits_that_count():
    assert chance(0.123) == "12\u202f%"
    assert chance(0.0123) == "1.2\u202f%"
    assert chance(0.00123) == "0.12\u202f%"
    assert chance(0.0) == "–"
    assert chance(1e-9) == "< 0.001\u202f%"
