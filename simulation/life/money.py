"""Money: what activities cost, and the programmes that pay a part of it within their budgets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.ledger import GRANTED
from simulation.life import halts
from simulation.life.activities import NAMES, TRAVELS
from simulation.life.state import Going, identity
from simulation.life.stock import Lives, lives, taken
from simulation.luck import Purpose, great_circle_km, threshold
from simulation.parameters.life import Life
from simulation.parameters.money import Money
from simulation.past.policy.programmes import Budget, load_programmes
from simulation.times import programmes
from simulation.wording import Column, Wording, one_of, whole, word

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

GRANTED_WORDS = Wording({"activity": one_of(NAMES), "eur": whole, "programme": word})
"""What the ledger tells of a grant."""
REFERENCE_KM = 500.0
MANY = 100.0
"""People who meet at which an activity is half as likely to apply as a very large one."""

PAYS_FOR: dict[str, tuple[str, ...]] = {
    "meetings": ("travel", "sport", "music", "visits"),
    "youth": ("school", "sport"),
    "projects": ("expert", "digital", "ambassadors"),
    "grants": ("expert", "visits"),
}
"""Activities behind each word of the column `pays` of programmes.csv; assumed."""
LEAST_PEOPLE = {"europe_for_citizens_2014": 25, "cerv_2021": 50}
"""Direct participants that a call asks for, by the event that opened it (figures V64b, V56d)."""


@dataclass(frozen=True)
class Call:
    """A programme in one year.

    Attributes
    ----------
    number : its place in programmes.csv, part of the key of its luck
    name, event : str
    eur : int
        Budget for all beneficiaries.
    countries : tuple of str
        Whose ties it pays for.
    activities : (activities,) which ones it pays for
    least, smallest, largest : int
        Fewest people, and bounds of a grant in EUR where published.
    """

    number: int
    name: str
    event: str
    eur: int
    countries: tuple[str, ...]
    activities: Flags
    least: int
    smallest: int
    largest: int


@lru_cache(maxsize=1024)
def calls(year: int, later: float = 1.0, factor: float = 1.0) -> tuple[Call, ...]:
    """Programmes with a budget in a year; first those that pay for the fewest countries.

    Parameters
    ----------
    year : int
    later : float
        Of its last published budget, what a programme has in each later year.
    factor : float
        On all budgets.
    """
    names = tuple(dict.fromkeys(budget.programme for budget in load_programmes()))
    last = {budget.programme: budget for budget in load_programmes()}  # rows go by year
    found = []
    for number, name in enumerate(names):
        rows = [b for b in load_programmes() if b.programme == name and b.year == year]
        if rows:
            found.append(_call(number, rows[0], factor))
        elif year > last[name].year and later > 0.0:
            found.append(_call(number, replace(last[name], year=year), later * factor))
    return tuple(sorted(found, key=lambda call: (len(call.countries), call.number)))


def _call(number: int, budget: Budget, factor: float) -> Call:
    paid = {activity for word in budget.pays for activity in PAYS_FOR[word]}
    # a bound that one year's call names holds for all calls of that edition
    edition = [
        row
        for row in load_programmes()
        if (row.programme, row.event) == (budget.programme, budget.event)
    ]
    smallest = [row.grant_min_eur for row in edition if row.grant_min_eur is not None]
    largest = [row.grant_max_eur for row in edition if row.grant_max_eur is not None]
    return Call(
        number=number,
        name=budget.programme,
        event=budget.event,
        eur=round(budget.eur * factor),
        countries=tuple(country for country in budget.countries() if country != "DE"),
        activities=np.array([name in paid for name in NAMES]),
        least=LEAST_PEOPLE.get(budget.event, 0),
        smallest=min(smallest, default=0),
        largest=max(largest, default=budget.eur),
    )


def costs(
    activity: Integers, people: Integers, km: Floats, life: Life, settings: Money
) -> Integers:
    """What activities cost a year, whole EUR of 2020, shape (n,).

    Half of a traveller's costs at 500 km is the stay, half the trip, in proportion to distance.
    Meetings without travel cost nothing here.

    Parameters
    ----------
    activity : (n,) numbers in `ACTIVITIES`
    people : (n,) who meet in a year; `life.meeting` of them for each traveller
    km : (n,) between the seats
    life : Life
    settings : Money
    """
    each = settings.traveller * (0.5 + 0.5 * km / REFERENCE_KM)
    total = people / life.meeting * each
    return np.rint(np.where(TRAVELS[activity], total, 0.0)).astype(np.int64)


def application(people: Integers, settings: Money) -> Floats:
    """Chance per year that an activity applies: the more people meet, the more it is worth it."""
    result: Floats = settings.apply * (people / (people + MANY))
    return result


def within(asked: Integers, budget: int) -> int:
    """How many applications, in the order of `asked` (EUR), a budget pays for in full."""
    return int(np.searchsorted(np.cumsum(asked), budget, side="right"))


def settings_of(model: TwinningModel) -> Money:
    """The section of this system."""
    return model.parameters.money


def pay(model: TwinningModel, climate: Climate, going: Going) -> None:
    """Activities apply, programmes pay until their money is spent; grants help beginnings.

    Only those of ties that are `going` on: the others have none.
    Sets `Lives.money`, the factor on beginnings of the year.
    """
    settings = settings_of(model)
    if not settings.active:
        return
    state = lives(model)
    state.money[:] = 1.0
    happened = {event.id for event in model.climates.events}
    factor = programmes(model.parameters.shifts, climate.year)
    called = calls(climate.year, settings.later, factor)
    open_calls = [call for call in called if call.event in happened]
    if not open_calls:
        return
    asking = _Asking(model, state, climate, going.ties)
    for call in open_calls:
        chosen = asking.applicants(call)
        paid = within(chosen.eur, int(settings.share * call.eur))
        _grant(model, climate.year, call, Applications(*(part[:paid] for part in chosen)))
        state.money[chosen.tie[:paid]] = settings.starts
        asking.left[chosen.activity[:paid], chosen.tie[:paid]] = False


def _grant(model: TwinningModel, year: int, call: Call, granted: Applications) -> None:
    """Write grants down."""
    a, b, _ = identity(model, granted.tie)
    told: dict[str, Column] = {
        "activity": granted.activity,
        "eur": granted.eur,
        "programme": [call.name] * len(granted.tie),
    }
    model.ledger.extend(year, GRANTED, granted.tie, (a, b), GRANTED_WORDS, told)


class Applications(NamedTuple):
    """Applications in the order in which a programme takes them up: tie, activity, sum asked."""

    tie: Integers
    activity: Integers
    eur: Integers


class _Asking:
    """Activities of a year that may apply; what is paid for once does not ask again."""

    def __init__(
        self, model: TwinningModel, state: Lives, climate: Climate, ties: Integers
    ) -> None:
        self.model, self.state, self.year = model, state, climate.year
        land = model.world.land
        german = land[model.ties.rows("a")[ties]] >= 0
        german |= land[model.ties.rows("b")[ties]] >= 0
        self.ties = ties[german]  # budgets here are the shares of German towns
        self.group = state.partner[self.ties]
        self.share, _ = halts.passing(model.climates, climate.year)
        # what has no costs has nothing to ask for
        self.left: Flags = state.alive & TRAVELS[:, None]

    def applicants(self, call: Call) -> Applications:
        """Who applies for a call, and whose turn it is."""
        model, settings = self.model, settings_of(self.model)
        country = np.isin(model.world.group_country, call.countries)
        near = self.ties[country[self.group]]
        asking = self.left[:, near] & call.activities[:, None]
        kind, at = np.divmod(np.flatnonzero(asking), max(len(near), 1))
        tie = near[at]
        people = taken(self.state.people, kind, tie)
        passing = self.share[self.state.partner[tie]]
        chance = np.where(people >= call.least, application(people, settings) * passing, 0.0)
        turn, here = self._draw(call, tie, kind, chance)
        here = here[np.argsort(turn, kind="stable")]
        if not model.as_stated("applies"):
            here = here[self._willing(call, tie[here])]
        eur = settings.paid * self._costs(tie[here], kind[here], people[here], settings)
        asked = np.clip(np.rint(eur).astype(np.int64), max(call.smallest, 1), call.largest)
        return Applications(tie[here], kind[here], asked)

    def _willing(self, call: Call, ties: Integers) -> Flags:
        """Who writes the application, asked one by one."""
        rows = self.model.ties.rows("initiator")[ties].tolist()
        willing = [
            self.model.agent_at(row).applies(tie, call.name)
            for row, tie in zip(rows, ties.tolist(), strict=True)
        ]
        return np.array(willing, dtype=np.bool_)

    def _draw(
        self, call: Call, tie: Integers, kind: Integers, chance: Floats
    ) -> tuple[Floats, Integers]:
        """Which of them apply, and a uniform number for each that tells its turn."""
        a, b, salt = identity(self.model, tie)
        draws = self.model.luck.draws(
            Purpose.GRANT, self.year, a, other=b, salt=salt, attempt=kind, kind=call.number
        )
        limit = threshold(chance)
        hit = np.flatnonzero(draws < limit)
        return draws[hit] / limit[hit], hit  # below its chance a draw is uniform

    def _costs(self, tie: Integers, kind: Integers, people: Integers, settings: Money) -> Integers:
        table, point = self.model.ties, self.model.world.point
        km = great_circle_km(point[table.rows("a")[tie]], point[table.rows("b")[tie]])
        return costs(kind, people, km, self.model.parameters.life, settings)
