"""What these systems know of a world, whatever its history: laid out before the first year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.ways.groups.hanse import hanse_towns
from simulation.ways.homelands import origins_of
from simulation.ways.stock import areas_of

if TYPE_CHECKING:
    from simulation.model import TwinningModel


def lay_out(model: TwinningModel) -> None:
    """Look up, for the systems that are switched on, what stays the same in all years."""
    world, parameters = model.world, model.parameters
    if parameters.contacts.active:
        areas_of(world)
    if parameters.sponsorships.active:
        origins_of(world)
    if parameters.groups.active:
        hanse_towns(world)
