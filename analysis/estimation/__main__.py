"""`python -m analysis.estimation [--links FILE]`: estimate, and write the default scenario."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from analysis.estimation import write
from analysis.estimation.counts.rounds import ROUNDS, Calibration, calibrate, search
from analysis.estimation.counts.shapes import START, Shape
from analysis.estimation.single_ties.estimates import links_of
from analysis.estimation.single_ties.links import LinksError
from analysis.evidence import assumed_events, read_inputs, settled, with_assumed
from analysis.evidence.scenario_file import history_text
from analysis.recorded import forms
from simulation.parameters import Ending, Forms, Parameters, Rate, Recording, Reunification
from simulation.ties import FORMS

SEARCH_ROUNDS = 4
"""Rounds of each trial of a search, which starts from the best so far."""


def starting(links: dict[str, Any]) -> Parameters:
    """What stands before the counts are fitted: assumptions, posterior, and estimates on ties.

    Shares of unknown years are read off the record; forms, districts and wishes start from
    rough values and are matched.
    """
    undated = {row["form"]: row["undated"] / row["links"] for row in forms().iter_rows(named=True)}
    blank = Parameters(
        rate=Rate(district=-0.5),
        forms=Forms(partnership_at_once=0.54, friendship_at_once=0.14),
        ending=Ending(rupture=round(17 / 61, 4)),  # of 61 cities 17 suspended (V14a)
        reunification=Reunification(wish=0.03),
        recording=Recording(year_unknown={form: round(undated[form], 4) for form in FORMS}),
    )
    return write.with_links(settled(with_assumed(blank)), links)


def saved_shapes() -> dict[str, Shape]:
    """Delays and half-lives that an earlier search found."""
    found = write.read(write.FLOWS)["shapes"] if write.FLOWS.exists() else {}
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
            "until": 2025,
        }
    )


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
        links = links_of(options.links) if options.links else write.read(write.LINKS)
    except LinksError as error:
        print(error, file=sys.stderr)
        return 2
    if options.links:
        write.save(write.LINKS, links)
    else:
        print("single ties: not re-estimated, no --links FILE given")
    start = starting(links)
    context = get_context("spawn")
    with ProcessPoolExecutor(options.workers, mp_context=context) as executor:
        done = calibrate(start, executor, saved_shapes(), options.rounds)
        if options.search:
            done = search(done, executor, SEARCH_ROUNDS)
            done = calibrate(done.parameters, executor, done.shapes, options.rounds)
    flows = write.flows_content(done)
    write.save(write.FLOWS, flows)
    text = history_text(finished(done), replace(read_inputs(), links=links, flows=flows))
    write.HISTORY.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
