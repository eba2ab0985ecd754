"""`python -m analysis.estimation [--links FILE]`: estimate, and write the default scenario."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from analysis.calibration.direct import FITS, folder_of
from analysis.estimation import write
from analysis.estimation.counts.rounds import ROUNDS, Calibration, calibrate, search
from analysis.estimation.counts.seen import BEFORE, FULL, LAST, SPLIT, Seen
from analysis.estimation.covariance import save_covariance
from analysis.estimation.single_ties.before import links_before
from analysis.estimation.single_ties.estimates import links_full, links_of
from analysis.estimation.single_ties.links import LinksError
from analysis.estimation.standing import finished, saved_shapes, starting, starting_before
from analysis.evidence import read_inputs
from analysis.evidence.scenario_file import history_text

DATED = "rgre2015_links_by_year"
"""The one table that tells years."""
SEARCH_ROUNDS = 4
"""Rounds of each trial of a search, which starts from the best so far."""


def single_ties(options: argparse.Namespace) -> dict[str, Any]:
    """Estimates on single ties: from a file, else those saved in the folder.

    Raises
    ------
    LinksError
        If the file cannot be used, or there are no saved ones.
    """
    saved = options.into / write.LINKS.name
    if not options.links:
        known = write.read(saved) if saved.exists() else {}
        if not known or known.get("until", LAST) != options.until:
            raise LinksError(f"{saved}: no such estimates; give the single ties with --links FILE")
        print("single ties: not re-estimated, no --links FILE given")
        return known
    if options.until != LAST:
        links = links_before(options.links, options.until)
    else:
        links = links_of(options.links) if options.fit == "split" else links_full(options.links)
    write.save(saved, links)
    return links


def sight(options: argparse.Namespace) -> Seen:
    """What of the record the fit sees."""
    if options.until != LAST:
        return replace(BEFORE, until=options.until)
    return SPLIT if options.fit == "split" else FULL


def counts(options: argparse.Namespace, links: dict[str, Any], seen: Seen) -> Calibration:
    """Estimate appeals and events on counts, and match what is matched."""
    early = options.until != LAST
    start = starting_before(links) if early else starting(links, options.into)
    shapes = saved_shapes(options.into)
    with ProcessPoolExecutor(options.workers, mp_context=get_context("spawn")) as executor:
        done = calibrate(start, executor, shapes, options.rounds, seen=seen)
        if options.search:
            done = search(done, executor, SEARCH_ROUNDS, seen=seen)
            done = calibrate(done.parameters, executor, done.shapes, options.rounds, seen=seen)
    return done


def main(arguments: list[str]) -> int:
    """Run the estimation; 2 for a wrong input."""
    options = _parser().parse_args(arguments)
    if options.until != LAST and options.into is None:
        print("--until: needs --into FOLDER of its own", file=sys.stderr)
        return 2
    options.into = options.into or folder_of(options.fit)
    try:
        links = single_ties(options)
        seen = sight(options)
        done = counts(options, links, seen)
    except (LinksError, ValueError) as error:
        print(error, file=sys.stderr)
        return 2
    flows = {**write.flows_content(done), "seen": asdict(seen)}
    if not seen.undated:
        flows["tables"] = {name: flows["tables"][name] for name in (DATED,)}
    write.save(options.into / write.FLOWS.name, flows)
    names = [estimate.name for estimate in done.fit.estimates]
    save_covariance(names, done.fit.covariance, options.into)
    if options.until == LAST:
        known = replace(read_inputs(options.into), links=links, flows=flows)
        default = options.into == write.FOLDER
        path = write.HISTORY if default else options.into / write.HISTORY.name
        path.write_text(history_text(finished(done), known), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m analysis.estimation", description=__doc__)
    parser.add_argument("--links", type=Path, help="single ties (CSV); without it, those saved")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--search", action="store_true", help="try other delays and half-lives too: much longer"
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--fit",
        choices=FITS,
        default="full",
        help="split: leave out the Länder and countries that are kept back",
    )
    parser.add_argument(
        "--until", type=int, default=LAST, metavar="YEAR", help="see dated ties up to a year alone"
    )
    parser.add_argument(
        *("--into",),
        type=Path,
        metavar="FOLDER",
        help="of the estimates, with a history.toml of its own; by default that of the fit",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
