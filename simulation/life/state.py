"""What the steps of a tie's life share: who is awake, stable identities, changes of status."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.ledger import ENDED, RECOVERED, SLEPT, WEAKENED
from simulation.luck import Purpose
from simulation.luck.keyed import Luck, philox
from simulation.plain import plain
from simulation.ties import ACTIVE, DORMANT, SPONSORSHIP, WEAK
from simulation.wording import quoted

if TYPE_CHECKING:
    from simulation.model import TwinningModel
    from simulation.municipality import Municipality

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

WORDS = 4
"""Words of 32 bits in one draw of Philox."""
FINE = 1 << 32
"""Draws of this room lie below it: a chance of 0.0000000003 can still be told from none."""

AWAKE = (ACTIVE, WEAK)
ENDED_TEXT = '{"why":%s}'
CHANGES = {ACTIVE: RECOVERED, WEAK: WEAKENED, DORMANT: SLEPT}
"""Ledger's word for coming into a status."""


def identity(model: TwinningModel, ties: Integers) -> tuple[Integers, Integers, Integers]:
    """Stable identity of ties: ids of both ends, and founding year with kind."""
    ids, table = model.world.ids, model.ties
    salt = table.rows("founded").take(ties) * 256 + table.rows("kind").take(ties)
    return ids.take(table.rows("a").take(ties)), ids.take(table.rows("b").take(ties)), salt


def going_on(model: TwinningModel, climate: Climate) -> Integers:
    """Ties that are neither ended nor suspended and older than this year; no sponsorships.

    A sponsorship is one-sided: it has no meetings, and `ways/sponsorships` tells its end.
    """
    table = model.ties
    status = table.rows("status")
    going = (status == ACTIVE) | (status == WEAK) | (status == DORMANT)
    mutual = table.rows("kind") != SPONSORSHIP
    return np.flatnonzero(going & mutual & (table.rows("founded") < climate.year)).astype(np.int64)


class Going(NamedTuple):
    """Ties that go on in a year, and who they are: all steps of their life look at the same ones.

    Attributes
    ----------
    ties : (n,) numbers, ascending
    who : their stable identity: ids of both ends, founding year with kind
    """

    ties: Integers
    who: tuple[Integers, Integers, Integers]


def going(model: TwinningModel, climate: Climate) -> Going:
    """The ties that go on, found once for a year."""
    ties = going_on(model, climate)
    return Going(ties, identity(model, ties))


def initiator(model: TwinningModel, tie: int) -> Municipality:
    """The agent that once searched for the tie."""
    return model.agent_at(int(model.ties.rows("initiator")[tie]))


def ends_of(model: TwinningModel, tie: int) -> tuple[int, int]:
    """Ids of both ends."""
    ids, table = model.world.ids, model.ties
    return int(ids[table.rows("a")[tie]]), int(ids[table.rows("b")[tie]])


def end(model: TwinningModel, tie: int, year: int, why: str) -> None:
    """End a tie everywhere at once: arrays, both agents and the ledger."""
    a, b = model.ties.end(tie)
    model.detach(tie, a, b)
    ids = plain(model.world).ids
    model.ledger.append_text(year, ENDED, tie, (ids[a], ids[b]), ENDED_TEXT % quoted(why))


def fine_draws(
    luck: Luck,
    purpose: Purpose,
    year: int,
    who: tuple[Integers, Integers, Integers],
    activities: int,
) -> Integers:
    """Uniform integers below `FINE`, one an activity and tie, shape (activities, n).

    Same counters as `Luck.draws`, but all four words of each are used: the attempt numbers
    blocks of four activities. A year of a history needs a hundred thousand of them.
    """
    a, b, salt = (part.astype(np.uint64) for part in who)
    blocks = -(-activities // WORDS)
    result = np.empty((blocks * WORDS, len(a)), dtype=np.int64)
    for block in range(blocks):
        words = philox((a, b, (year << 16) + block, salt), (luck.seed, int(purpose)))
        for place, word in enumerate(words):
            result[block * WORDS + place] = word
    return result[:activities]


def fine(chance: Floats) -> Integers:
    """Chances as integers below which a fine draw means yes."""
    return np.rint(np.clip(chance, 0.0, 1.0) * FINE).astype(np.int64)
