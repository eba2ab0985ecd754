"""Multilateral ties: rings, the New Hanseatic League, Europastadt."""

from __future__ import annotations

from simulation.parameters.section import System


class Groups(System):
    """Groups with more than two members."""
