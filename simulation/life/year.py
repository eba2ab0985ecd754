"""A year of living ties: carriers leave, activities begin, status follows, some ties end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.ledger import BEGAN, STOPPED
from simulation.life import carrying, halts
from simulation.life.activities import (
    ACTIVITIES,
    AMBASSADORS,
    CARRIERS,
    COUNT,
    NAMES,
    TRAVELS,
    ages,
)
from simulation.life.state import (
    CHANGES,
    Going,
    end,
    fine,
    fine_draws,
    initiator,
)
from simulation.life.stock import WINDOW, Lives, by_tie, taken
from simulation.luck import Purpose, threshold
from simulation.policy.outside import outside
from simulation.ties import ACTIVE, DORMANT, WEAK
from simulation.wording import Column, Wording, one_of, real, whole, word

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


BEGAN_WORDS = Wording(
    {
        "activity": one_of(NAMES),
        **dict.fromkeys(("age", "over_60", "people", "under_30"), whole),
    }
)
STOPPED_WORDS = Wording({"activity": one_of(NAMES), "age": whole, "why": word})
STATUS_WORDS = Wording({"vitality": real(4), "why": word})
"""What the ledger tells of activities and of a status; no reason why where it is for the better."""
ALONE = "nobody takes over"


@dataclass(frozen=True)
class Turn:
    """What the steps of one year share.

    Attributes
    ----------
    year : int
    ties : (n,) those that go on
    who : their stable identity: ids of both ends, founding year with kind
    draws : (activities, n) fine draws; an activity is either alive or not, so one draw tells
        whether its carrier leaves, or else whether it begins
    share : (n,) share of travel that halts let pass
    passing : (activities, n) the same by activity: one for what needs no travel
    events : for each group the event that halts, or an empty string
    """

    year: int
    ties: Integers
    who: tuple[Integers, Integers, Integers]
    draws: Integers
    share: Floats
    passing: Floats
    events: list[str]


def turn_of(model: TwinningModel, lives: Lives, climate: Climate, going: Going) -> Turn:
    """The ties that go on this year, with their luck and what hinders them."""
    ties, who = going
    by_group, events = halts.passing(model.climates, climate.year)
    share = by_group[lives.partner[ties]]
    passing = np.where(TRAVELS[:, None], share, 1.0)
    draws = fine_draws(model.luck, Purpose.BEGIN, climate.year, who, COUNT)
    return Turn(climate.year, ties, who, draws, share, passing, events)


def carry_on(model: TwinningModel, lives: Lives, climate: Climate, going: Going) -> None:
    """Activities stop and begin; vitality and status follow."""
    turn = turn_of(model, lives, climate, going)
    before = lives.alive[:, turn.ties]
    carriers_leave(model, lives, turn, before)
    activities_begin(model, lives, turn, ~before)
    follow(model, lives, turn)


def carriers_leave(model: TwinningModel, lives: Lives, turn: Turn, alive: Flags) -> None:
    """Some carriers leave what is `alive` (activities, n); where nobody takes over it stops.

    While people cannot meet nobody takes over either: that is how a halt costs activities.
    """
    life, ties = model.parameters.life, turn.ties
    at, kind = by_tie(alive)
    tie = ties.take(at)
    age = np.minimum(turn.year - taken(lives.born, kind, tie), carrying.OLDEST)
    chance = carrying.leaving(life).take(age) * taken(lives.effort, kind, tie)
    acting = outside(model)
    if not acting.none:
        chance = chance * acting.leaves(kind, tie)
    leaves = np.flatnonzero(taken(turn.draws, kind, at) < fine(chance))
    at, kind, age = at[leaves], kind[leaves], age[leaves]
    tie, (a, b, salt) = tie[leaves], (part[at] for part in turn.who)
    over = model.luck.fractions(Purpose.CARRIER, turn.year, a, other=b, salt=salt, attempt=kind)
    helped = carrying.succession(life, lives.alive[AMBASSADORS, tie])
    if not acting.none:
        helped = 1.0 - np.minimum((1.0 - helped) * acting.vacancy(tie), 1.0)
    passing = helped * turn.passing[kind, at]
    found = over < passing
    # below the chance the draw that finds the successor is uniform: it tells the age as well
    youth = over / np.maximum(passing, 1e-12)
    successor = entry_age(kind[found], youth[found])
    lives.born[kind[found], tie[found]] = turn.year - successor
    lives.alive[kind[~found], tie[~found]] = False
    # where a successor was there but could not meet the others, the halt is the reason
    groups = np.where(over < helped, lives.partner[tie], -1)
    reasons = [*(event or ALONE for event in turn.events), ALONE]
    why = [reasons[group] for group in groups[~found].tolist()]
    told = {"activity": kind[~found], "age": age[~found], "why": why}
    ends = (a[~found], b[~found])
    model.ledger.extend(turn.year, STOPPED, tie[~found], ends, STOPPED_WORDS, told)


def entry_age(activity: Integers, fraction: Floats) -> Integers:
    """Age at which someone takes each activity up, from uniform fractions."""
    low, high = CARRIERS[activity].T
    result: Integers = np.minimum(low + (fraction * (high - low + 1)).astype(np.int64), high)
    return result


def activities_begin(model: TwinningModel, lives: Lives, turn: Turn, idle: Flags) -> None:
    """Some of what was `idle` (activities, n) begins: by will, money, theme and distance."""
    life, table, ties = model.parameters.life, model.ties, turn.ties
    form, kind = table.rows("form")[ties], table.rows("kind")[ties]
    chance = carrying.beginning(form, turn.year - table.rows("founded")[ties], kind, life)
    support = lives.eager[ties] * lives.will[ties] * lives.money[ties]
    chance *= support * turn.passing / lives.effort[:, ties]
    acting = outside(model)
    if not acting.none:
        chance *= acting.begins(ties)
    possible = np.array([turn.year >= activity.first for activity in ACTIVITIES])
    limit = fine(np.where(possible[:, None], chance, 0.0))
    at, kinds = by_tie(idle & (turn.draws < limit))
    tie = ties[at]
    # below its chance the draw is uniform: it tells the age as well
    age = entry_age(kinds, turn.draws[kinds, at] / limit[kinds, at])
    lives.alive[kinds, tie], lives.born[kinds, tie] = True, turn.year - age
    meeting = lives.people[kinds, tie]
    under_30, over_60 = np.array([ages(activity, life.elders) for activity in ACTIVITIES]).T
    young, old = (np.rint(meeting * share[kinds]).astype(np.int64) for share in (under_30, over_60))
    told = {"activity": kinds, "age": age, "over_60": old, "people": meeting, "under_30": young}
    ends = (turn.who[0][at], turn.who[1][at])
    model.ledger.extend(turn.year, BEGAN, tie, ends, BEGAN_WORDS, told)


def follow(model: TwinningModel, lives: Lives, turn: Turn) -> None:
    """Vitality follows from what is alive and who met; status from vitality."""
    life, ties = model.parameters.life, turn.ties
    count, met = lives.meeting(ties, turn.share)
    now = carrying.vitality(count, met)
    best = np.maximum(lives.past.max(axis=0)[ties], now)
    lives.vitality[ties] = now
    lives.past[turn.year % WINDOW, ties] = now
    lives.idle[ties] = np.where(count > 0, 0, lives.idle[ties] + 1)
    new = np.where(now < life.weak * best, WEAK, ACTIVE)
    new = np.where(lives.idle[ties] >= life.rest, DORMANT, new)
    status = model.ties.rows("status")
    changed = np.flatnonzero(new != status[ties])
    tie, into = ties[changed], new[changed]
    status[tie] = into
    to = into.tolist()
    groups = lives.partner[tie].tolist()
    why = [_why(status, turn.events[group]) for status, group in zip(to, groups, strict=True)]
    ends = (turn.who[0][changed], turn.who[1][changed])
    events = [CHANGES[status] for status in to]
    told: dict[str, Column] = {"vitality": now[changed], "why": why}
    model.ledger.extend(turn.year, events, tie, ends, STATUS_WORDS, told)


def _why(into: int, halt: str) -> str | None:
    """Reason for a change of status; none is told where it is for the better."""
    return None if into == ACTIVE else halt or "activities"


def let_go(model: TwinningModel, climate: Climate, going: Going) -> None:
    """Councils end ties: seldom while they are awake, more often once they sleep."""
    ties, (a, b, salt) = going
    asleep = model.ties.rows("status")[ties] == DORMANT
    chance = carrying.ending(model.ties.rows("form")[ties], asleep, model.parameters.ending)
    if not outside(model).none:
        chance = np.minimum(chance * outside(model).ending(ties), 1.0)
    draws = model.luck.draws(Purpose.END, climate.year, a, other=b, salt=salt)
    for place in np.flatnonzero(draws < threshold(chance)):
        tie = int(ties[place])
        if initiator(model, tie).lets_go(tie):
            why = "asleep" if asleep[place] else "nobody carries it"
            end(model, tie, climate.year, why)
