"""The page in a real browser, driven as a reader drives it: quiet, by itself, in good time."""

import os
import time
from importlib.util import find_spec

import pytest

from reports.explore.picture import LARGEST
from reports.theme import BAND_90
from scenarios import load
from simulation import simulate
from tests.reports.explore.conftest import end, start

MOVE = "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }"
DONE = "body:not(.stale) .status:not(.busy)"
SLACK = 6.0 if os.environ.get("CI") else 4.0
"""Times the seconds that are promised on a machine of one's own; here others may run beside."""
EVIL = '<img src=x onerror="window.evil=1"><script>window.evil=1</script>'


@pytest.fixture
def surfing(request):
    """The shared browser; without Playwright skipped on a desk, never on CI."""
    if find_spec("playwright") is None and not os.environ.get("CI"):
        pytest.skip("the Python package playwright is not installed")
    return request.getfixturevalue("browser")


class Reader:
    """Someone with a browser of their own, who notes what it says and whom it asks."""

    def __init__(self, browser, url, width=1280, height=900):
        self.said, self.asked, self.url = [], [], url
        self.room = browser.new_context(viewport={"width": width, "height": height})
        self.tab = self.room.new_page()
        self.tab.on("console", lambda message: self.said.append(message.text))
        self.tab.on("pageerror", lambda error: self.said.append(str(error)))
        self.tab.on("request", lambda request: self.asked.append(request.url))

    def opens(self, query=""):
        """Open the page; seconds until the first picture stands, by the page's own clock."""
        self.tab.goto(self.url + query)
        self.tab.wait_for_selector("#numbers tbody tr", state="attached", timeout=60_000)
        self.tab.wait_for_selector(DONE)
        return float(self.tab.locator("body").get_attribute("data-first")) / 1000.0

    def slides(self, name, value):
        """Move a slider; seconds until the picture answers, as the page itself tells them."""
        self.tab.locator(name).evaluate(MOVE, value)
        self.tab.wait_for_selector(".status.busy")  # a sign that it works
        self.tab.wait_for_selector(DONE, timeout=60_000)
        return float(self.tab.locator("#status").inner_text().split()[-2])

    def number(self, row=0, column=0):
        """A number of the table beside the map."""
        cell = self.tab.locator("#numbers tbody tr").nth(row).locator("td").nth(column)
        return int(cell.inner_text().replace(",", "").replace("−", "-").strip("+±"))

    def takes(self, name):
        """The text of a file that the page gives."""
        with self.tab.expect_download() as waiting:
            self.tab.click(f"[data-file='{name}']")
        assert waiting.value.suggested_filename == name
        return waiting.value.path().read_bytes()


@pytest.fixture
def reader(surfing, served):
    """`reader()` makes one; afterwards none has heard an error or asked anyone else."""
    all_of_them = []

    def making(**size):
        all_of_them.append(Reader(surfing, served.url, **size))
        return all_of_them[-1]

    yield making
    for one in all_of_them:
        one.room.close()
        assert one.said == []
        own = (one.url, "data:", f"blob:{one.url}")
        assert [url for url in one.asked if not url.startswith(own)] == []


def painted(reader, name):
    """How many of a canvas's points are neither sea nor land: lines of ties."""
    return reader.tab.locator(name).evaluate(
        """(canvas) => { const copy = document.createElement('canvas');
        [copy.width, copy.height] = [canvas.width, canvas.height];
        const pen = copy.getContext('2d', { willReadFrequently: true });
        pen.drawImage(canvas, 0, 0);
        const at = pen.getImageData(0, 0, copy.width, copy.height).data; let n = 0;
        for (let i = 0; i < at.length; i += 4)
        n += Math.max(at[i], at[i+1], at[i+2]) - Math.min(at[i], at[i+1], at[i+2]) > 60;
        return n; }"""
    )


def test_it_opens_soon_and_shows_what_was_simulated(reader):
    one = reader()
    assert one.opens() < 5.0 * SLACK
    assert one.number() == simulate(load("history"), 1, "toy").ties["ended"].is_null().sum()
    assert painted(one, "#map-a") > 500
    one.tab.wait_for_selector("#growth svg")
    drawn = one.tab.locator("#growth svg").text_content()
    assert drawn.count("simulated only") == 1 + LARGEST  # the badge of each panel
    assert one.tab.locator(".map-a .badge").inner_text() == "one run, seed 1"
    assert one.tab.locator(".map-b").is_hidden()


def test_it_plays_through_time_and_stops(reader):
    one = reader()
    one.opens()
    full = painted(one, "#map-a")
    one.tab.select_option("#speed", "5")
    one.tab.click("#play")
    years = set()
    while max(years | {0}) < 1960 or len(years) < 3:
        years.add(int(one.tab.locator("#year").input_value()))
    one.tab.click("#play")
    year = int(one.tab.locator("#year").input_value())
    assert min(years) < 1960 <= year < 2025
    one.tab.wait_for_timeout(500)
    assert int(one.tab.locator("#year").input_value()) == year
    assert 0 < one.number() < one.number(5) + 1
    assert painted(one, "#map-a") < full
    one.tab.locator("#year").fill("2025")
    assert painted(one, "#map-a") == full


def test_a_slider_answers_soon_and_its_file_gives_what_is_shown(reader, tmp_path):
    one = reader()
    one.opens()
    before = one.number()
    assert one.slides("#lever-search", 1.5) < 1.0 * SLACK
    after = one.number()
    assert after > 1.3 * before
    one.tab.fill("#name", EVIL)
    one.tab.press("#name", "Enter")
    one.tab.wait_for_selector(".map-a b:has-text('img src')")
    path = tmp_path / "mine.toml"
    path.write_bytes(one.takes("mine.toml"))
    assert load(path).title == EVIL
    assert simulate(load(path), 1, "toy").ties["ended"].is_null().sum() == after
    rows = one.takes("ties.csv").decode().splitlines()
    assert len(rows) - 1 == one.number(5)
    assert one.takes("growth.csv").startswith(b"country,name,first,last,simulated,recorded,role")
    assert one.takes("map.png").startswith(b"\x89PNG")
    one.tab.click("#reset")
    one.tab.wait_for_selector(DONE)
    assert one.number() == before


@pytest.mark.deep
def test_two_scenarios_stand_side_by_side_under_the_same_luck(reader):
    one = reader()
    one.opens()
    one.tab.click("#tab-b")
    one.tab.wait_for_selector(".maps.two")
    assert one.number(column=0) == one.number(column=1)
    assert one.number(column=2) == 0
    one.tab.click("#panel summary:has-text('Systems')")
    one.tab.uncheck("#systems [name=development]")
    one.tab.wait_for_selector(DONE)
    one.tab.click("#panel summary:has-text('Dated events')")
    one.tab.uncheck("#events [name=elysee_1963]")
    one.tab.wait_for_selector(".map-b b:has-text('changed')")
    one.tab.wait_for_selector(DONE)
    assert one.number(column=2) == one.number(column=1) - one.number(column=0) != 0
    assert painted(one, "#map-b") > 500
    one.tab.fill("#seed", "9")
    one.tab.press("#seed", "Enter")
    one.tab.wait_for_selector(".map-b .badge:has-text('seed 9')", timeout=30_000)
    one.tab.wait_for_selector(".map-a .badge:has-text('seed 9')", timeout=30_000)
    one.tab.select_option("#base", "outlook")
    one.tab.wait_for_selector("#year[max='2045']", timeout=30_000)
    one.tab.wait_for_selector(DONE)
    one.tab.click("#remove")
    assert one.tab.locator(".map-b").is_hidden()
    assert one.tab.locator("#year").get_attribute("max") == "2025"


def test_a_town_is_found_with_simulated_and_likely_partners(reader):
    one = reader()
    one.opens()
    one.tab.fill("#place", "koelln")
    one.tab.click("#town button")
    one.tab.wait_for_selector(".likely")
    assert "is read as Köln" in one.tab.locator("#town-answer").inner_text()
    history = simulate(load("history"), 1, "toy")
    held = history.ties.filter((history.ties["a"] == 2886242) | (history.ties["b"] == 2886242))
    assert one.tab.locator(".simulated-a tbody tr").count() == held.height > 0
    assert one.tab.locator(".likely tbody tr").count() > 5
    for hostile in (EVIL, "9" * 200, "Paris"):
        one.tab.fill("#place", hostile)
        one.tab.click("#town button")
        one.tab.wait_for_selector("#town-answer .wrong")
    assert one.tab.locator("#town-answer img").count() == 0
    one.tab.fill("#place", "")
    one.tab.click("#town button")
    assert one.tab.locator("#town-answer").inner_text() == ""


def test_a_comparison_of_strategies_can_be_stopped_and_needs_one(reader):
    one = reader()
    one.opens()
    one.tab.click("#strategies button:has-text('Compare')")
    one.tab.wait_for_selector("#strategies-answer .bar")  # a sign that it works
    one.tab.click("#stop")
    one.tab.wait_for_selector("#strategies-answer .note:has-text('Stopped')")
    for name in ("school_exchange", "small_grants"):
        one.tab.uncheck(f"#strategies [name={name}]")
    one.tab.click("#strategies button:has-text('Compare')")
    one.tab.wait_for_selector("#strategies-answer .wrong:has-text('choose one to')")
    one.said.clear()  # the browser itself notes that a request was refused


@pytest.mark.deep
def test_strategies_are_compared_with_bands_and_their_number_is_told(reader):
    one = reader()
    one.opens()
    one.tab.uncheck("#strategies [name=small_grants]")
    one.tab.click("#strategies button:has-text('Compare')")
    one.tab.wait_for_selector("#strategies-answer .verdict >> nth=0", timeout=240_000)
    told = one.tab.locator("#strategies-answer").inner_text()
    assert "8 pairs of runs" in told
    assert "against doing nothing" in told
    assert one.tab.locator(f"#strategies-answer svg [fill='{BAND_90}']").count() > 0
    with one.tab.expect_download() as waiting:
        one.tab.click("#strategies-answer button:has-text('Whole page')")
    assert waiting.value.path().read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.deep
def test_a_second_reader_does_not_disturb_the_first(reader):
    first, second = reader(), reader()
    first.opens()
    second.opens("?seed=9&base=<script>#<img src=x>")  # an odd address changes nothing
    before = first.number()
    assert second.number() == before
    second.slides("#lever-search", -2)
    second.tab.click("#tab-b")
    second.tab.wait_for_selector(".maps.two")
    assert second.number() < before
    assert first.number() == before
    assert first.tab.locator(".map-b").is_hidden()
    first.slides("#lever-events", 0)
    assert second.tab.locator(".map-b").is_visible()
    assert first.number() not in (before, second.number())


def test_hostile_numbers_are_refused_and_the_last_of_many_moves_counts(reader):
    one = reader()
    one.opens()
    for seed in ("-1", "1e300", "4294967296"):
        one.tab.fill("#seed", seed)
        one.tab.press("#seed", "Enter")
        one.tab.wait_for_selector(".status.wrong")
    for value in (0.5, 1.0, -1.0, 2.0, 0.0):  # what is overtaken is dropped
        one.tab.locator("#lever-search").evaluate(MOVE, value)
        one.tab.wait_for_timeout(160)
    one.tab.wait_for_selector(DONE, timeout=30_000)
    assert one.number() == simulate(load("history"), 1, "toy").ties["ended"].is_null().sum()
    assert one.tab.evaluate("window.evil") is None


@pytest.mark.parametrize(
    "width",
    [
        pytest.param(320, marks=pytest.mark.deep),
        390,
        pytest.param(768, marks=pytest.mark.deep),
        1280,
    ],
)
def test_it_is_never_wider_than_the_screen(reader, width):
    one = reader(width=width)
    one.opens()
    one.tab.click("#tab-b")
    one.tab.wait_for_selector(".maps.two")
    one.tab.wait_for_selector("#growth svg")
    assert one.tab.evaluate("document.documentElement.scrollWidth") <= width
    assert one.tab.locator("#map-a").bounding_box()["width"] > 0.25 * width


@pytest.mark.deep
def test_in_germany_too_it_opens_and_answers_soon_and_stands_beside_the_record(
    surfing, tmp_path, capsys
):
    took = {}
    for start_of in ("first", "second"):
        process, url = start("germany", tmp_path)
        one = Reader(surfing, url)
        try:
            took[f"{start_of} start"] = one.opens()
            took["slider"] = one.slides("#lever-distance", 0.5 if start_of == "first" else 0.6)
            one.tab.wait_for_selector("#growth svg")
            assert "kept back from 1997" in one.tab.locator("#growth svg").text_content()
            one.tab.select_option("#speed", "5")
            one.tab.click("#play")
            began = time.monotonic()
            one.tab.wait_for_selector("#play[aria-label=Play]", timeout=60_000)
            took["eighty years"] = time.monotonic() - began
            assert one.said == []
        finally:
            one.room.close()
            end(process)
    with capsys.disabled():
        print({name: round(seconds, 2) for name, seconds in took.items()})  # noqa: T201
    # The very first start of a version lays out the world and simulates; later ones show at once.
    assert took["first start"] < 8.0 * SLACK
    assert took["second start"] < 5.0 * SLACK
    assert took["slider"] < 4.0 * SLACK
