"""Ring partnerships: a place and its partners in several countries become one circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation import pairing
from simulation.climate import Climate
from simulation.luck import Purpose, threshold
from simulation.municipality import Proposal
from simulation.ties import AWAKE, PARTNERSHIP
from simulation.ways.groups.memberships import RING, Memberships, group_number

if TYPE_CHECKING:
    from simulation.model import TwinningModel

LEAST_COUNTRIES = 3
"""Countries that a ring joins, that of the founder among them."""


def found(model: TwinningModel, memberships: Memberships, climate: Climate) -> None:
    """Let places with contracts in two countries and more found rings with their partners."""
    world = model.world
    rows = world.searchers[model.degree[world.searchers] >= LEAST_COUNTRIES - 1]
    draws = model.luck.draws(Purpose.RING, climate.year, world.ids[rows])
    for founder in rows[draws < threshold(model.parameters.groups.ring)].tolist():
        members = [row for row in _circle(model, founder) if model.agent_at(row).joins(RING)]
        if founder in members and _countries(model, members) >= LEAST_COUNTRIES:
            group = group_number(RING, int(world.ids[founder]))
            for row in members:
                memberships.join(group, row, climate.year)
            pairing.ask(model, _missing(model, members, climate))


def _circle(model: TwinningModel, founder: int) -> list[int]:
    """A place and its partners under active contracts."""
    form, status = model.ties.rows("form"), model.ties.rows("status")
    ties = model.agent_at(founder).ties.items()
    lasting = [row for tie, row in ties if form[tie] == PARTNERSHIP and status[tie] in AWAKE]
    return [founder, *sorted(lasting)]


def _countries(model: TwinningModel, members: list[int]) -> int:
    """Countries from which the members come; Germany's two sides are one."""
    world = model.world
    return len({world.group_country[world.group[row]] for row in members})


def _missing(model: TwinningModel, members: list[int], climate: Climate) -> list[Proposal]:
    """What closes the triads: German members ask those abroad with whom they have no tie."""
    world = model.world
    found = []
    for asker in [row for row in members if world.land[row] >= 0]:
        for asked in [row for row in members if world.land[row] < 0]:
            group = int(world.group[asked])
            level = bool(world.is_district[asker]) == bool(world.is_district[asked])
            open_border = climate.passing[world.land[asker], group] > 0.0
            if level and open_border and model.eligible(asker, asked):
                motive = int(model.group_motive[group])
                found.append(Proposal(asker, asked, motive, climate.year, via="ring"))
    return found
