"""Take the README's picture of the interactive page: docs/explore.png.

    python tools/explore_picture.py [CHROMIUM]

Two scenarios under the same luck on the world `germany`, the second without the Élysée Treaty and
its youth office, in the year 1975, as a screen of 1280 x 900 shows them. Needs the extra `explore`,
Playwright and a Chromium.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).resolve().parents[1] / "docs" / "explore.png"
DONE = "body:not(.stale) .status:not(.busy)"
OFF = ("elysee_1963", "youth_office_fr_1963")
YEAR = "1975"


def set_the_scene(page: Page, url: str) -> None:
    """Open the page, change the past of a second scenario, and go back to the year."""
    page.goto(url)
    page.wait_for_selector(DONE, timeout=120_000)
    page.click("#tab-b")
    page.wait_for_selector(".maps.two", timeout=60_000)
    page.click("#panel summary:has-text('Dated events')")
    for name in OFF:
        page.uncheck(f"#events [name={name}]")
    page.wait_for_selector(".map-b b:has-text('changed')", timeout=60_000)
    page.wait_for_selector(DONE, timeout=60_000)
    page.fill("#name", "No Élysée Treaty")
    page.press("#name", "Enter")
    page.wait_for_selector(".map-b b:has-text('Treaty')", timeout=60_000)
    page.locator("#year").fill(YEAR)
    page.wait_for_selector("#growth svg")
    page.evaluate("document.querySelector('.controls').scrollTo(0, 0); window.scrollTo(0, 0)")
    page.locator("#year").blur()
    page.mouse.move(640, 20)


def main() -> None:
    """Start the command, take the picture, end the command."""
    words = ["-m", "jumelage", "explore", "--port", "0", "--no-browser"]
    server = subprocess.Popen([sys.executable, *words], stdout=subprocess.PIPE, text=True)
    try:
        url = (server.stdout.readline() if server.stdout else "").split()[4]
        with sync_playwright() as playwright:
            path = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium")
            browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=False)
            page = browser.new_page(viewport={"width": 1280, "height": 900})
            set_the_scene(page, url)
            page.screenshot(path=OUT)
            browser.close()
    finally:
        server.terminate()
        server.wait()
    print(OUT)


if __name__ == "__main__":
    main()
