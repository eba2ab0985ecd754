"""The form of a tie: what is agreed at once, and what it may become in a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulation.luck import Luck, Purpose
from simulation.parameters import Forms
from simulation.ties import CONTACT, FRIENDSHIP, PARTNERSHIP

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

STAYS, LAPSES, RENEWS = -1, -2, -3
"""Outcomes beside a new form."""


def form_at_founding(fraction: float, forms: Forms) -> int:
    """Form agreed at once, from a uniform fraction."""
    if fraction < forms.partnership_at_once:
        return PARTNERSHIP
    if fraction < forms.partnership_at_once + forms.friendship_at_once:
        return FRIENDSHIP
    return CONTACT


def forms_at_founding(fraction: Floats, forms: Forms) -> Integers:
    """`form_at_founding` of many fractions."""
    friends = forms.partnership_at_once + forms.friendship_at_once
    at_least = np.where(fraction < friends, FRIENDSHIP, CONTACT)
    return np.where(fraction < forms.partnership_at_once, PARTNERSHIP, at_least)


@dataclass(frozen=True)
class LivingTies:
    """Columns of the living ties that a year acts on.

    Ids of both ends, form, years, term, and `ease`: the factor on the chances to deepen.
    """

    a: Integers
    b: Integers
    salt: Integers
    form: Integers
    formed: Integers
    term: Integers
    ease: Floats | float = 1.0


def outcomes(ties: LivingTies, year: int, forms: Forms, luck: Luck) -> Integers:
    """What each tie may become this year: a form, `STAYS`, `LAPSES` or `RENEWS`.

    A friendship at the end of its term is deepened, renewed or lapses; before it, and for
    contacts every year, a deeper form comes at its yearly chance times the tie's `ease`.
    """
    draw = luck.fractions(Purpose.DEEPEN, year, ties.a, other=ties.b, salt=ties.salt)
    result = np.full(len(draw), STAYS, dtype=np.int64)
    contact = ties.form == CONTACT
    signed = np.minimum(forms.contact_to_partnership * ties.ease, 1.0)
    result[contact & (draw < signed)] = PARTNERSHIP
    befriended = (draw >= signed) & (draw < signed + forms.contact_to_friendship * ties.ease)
    result[contact & befriended] = FRIENDSHIP
    friendship = ties.form == FRIENDSHIP
    deeper = np.minimum(forms.friendship_to_partnership * ties.ease, 1.0)
    deepened = friendship & (draw < deeper)
    term = friendship & ~deepened & (year - ties.formed >= ties.term)
    lapsing = deeper + (1.0 - deeper) * forms.renewal
    result[term] = np.where(draw < lapsing, RENEWS, LAPSES)[term]
    result[deepened] = PARTNERSHIP
    return result
