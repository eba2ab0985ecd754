"""What groups and shared partners weigh when a place chooses."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.motives import REUNIFICATION
from simulation.parameters import Groups
from simulation.ways.groups.memberships import AT_HOME, DISTRICT, Memberships, state

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def fellow(in_one_group: Flags, groups: Groups) -> Floats:
    """Log weight of a place that belongs to a group of the chooser's."""
    return groups.fellow * in_one_group.astype(np.float64)


def shared(in_common: Flags, groups: Groups) -> Floats:
    """Log weight of a place with which the chooser has a living partner in common (transitivity).

    One partner in common counts as much as several.
    """
    return groups.shared * in_common.astype(np.float64)


def listed(
    model: TwinningModel, rows: Integers, motive: Integers | int
) -> tuple[Integers, Integers, Floats]:
    """Pairs that weigh more than places alone say: fellow members and partners' partners.

    Parameters
    ----------
    model : TwinningModel
    rows : (m,) choosers
    motive : of all or (m,) of each, what they search for: German partners for reunification,
        places abroad else

    Returns
    -------
    place : (k,) index into `rows`, ascending
    partner : (k,) rows, ascending within a chooser, of the chooser's level, without its partners
    effect : (k,) what is added to the log weight
    """
    groups = model.parameters.groups
    places: list[int] = []
    partners: list[int] = []
    fellowship: list[bool] = []
    transitive: list[bool] = []
    if groups.active and groups.fellow + groups.shared > 0.0:
        at_home = np.broadcast_to(motive, rows.shape) == REUNIFICATION
        concerned = _concerned(model, rows, at_home)
        who = (part.tolist() for part in (concerned, rows[concerned], at_home[concerned]))
        kept = state(model)
        for place, row, home in zip(*who, strict=True):
            fellows, common = _fellows(model, kept, row), _common(model, kept, row, home)
            found = _candidates(model, kept, row, fellows | common, home)
            if not found:
                continue
            places += repeat(place, len(found))
            partners += found
            fellowship += map(fellows.__contains__, found)
            transitive += map(common.__contains__, found)
    effect = fellow(np.array(fellowship, dtype=np.bool_), groups)
    effect = effect + shared(np.array(transitive, dtype=np.bool_), groups)
    return np.array(places, dtype=np.int64), np.array(partners, dtype=np.int64), effect


def _concerned(model: TwinningModel, rows: Integers, at_home: Flags) -> Integers:
    """Places in `rows` of those that may have such pairs at all: members, and the linked.

    Where places abroad do not search they have German partners only: they lead to no further
    place abroad.
    """
    held = model.held[rows] > 0
    through_all = at_home | model.world.european
    tied = held[:, model.inner_german].any(axis=1) | (through_all & held.any(axis=1))
    member = np.zeros(len(model.world.ids), dtype=np.bool_)
    for members in state(model).members.values():
        member[members] = True
    return np.flatnonzero(tied | member[rows]).astype(np.int64)


def _fellows(model: TwinningModel, kept: Memberships, row: int) -> set[int]:
    """Rows that belong to a group of this place's, itself among them."""
    groups = model.agent_at(row).groups
    return {other for group in groups for other in kept.members[group]} if groups else set()


def _common(model: TwinningModel, kept: Memberships, row: int, at_home: bool) -> set[int]:
    """Partners of this place's partners, itself among them."""
    sort, agents, common = kept.sort, model.agent_of_row, set[int]()
    through_all = at_home or model.world.european
    for partner in agents[row].ties.values():
        if through_all or sort[partner] & AT_HOME:
            common.update(agents[partner].ties.values())
    return common


def _candidates(
    model: TwinningModel, kept: Memberships, row: int, rows: set[int], at_home: bool
) -> list[int]:
    """Those of `rows` that a search may end at, ascending."""
    sort = kept.sort
    wanted = sort[row] & DISTRICT | (AT_HOME if at_home else 0)
    others = [other for other in rows if sort[other] == wanted and other != row]
    if others:
        held = set(model.agent_at(row).ties.values())
        others = sorted([other for other in others if other not in held])
    return others
