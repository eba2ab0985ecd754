import pytest

from benchmarks import bare, places, settings

DRAWS = 1000
COPIES = 3
"""Of the toy world: few places would soon hold a tie with every country."""


@pytest.fixture(scope="session")
def told():
    return settings.read()


@pytest.fixture(scope="session")
def copies():
    return COPIES


@pytest.fixture(scope="session")
def toy_places(told):
    return places.load(told, "toy", COPIES)


@pytest.fixture(scope="session")
def level(told, toy_places):
    return bare.level_of(told, toy_places, DRAWS, seed=1)
