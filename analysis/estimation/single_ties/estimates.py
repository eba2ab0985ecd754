"""Everything that single ties tell: rate, choice, checks and the contest of choice models.

The ties of the Länder and countries that are kept back inform no estimate; they serve to score
the law of choice beside simpler ones.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.estimation import write
from analysis.estimation.single_ties.checks import checks
from analysis.estimation.single_ties.choice import fit_choice
from analysis.estimation.single_ties.choice_contest import choice_contest
from analysis.estimation.single_ties.left_out import left_out
from analysis.estimation.single_ties.links import read_links
from analysis.estimation.single_ties.rate import fit_rate
from analysis.estimation.single_ties.reach import fit_reach, laid_out
from analysis.estimation.single_ties.regions import fit_regions
from analysis.validation import split
from simulation.run import cached_world


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
    pairs = write.choice_of({"choice": asdict(choice), "held": {"value": 0.0}})
    reach = fit_reach(links, world, pairs, held_out.countries)
    told = {"choice": asdict(choice), "held": {"value": reach.held}, "reach": asdict(reach)}
    law = write.choice_of(told)
    paired = fit_regions(links, world, law, held_out.countries)
    rate = fit_rate(links, world)
    asked = checks(links, world, choice, law, held_out.countries)
    asked["remote_left_out"] = left_out(laid_out(links, world, pairs, held_out.countries), reach)
    asked["choice_contest"] = choice_contest(
        everything.frame, world, law, held_out.laender, held_out.countries
    )
    return write.links_content(links.sha256, choice, reach, paired, rate, asked)
