"""One page with everything on it, drawn once."""

import pytest

from reports.analysis.publish import contents
from tests.reports.analysis import made_up


@pytest.fixture(scope="session")
def found():
    return made_up.result(comparisons={"gravity": made_up.compared()})


@pytest.fixture(scope="session")
def files(found):
    return contents(found)


@pytest.fixture(scope="session")
def html(files):
    return files["analysis.html"].decode()
