"""Ties of the real world, made up: what a register would show of a run."""

import polars as pl
import pytest

from analysis.models.material import made
from analysis.observation.register import RECORDED_SCHEMA
from simulation.run import cached_world
from simulation.tables import municipalities

COUNTRIES = ("FR", "GB", "PL", "IT", "CZ", "AT", "NL", "HU", "US", "BE")


@pytest.fixture(scope="session")
def places():
    return municipalities(cached_world("germany"))


@pytest.fixture(scope="session")
def ties(places):
    """Ties of the 400 largest German municipalities, each with two countries, by rank."""
    towns = places.filter(pl.col("level") == "municipality", pl.col("population") > 0)
    ranked = towns.sort("population", "id", descending=[True, False])
    home = ranked.filter(pl.col("country") == "DE")["id"].head(400).to_list()
    away = {
        country: ranked.filter(pl.col("country") == country)["id"].head(400).to_list()
        for country in COUNTRIES
    }
    rows = []
    for rank, one in enumerate(home):
        for step in (0, 3):
            country = COUNTRIES[(rank + step) % len(COUNTRIES)]
            other = away[country][(7 * rank) % len(away[country])]
            ends = ((one, "DE"), (other, country))
            (a, of_a), (b, of_b) = sorted(ends)
            year = 1950 + rank % 45
            rows.append((a, b, of_a, of_b, year, False, "partnership"))
    return pl.DataFrame(rows, schema=RECORDED_SCHEMA, orient="row").sort("a", "b")


@pytest.fixture(scope="session")
def material(places, ties):
    """Two runs: the ties, and every other of them."""
    runs = [ties, ties.gather_every(2)]
    return made(places, [{"recorded": one} for one in runs], source="made here")
