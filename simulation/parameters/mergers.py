"""Mergers of municipalities, which act on ties."""

from __future__ import annotations

from simulation.parameters.section import System


class Mergers(System):
    """What a merger of municipalities does to their ties."""
