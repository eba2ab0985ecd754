"""What test folders share: Hypothesis without deadlines, a browser, files that stay together."""

import os
import shutil
from importlib.util import find_spec

import pytest
from hypothesis import settings

ON_CI = bool(os.environ.get("CI"))

# A slow machine is no failure. On CI the examples are the same in every run.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if ON_CI else "here")

# Without these, Chromium looks for its maker's servers at every start.
BROWSER_FLAGS = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

# Files of these folders share runs that take long to make (their conftest.py has them as session
# fixtures): one worker has them all, or each would make the runs anew.
TOGETHER = (
    "tests/analysis/estimation/events",
    "tests/analysis/exports",
    "tests/reports/analysis",
    "tests/reports/demo",
    "tests/reports/explore",
    "tests/reports/strategies",
    "tests/scenarios",
)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """`--dist loadfile`, but for the folders whose files stay together."""
    if config.getvalue("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid):
            file = super()._split_scope(nodeid)
            folder = file.rpartition("/")[0]
            return folder if folder in TOGETHER else file

    return Scheduling(config, log)


@pytest.fixture(scope="session")
def chromium():
    """Path of an installed Chromium. Without one, tests skip on a desk and fail on CI."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None and ON_CI:
        pytest.fail("CI needs Chromium for the tests of the pages; .ci/run installs it.")
    if found is None:
        pytest.skip("no Chromium on this machine")
    return found


# For one file of tests at a time: Playwright keeps an event loop running, which would stand in
# the way of tests elsewhere that run one of their own.
@pytest.fixture(scope="module")
def browser(chromium):
    """A headless Playwright browser: `page = browser.new_page()`."""
    if find_spec("playwright") is None and not ON_CI:
        pytest.skip("the Python package playwright is not installed")
    from playwright.sync_api import sync_playwright

    # Chromium's sandbox refuses root, as whom containers and CI run.
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=chromium, args=list(BROWSER_FLAGS), chromium_sandbox=not as_root
        )
        yield running
        running.close()
