"""Gates between other countries, read off the German ones."""

import numpy as np
import pytest

from scenarios import load
from simulation.abroad.gates import passing
from simulation.abroad.others import european_countries
from simulation.climate import Climates
from simulation.run import cached_world
from tests.simulation.abroad.conftest import lively

COUNTRIES = european_countries()


@pytest.fixture(scope="module")
def borders():
    return Climates(cached_world("toy"), lively()).borders


def share(borders, one, other, year):
    return passing(borders, (one, other), year)[0, 1]


@pytest.mark.parametrize(
    ("one", "other", "year", "expected"),
    [
        ("FR", "GB", 1945, 1.0),  # allies
        ("FR", "IT", 1951, 1.0),  # former enemies, as Germany and the West
        ("FR", "PL", 1956, 0.0),  # the Curtain as with the Soviet successors
        ("FR", "PL", 1991, 1.0),
        ("FI", "SE", 1946, 1.0),  # neutral countries belong to the West
        ("FR", "RU", 2000, 1.0),
        ("RU", "BY", 2023, 1.0),
        ("HR", "SI", 1980, 0.0),  # one state: domestic
        ("HR", "SI", 1995, 1.0),
        ("CZ", "SK", 1990, 0.0),
        ("CZ", "SK", 1995, 1.0),
        ("RU", "UA", 1980, 0.0),
        ("FR", "HR", 1970, 1.0),  # former Yugoslavia opened early
        ("PL", "HU", 1995, 1.0),
    ],
)
def test_what_passes(borders, one, other, year, expected):
    assert share(borders, one, other, year) == expected


def test_what_is_restricted_is_neither_open_nor_closed(borders):
    limit = lively().gates.restricted
    for one, other, year in [
        ("FR", "IT", 1947),
        ("FR", "PL", 1975),
        ("PL", "HU", 1975),
        ("FR", "RU", 2023),
        ("PL", "RU", 2023),
        ("FR", "HR", 1950),
    ]:
        assert share(borders, one, other, year) == pytest.approx(limit), (one, other, year)


@pytest.mark.parametrize("year", [1946, 1960, 1975, 1989, 1991, 2023])
def test_a_border_is_one_from_both_sides_and_none_at_home(borders, year):
    found = passing(borders, COUNTRIES, year)
    assert np.array_equal(found, found.T)
    assert (np.diagonal(found) == 0.0).all()
    assert ((found >= 0.0) & (found <= 1.0)).all()


def test_without_the_opening_the_curtain_stays():
    scenario = load("no_opening")
    borders = Climates(cached_world("germany"), scenario).borders
    assert share(borders, "FR", "PL", 2000) == pytest.approx(scenario.gates.restricted)
    assert share(borders, "FR", "GB", 2000) == 1.0
