"""The short laws of a tie's life: beginnings, carriers who leave, people, vitality, ends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from simulation.life.activities import ACTIVITIES
from simulation.luck import exp, log
from simulation.parameters import Ending, Life
from simulation.ties import DEVELOPMENT, PARTNERSHIP

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

REFERENCE_KM, NEAREST_KM, FARTHEST_KM = 500.0, 25.0, 10_000.0
REFERENCE_PLACE = 5_000.0
FRESH_YEARS = 5
"""Years in which what the founding stirred up halves."""
PEOPLE_HALF = 100.0
"""People a year at which the half of vitality that people make is half full."""
OLDEST = 100


def remoteness(km: Floats) -> Floats:
    """ln(km / 500), held between 25 and 10,000 km: neighbours need no bus, the rest a flight."""
    return log(np.clip(km, NEAREST_KM, FARTHEST_KM) / REFERENCE_KM)


def beginning(form: Integers, age: Integers, kind: Integers, life: Life) -> Floats:
    """Chance per year that each activity begins at ties at 500 km, shape (activities, n).

    Will is the form's and, for a while, the founding's; the theme is the kind's.
    """
    spring = exp(life.fresh * exp(np.arange(100) * (-0.6931471805599453 / FRESH_YEARS)))
    steps = exp(life.will * np.arange(PARTNERSHIP, -1, -1, dtype=np.float64))
    will = steps[form] * spring[np.minimum(age, 99)]
    result = np.empty((len(ACTIVITIES), len(form)))
    for place, activity in enumerate(ACTIVITIES):
        of_kind = exp(float(activity.theme * life.theme))
        chance = getattr(life, activity.level) * will
        result[place] = np.where(kind == DEVELOPMENT, chance * of_kind, chance)
    return result


def lasting_will(fraction: Floats, life: Life) -> Floats:
    """What will a tie has for good: a factor with median one, from uniform fractions.

    Its log is logistic with standard deviation `spread`: who found each other by chance differ.
    """
    inside = np.clip(fraction, 1e-9, 1.0 - 1e-9)
    result: Floats = exp(life.spread * (1.7320508075688772 / np.pi) * log(inside / (1.0 - inside)))
    return result


def leaving(life: Life) -> Floats:
    """Chance per year that a carrier leaves at 500 km, by age 0 .. 100; certain at 100."""
    decades = (np.arange(OLDEST + 1) - 50.0) / 10.0
    chance = np.minimum(life.leaving * exp(life.ageing * decades), 1.0)
    chance[OLDEST] = 1.0
    return chance


def succession(life: Life, ambassadors: Flags) -> Floats:
    """Chance that someone takes over, given whether ambassadors are exchanged."""
    failed = 1.0 - life.succession
    result: Floats = 1.0 - np.where(ambassadors, failed * (1.0 - life.mentoring), failed)
    return result


def people(inhabitants: Floats, far: Floats, life: Life) -> Integers:
    """People whom each activity brings together in a year, whole numbers, (activities, n).

    Parameters
    ----------
    inhabitants : of the smaller place
    far : `remoteness`
    life : Life
    """
    size = exp(life.size * log(np.maximum(inhabitants, 1.0) / REFERENCE_PLACE))
    near = exp(-life.effort * far)
    result = np.empty((len(ACTIVITIES), len(far)))
    for place, activity in enumerate(ACTIVITIES):
        level = life.travellers * life.meeting * activity.people
        result[place] = level * size * (near if activity.travels else 1.0)
    return np.maximum(np.rint(result), 1.0).astype(np.int64)


def vitality(activities: Integers, meeting: Floats) -> Floats:
    """Vitality (0-1) of ties: the activities alive and the people they bring, nothing else.

    Half of it is breadth, 1 - 2 ** -activities; half is people, n / (n + 100).
    """
    breadth = 1.0 - np.ldexp(1.0, -activities.astype(np.int32))
    result: Floats = (breadth + meeting / (meeting + PEOPLE_HALF)) / 2.0
    return result


def deepening(alive: Floats, life: Life) -> Floats:
    """Factor on the chances to deepen: in proportion to vitality, one at what is usual."""
    return alive / life.usual if life.active else np.ones(len(alive))


def ending(form: Integers, asleep: Flags, settings: Ending) -> Floats:
    """Chance per year that a tie is ended."""
    chance = np.array([settings.contact, settings.friendship, settings.partnership])[form]
    result: Floats = np.minimum(np.where(asleep, chance * settings.dormant, chance), 1.0)
    return result
