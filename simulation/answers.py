"""What all who are asked would answer, found at once.

The decisions are those of `Municipality`, in arrays: where a place decides as it does, asking one
by one would say the same, and take thirty times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from simulation.consent import chance_of_yes, readier
from simulation.life.forms import forms_at_founding
from simulation.luck import GRID, Purpose, threshold
from simulation.motives import MOTIVES, REUNIFICATION
from simulation.municipality import as_stated
from simulation.ties import CONTACT, DEVELOPMENT, KINDS, PARTNERSHIP

if TYPE_CHECKING:
    from simulation.model import TwinningModel
    from simulation.municipality import Municipality, Proposal

Integers = NDArray[np.int64]

_DEVELOPING = np.array([motive.kind == KINDS[DEVELOPMENT] for motive in MOTIVES])


class Answers(NamedTuple):
    """One entry a proposal, as things stand before any of them is agreed on.

    Attributes
    ----------
    free : whether the asker takes its own search up: `accepts`
    yes : whether the asked says yes: `consents`
    draw : the luck of that, below which a chance means yes
    form : what is agreed at once if it does: `form_of`
    tied : whether a living tie joins the two: a sponsorship, if the asker is free
    """

    free: list[bool]
    yes: list[bool]
    draw: list[int]
    form: list[int]
    tied: list[bool]


def ordinary(kind: type[Municipality]) -> bool:
    """Whether places of a class take all these decisions as `Municipality` does."""
    return as_stated(kind, "accepts", "consents", "willingness", "form_of")


def answers(model: TwinningModel, proposals: list[Proposal]) -> Answers:
    """Answers to the proposals of one year, of which there is at least one."""
    askers, all_asked, motives, (year, *_), _, ready = zip(*proposals, strict=True)
    asker, asked, motive = (np.array(column) for column in (askers, all_asked, motives))
    world, luck = model.world, model.luck
    ids, others, boroughs = world.ids[asker], world.ids[asked], world.boroughs[asked]
    chance = chance_of_yes(
        model.degree[asked] / boroughs, world.population[asked] / boroughs, model.parameters.consent
    )
    draw = luck.draws(Purpose.CONSENT, year, others, other=ids, kind=motive)
    yes = draw < threshold(readier(chance, np.array(ready)))
    fraction = luck.draws(Purpose.FORM, year, ids, other=others, kind=motive) / GRID
    form = forms_at_founding(fraction, model.parameters.forms)
    if model.parameters.development.active:
        form[_DEVELOPING[motive]] = CONTACT
    form[motive == REUNIFICATION] = PARTNERSHIP
    tied = model.ties.any_between(askers, all_asked)
    free = model.are_eligible(askers, all_asked, tied)
    return Answers(free, yes.tolist(), draw.tolist(), form.tolist(), tied)
