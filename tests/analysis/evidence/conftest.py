"""Estimates that fit together: those that ship, and the scenario that they make."""

import pytest

from analysis.evidence import read_inputs
from analysis.evidence.sources import grounds
from simulation.parameters import Parameters


def scenario_of(inputs):
    """The scenario whose every number is what its grounds say."""
    content = {}
    for path, known in grounds(inputs).items():
        *sections, name = path.split(".")
        place = content
        for section in sections:
            place = place.setdefault(section, {})
        place[name] = known.value
    return Parameters.model_validate(content)


def entry(name, prior, low90, high90, cells=12):
    """One parameter of a posterior."""
    median = (low90 + high90) / 2
    ratio = (high90 - low90) / (0.9 * (prior[1] - prior[0]))
    return {
        "name": name,
        "meaning": f"meaning of {name}",
        "unit": "",
        "prior": list(prior),
        "median": median,
        "low90": low90,
        "high90": high90,
        "sd": (high90 - low90) / 3.29,
        "width_ratio": ratio,
        "class": "assumed" if ratio > 0.7 else "calibrated",
        "data_points": cells,
    }


def posterior(*parameters):
    """A posterior of the calibration."""
    return {
        "world": "toy",
        "draws": 64,
        "waves": 2,
        "accepted": 16,
        "seed": 1,
        "summaries": 20,
        "parameters": list(parameters),
    }


@pytest.fixture(scope="session")
def inputs():
    """Estimates on ties and counts as they ship; nothing calibrated."""
    shipped = read_inputs()
    return type(shipped)(shipped.links, shipped.flows, split=shipped.split)


@pytest.fixture(scope="session")
def history(inputs):
    """The scenario that these estimates make."""
    return scenario_of(inputs)
