"""`python -m analysis.estimation [--links FILE]`: estimate, and write the default scenario."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from analysis.estimation import write
from analysis.estimation.calibrate import ROUNDS, Calibration, calibrate, search
from analysis.estimation.checks import checks
from analysis.estimation.choice import fit_choice
from analysis.estimation.held import fit_held
from analysis.estimation.links import LinksError, read_links
from analysis.estimation.rate import fit_rate
from analysis.estimation.scenario_file import ASSUMED_EVENTS, history_text
from analysis.estimation.shapes import START, Shape
from analysis.recorded import forms
from simulation.parameters import Ending, Forms, Parameters, Rate, Recording, Reunification
from simulation.run import cached_world
from simulation.ties import FORMS

SEARCH_ROUNDS = 4
"""Rounds of each trial of a search, which starts from the best so far."""


def assumed() -> Parameters:
    """What stands before estimation: the assumed values, and shares read off the record."""
    undated = {row["form"]: row["undated"] / row["links"] for row in forms().iter_rows(named=True)}
    return Parameters(
        rate=Rate(district=-0.5, district_size=0.5),
        forms=Forms(
            partnership_at_once=0.54,
            friendship_at_once=0.14,
            contact_to_friendship=0.004,
            contact_to_partnership=0.012,
            friendship_to_partnership=0.015,
        ),
        ending=Ending(rupture=round(17 / 61, 4)),
        reunification=Reunification(wish=0.03),
        recording=Recording(year_unknown={form: round(undated[form], 4) for form in FORMS}),
    )


def from_links(path: Path) -> dict[str, object]:
    """Estimate rate and choice on single ties and save what may be kept."""
    links, world = read_links(path), cached_world("germany")
    choice = fit_choice(links, world)
    trial = {"choice": {**vars(choice), "common": {"mean": choice.common.mean}}}
    trial["held"] = {"value": 0.0}
    law = write.choice_of(trial)
    held, rate = fit_held(links, world, law), fit_rate(links, world)
    asked = checks(links, world, choice, law)
    content = write.links_content(links.sha256, choice, held, rate, asked)
    write.save(write.LINKS, content)
    return content


def saved_shapes() -> dict[str, Shape]:
    """Delays and half-lives that an earlier search found."""
    if not write.FLOWS.exists():
        return dict(START)
    return {kind: (shape[0], shape[1]) for kind, shape in write.read(write.FLOWS)["shapes"].items()}


def finished(done: Calibration) -> Parameters:
    """The calibrated parameters as the default scenario carries them."""
    events = {**done.parameters.events, **{k: v[0] for k, v in ASSUMED_EVENTS.items()}}
    return done.parameters.model_copy(update={"events": events, "until": 2025})


def main(arguments: list[str]) -> int:
    """Run the estimation; 2 for a wrong input."""
    parser = argparse.ArgumentParser(prog="python -m analysis.estimation", description=__doc__)
    parser.add_argument("--links", type=Path, help="single ties (CSV); without it, those saved")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument(
        "--search", action="store_true", help="try other delays and half-lives too: much longer"
    )
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    try:
        links = from_links(options.links) if options.links else write.read(write.LINKS)
    except LinksError as error:
        print(error, file=sys.stderr)
        return 2
    if not options.links:
        print("single ties: not re-estimated, no --links FILE given")
    start = write.with_links(assumed(), links)
    context = get_context("spawn")
    with ProcessPoolExecutor(options.workers, mp_context=context) as executor:
        done = calibrate(start, executor, saved_shapes(), options.rounds)
        if options.search:
            done = search(done, executor, SEARCH_ROUNDS)
            done = calibrate(done.parameters, executor, done.shapes, options.rounds)
    flows = write.flows_content(done)
    write.save(write.FLOWS, flows)
    write.HISTORY.write_text(history_text(finished(done), links, flows), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
