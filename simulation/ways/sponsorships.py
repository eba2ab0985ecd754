"""Sponsorships for the expellees' places of origin, and their conversion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.climate import Climate

if TYPE_CHECKING:
    from simulation.model import TwinningModel


def take(model: TwinningModel, climate: Climate) -> None:
    """Take on sponsorships; turn old ones into twinnings where both sides may."""
