"""Designs: a base scenario, and a plain table of what each run puts in its place.

One row is one run. A column is the dotted path of a parameter, such as ``choice.held`` or
``choice.distance.FR``, and holds absolute values; where a cell is empty the base's value stays.
A column ``seed`` is optional. The table is written before the first run starts.
"""

from scenarios.runs.designs.ensembles import NAME, design_ensemble, runs_of
from scenarios.runs.designs.making import KINDS, make_design, read_parameters
from scenarios.runs.designs.values import SEED, read_design, scenarios_of, with_values

__all__ = [
    "KINDS",
    "NAME",
    "SEED",
    "design_ensemble",
    "make_design",
    "read_design",
    "read_parameters",
    "runs_of",
    "scenarios_of",
    "with_values",
]
