"""What each system of the model does: its mark in a history, and the fit with and without it.

`python -m analysis.systems` runs the default history with and without each system of
`simulation.systems`, in pairs that share their luck.
"""

from analysis.systems.marks import MARKS, mark

__all__ = ["MARKS", "mark"]
