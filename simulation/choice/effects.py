"""Terms of the choice between two places, each with the least upper bound of a block.

A term adds to the log weight of a pair. The sampler proposes whole blocks of places, so
every term also says how large it can get when its arguments lie within intervals: the
draw stays exact whatever the term looks like, as long as the bound holds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulation.luck import log
from simulation.luck.exact import Floats
from simulation.parameters import Choice
from simulation.places.traits import TRAITS

FLOOR_KM = 5.0
"""Below this no place is nearer than another: seats stand for whole municipalities."""

REFERENCE_KM = 100.0


def distance(
    km: Floats, slope: Floats, choice: Choice, log: Callable[[Floats], Floats] = log
) -> Floats:
    """Log weight of a distance in km: straight in ln km, steeper below `near_km`."""
    at_least = np.maximum(km, FLOOR_KM)
    reach = log(at_least / REFERENCE_KM)
    close = at_least < choice.near_km  # beyond it the second logarithm is that of one
    short = np.zeros_like(reach)
    short[close] = log(at_least[close] / choice.near_km)
    return slope * reach + choice.near * short


def distance_upper(low: Floats, high: Floats, slope: Floats, choice: Choice) -> Floats:
    """Largest `distance` between `low` and `high` km: at an end or at the knot."""
    ends = np.maximum(distance(low, slope, choice), distance(high, slope, choice))
    if bool(np.all(low >= choice.near_km)):  # no interval holds the knot
        return ends
    knot = np.minimum(np.maximum(choice.near_km, low), high)
    return np.maximum(ends, distance(knot, slope, choice))


def similar_size(own: Floats, partner: Floats, choice: Choice) -> Floats:
    """Log weight of likeness: falls evenly with the log ratio of inhabitants.

    On single ties the absolute ratio beats the squared one by 58 units of log likelihood.
    """
    return choice.similar * np.abs(partner - own)


def similar_size_upper(
    own: tuple[Floats, Floats], partner: tuple[Floats, Floats], choice: Choice
) -> Floats:
    """Largest `similar_size` when both sizes lie within intervals (low, high)."""
    gap = np.maximum(np.maximum(partner[0] - own[1], own[0] - partner[1]), 0.0)
    return choice.similar * gap


def mass(partner: Floats, choice: Choice) -> Floats:
    """Log weight of the partner's own size."""
    return choice.mass * partner


def mass_upper(partner: tuple[Floats, Floats], choice: Choice) -> Floats:
    """Largest `mass` when the partner's size lies within (low, high)."""
    return np.maximum(choice.mass * partner[0], choice.mass * partner[1])


def same_trait(both: NDArray[np.bool_], choice: Choice) -> Floats:
    """Log weight of traits that both places have, from flags of shape (..., traits).

    A trait is a role or a nature: seat of a region, port, spa; see `simulation/places/traits`.
    """
    result = np.zeros(both.shape[:-1])
    for place, trait in enumerate(TRAITS):
        result = result + choice.traits.get(trait, 0.0) * both[..., place]
    return result


def same_trait_upper(own: NDArray[np.bool_], choice: Choice) -> Floats:
    """Largest `same_trait` of places with their own flags, whatever the partner has."""
    result = np.zeros(own.shape[:-1])
    for place, trait in enumerate(TRAITS):
        result = result + max(choice.traits.get(trait, 0.0), 0.0) * own[..., place]
    return result


def same_name(same: NDArray[np.bool_], choice: Choice) -> Floats:
    """Log weight of a name that both places bear."""
    result: Floats = choice.same_name * same.astype(np.float64)
    return result


def region(paired: NDArray[np.bool_], share: Floats, pairings: Floats, choice: Choice) -> Floats:
    """Factor of a region abroad by whether the chooser's Land has a pairing with it.

    Each of the Land's `pairings` with a country draws a fixed share of the searches there to its
    region, so that it lifts a small region much and a large one little, and leaves the country's
    weight as it is. `share` is the region's own, as the chooser sees the country.
    """
    lifted = paired & (share > 0.0)
    more = np.where(lifted, choice.region / np.where(lifted, share, 1.0), 0.0)
    result: Floats = (1.0 + more) / (1.0 + choice.region * pairings)
    return result


def region_country(pairings: Floats, choice: Choice) -> Floats:
    """Log weight of a country by how many of its regions the chooser's Land has a pairing with."""
    return choice.region_country * pairings


def remote(log_ratio: Floats, choice: Choice) -> Floats:
    """Log weight of a country as a whole by how remote it is; 0 for the reference town.

    `log_ratio` is that of the distances to the country's middle, of the place and of that town.
    """
    return choice.remote * log_ratio


def held(has_tie: Floats, choice: Choice) -> Floats:
    """Log weight of a country in which the place has a living tie already (0 or 1)."""
    return choice.held * has_tie
