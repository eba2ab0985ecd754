"""Whom a town picks within a country: conditional logit on single ties.

For each recorded tie the partner competes with places drawn evenly from its country
(sampled alternatives; with even sampling McFadden's correction cancels). Distance has a
slope for each country, drawn to a common one; nearness below 50 km, likeness and mass have
one coefficient for all. What is estimated is the product of choice, consent, survival and
recording.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation.single_ties.links import Links, own_point, own_size, partner_rows
from analysis.estimation.single_ties.logit import clustered, conditional_logit
from analysis.estimation.single_ties.traits import shared_traits
from simulation.choice.effects import FLOOR_KM, REFERENCE_KM
from simulation.luck import great_circle_km
from simulation.places.traits import TRAITS
from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ALTERNATIVES = 200
"""Places drawn beside the partner."""
NEAR_KM = 50.0
SEED = 20261122
CELL_DEGREES = (2.0, 3.0)
COEFFICIENTS = ("near", "similar", "mass", *(f"traits.{name}" for name in TRAITS))
"""Common to all countries, in the order of the design."""
LEAST_TIES = 30
"""A country with fewer placed ties gets no slope of its own."""


@dataclass(frozen=True)
class Common:
    """The common mean of several estimates, with its error."""

    mean: float
    error: float

    def posterior(self, values: Floats, errors: Floats, between: float) -> tuple[Floats, Floats]:
        """Estimates drawn towards the mean by how little each knows itself."""
        precision = errors**-2 + between**-2
        mean = (values * errors**-2 + self.mean * between**-2) / precision
        # how little the common mean is known itself counts by its weight in each estimate
        pull = between**-2 / precision
        return mean, np.sqrt(1.0 / precision + (pull * self.error) ** 2)


@dataclass(frozen=True)
class ChoiceFit:
    """Coefficients of the pair law with standard errors, and what they rest on.

    `raw` holds the slopes as each country alone gives them; those of `values` are drawn to the
    common one.
    """

    values: dict[str, float]
    errors: dict[str, float]
    common: Common
    between: float
    ties: dict[str, int]
    log_likelihood: float
    raw: dict[str, tuple[float, float]]


def fit_choice(
    links: Links,
    world: World,
    alternatives: int = ALTERNATIVES,
    likeness: Callable[[Floats], Floats] = np.abs,
    kept_back: Sequence[str] = (),
    ridge: float = 0.0,
) -> ChoiceFit:
    """Estimate distance slopes by country, nearness, likeness, mass and traits in common.

    Parameters
    ----------
    links, world : what happened, and where it could have
    alternatives : places drawn beside each partner
    likeness : what is taken of the log ratio of inhabitants
    kept_back : countries whose ties inform nothing here
    ridge : precision of a normal prior around zero of each coefficient
    """
    partner = partner_rows(links.frame, world)
    placed = partner >= 0
    frame, partner = links.frame.filter(placed), partner[placed]
    country = np.array(frame["country"].to_list())
    shown = sorted(set(country) - set(kept_back))
    names = [str(c) for c in shown if int((country == c).sum()) >= LEAST_TIES]
    used = np.isin(country, names)
    frame, partner, country = frame.filter(used), partner[used], country[used]
    choices = choice_sets(partner, country, world, alternatives)
    km = great_circle_km(own_point(frame)[:, None, :], world.point[choices])
    sizes = world.size[choices], own_size(frame)[:, None]
    reach = np.log(np.maximum(km, FLOOR_KM) / REFERENCE_KM)
    columns = [np.where(country[:, None] == name, reach, 0.0) for name in names]
    columns += [
        np.log(np.clip(km, FLOOR_KM, NEAR_KM) / NEAR_KM),
        likeness(sizes[0] - sizes[1]),
        sizes[0],
    ]
    columns += list(np.moveaxis(shared_traits(frame, world, choices), -1, 0))
    design = np.stack(columns, axis=-1)
    first = np.zeros(len(partner), dtype=np.int64)
    fit = conditional_logit(design, first, ridge=ridge)
    robust = np.diag(clustered(fit, design, first, pairings(frame, world, partner))) ** 0.5
    parameters = [*(f"distance.{name}" for name in names), *COEFFICIENTS]
    values = dict(zip(parameters, map(float, fit.params), strict=True))
    errors = dict(zip(parameters, map(float, robust), strict=True))
    slopes = np.array([values[f"distance.{name}"] for name in names])
    noise = np.array([errors[f"distance.{name}"] for name in names])
    raw = {
        name: (float(slope), float(error))
        for name, slope, error in zip(names, slopes, noise, strict=True)
    }
    common, between = shrink(slopes, noise)
    for name, slope, error in zip(names, *common.posterior(slopes, noise, between), strict=True):
        values[f"distance.{name}"], errors[f"distance.{name}"] = float(slope), float(error)
    counts = {name: int((country == name).sum()) for name in names}
    return ChoiceFit(values, errors, common, between, counts, fit.log_likelihood, raw)


def pairings(frame: pl.DataFrame, world: World, partner: Integers) -> Integers:
    """Cluster of each tie: its Land and the region abroad, a field of 2 by 3 degrees.

    Regions pair off, and their places follow: such ties are one decision more than many. With
    errors as if each tie stood alone, slopes look far better known than they are.
    """
    lat = world.frame["lat"].gather(partner).to_numpy() // CELL_DEGREES[0]
    lon = world.frame["lon"].gather(partner).to_numpy() // CELL_DEGREES[1]
    names = [f"{land}|{a}|{b}" for land, a, b in zip(frame["land"], lat, lon, strict=True)]
    result: Integers = np.unique(names, return_inverse=True)[1].astype(np.int64)
    return result


def choice_sets(
    partner: Integers, country: NDArray[np.str_], world: World, alternatives: int
) -> Integers:
    """Rows of the partner (first) and of places drawn evenly from its country."""
    generator = np.random.default_rng(SEED)
    countries = np.array(world.frame["country"].to_list())
    result = np.empty((len(partner), alternatives + 1), dtype=np.int64)
    result[:, 0] = partner
    for name in sorted(set(country)):
        rows = np.flatnonzero((countries == name) & ~world.is_district)
        here = np.flatnonzero(country == name)
        result[here, 1:] = generator.choice(rows, (len(here), alternatives))
    return result


def shrink(values: Floats, errors: Floats) -> tuple[Common, float]:
    """Random-effects mean and spread of several estimates (DerSimonian-Laird 1986)."""
    weight = errors**-2
    fixed = float((values * weight).sum() / weight.sum())
    excess = float((weight * (values - fixed) ** 2).sum()) - (len(values) - 1)
    scale = float(weight.sum() - (weight**2).sum() / weight.sum())
    between = max(excess / scale, 1e-4) ** 0.5
    total = (errors**2 + between**2) ** -1
    mean = float((values * total).sum() / total.sum())
    return Common(mean, float(total.sum() ** -0.5)), between
