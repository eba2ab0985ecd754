"""Prior contacts: a stock that is built up, fades and feeds choice and deepening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.climate import Climate

if TYPE_CHECKING:
    from simulation.model import TwinningModel


def renew(model: TwinningModel, climate: Climate) -> None:
    """Let contacts fade and new ones begin."""
