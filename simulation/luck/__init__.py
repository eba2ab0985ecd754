"""Luck: random numbers and elementary functions that are the same on every machine.

`keyed` turns (seed, purpose, year, identity, attempt) into random integers;
`exact` holds exp, log and great-circle distance made of correctly rounded steps only.
"""

from simulation.luck.exact import exp, great_circle_km, log, unit_vectors
from simulation.luck.keyed import GRID, Luck, Purpose, threshold
from simulation.luck.yearly import happens

__all__ = [
    "GRID",
    "Luck",
    "Purpose",
    "exp",
    "great_circle_km",
    "happens",
    "log",
    "threshold",
    "unit_vectors",
]
