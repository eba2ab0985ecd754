"""The model: municipalities that look for partners, year by year, since 1945.

Start with `model.py`: its `step` reads like a year. `simulate` runs one history.
"""

from simulation.parameters import Parameters
from simulation.run import History, simulate

__all__ = ["History", "Parameters", "simulate"]
