"""Multilateral groups: the New Hanseatic League, ring partnerships, Europastadt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.climate import Climate
from simulation.ways.groups import europastadt, hanse, rings
from simulation.ways.groups.fellows import listed
from simulation.ways.groups.memberships import Memberships, state

if TYPE_CHECKING:
    from simulation.model import TwinningModel

__all__ = ["Memberships", "gather", "listed", "state"]


def gather(model: TwinningModel, climate: Climate) -> None:
    """Let places leave groups that nothing holds together, and join or found others."""
    if not model.parameters.groups.active:
        return
    memberships = state(model)
    memberships.part(climate.year)
    hanse.join(model, memberships, climate)
    rings.found(model, memberships, climate)
    europastadt.declare(model, memberships, climate)
