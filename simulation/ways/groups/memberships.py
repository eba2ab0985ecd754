"""Who belongs to which group: the stock that joining and leaving change."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from simulation.ledger import JOINED, LEFT

if TYPE_CHECKING:
    from simulation.model import TwinningModel

KINDS: tuple[str, ...] = ("hanse", "ring", "europastadt")
HANSE, RING, EUROPASTADT = KINDS
LEAST_MEMBERS = {RING: 3, EUROPASTADT: 2}
"""Below this a group that rests on its members' ties is none any more."""
AT_HOME, DISTRICT = 1, 2
"""Bits of a place's sort: whether it is German, whether it is a district."""
_BLOCK = 10**10
"""Group numbers of one kind lie within a block of their own; ids of places are far below it."""


def group_number(kind: str, founder: int) -> int:
    """Stable number of a group, from its kind and the id of the place that founded it."""
    return (KINDS.index(kind) + 1) * _BLOCK + founder


def kind_of(group: int) -> str:
    """Kind of a group, read from its number."""
    return KINDS[group // _BLOCK - 1]


@dataclass
class Memberships:
    """The groups of one history.

    Attributes
    ----------
    members : dict of int to list of int
        Rows of the members of each group, in the order in which they joined.
    measured : int
        Number of ties whose ends have been compared for nearness, see `europastadt`.
    near : dict of int to float
        Ties between places near enough for a Europastadt, with the nearness (0 to 1).
    """

    model: TwinningModel
    members: dict[int, list[int]] = field(default_factory=dict)
    measured: int = 0
    near: dict[int, float] = field(default_factory=dict)

    @cached_property
    def sort(self) -> bytes:
        """Whether each row is German and a district: bytes, which are read one by one fastest."""
        world = self.model.world
        bits = AT_HOME * (world.land >= 0) + DISTRICT * world.is_district
        return bits.astype(np.uint8).tobytes()

    def join(self, group: int, row: int, year: int) -> None:
        """Make a place a member, in the ledger too."""
        kind = kind_of(group)
        self.members.setdefault(group, []).append(row)
        self.model.agent_at(row).groups[group] = kind
        identity = int(self.model.world.ids[row])
        self.model.ledger.append_place(year, JOINED, identity, group=group, kind=kind)

    def leave(self, group: int, row: int, year: int) -> None:
        """Take a member out; a group without members is gone."""
        kind = kind_of(group)
        self.members[group].remove(row)
        if not self.members[group]:
            del self.members[group]
        del self.model.agent_at(row).groups[group]
        identity = int(self.model.world.ids[row])
        self.model.ledger.append_place(year, LEFT, identity, group=group, kind=kind)

    def part(self, year: int) -> None:
        """Let members go whose ties with all others of the group have ended.

        The League is held together by what its towns were, not by their ties.
        """
        for group, rows in list(self.members.items()):
            least = LEAST_MEMBERS.get(kind_of(group))
            if least is None:
                continue
            inside = set(rows)
            held = [r for r in rows if inside.intersection(self.model.agent_at(r).ties.values())]
            staying = set(held) if len(held) >= least else set()
            for row in [r for r in rows if r not in staying]:
                self.leave(group, row, year)


def state(model: TwinningModel) -> Memberships:
    """The memberships of a model, made at first asking."""
    return model.part(Memberships)
