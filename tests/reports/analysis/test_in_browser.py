"""The page in a real browser: silent, by itself, never wider than its window."""

import os
from importlib.util import find_spec

import pytest


@pytest.fixture
def surfing(request):
    """The shared browser; without Playwright skipped on a desk, never on CI."""
    if find_spec("playwright") is None and not os.environ.get("CI"):
        pytest.skip("the Python package playwright is not installed")
    return request.getfixturevalue("browser")


def test_the_page_opens_quietly_and_fits(surfing, html, tmp_path):
    path = tmp_path / "analysis.html"
    path.write_text(html, encoding="utf-8")
    said, asked = [], []
    tab = surfing.new_page(viewport={"width": 390, "height": 844})
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(path.as_uri())
    tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    widths, cut = {}, {}
    for width in (320, 390, 768, 1200):
        tab.set_viewport_size({"width": width, "height": 844})
        widths[width] = tab.evaluate("document.documentElement.scrollWidth")
        cut[width] = tab.evaluate(
            "[...document.querySelectorAll('.scroll')].filter(box => "
            "box.scrollWidth > box.clientWidth + 1).length"
        )
    shown = tab.evaluate(
        "[...document.querySelectorAll('figure')].map(figure => "
        "[...figure.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 100)"
        ".length)"
    )
    tab.close()
    assert said == []
    assert [url for url in asked if not url.startswith("data:")] == [path.as_uri()]
    assert all(inner <= outer for outer, inner in widths.items()), widths
    assert set(cut.values()) == {0}, cut  # no table hides a column, on phones neither
    assert set(shown) == {1}  # of a wide and a narrow picture only one is seen
