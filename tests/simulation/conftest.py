import pytest

from simulation import simulate
from simulation.parameters import Parameters
from simulation.past import load_countries
from simulation.run import cached_world


def lively(**changes):
    """Parameters under which the toy world founds some hundred ties in thirty years."""
    countries = [c for c in load_countries()["country"] if c != "DE"]
    base = {"start": 1960, "until": 1995, "appeal": dict.fromkeys(countries, -3.0)}
    return Parameters.model_validate({**base, **changes})


@pytest.fixture(scope="session")
def toy():
    return cached_world("toy")


@pytest.fixture(scope="session")
def toy_history():
    return simulate(lively(), seed=5, world="toy")
