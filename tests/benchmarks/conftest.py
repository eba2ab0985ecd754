import pytest

from benchmarks import bare, places, settings

DRAWS = 1000


@pytest.fixture(scope="session")
def told():
    return settings.read()


@pytest.fixture(scope="session")
def toy_places(told):
    return places.load(told, "toy")


@pytest.fixture(scope="session")
def level(told, toy_places):
    return bare.level_of(told, toy_places, DRAWS, seed=1)
