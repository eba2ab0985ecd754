"""The page on strategies in a real browser: silent, by itself, never wider than its window."""

import os
from importlib.util import find_spec

import pytest


@pytest.fixture
def surfing(request):
    """The shared browser; without Playwright skipped on a desk, never on CI."""
    if find_spec("playwright") is None and not os.environ.get("CI"):
        pytest.skip("the Python package playwright is not installed")
    return request.getfixturevalue("browser")


def test_the_page_opens_quietly_and_fits(surfing, four, tmp_path):
    path = tmp_path / "compare.html"
    path.write_text(four.html, encoding="utf-8")
    said, asked = [], []
    tab = surfing.new_page(viewport={"width": 390, "height": 844})
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(card => { card.open = true })")
    widths = {}
    for width in (320, 390, 768, 1200):
        tab.set_viewport_size({"width": width, "height": 844})
        widths[width] = tab.evaluate("document.documentElement.scrollWidth")
    shown = tab.evaluate(
        "[...document.querySelectorAll('figure')].map(figure => "
        "[...figure.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 100)"
        ".length)"
    )
    tab.emulate_media(media="print")
    tab.evaluate("document.querySelectorAll('details').forEach(card => { card.open = false })")
    rows = tab.evaluate(
        "[...document.querySelectorAll('.card td.why')].map(cell => "
        "cell.getBoundingClientRect().height)"
    )
    tab.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert all(inner <= outer for outer, inner in widths.items()), widths
    assert set(shown) == {1}  # of a wide and a narrow picture only one is seen
    assert rows
    assert min(rows) > 0  # on paper the evidence is there, though its cards were closed
