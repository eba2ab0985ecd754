"""The catalogue of effects: one row for each short function that the law is made of.

Adding an effect touches one place: write the function in `rates`, `choice/effects`,
`consent` or `forms`, add its row here and its test (`test_effect_<name>`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulation import consent, rates
from simulation.choice import effects
from simulation.life import forms


@dataclass(frozen=True)
class Effect:
    """One effect of the law.

    Attributes
    ----------
    name : str
    stage : rate, choice, consent or form
    parameter : field or fields of the scenario that carry its strength
    function : what computes it
    upper : for choice between places, its least upper bound over a block
    meaning : one line, with the field's term
    """

    name: str
    stage: str
    parameter: str
    function: Callable[..., Any]
    meaning: str
    upper: Callable[..., Any] | None = None


EFFECTS: tuple[Effect, ...] = (
    Effect("size", "rate", "rate.size, rate.size_curve", rates.size, "larger towns search more"),
    Effect(
        "district",
        "rate",
        "rate.district, rate.district_size",
        rates.district,
        "districts search at a rate of their own, larger ones more",
    ),
    Effect("load", "rate", "rate.load", rates.load, "out-degree: ties held damp the search"),
    Effect(
        "imitation",
        "rate",
        "rate.imitation",
        rates.imitation,
        "spatial contagion: linked neighbours; a null in the record, so zero by default",
    ),
    Effect("east", "rate", "rate.east", rates.east, "eastern places once they are free"),
    Effect(
        "wishes",
        "rate",
        "reunification.wish, .wish_from, .size, .after, .fading",
        rates.wishes,
        "a held-back demand for inner-German ties",
    ),
    Effect(
        "distance",
        "choice",
        "choice.distance, choice.near, choice.near_km",
        effects.distance,
        "proximity: by country, steeper when near",
        effects.distance_upper,
    ),
    Effect(
        "similar_size",
        "choice",
        "choice.similar",
        effects.similar_size,
        "similarity (homophily) in inhabitants",
        effects.similar_size_upper,
    ),
    Effect(
        "mass",
        "choice",
        "choice.mass",
        effects.mass,
        "attractiveness of larger partners",
        effects.mass_upper,
    ),
    Effect(
        "held",
        "choice",
        "choice.held",
        effects.held,
        "inertia against a second partner in one country",
    ),
    Effect(
        "chance_of_yes",
        "consent",
        "consent.base, consent.load, consent.capacity",
        consent.chance_of_yes,
        "the other side's load",
    ),
    Effect(
        "form_at_founding",
        "form",
        "forms.partnership_at_once, forms.friendship_at_once",
        forms.form_at_founding,
        "what is agreed at once",
    ),
    Effect(
        "outcomes",
        "form",
        "forms.contact_to_friendship, .contact_to_partnership, .friendship_to_partnership, "
        "forms.friendship_term, forms.renewal",
        forms.outcomes,
        "deepening, renewal and lapse",
    ),
)
