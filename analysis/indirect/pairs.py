"""One coefficient, estimated on the record and on simulated data: how far apart, in whose errors.

Indirect inference (Gourieroux, Monfort and Renault 1993) asks whether a model that nobody can
write a likelihood for gives data that look like the record to a simple model that is fitted to
both. Here nothing is tuned by it: it judges.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from analysis.models import LEVEL, Coefficient, Table
from analysis.validation.comparison import NORMAL90

Role = Literal["fitted", "kept back", "unknown"]
"""Whether the simulation was fitted with this number of the record in view."""


@dataclass(frozen=True)
class Pair:
    """A coefficient of both sides.

    Attributes
    ----------
    recorded, simulated : Coefficient
    role : as of the record that shipped numbers were fitted to
    """

    recorded: Coefficient
    simulated: Coefficient
    role: Role

    @property
    def difference(self) -> float:
        """Simulated less recorded."""
        return self.simulated.estimate - self.recorded.estimate

    @property
    def error(self) -> float | None:
        """Joint standard error: of the record's estimate, and of where a run comes to lie.

        The latter is the standard deviation between runs; of a single run its own standard error
        stands in. A run's spread holds luck of its own, as the record's error does: the sum leans
        to the mild side. None where the record has no error (a statistic of a test, a maximum),
        a run has neither, or one is not finite.
        """
        spread = self.simulated.se if self.simulated.between is None else self.simulated.between
        if self.recorded.se is None or spread is None:
            return None
        joint = math.hypot(self.recorded.se, spread)
        return joint if math.isfinite(joint) and joint > 0.0 else None

    @property
    def z(self) -> float | None:
        """Difference in joint errors; None without one."""
        if self.error is None or not math.isfinite(self.difference):
            return None
        return self.difference / self.error

    @property
    def inside(self) -> bool | None:
        """Whether the difference is one that joint errors allow in 90 % of cases."""
        return None if self.z is None else abs(self.z) <= NORMAL90


@dataclass(frozen=True)
class Couple:
    """One fitted model on both sides.

    Attributes
    ----------
    model : "gravity"
    recorded, simulated : Table
    pairs : of the terms that both have, in the order of the record
    alone : labels of terms that one side has: of the record, of the simulation
    why : what of the record the simulation was fitted to, in full sentences
    """

    model: str
    recorded: Table
    simulated: Table
    pairs: tuple[Pair, ...]
    alone: tuple[tuple[str, ...], tuple[str, ...]]
    why: str

    @property
    def name(self) -> str:
        """Name of the table."""
        return self.recorded.name

    @property
    def judged(self) -> bool:
        """Whether any difference can be judged."""
        return any(pair.inside is not None for pair in self.pairs)


def couple(
    model: str, recorded: Table, simulated: Table, role_of: Callable[[str], Role], why: str
) -> Couple:
    """Lay two tables side by side, term by term.

    Raises
    ------
    ValueError
        If they measure in different units.
    """
    if recorded.unit != simulated.unit:
        raise ValueError(
            f"{model}: '{recorded.name}' is in {recorded.unit} on the record and in "
            f"{simulated.unit} in the simulation"
        )
    ours = {row.term: row for row in simulated.rows}
    theirs = {row.term: row for row in recorded.rows}
    pairs = tuple(
        Pair(row, ours[row.term], role_of(row.term)) for row in recorded.rows if row.term in ours
    )
    alone = (
        tuple(row.label for row in recorded.rows if row.term not in ours),
        tuple(row.label for row in simulated.rows if row.term not in theirs),
    )
    return Couple(model, recorded, simulated, pairs, alone, why)


@dataclass(frozen=True)
class Tally:
    """How many coefficients agree, and how many would by chance.

    Attributes
    ----------
    inside, judged : pairs inside the joint 90 % interval, of all that can be judged
    """

    inside: int
    judged: int

    @property
    def expected(self) -> float:
        """How many would lie inside if runs and record came from one process."""
        return LEVEL * self.judged


def tally(pairs: Iterable[Pair], role: Role | None = None) -> Tally:
    """Count verdicts, of one role or of all."""
    verdicts = [pair.inside for pair in _of(pairs, role) if pair.inside is not None]
    return Tally(sum(verdicts), len(verdicts))


def _of(pairs: Iterable[Pair], role: Role | None) -> Iterator[Pair]:
    return (pair for pair in pairs if role is None or pair.role == role)
