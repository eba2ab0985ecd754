"""The page of partners in a real browser: silent, by itself, no wider than its window, legible."""

from dataclasses import replace

import pytest

from analysis.matching import Question, match
from reports.matching.page import page

EVIL = '<img src=x onerror="alert(1)"><script>alert(2)</script>\u202e&"\''
OVERLAPS = """() => {
    const svg = [...document.querySelectorAll('#map svg')].find(one =>
        one.getBoundingClientRect().width > 100);
    const boxes = [...svg.querySelectorAll('text')].map(text =>
        [text.textContent, text.getBoundingClientRect()]);
    const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
    const found = [];
    boxes.forEach(([name, box], i) => boxes.slice(i + 1).forEach(([other, more]) => {
        if (over(box, more)) found.push([name, other]); }));
    return found;
}"""


@pytest.fixture(scope="module", params=[("Aachen", "BE"), ("Heidelberg", "FR")])
def near(request):
    place, country = request.param
    return match(Question(place, countries=(country,)))


def test_it_opens_quietly_fits_and_no_name_stands_over_another(near, visit, tmp_path):
    path = tmp_path / "partners.html"
    path.write_text(page(near), encoding="utf-8")
    seen = visit(path)
    seen.check_quiet_and_fitting()
    for width in (1280, 390):
        seen.tab.set_viewport_size({"width": width, "height": 900})
        assert seen.tab.evaluate("document.documentElement.scrollWidth") <= width
        assert seen.tab.evaluate(OVERLAPS) == []


def test_hostile_names_are_shown_as_text(near, visit, tmp_path):
    evil = replace(
        near,
        place={**near.place, "name": EVIL},
        candidates=tuple(replace(one, name=EVIL) for one in near.candidates),
        notes=(EVIL,),
    )
    path = tmp_path / "evil.html"
    path.write_text(page(evil), encoding="utf-8")
    seen = visit(path)
    seen.check_quiet_and_fitting()
    assert seen.tab.locator("img, script").count() == 0
    assert "<script>alert(2)</script>" in seen.tab.locator("h1").inner_text()
