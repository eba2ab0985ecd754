"""The bank: runs on a design, of each only its summary, read again as one table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.design import Box, design_table, run_seeds, sobol
from analysis.register import SNAPSHOT, recorded
from analysis.validation import summarise
from scenarios.runs import Chosen, RunError, design_ensemble, open_results
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import shown
from scenarios.runs.plan import ending
from scenarios.runs.tables import parquet
from simulation import History

Floats = NDArray[np.float64]
Progress = Callable[[int, int, int], None]

SUMMARY = "summary"
FILE = "bank.parquet"
FAILED_AT_MOST = 0.1
"""Share of runs that may fail: more would leave a hole in the design that nobody sees."""


def summary(history: History) -> pl.DataFrame:
    """What a run leaves in a bank: pattern, cell, value, as the register would show it."""
    return summarise(recorded(history), history.municipalities, history.ties)


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
    def until_snapshot(self) -> Chosen:
        """The base, ended at the register's date: what comes later leaves no trace in it."""
        return Chosen(ending(self.base.scenario, SNAPSHOT), self.base.file_sha256)


def run_bank(
    call: Call,
    out: Path,
    box: Box,
    draws: int,
    stream: int,
    progress: Progress | None = None,
) -> Bank:
    """Run a Sobol' design in a box, keep the summaries, and write `bank.parquet` beside them.

    Raises
    ------
    RunError
        If the call is not possible, `out` cannot be written to, or too many runs failed.
    """
    theta = sobol(box, draws, call.seed, stream)
    seeds = run_seeds(call.seed, stream, draws)
    base = call.until_snapshot
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
        also=(FILE,),
        progress=progress,
    )
    table = _gathered(out)
    write_whole(out / FILE, parquet(table))
    kept = table["run"].unique().sort().to_numpy()
    return Bank(theta[kept], np.array(seeds, dtype=np.int64)[kept], table)


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
