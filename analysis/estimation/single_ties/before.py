"""Rate and choice on the ties that are dated up to a year, with the programs of all other fits.

What later ties alone can tell stays as it was: how eastern places search once they are free. Every
Land and every country is seen, for what is kept back here are the years that follow.
"""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.estimation import write
from analysis.estimation.single_ties.choice import fit_choice
from analysis.estimation.single_ties.estimates import among_countries
from analysis.estimation.single_ties.links import Links, read_links
from analysis.estimation.single_ties.rate import PERIODS, Panel, RateFit, fitted, panel, terms
from simulation.run import cached_world
from simulation.world import World

EAST = "east"
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
    choice = fit_choice(links, world, ridge=PRECISION)
    _, reach, paired = among_countries(links, world, choice)
    rate = rate_before(links, world, until)
    return {
        **write.links_content(links.sha256, choice, reach, paired, rate, {}),
        "until": until,
    }


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
