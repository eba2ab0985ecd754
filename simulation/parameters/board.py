"""The search board, on which places advertise."""

from __future__ import annotations

from simulation.parameters.section import System


class Board(System):
    """A board that lowers the cost of finding a partner."""
