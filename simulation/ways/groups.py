"""Multilateral groups: rings, the New Hanseatic League, Europastadt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.climate import Climate

if TYPE_CHECKING:
    from simulation.model import TwinningModel


def gather(model: TwinningModel, climate: Climate) -> None:
    """Let places join and leave groups."""
