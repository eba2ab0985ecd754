"""How soon places find a first partner, and how soon ties deepen, sleep and end.

Discrete-time hazards and Cox models of the same episodes, with tests of proportional hazards and
Kaplan-Meier curves. A first tie is told of registers and runs, the lives of ties of runs alone.
"""

from analysis.models.survival.model import fit

__all__ = ["fit"]
