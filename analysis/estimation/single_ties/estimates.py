"""Everything that single ties tell: rate, choice, checks and the contest of choice models.

The ties of the Länder and countries that are kept back inform no estimate; they serve to score
the law of choice beside simpler ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.estimation import write
from analysis.estimation.single_ties.checks import checks
from analysis.estimation.single_ties.choice import ChoiceFit, fit_choice
from analysis.estimation.single_ties.choice_contest import choice_contest
from analysis.estimation.single_ties.left_out import left_out
from analysis.estimation.single_ties.links import Links, read_links
from analysis.estimation.single_ties.rate import fit_rate, panel
from analysis.estimation.single_ties.rate_left_out import spread_left_out
from analysis.estimation.single_ties.reach import ReachFit, fit_reach, laid_out
from analysis.estimation.single_ties.regions import RegionFit, fit_regions
from analysis.validation import split
from simulation.parameters import Choice
from simulation.run import cached_world
from simulation.world import World


def links_of(path: Path) -> dict[str, Any]:
    """Estimate rate and choice on a file of single ties; nothing is saved.

    Returns
    -------
    dict
        The content of `analysis/estimates/links.json`: coefficients, errors, checks, and the
        SHA-256 of the file.

    Raises
    ------
    LinksError
        If the file is missing, no CSV, or lacks a column.
    """
    held_out, world = split(), cached_world("germany")
    everything = read_links(path)
    links = everything.without(held_out.laender)
    choice = fit_choice(links, world, kept_back=held_out.countries)
    law, reach, paired = among_countries(links, world, choice, held_out.countries)
    rate = fit_rate(links, world)
    asked = checks(links, world, choice, law, held_out.countries)
    design = laid_out(links, world, of_places(choice), held_out.countries)
    asked["remote_left_out"] = left_out(design, reach)
    asked["spread_left_out"] = spread_left_out(panel(links, world), world)
    asked["choice_contest"] = choice_contest(
        everything.frame, world, law, held_out.laender, held_out.countries
    )
    return write.links_content(links.sha256, choice, reach, paired, rate, asked)


def links_full(path: Path) -> dict[str, Any]:
    """Estimate rate and choice on every tie of a file, those kept back among them.

    Returns
    -------
    dict
        As `links_of` gives, without what is scored on ties left out: nothing is.

    Raises
    ------
    LinksError
        If the file is missing, no CSV, or lacks a column.
    """
    links, world = read_links(path), cached_world("germany")
    choice = fit_choice(links, world)
    law, reach, paired = among_countries(links, world, choice)
    rate, asked = fit_rate(links, world), checks(links, world, choice, law)
    return write.links_content(links.sha256, choice, reach, paired, rate, asked)


def of_places(choice: ChoiceFit) -> Choice:
    """The law of choice within countries, before countries are asked for."""
    return write.choice_of({"choice": asdict(choice), "held": {"value": 0.0}})


def among_countries(
    links: Links, world: World, choice: ChoiceFit, kept_back: Sequence[str] = ()
) -> tuple[Choice, ReachFit, RegionFit]:
    """Estimate what moves countries and partner regions, given the choice within countries.

    Returns
    -------
    The whole law of choice, and the fits of countries and of partner regions.
    """
    reach = fit_reach(links, world, of_places(choice), tuple(kept_back))
    told = {"choice": asdict(choice), "held": {"value": reach.held}, "reach": asdict(reach)}
    law = write.choice_of(told)
    return law, reach, fit_regions(links, world, law, tuple(kept_back))
