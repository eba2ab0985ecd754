"""`python -m analysis.estimation [--links FILE]`: estimate, and write the default scenario."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from analysis.calibration.direct import FITS, folder_of
from analysis.estimation import write
from analysis.estimation.counts.rounds import ROUNDS, Calibration, calibrate, search
from analysis.estimation.counts.seen import BEFORE, FULL, LAST, SPLIT, Seen
from analysis.estimation.counts.shapes import START, Shape
from analysis.estimation.covariance import save_covariance
from analysis.estimation.single_ties.before import links_before
from analysis.estimation.single_ties.estimates import links_of
from analysis.estimation.single_ties.full import links_full
from analysis.estimation.single_ties.links import LinksError
from analysis.evidence import assumed_events, merged, read_inputs, settled, with_assumed
from analysis.evidence.scenario_file import history_text
from analysis.recorded import forms
from simulation.parameters import Ending, Forms, Parameters, Rate, Recording, Reunification
from simulation.ties import FORMS

DATED = "rgre2015_links_by_year"
"""The one table that tells years."""
SEARCH_ROUNDS = 4
"""Rounds of each trial of a search, which starts from the best so far."""


def starting(links: dict[str, Any], folder: Path = write.FOLDER) -> Parameters:
    """What stands before the counts are fitted: assumptions, posterior, and estimates on ties.

    Shares of unknown years are read off the record; forms, districts and wishes start from
    rough values and are matched.

    Parameters
    ----------
    links : estimates on single ties
    folder : of the estimates, whose posterior is taken
    """
    undated = {row["form"]: row["undated"] / row["links"] for row in forms().iter_rows(named=True)}
    recording = Recording(year_unknown={form: round(undated[form], 4) for form in FORMS})
    blank = _blank(recording)
    stands = write.with_links(settled(with_assumed(blank), _inputs(folder)), links)
    return merged(stands, links, _inputs(folder))


def starting_before(links: dict[str, Any]) -> Parameters:
    """What stands before a fit that must not know of later ties: assumptions and early ties.

    No posterior: the patterns it has seen hold later ties. Undated rows may be later, so the
    shares of unknown years are the model's own defaults; they cut all years alike, and the
    appeals take them up.
    """
    return write.with_links(with_assumed(_blank(Recording())), links)


def _blank(recording: Recording) -> Parameters:
    return Parameters(
        rate=Rate(district=-0.5),
        forms=Forms(partnership_at_once=0.54, friendship_at_once=0.14),
        ending=Ending(rupture=round(17 / 61, 4)),  # of 61 cities 17 suspended (V14a)
        reunification=Reunification(wish=0.03),
        recording=recording,
    )


def _inputs(folder: Path) -> Any:
    """The estimates of another folder than the one that ships; None for that one."""
    return None if folder == write.FOLDER else read_inputs(folder)


def saved_shapes(folder: Path = write.FOLDER) -> dict[str, Shape]:
    """Delays and half-lives that an earlier search found."""
    path = folder / write.FLOWS.name
    found = write.read(path)["shapes"] if path.exists() else {}
    return {**START, **{kind: (shape[0], shape[1]) for kind, shape in found.items()}}


def finished(done: Calibration) -> Parameters:
    """The default scenario: what the last fit says, undamped, and what was matched or assumed."""
    fitted = {estimate.name: round(estimate.value, 4) for estimate in done.fit.estimates}
    now = done.parameters
    events = {
        name: response.model_copy(update={"size": fitted.get(f"events.{name}", response.size)})
        for name, response in now.events.items()
    }
    appeal = {country: fitted[f"appeal.{country}"] for country in now.appeal}
    restricted = round(float(np.exp(fitted["gates.restricted"])), 4)
    return now.model_copy(
        update={
            "appeal": appeal,
            "events": assumed_events(events),
            "gates": now.gates.model_copy(update={"restricted": min(restricted, 1.0)}),
            "rate": now.rate.model_copy(update={"growth": fitted["rate.growth"]}),
            "until": 2025,
        }
    )


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
