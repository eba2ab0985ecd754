"""Refitting a model that lacks a mechanism: countries matched again, then one wave.

Whole and ablated models go the same way, so that what differs is the mechanism: appeals are moved
until each country has its recorded number of ties, then a bank over the prior of what is left to
calibrate is drawn and the posterior of the fitted patterns inferred. Points at which the whole
model would found far too many ties or too few are left out of every bank. So are estimates on
single ties: they hold given the whole law of choice, and would tie an ablated model to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from analysis.calibration import parameters
from analysis.calibration.bank import SUMMARY, Call, run_bank, summary
from analysis.calibration.design import Box, Stream, design_table, prior_box, run_seeds
from analysis.calibration.folder import PILOT
from analysis.calibration.inference import infer
from analysis.calibration.pilot import RUNS as PILOT_RUNS
from analysis.calibration.pilot import Pilot, learn_pilot
from analysis.calibration.posterior import resampled
from analysis.calibration.summaries import summaries
from analysis.calibration.waves import PILOT_STREAM
from analysis.validation import observed
from scenarios.runs import Chosen, RunError, design_ensemble, open_results, with_values
from scenarios.runs.designs import SEED

COUNTRIES = "countries"
ROUNDS = 4
SEEDS = 4
"""Rounds in which appeals are matched, and runs of each."""
STREAM = 350
"""Seeds of these runs, apart from those of the bank and of the predictive runs."""
DAMPING = 0.8
"""Share of each step that is taken: neighbours' totals move together."""
HALF = 0.5
"""Added to every count, for a run may have none."""
FURTHEST = 3.0
"""An appeal moves by no more in a round: a factor of twenty."""


@dataclass(frozen=True)
class Effort:
    """How much is run.

    Attributes
    ----------
    draws : runs of the bank
    runs : predictive runs
    """

    draws: int = 128
    runs: int = 24


def rematched(call: Call, out: Path) -> Chosen:
    """The base with appeals at which each country has its recorded ties, fitted cells alone.

    Raises
    ------
    RunError
        If a run failed, or the folder cannot be written to.
    """
    recorded = dict(
        observed()
        .filter(pl.col("pattern") == COUNTRIES, pl.col("role") == "fitted")
        .select("cell", "recorded")
        .iter_rows()
    )
    for number in range(1, ROUNDS + 1):
        design = pl.DataFrame({SEED: run_seeds(call.seed, STREAM, SEEDS)})
        counts = _mean_counts(_run(call, design, out / f"match_{number}"))
        appeal = {
            country: value + _step(recorded.get(country), counts.get(country))
            for country, value in call.base.scenario.appeal.items()
        }
        moved = {f"appeal.{country}": round(value, 4) for country, value in appeal.items()}
        call = replace(call, base=Chosen(with_values(call.base.scenario, moved)))
    return call.base


def _step(recorded: float | None, simulated: float | None) -> float:
    """By how much an appeal moves; a country without a recorded cell stays."""
    if recorded is None or simulated is None:
        return 0.0
    goal = float(np.log((recorded + HALF) / (simulated + HALF)))
    return DAMPING * float(np.clip(goal, -FURTHEST, FURTHEST))


def _mean_counts(table: pl.DataFrame) -> dict[str, float]:
    rows = table.filter(pl.col("pattern") == COUNTRIES).sort("cell", "replication")
    means = rows.group_by("cell", maintain_order=True).agg(pl.col("value").mean())
    return dict(means.iter_rows())


def piloted(call: Call, out: Path) -> Pilot:
    """What a pilot of the whole model says of totals; see `analysis.calibration.pilot`.

    Raises
    ------
    RunError
        If too many runs failed, or the folder cannot be written to.
    """
    bank = run_bank(call, out / PILOT, prior_box(), PILOT_RUNS, PILOT_STREAM)
    return learn_pilot(bank, call.base.scenario)


def refitted(
    call: Call, out: Path, effort: Effort, held: tuple[str, ...], pilot: Pilot
) -> pl.DataFrame:
    """Predictive runs of a model, refitted: replication, pattern, cell, value.

    Parameters
    ----------
    call : base scenario with matched appeals (`rematched`), world, seed and engine
    out : a folder for the bank and the runs; finished runs in it are taken as they are
    effort : how much is run
    held : calibrated parameters that keep the base's value
    pilot : of the whole model

    Raises
    ------
    RunError
        If a run failed or the folder cannot be written to.
    """
    box = _without(prior_box(), held)
    where = pilot.among(box.names)
    bank = run_bank(call, out / "bank", box, effort.draws, 1, where=where)
    _, sample = infer([bank], box, summaries("split", ties=False), call.seed)
    draws = resampled(sample, box, call.seed)
    theta = draws.select(box.names).to_numpy()[np.arange(effort.runs) % draws.height]
    seeds = run_seeds(call.seed, Stream.PREDICTIVE, effort.runs)
    design = design_table(theta, box.names, call.base.scenario, seeds)
    return _run(call, design, out / "predictive")


def _run(call: Call, design: pl.DataFrame, out: Path) -> pl.DataFrame:
    """Run a design and keep the summaries; a failed run is a mistake, for pairs must be whole."""
    done = design_ensemble(
        call.ended,
        design,
        out,
        seed=call.seed,
        world=call.world,
        workers=call.workers,
        cluster=call.cluster,
        resume=True,
        tables={SUMMARY: summary},
    )
    if done.failures:
        raise RunError(f"{out.name}: {len(done.failures)} runs failed; {done.failures[0][-1]}")
    return open_results(out).table(SUMMARY).select("replication", "pattern", "cell", "value")


def _without(box: Box, held: tuple[str, ...]) -> Box:
    """The box of what is left to calibrate."""
    kept = [place for place, name in enumerate(box.names) if name not in held]
    if not kept:
        raise RunError(f"all of {', '.join(parameters())} are held; nothing is left to refit")
    names = tuple(box.names[place] for place in kept)
    return Box(names, box.low[kept], box.high[kept])
