"""What becomes of ties in a year: they deepen, are carried on, sleep, rest or end.

`deepen` and `live` are the two steps of the year. `activities` says what a tie lives by,
`carrying` holds the short laws, `stock` what is alive, `year` the year itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from simulation.climate import Climate
from simulation.ledger import DEEPENED, RENEWED
from simulation.life import carrying, money
from simulation.life.forms import LAPSES, RENEWS, STAYS, LivingTies, outcomes
from simulation.life.ruptures import resume, rupture
from simulation.life.state import end, going, going_on, identity
from simulation.life.stock import Lives, lives
from simulation.life.year import carry_on, let_go
from simulation.ties import DEVELOPMENT, FORMS, PARTNERSHIP
from simulation.ways import contacts

if TYPE_CHECKING:
    from simulation.model import TwinningModel

__all__ = ["Lives", "deepen", "end", "live", "lives", "rupture"]


DEEPENED_TEXT = '{"new":"%s","old":"%s"}'
RENEWED_TEXT = '{"form":"%s"}'


def deepen(model: TwinningModel, climate: Climate) -> None:
    """Contact to friendship to partnership; friendships are renewed or lapse at term."""
    ties = going_on(model, climate)
    ties = ties[model.ties.rows("form")[ties] != PARTNERSHIP]  # nothing is deeper
    if model.parameters.development.active:  # those have a path of their own
        ties = ties[model.ties.rows("kind")[ties] != DEVELOPMENT]
    a, b, salt = identity(model, ties)
    form, formed = model.ties.rows("form"), model.ties.rows("formed")
    ease = contacts.ease(model, ties)
    if model.parameters.life.active:  # without it no table of lives is needed
        ease = ease * carrying.deepening(lives(model).vitality[ties], model.parameters.life)
    term = model.ties.rows("term")[ties]
    living = LivingTies(a, b, salt, form[ties], formed[ties], term, ease)
    result = outcomes(living, climate.year, model.parameters.forms, model.luck)
    moved = np.flatnonzero(result != STAYS)
    ties, asker = ties[moved], model.ties.rows("initiator")[ties[moved]]
    told = (part.tolist() for part in (ties, result[moved], living.form[moved], asker))
    ends = zip(a[moved].tolist(), b[moved].tolist(), strict=True)
    for tie, outcome, old, row, pair in zip(*told, ends, strict=True):
        if outcome == LAPSES:
            end(model, tie, climate.year, "term over")
        elif outcome == RENEWS:
            formed[tie] = climate.year
            model.ledger.append_text(climate.year, RENEWED, tie, pair, RENEWED_TEXT % FORMS[old])
        elif model.agent_at(row).agrees_to_deepen(tie, outcome):
            text = DEEPENED_TEXT % (FORMS[outcome], FORMS[old])
            form[tie], formed[tie] = outcome, climate.year
            model.ledger.append_text(climate.year, DEEPENED, tie, pair, text)


def live(model: TwinningModel, climate: Climate) -> None:
    """Ruptures suspend; activities stop and begin; vitality and status follow; some ties end."""
    rupture(model, climate)
    resume(model, climate)
    here = going(model, climate)
    if model.parameters.life.active:
        money.pay(model, climate, here)
        carry_on(model, lives(model), climate, here)
    let_go(model, climate, here)
