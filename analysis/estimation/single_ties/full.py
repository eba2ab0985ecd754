"""Rate and choice on all single ties, those of the Länder and countries kept back among them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.estimation import write
from analysis.estimation.single_ties.checks import checks
from analysis.estimation.single_ties.choice import fit_choice
from analysis.estimation.single_ties.links import read_links
from analysis.estimation.single_ties.rate import fit_rate
from analysis.estimation.single_ties.reach import fit_reach
from analysis.estimation.single_ties.regions import fit_regions
from simulation.run import cached_world


def links_full(path: Path) -> dict[str, Any]:
    """Estimate rate and choice on every tie of a file; nothing is saved.

    Returns
    -------
    dict
        As `estimates.links_of` gives, without the contest of choice models, for which nothing is
        left that was not seen.

    Raises
    ------
    LinksError
        If the file is missing, no CSV, or lacks a column.
    """
    links, world = read_links(path), cached_world("germany")
    choice = fit_choice(links, world)
    pairs = write.choice_of({"choice": asdict(choice), "held": {"value": 0.0}})
    reach = fit_reach(links, world, pairs)
    told = {"choice": asdict(choice), "held": {"value": reach.held}, "reach": asdict(reach)}
    law = write.choice_of(told)
    paired, rate = fit_regions(links, world, law), fit_rate(links, world)
    asked = checks(links, world, choice, law)
    return write.links_content(links.sha256, choice, reach, paired, rate, asked)
