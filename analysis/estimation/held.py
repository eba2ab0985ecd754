"""Whether a town takes a second partner in a country: conditional logit over countries.

For each dated tie, in the order of years, the country chosen competes with all others. A
country weighs by its appeal in the period (free), by what the pair law makes of its places
for this town (its inclusive value, fixed), and by whether the town holds it already.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation.links import Links, own_point, own_size
from analysis.estimation.logit import conditional_logit
from simulation.choice.law import Law
from simulation.luck import exp, great_circle_km
from simulation.parameters import Choice
from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

ERAS = (1946, 1963, 1976, 1989, 1997, 2015)
APPEAL_PRECISION = 0.05
"""Weak normal prior on appeal by country and era, for countries without a tie in an era."""


@dataclass(frozen=True)
class HeldFit:
    """The effect of a country already held, with its standard error."""

    value: float
    error: float
    ties: int
    held_share: float
    log_likelihood: float


def fit_held(links: Links, world: World, choice: Choice) -> HeldFit:
    """Estimate `choice.held`, given the other coefficients of choice."""
    law = Law(world, choice, districts=False)
    order = {group: index for index, group in enumerate(world.groups)}
    frame = links.frame.filter(
        pl.col("year").is_not_null(),
        pl.col("year_is_default") == 0,
        pl.col("year").is_between(ERAS[0], ERAS[-1] - 1),
        pl.col("country").is_in(list(order)),
    ).sort("year", "de_name", "country", "partner_geonameid", "partner_lat", "partner_lon")
    abroad = [g for g, country in enumerate(world.group_country) if country != "DE"]
    values = inclusive_values(frame, law)[:, abroad]
    chosen = np.array([abroad.index(order[c]) for c in frame["country"]], dtype=np.int64)
    holds = _holdings(frame["de_name"].to_list(), chosen, len(abroad))
    era = np.searchsorted(ERAS, frame["year"].to_numpy(), "right") - 1
    fits = [
        _within(holds[era == e], values[era == e], chosen[era == e], len(abroad))
        for e in range(len(ERAS) - 1)
    ]
    weight = np.array([error**-2 for _, error, _ in fits])
    value = float(sum(v * w for (v, _, _), w in zip(fits, weight, strict=True)) / weight.sum())
    return HeldFit(
        value,
        float(weight.sum() ** -0.5),
        len(chosen),
        float(holds[np.arange(len(chosen)), chosen].mean()),
        sum(likelihood for _, _, likelihood in fits),
    )


def inclusive_values(frame: pl.DataFrame, law: Law) -> Floats:
    """Ln of the pair weights that each German end sees in each group, shape (n, groups).

    -inf where a group has no place.
    """
    world, rows = law.world, law.rows
    rows = rows[world.land[rows] < 0]
    group = world.group[rows]
    result = np.full((frame.height, len(world.groups)), -np.inf)
    seen: dict[str, int] = {}
    points, sizes = own_point(frame), own_size(frame)
    for place, name in enumerate(frame["de_name"]):
        if name in seen:
            result[place] = result[seen[name]]
            continue
        seen[name] = place
        km = great_circle_km(points[place], world.point[rows])
        own = np.full(len(rows), sizes[place])
        weight = exp(law.pair(km, own, world.size[rows], group) - law.reference_mass[group])
        total = np.bincount(group, weights=weight, minlength=len(world.groups))
        result[place] = np.where(total > 0.0, np.log(np.maximum(total, 1e-300)), -np.inf)
    return result


def _holdings(towns: list[str], chosen: Integers, countries: int) -> Floats:
    """Whether the town held each country before each tie, shape (ties, countries)."""
    held: dict[str, Floats] = {}
    result = np.zeros((len(chosen), countries))
    for place, (town, country) in enumerate(zip(towns, chosen, strict=True)):
        now = held.setdefault(town, np.zeros(countries))
        result[place] = now
        now[country] = 1.0
    return result


def _within(
    holds: Floats, values: Floats, chosen: Integers, countries: int
) -> tuple[float, float, float]:
    """Effect, error and log likelihood within one era, appeal by country free."""
    appeal = np.broadcast_to(np.eye(countries), (len(chosen), countries, countries))
    design = np.concatenate([holds[:, :, None], appeal], axis=2)
    ridge = np.concatenate([[1e-6], np.full(countries, APPEAL_PRECISION)])
    finite = np.where(np.isfinite(values), values, -1e9)
    fit = conditional_logit(design, chosen, offset=finite, ridge=ridge)
    return float(fit.params[0]), float(fit.errors[0]), fit.log_likelihood
