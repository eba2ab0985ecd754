import pytest

from simulation import compiled, simulate
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


@pytest.fixture(params=["compiled", "numpy"])
def _both_ways(request, monkeypatch):
    """Once with the compiled inner loops, where there are any, and once by NumPy alone."""
    if request.param == "numpy":
        monkeypatch.setattr(compiled, "KERNELS", None)
