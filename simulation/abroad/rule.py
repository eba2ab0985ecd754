"""The rule by which the German-side law is extrapolated to other countries. Not calibrated.

What is known is how much Germans seek each country: its appeal, the log of the searches a year of
a town of 20,000 in the middle of Germany. For two other countries nothing is estimated. The rule:

1. *What lies there is taken out.* The appeal of a country holds how many places it has, how large
   and how near they are: the pair weights that the reference town sees there (the law's reference
   mass). What is left is the country's *affinity*: interest for a given reach.
2. *What is German is taken out.* Bilateral events (treaties, youth offices, zones of occupation,
   expellees) are events of Germany alone and act on nobody else, see `warmth`. What a common
   language does to affinity is the mean of the German-speaking countries less that of the others.
3. *What is left has two sides.* An affinity is more or less than the mean of all. How much of that
   is the country's own bent for twinning, and how much a matter between it and Germany, one view
   cannot tell: half of it is taken for its own (`OWN`). It counts where the country is sought and
   where it seeks.
4. *Reach is put back in.* A country seeks another by both bents, by a common language, and by the
   pair weights that its own town of 20,000 in the middle of its people sees there.
5. *How often a town searches does not depend on what lies near it*: a null in the German record.
   So the searches of a country's town, with all borders open, are those of the German one times
   its bent and one level for all (`LEVEL`). The share that would go to Germany is not searched
   for here: the German law counts those ties already.

The level is the only number chosen to meet a published one: so that all ties alive in 2010 number
some 18,500, the middle of the 17,000 to 20,000 that the Council of European Municipalities and
Regions and others name for Europe. No total of a country or of two is typed in anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulation.abroad.others import Others
from simulation.abroad.relations import UMBRELLA, both_west, languages
from simulation.choice import samplers_of
from simulation.choice.law import Law
from simulation.choice.remoteness import middles
from simulation.luck import exp, great_circle_km
from simulation.luck.exact import Floats
from simulation.parameters import Parameters, Response
from simulation.world import World

Flags = NDArray[np.bool_]

LEVEL = -0.8
"""Log of how often other places search, as a multiple of German ones alike in all else."""
OWN = 0.5
"""Share of a country's affinity beyond the mean that is its own, not one between it and Germany."""
GERMAN = "de"


@dataclass(frozen=True, eq=False)
class Seeking:
    """How much each country seeks each other one with open borders and no event.

    Attributes
    ----------
    flow : (countries, countries) searches a year of an origin's town of 20,000 for a country, the
        umbrella of European municipalities at its full strength; none for one's own
    view : (countries, countries) pair weights that this town sees there, over those that the
        German reference town sees
    """

    flow: Floats
    view: Floats


def affinities(appeal: Floats, mass: Floats, german_speaking: Flags) -> tuple[Floats, float]:
    """Each country's own bent for twinning, and what a common language adds to affinity.

    Parameters
    ----------
    appeal : (countries,) log of German searches, at the full strength of the umbrella
    mass : (countries,) log of the pair weights that the German reference town sees
    german_speaking : (countries,)
    """
    affinity = appeal - mass
    language = 0.0
    if german_speaking.any() and not german_speaking.all():
        language = _mean(affinity[german_speaking]) - _mean(affinity[~german_speaking])
    left = affinity - language * german_speaking
    return OWN * (left - _mean(left)), language


def _mean(values: Floats) -> float:
    """Mean whose last bit is the same on every processor."""
    return float(np.cumsum(values)[-1]) / len(values)


def seeking(world: Others, home: World, parameters: Parameters) -> Seeking:
    """How much the countries of a world seek each other.

    Parameters
    ----------
    world : Others
    home : World
        The whole world, with Germany in it.
    parameters : Parameters
        The German-side law.
    """
    countries = world.countries
    law = samplers_of(world, parameters.choice)[False].law
    count = len(countries)
    mass = law.reference_mass[:count]
    umbrella = parameters.events.get(UMBRELLA, Response()).size
    table = parameters.appeal
    known = np.array([country in table for country in countries])
    at_full = both_west(("DE", *countries))[0, 1:] * umbrella
    appeal = np.array([table.get(country, 0.0) for country in countries]) + at_full
    spoken = languages(countries)
    german = np.array([GERMAN in own for own in spoken])
    bent, language = np.zeros(count), 0.0
    if known.any():
        bent[known], language = affinities(appeal[known], mass[known], german[known])
    seen, to_germany = _masses(law, home)
    common = np.array([[float(bool(one & other)) for other in spoken] for one in spoken])
    pull = np.where(seen > 0.0, exp(bent[None, :] + language * common) * seen, 0.0)
    np.fill_diagonal(pull, 0.0)
    pull[:, ~known] = 0.0
    all_pull = np.cumsum(pull, axis=1)[:, -1] + exp(language * german) * to_germany
    searched = float(np.cumsum(np.where(known, exp(appeal), 0.0))[-1])
    rate = searched * exp(LEVEL + bent)
    flow = rate[:, None] * pull / np.where(all_pull > 0.0, all_pull, 1.0)[:, None]
    return Seeking(flow, seen / exp(mass)[None, :])


@lru_cache(maxsize=4)
def _masses(law: Law, home: World) -> tuple[Floats, Floats]:
    """Pair weights that the town in the middle of each country sees.

    The middle stands for a whole country, so what nearness adds to single pairs is left out.

    Returns
    -------
    (countries, countries) in each other country, and (countries,) in Germany
    """
    world, rows = law.world, law.rows
    count = len(law.world.groups)
    german = np.flatnonzero((home.land >= 0) & ~home.is_district)
    group = world.group[rows]
    at_home = np.full(len(german), world.groups.index("DE:west"))
    found, germany = np.zeros((count, count)), np.zeros(count)
    for origin, middle in enumerate(middles(world)):
        weight = _weights(law, middle, world.point[rows], world.size[rows], group)
        found[origin] = np.bincount(group, weights=weight, minlength=count)
        there = _weights(law, middle, home.point[german], home.size[german], at_home)
        germany[origin] = np.cumsum(there)[-1] if len(there) else 0.0
    countries = len(law.world.regions)
    return found[:countries, :countries], germany[:countries]


def _weights(
    law: Law, middle: Floats, point: Floats, size: Floats, group: NDArray[np.integer]
) -> Floats:
    """Weights of places for a town of 20,000 at a point."""
    km = great_circle_km(middle[None, :], point)
    return exp(law.pair_base(km, np.zeros(len(point)), size, group))
