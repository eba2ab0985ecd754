"""The bank: runs on a design, of each only its summary, read again as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.design import Box, Where, design_table, run_seeds, sobol
from analysis.observation.register import recorded
from analysis.validation import summarise
from analysis.validation.patterns.chronicle import chronicle
from scenarios.runs import Chosen, RunError, design_ensemble, open_results
from scenarios.runs.designs import SEED
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import UNREADABLE, shown
from scenarios.runs.plan import ending
from scenarios.runs.tables import parquet
from simulation import History

Floats = NDArray[np.float64]
Progress = Callable[[int, int, int], None]

LAST = 2020
"""Last year of the runs: that of the last figure that is used (contracts with Britain)."""
SUMMARY = "summary"
FILE, THETA = "bank.parquet", "theta.parquet"
"""Summaries of all runs, and the points of the parameter space that they were made at."""
FAILED_AT_MOST = 0.1
"""Share of runs that may fail: more would leave a hole in the design that nobody sees."""


def summary(history: History) -> pl.DataFrame:
    """What a run leaves in a bank: pattern, cell, value, as register and surveys would show it."""
    run = chronicle(history)
    return summarise(recorded(history), history.municipalities, history.ties, run=run)


@dataclass(frozen=True)
class Bank:
    """Finished runs on a design.

    Attributes
    ----------
    theta : parameters, shape (n, p)
    seeds : seeds of the runs, shape (n,)
    table : run, pattern, cell, value; sorted by run, then in the order of the record
    """

    theta: Floats
    seeds: NDArray[np.int64]
    table: pl.DataFrame


@dataclass(frozen=True)
class Call:
    """What all runs of a calibration share: base scenario, world, seed and engine."""

    base: Chosen
    world: str
    seed: int
    workers: int = 1
    cluster: str | None = None
    resume: bool = False

    @property
    def ended(self) -> Chosen:
        """The base, ended with the last figure: what comes later leaves no trace in any."""
        return Chosen(ending(self.base.scenario, LAST), self.base.file_sha256)


def run_bank(
    call: Call,
    out: Path,
    box: Box,
    draws: int,
    stream: int,
    progress: Progress | None = None,
    where: Where | None = None,
) -> Bank:
    """Run a Sobol' design in a box, keep the summaries, and write `bank.parquet` beside them.

    With `where` only points that it names are run, see `design.sobol`.

    Raises
    ------
    RunError
        If the call is not possible, `out` cannot be written to, or too many runs failed.
    """
    theta = sobol(box, draws, call.seed, stream, where)
    seeds = run_seeds(call.seed, stream, draws)
    base = call.ended
    design_ensemble(
        base,
        design_table(theta, box.names, base.scenario, seeds),
        out,
        seed=call.seed,
        world=call.world,
        workers=call.workers,
        cluster=call.cluster,
        resume=call.resume,
        tables={SUMMARY: summary},
        also=(FILE, THETA),
        progress=progress,
    )
    table = _gathered(out)
    kept = table["run"].unique().sort().to_numpy()
    bank = Bank(theta[kept], np.array(seeds, dtype=np.int64)[kept], table)
    points = pl.DataFrame(bank.theta, schema=list(box.names))
    points = points.insert_column(0, pl.Series(SEED, bank.seeds))
    write_whole(out / THETA, parquet(points.insert_column(0, pl.Series("run", kept))))
    write_whole(out / FILE, parquet(table))
    return bank


def read_bank(folder: Path) -> Bank:
    """Read a finished bank from its folder.

    Raises
    ------
    RunError
        If the folder is none, or is not whole.
    """
    try:
        theta = pl.read_parquet(folder / THETA)
        table = pl.read_parquet(folder / FILE)
        seeds = theta[SEED].drop_nulls().cast(pl.Int64).to_numpy()
        if len(seeds) != theta.height:
            raise ValueError("a seed is missing")
        points = theta.drop("run", SEED).cast(pl.Float64).to_numpy()
    except (*UNREADABLE, ValueError, TypeError):
        raise RunError(f"{shown(folder)}: holds no finished bank of a calibration") from None
    return Bank(points, seeds, table)


def _gathered(out: Path) -> pl.DataFrame:
    """All summaries of a folder; a failed run is left out, too many are a mistake."""
    results = open_results(out)
    failed = results.table("failures")
    runs = len(results.record["runs"])
    if failed.height > FAILED_AT_MOST * runs:
        raise RunError(
            f"{shown(out)}: {failed.height:,} of {runs:,} runs failed, too many to calibrate with; "
            f"the first: {shown(failed['error'][0])}"
        )
    return results.table(SUMMARY).select(
        pl.col("replication").cast(pl.Int32).alias("run"), "pattern", "cell", "value"
    )
