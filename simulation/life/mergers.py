"""Mergers of municipalities: waves that act on ties, not on the frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.climate import Climate

if TYPE_CHECKING:
    from simulation.model import TwinningModel


def merge(model: TwinningModel, climate: Climate) -> None:
    """End ties that a merger of municipalities makes redundant."""
