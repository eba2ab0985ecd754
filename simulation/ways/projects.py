"""Development: from a networking event through limited projects to a long-lived partnership.

A search for the Global South leads to an informal contact. It becomes a limited project, and
a project becomes a partnership, is renewed or ends: slowly by the towns' own means, faster
the more the programmes have to spend. Climate partnerships are limited projects that a
programme admits by yearly calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from simulation.climate import Climate
from simulation.ledger import DEEPENED, GRANTED, RENEWED
from simulation.life.state import end, ends_of, going_on, identity, initiator
from simulation.luck import Purpose, exp, log, threshold
from simulation.motives.money import money_of
from simulation.parameters import Development, Forms
from simulation.ties import CONTACT, DEVELOPMENT, FORMS, FRIENDSHIP, PARTNERSHIP
from simulation.times import programmes

if TYPE_CHECKING:
    from simulation.model import TwinningModel

Integers = NDArray[np.int64]

EVENT, PROJECT, LONG = "networking event", "limited project", "long-lived partnership"
"""Stages of the path, as the ledger names them."""
CALLS = "climate_partnerships_2011"
"""The event that opens the programme of climate partnerships."""
CLIMATE = "climate"
MOTIVE = "development"
"""The motive whose programmes pay."""
UNIT = 1e7
"""EUR of programme money that count as one."""


class Stock:
    """What the path keeps between years.

    Attributes
    ----------
    climate : ties that are climate partnerships, or were once
    """

    def __init__(self, _model: TwinningModel) -> None:
        self.climate: set[int] = set()


def state(model: TwinningModel) -> Stock:
    """What this system keeps between years."""
    return model.part(Stock)


def paid_chance(rate: float, money: float, settings: Development) -> float:
    """Chance of a step at a rate of its own that programme money (in 10 million EUR) raises."""
    return float(1.0 - exp(-rate * (1.0 + settings.money * money)))


def renewal(forms: Forms, term: int) -> float:
    """Chance that a project is followed by another: the yearly risk is that of any friendship."""
    if forms.renewal == 0.0:
        return 0.0
    return float(exp(log(forms.renewal) * (term / forms.friendship_term)))


def calls(settings: Development, number: int) -> int:
    """Climate partnerships that the call of this number (1 for the first) admits."""
    return int(settings.climate * number) - int(settings.climate * (number - 1))


def founding(model: TwinningModel, kind: int) -> str | None:
    """The stage at which a tie of this kind is founded, if it has a path of its own."""
    return EVENT if kind == DEVELOPMENT and model.parameters.development.active else None


def advance(model: TwinningModel, climate: Climate) -> None:
    """Move development partnerships along their path, and admit climate partnerships."""
    settings = model.parameters.development
    if not settings.active:
        return
    active = [event.id for event in model.climates.events]
    later = model.parameters.money.later
    money = money_of(MOTIVE, climate.year, active, later) / UNIT
    money *= programmes(model.parameters.shifts, climate.year)
    _take_up(model, climate, paid_chance(settings.project, money, settings))
    _conclude(model, climate, paid_chance(settings.partnership, money, settings))
    if money > 0.0 and CALLS in active:
        opened = next(e.date.year for e in model.climates.events if e.id == CALLS)
        if climate.year >= opened:
            _admit(model, climate, calls(settings, climate.year - opened + 1))


def _going_on(model: TwinningModel, climate: Climate, form: int | None = None) -> Integers:
    """Living development ties from before this year, of one form if given."""
    ties = going_on(model, climate)
    here = model.ties.rows("kind")[ties] == DEVELOPMENT
    if form is not None:
        here &= model.ties.rows("form")[ties] == form
    found: Integers = ties[here]
    return found


def _become(model: TwinningModel, tie: int, year: int, form: int, **detail: str) -> None:
    """Take a tie to its next form, in the arrays and the ledger."""
    table = model.ties
    old = FORMS[table.rows("form")[tie]]
    table.rows("form")[tie], table.rows("formed")[tie] = form, year
    if form == FRIENDSHIP:
        table.rows("term")[tie] = model.parameters.development.term
    model.ledger.append(
        year, DEEPENED, tie, ends_of(model, tie), new=FORMS[form], old=old, **detail
    )


def _take_up(model: TwinningModel, climate: Climate, chance: float) -> None:
    """Contacts agree on a limited project."""
    year = climate.year
    ties = _going_on(model, climate, CONTACT)
    a, b, salt = identity(model, ties)
    draws = model.luck.draws(Purpose.NETWORK, year, a, other=b, salt=salt)
    for tie in ties[draws < threshold(chance)].tolist():
        if initiator(model, tie).agrees_to_deepen(tie, FRIENDSHIP):
            _become(model, tie, year, FRIENDSHIP, stage=PROJECT)


def _conclude(model: TwinningModel, climate: Climate, chance: float) -> None:
    """Projects whose term is over become partnerships, are renewed or end the tie."""
    table, year = model.ties, climate.year
    ties = _going_on(model, climate, FRIENDSHIP)
    ties = ties[year - table.rows("formed")[ties] >= table.rows("term")[ties]]
    a, b, salt = identity(model, ties)
    draws = model.luck.draws(Purpose.PROJECT, year, a, other=b, salt=salt)
    lasting = threshold(chance)
    again = renewal(model.parameters.forms, model.parameters.development.term)
    kept = threshold(chance + (1.0 - chance) * again)
    for tie, draw in zip(ties.tolist(), draws.tolist(), strict=True):
        if draw < lasting and initiator(model, tie).agrees_to_deepen(tie, PARTNERSHIP):
            _become(model, tie, year, PARTNERSHIP, stage=LONG)
        elif draw < kept:
            _renew(model, tie, year, stage=PROJECT)
        else:
            end(model, tie, year, "project over")


def _renew(model: TwinningModel, tie: int, year: int, **detail: str) -> None:
    """One more limited project."""
    model.ties.rows("formed")[tie] = year
    model.ties.rows("term")[tie] = model.parameters.development.term
    model.ledger.append(year, RENEWED, tie, ends_of(model, tie), form=FORMS[FRIENDSHIP], **detail)


def _admit(model: TwinningModel, climate: Climate, places: int) -> None:
    """Let development ties, new or old, become climate partnerships as far as the call goes."""
    year, ties = climate.year, _going_on(model, climate)
    taken = state(model).climate
    ties = ties[np.array([tie not in taken for tie in ties.tolist()], dtype=np.bool_)]
    a, b, salt = identity(model, ties)
    draws = model.luck.draws(Purpose.PROJECT, year, a, other=b, salt=salt, kind=1)
    for place in np.lexsort((b, a, draws)).tolist():
        if places == 0:
            return
        tie = int(ties[place])
        if initiator(model, tie).wants_climate_project(tie):
            places -= 1
            taken.add(tie)
            _to_climate(model, tie, year)


def _to_climate(model: TwinningModel, tie: int, year: int) -> None:
    """A limited project on climate: for a partnership one more thing that it does."""
    form = int(model.ties.rows("form")[tie])
    if form == CONTACT:
        _become(model, tie, year, FRIENDSHIP, stage=PROJECT, theme=CLIMATE)
    elif form == FRIENDSHIP:
        _renew(model, tie, year, stage=PROJECT, theme=CLIMATE)
    else:
        model.ledger.append(
            year,
            GRANTED,
            tie,
            ends_of(model, tie),
            programme=CALLS,
            stage=PROJECT,
            theme=CLIMATE,
        )
