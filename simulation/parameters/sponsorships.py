"""Sponsorships (Patenschaften) for the expellees' places of origin."""

from __future__ import annotations

from simulation.parameters.section import System


class Sponsorships(System):
    """Sponsorships of western towns, and what becomes of them."""
