"""Pages in a browser, as their readers have them."""

import pytest

PHONE = {"width": 390, "height": 844}
WIDTHS = (320, 390, 768, 1200)
PICTURES = """[...document.querySelectorAll('figure')].map(figure =>
    [...figure.querySelectorAll('svg')].filter(svg => svg.getBoundingClientRect().width > 100)
    .length)"""


class Visit:
    """A page in a tab, with what it said and what it asked for."""

    def __init__(self, browser, path):
        self.path, self.said, self.asked = path, [], []
        self.tab = browser.new_page(viewport=PHONE)
        self.tab.on("console", lambda message: self.said.append(message.text))
        self.tab.on("pageerror", lambda error: self.said.append(str(error)))
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.goto(path.as_uri())
        self.unfold(True)

    def unfold(self, unfolded):
        """Open or close all that folds."""
        told = "true" if unfolded else "false"
        self.tab.evaluate(
            f"document.querySelectorAll('details').forEach(one => {{ one.open = {told} }})"
        )

    def at_widths(self, script):
        """What a script finds on a small phone, a phone, a tablet and a desk."""
        found = {}
        for width in WIDTHS:
            self.tab.set_viewport_size({"width": width, "height": PHONE["height"]})
            found[width] = self.tab.evaluate(script)
        return found

    def check_quiet_and_fitting(self):
        """It says nothing, asks for itself alone, and never is wider than its window."""
        widths = self.at_widths("document.documentElement.scrollWidth")
        assert all(inner <= outer for outer, inner in widths.items()), widths
        # of a wide and a narrow picture only one is seen
        assert set(self.tab.evaluate(PICTURES)) == {1}
        assert self.said == []
        assert [url for url in self.asked if not url.startswith("data:")] == [self.path.as_uri()]


@pytest.fixture
def visit(browser):
    """Opens a page in a browser: `visit(path)`."""
    visits = []

    def open_page(path):
        visits.append(Visit(browser, path))
        return visits[-1]

    yield open_page
    for one in visits:
        one.tab.close()
