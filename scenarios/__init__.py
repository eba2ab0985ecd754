"""What people vary: scenario files, their schema, runs and ensembles.

>>> from scenarios import load
>>> load("history").until
2025
"""

from scenarios.files import ScenarioError, load, names
from scenarios.schema import Scenario

__all__ = ["Scenario", "ScenarioError", "load", "names"]
