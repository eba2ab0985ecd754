"""Rate and choice on the ties that are dated up to a year, with the programs of all other fits.

What later ties alone can tell stays as it was: how eastern places search once they are free. Every
Land and every country is seen, for what is kept back here are the years that follow.
"""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation import write
from analysis.estimation.single_ties.choice import (
    COEFFICIENTS,
    LEAST_TIES,
    NEAR_KM,
    ChoiceFit,
    choice_sets,
    pairings,
    shrink,
)
from analysis.estimation.single_ties.links import (
    Links,
    own_point,
    own_size,
    partner_rows,
    read_links,
)
from analysis.estimation.single_ties.logit import clustered, conditional_logit
from analysis.estimation.single_ties.rate import PERIODS, Panel, RateFit, fitted, panel, terms
from analysis.estimation.single_ties.reach import fit_reach
from analysis.estimation.single_ties.regions import fit_regions
from analysis.estimation.single_ties.traits import shared_traits
from simulation.choice.effects import FLOOR_KM, REFERENCE_KM
from simulation.luck import great_circle_km
from simulation.run import cached_world
from simulation.world import World

Floats = NDArray[np.float64]

EAST = "east"
ALTERNATIVES = 200
PRECISION = 0.25
"""Of a normal prior around zero of each coefficient of the choice within countries: a trait that a
handful of early ties share, and no place beside them has, would otherwise weigh without bound."""


def links_before(path: Path, until: int) -> dict[str, Any]:
    """Estimate rate and choice on ties dated up to a year; nothing is saved.

    Parameters
    ----------
    path : file of single ties
    until : last year that is seen

    Returns
    -------
    dict
        As `estimates.links_of` gives, without checks and contest, and with `until`.

    Raises
    ------
    LinksError
        If the file is missing, no CSV, or lacks a column.
    """
    world, links = cached_world("germany"), read_links(path).until(until)
    choice = choice_before(links, world)
    pairs = write.choice_of({"choice": asdict(choice), "held": {"value": 0.0}})
    reach = fit_reach(links, world, pairs)
    told = {"choice": asdict(choice), "held": {"value": reach.held}, "reach": asdict(reach)}
    law = write.choice_of(told)
    paired, rate = fit_regions(links, world, law), rate_before(links, world, until)
    return {
        **write.links_content(links.sha256, choice, reach, paired, rate, {}),
        "until": until,
    }


def choice_before(links: Links, world: World) -> ChoiceFit:
    """Estimate the choice within countries as `choice.fit_choice` does, under a weak prior."""
    partner = partner_rows(links.frame, world)
    country = np.array(links.frame["country"].to_list())
    many = {str(c) for c in country if int(((country == c) & (partner >= 0)).sum()) >= LEAST_TIES}
    used = (partner >= 0) & np.isin(country, sorted(many))
    frame, partner, country = links.frame.filter(used), partner[used], country[used]
    names = sorted(many)
    design = _design(frame, country, names, choice_sets(partner, country, world, ALTERNATIVES))
    first = np.zeros(len(partner), dtype=np.int64)
    fit = conditional_logit(design, first, ridge=PRECISION)
    robust = np.diag(clustered(fit, design, first, pairings(frame, world, partner))) ** 0.5
    parameters = [*(f"distance.{name}" for name in names), *COEFFICIENTS]
    values = dict(zip(parameters, fit.params.tolist(), strict=True))
    errors = dict(zip(parameters, robust.tolist(), strict=True))
    slopes, noise = fit.params[: len(names)], robust[: len(names)]
    common, between = shrink(slopes, noise)
    drawn = common.posterior(slopes, noise, between)
    for name, slope, error in zip(names, *(part.tolist() for part in drawn), strict=True):
        values[f"distance.{name}"], errors[f"distance.{name}"] = slope, error
    raw = dict(zip(names, zip(slopes.tolist(), noise.tolist(), strict=True), strict=True))
    counts = {name: int((country == name).sum()) for name in names}
    return ChoiceFit(values, errors, common, between, counts, fit.log_likelihood, raw)


def _design(
    frame: pl.DataFrame, country: NDArray[np.str_], names: list[str], choices: NDArray[np.int64]
) -> Floats:
    """Slopes of distance by country, nearness, likeness, mass and traits in common."""
    world = cached_world("germany")
    km = great_circle_km(own_point(frame)[:, None, :], world.point[choices])
    reach = np.log(np.maximum(km, FLOOR_KM) / REFERENCE_KM)
    size, own = world.size[choices], own_size(frame)[:, None]
    columns = [np.where(country[:, None] == name, reach, 0.0) for name in names]
    columns += [np.log(np.clip(km, FLOOR_KM, NEAR_KM) / NEAR_KM), np.abs(size - own), size]
    columns += list(np.moveaxis(shared_traits(frame, world, choices), -1, 0))
    return np.stack(columns, axis=-1)


def rate_before(links: Links, world: World, until: int) -> RateFit:
    """Estimate the rate of western places in the periods that begin by a year.

    The last period counts whole though it may be cut: its own intercept takes that up. Imitation
    is not asked for: its placebo needs later ties.
    """
    data = _seen(panel(links, world), until)
    return fitted(data, {name: term for name, term in terms(data).items() if name != EAST})


def _seen(data: Panel, until: int) -> Panel:
    """Western places alone, in the periods that begin by a year."""
    west = ~data.east
    cut = {field.name: np.asarray(getattr(data, field.name))[west] for field in fields(data)}
    cut["ties"] = cut["ties"][:, : int(np.searchsorted(PERIODS, until, "right"))]
    return replace(data, **cut)
