"""`python -m analysis.estimation.events [--out FILE]`: what history's events did to twinning."""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import asdict
from hashlib import sha256 as hashed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from analysis.estimation import write
from analysis.estimation.counts.exposure import exposure, mean_of
from analysis.estimation.counts.flows import problem
from analysis.estimation.counts.rounds import SEEDS
from analysis.estimation.counts.seen import FULL, SPLIT, Seen
from analysis.estimation.counts.shapes import START, estimated, responses
from analysis.estimation.events.asked import asked
from analysis.estimation.events.columns import layout
from analysis.estimation.events.elysee import beside_neighbours, held_over_the_span
from analysis.estimation.events.study import study
from analysis.observation.register import SNAPSHOT
from analysis.recorded import country_year, sha256
from scenarios import load
from simulation.past import load_events

OUT = write.FOLDER / "events.json"
TABLES: dict[str, Seen] = {"full": FULL, "split": SPLIT}
DIGITS = 4


def found(executor: Executor, tables: str, seeds: tuple[int, ...] = SEEDS) -> dict[str, Any]:
    """Simulate the exposure with the default history, and ask all questions of all events.

    Parameters
    ----------
    executor : carries out the runs; how many at a time does not matter to the result
    tables : ``full`` for all tables, ``split`` without the Länder that are kept back
    seeds : of the histories whose mean is the exposure
    """
    seen = TABLES[tables]
    parameters = load("history").model_copy(update={"until": SNAPSHOT})
    measured = mean_of(parameters, seeds, executor, seen)
    shown = exposure(parameters, measured, seen)
    # delays and half-lives are those that the exposure was simulated with
    shapes = responses(START) | parameters.events
    events = [event for event in load_events() if estimated(event)]
    given = problem(parameters, shown, events, shapes)
    content = study(asked(given, layout(given, shown), events, shapes))
    treaty = next(event for event in events if event.id == "elysee_1963")
    return {
        "source": "recorded counts by country and year, the model's own exposure as offset",
        "tables": {name: sha256(name) for name in write.COUNTED},
        "scenario": hashed(write.HISTORY.read_bytes()).hexdigest(),
        "fitted": tables,
        "seeds": list(seeds),
        "elysee": {
            **asdict(beside_neighbours(country_year())),
            "held": held_over_the_span(treaty.date, shapes[treaty.id]),
        },
        **content,
    }


def rounded(value: Any) -> Any:
    """Every number to four digits, so that the last bits of a machine leave no trace."""
    if isinstance(value, dict):
        return {key: rounded(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    return float(f"{value:.{DIGITS}g}") if isinstance(value, float) else value


def main(arguments: list[str]) -> int:
    """Run the study and write it."""
    parser = argparse.ArgumentParser(prog="python -m analysis.estimation.events")
    parser.description = __doc__
    parser.add_argument("--out", type=Path, default=OUT, help="JSON file to write")
    parser.add_argument("--tables", choices=sorted(TABLES), default="full")
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(arguments)
    if options.workers < 1:
        parser.error(f"--workers {options.workers}: expected at least 1")
    context = get_context("spawn")
    with ProcessPoolExecutor(options.workers, mp_context=context) as executor:
        content = found(executor, options.tables)
    write.save(options.out, rounded(content))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
