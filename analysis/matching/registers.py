"""Who has which partners, by a register: who shares one, who is free, who is full."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analysis.matching.mistakes import MatchError, shown
from simulation.consent import chance_of_yes
from simulation.parameters import Consent
from simulation.world import World

FREE, FULL = "free", "full"
LOADED = 0.5
"""A place is full where its ties leave it less than this share of the readiness of one without."""


@dataclass(frozen=True)
class Register:
    """Ties between places of a world.

    Attributes
    ----------
    world : World
    name : of the file
    sha256 : of the file
    ties : pairs of rows, smaller first, each once
    unplaced : ties with an end that is no place of the world
    """

    world: World
    name: str
    sha256: str
    ties: frozenset[tuple[int, int]]
    unplaced: int

    @cached_property
    def partners(self) -> dict[int, frozenset[int]]:
        """Partners of each row that has one."""
        found: dict[int, set[int]] = {}
        for a, b in self.ties:
            found.setdefault(a, set()).add(b)
            found.setdefault(b, set()).add(a)
        return {row: frozenset(others) for row, others in found.items()}

    def of(self, row: int) -> frozenset[int]:
        """Partners of a place."""
        return self.partners.get(row, frozenset())

    def shared(self, row: int) -> dict[int, list[int]]:
        """Places that have a partner in common with this one, and which."""
        mine = self.of(row)
        found: dict[int, list[int]] = {}
        for partner in sorted(mine):
            for other in self.of(partner) - mine - {row}:
                found.setdefault(other, []).append(partner)
        return found

    def readiness(self, row: int, consent: Consent) -> float:
        """Chance that a place says yes, as a share of that of one without ties (0 to 1)."""
        boroughs = float(self.world.boroughs[row])
        people = float(self.world.population[row]) / boroughs
        chance = chance_of_yes(len(self.of(row)) / boroughs, people, consent)
        return chance / consent.base if consent.base > 0.0 else 0.0


def read_register(path: Path, world: World) -> Register:
    """Read the ties of a register, as all commands read it.

    A tie whose end is null or no place of the world counts as unplaced, as unmatched rows of an
    imported register do. One whose form is not known is a tie all the same: its places are taken.

    Raises
    ------
    MatchError
        If the file is no register.
    """
    from analysis.registers.errors import RegisterError
    from analysis.registers.reading import read_rows

    where = f"register {shown(path, 200)}"
    try:
        table = read_rows(path, where)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except (RegisterError, OSError, ValueError) as error:
        raise MatchError(_told(error, where)) from None
    pairs = list(table.select("a", "b").iter_rows())
    placed = [
        (world.row_of[a], world.row_of[b])
        for a, b in pairs
        if a in world.row_of and b in world.row_of and a != b
    ]
    ties = frozenset((min(pair), max(pair)) for pair in placed)
    return Register(world, path.name, digest, ties, len(pairs) - len(placed))


def _told(error: Exception, where: str) -> str:
    from analysis.registers.errors import RegisterError

    if isinstance(error, RegisterError):
        return (
            f"{error}; make one with `jumelage register import`, or give the recorded.parquet of "
            "a run"
        )
    reason = getattr(error, "strerror", None) or "no such path"
    return f"{where}: cannot be read ({reason}); give a Parquet file of ties"
