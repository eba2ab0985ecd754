import pytest

from simulation.model import TwinningModel
from simulation.parameters import Parameters
from simulation.past import load_countries
from simulation.places import load_places
from simulation.world import World


def lively(**changes):
    """Parameters under which the small European world founds some hundred ties."""
    countries = [c for c in load_countries()["country"] if c != "DE"]
    base = {"start": 1960, "until": 1995, "appeal": dict.fromkeys(countries, -2.0)}
    return Parameters.model_validate({**base, **changes})


def run(world, parameters, seed=5, agent_class=None):
    """A model after its last year."""
    more = () if agent_class is None else (agent_class,)
    model = TwinningModel(parameters, world, seed, *more)
    while model.year <= parameters.until:
        model.step()
    return model


@pytest.fixture(scope="session")
def small():
    """The places of the toy world, those abroad searching too: seven countries."""
    return World("toy", load_places("toy"), european=True)


@pytest.fixture(scope="session")
def history(small):
    return run(small, lively())
