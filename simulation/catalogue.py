"""The catalogue of effects: one row for each short function that the law is made of.

Adding an effect touches one place: write the function in `rates`, `choice/effects`,
`consent` or `forms`, add its row here and its test (`test_effect_<name>`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from simulation import consent, rates, times
from simulation.choice import effects
from simulation.life import carrying, forms, mergers, money
from simulation.policy.outside import factors
from simulation.ways import board, contacts, inner_german, projects, sponsorships
from simulation.ways.groups import europastadt, fellows


@dataclass(frozen=True)
class Effect:
    """One effect of the law.

    Attributes
    ----------
    name : str
    stage : rate, choice, consent, form, life, group or policy
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
        "propensity",
        "rate",
        "rate.spread",
        rates.propensity,
        "unobserved heterogeneity: places of one size differ for good in how often they search",
    ),
    Effect(
        "growth",
        "rate",
        "rate.growth, rate.grows_until",
        rates.growth,
        "institutionalisation: twinning becomes a thing that towns do",
    ),
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
        "reunification.wish, .wish_from, .size, .fading",
        rates.wishes,
        "a held-back demand for inner-German ties",
    ),
    Effect(
        "pairing",
        "choice",
        "reunification.pairing, .fading",
        inner_german.pairing,
        "administrative aid: a partner in the paired Land, for as long as the aid lasts",
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
        "same_trait",
        "choice",
        "choice.traits",
        effects.same_trait,
        "similarity in role and nature: seat, port, spa",
        effects.same_trait_upper,
    ),
    Effect("same_name", "choice", "choice.same_name", effects.same_name, "a name that both bear"),
    Effect(
        "region",
        "choice",
        "choice.region",
        effects.region,
        "prior contact: the place's Land has a pairing with the partner's region",
    ),
    Effect(
        "region_country",
        "choice",
        "choice.region_country",
        effects.region_country,
        "prior contact: pairings with its regions draw to a country as a whole",
    ),
    Effect(
        "remote",
        "choice",
        "choice.remote",
        effects.remote,
        "proximity of a country as a whole, beside what lies within reach there",
    ),
    Effect(
        "held",
        "choice",
        "choice.held",
        effects.held,
        "inertia against a second partner in one country",
    ),
    Effect("far", "choice", "board.reach", board.far, "on the board distance counts for less"),
    Effect(
        "fellow",
        "choice",
        "groups.fellow",
        fellows.fellow,
        "foci: members of one multilateral group",
    ),
    Effect(
        "shared",
        "choice",
        "groups.shared",
        fellows.shared,
        "transitivity: a partner in common; assumed",
    ),
    Effect(
        "nearness",
        "group",
        "groups.europastadt, groups.europastadt_km",
        europastadt.nearness,
        "the chance of a Europastadt falls with the distance between seats",
    ),
    Effect(
        "chance_of_yes",
        "consent",
        "consent.base, consent.load, consent.capacity",
        consent.chance_of_yes,
        "the other side's load",
    ),
    Effect(
        "readier",
        "consent",
        "board.ready",
        consent.readier,
        "a place that advertises says yes more readily; assumed",
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
    Effect(
        "beginning",
        "life",
        "life.travel, life.school and the other levels, .will, .fresh, .theme",
        carrying.beginning,
        "will, a fresh founding and theme begin activities",
    ),
    Effect(
        "lasting_will",
        "life",
        "life.spread",
        carrying.lasting_will,
        "unobserved heterogeneity (frailty) between ties",
    ),
    Effect("leaving", "life", "life.leaving, .ageing", carrying.leaving, "carriers leave by age"),
    Effect(
        "succession",
        "life",
        "life.succession, life.mentoring",
        carrying.succession,
        "someone takes over, more often where ambassadors are exchanged",
    ),
    Effect(
        "people",
        "life",
        "life.travellers, .meeting, .size, .effort",
        carrying.people,
        "who meets, by activity, size of the smaller place and distance",
    ),
    Effect(
        "vitality",
        "life",
        "life.active",
        carrying.vitality,
        "activities alive and the people they bring",
    ),
    Effect(
        "deepening",
        "life",
        "life.usual",
        carrying.deepening,
        "ties deepen in proportion to vitality",
    ),
    Effect(
        "ending",
        "life",
        "ending.contact, .friendship, .partnership, .dormant",
        carrying.ending,
        "ties end by a decision, dormant ones more often",
    ),
    Effect(
        "paid_chance",
        "form",
        "development.project, development.partnership, development.money",
        projects.paid_chance,
        "programme money moves development ties along their path",
    ),
    Effect(
        "renewal",
        "form",
        "forms.renewal, forms.friendship_term, development.term",
        projects.renewal,
        "a limited project is followed by another",
    ),
    Effect(
        "calls",
        "form",
        "development.climate",
        projects.calls,
        "the climate partnerships that a programme admits a year",
    ),
    Effect(
        "prior_contact",
        "choice",
        "contacts.choice, contacts.ease",
        contacts.effect,
        "prior contact: what joins a place with a country before a tie does; deepening too",
    ),
    Effect(
        "asking",
        "rate",
        "sponsorships.fading, sponsorships.since",
        sponsorships.asking,
        "the expelled ask for sponsors of their places of origin, less with the years",
    ),
    Effect(
        "home_weights",
        "choice",
        "choice.similar, choice.mass",
        sponsorships.home_weights,
        "a place of origin by likeness and mass, without distance",
    ),
    Effect(
        "merger_chance",
        "life",
        "mergers.second",
        mergers.merger_chance,
        "a merger of municipalities ends a second tie with one country; assumed",
    ),
    Effect(
        "costs",
        "life",
        "money.traveller, life.meeting",
        money.costs,
        "what trip and stay of an activity's travellers cost",
    ),
    Effect(
        "application",
        "life",
        "money.apply",
        money.application,
        "applications for programme money, more where many people meet",
    ),
    Effect(
        "factors",
        "policy",
        "policy.measures, shifts",
        factors,
        "what acts from outside: a log effect as a factor on a yearly chance",
    ),
    Effect(
        "appeal",
        "policy",
        "shifts",
        times.appeal,
        "a shift of the searches that go to some countries",
    ),
    Effect(
        "programmes",
        "policy",
        "shifts",
        times.programmes,
        "a shift of the budgets of all programmes",
    ),
)
