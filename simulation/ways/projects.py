"""Development: networking event, limited project, long-lived tie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.climate import Climate

if TYPE_CHECKING:
    from simulation.model import TwinningModel


def advance(model: TwinningModel, climate: Climate) -> None:
    """Move development partnerships along their path."""
