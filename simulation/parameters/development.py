"""From a networking event through a limited project to a tie with the Global South."""

from __future__ import annotations

from simulation.parameters.section import System


class Development(System):
    """The path of development and climate partnerships."""
