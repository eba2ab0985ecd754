"""Read what a page is made of: the folder of a run and that of an ensemble."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from scenarios.runs import Results, open_results

NOUNS = {"run": "a run", "ensemble": "an ensemble"}
FEWEST_SEEDS = 20
"""Fewer histories give no honest 90 % band."""


@dataclass(frozen=True)
class Run:
    """One history: its places, its ties, and what `run.json` says."""

    municipalities: pl.DataFrame
    ties: pl.DataFrame
    record: dict[str, Any]


@dataclass(frozen=True)
class Ensemble:
    """Many histories of one scenario.

    Attributes
    ----------
    folder : Path
    seeds : list of int
        Of the runs that are there.
    failed : int
        Runs that were planned and failed.
    record : dict
        What `manifest.json` says.
    """

    folder: Path
    seeds: list[int]
    failed: int
    record: dict[str, Any]


def _opened(folder: Path, kind: str) -> Results:
    results = open_results(folder)
    if results.kind != kind:
        raise ValueError(
            f"{folder}: must be that of {NOUNS[kind]}, but is that of {NOUNS[results.kind]}."
        )
    return results


def read_run(folder: Path) -> Run:
    """Read the folder of a run.

    Raises
    ------
    ValueError
        If it is not that of a run, or a table is missing or damaged: one sentence.
    """
    results = _opened(folder, "run")
    return Run(results.table("municipalities"), results.table("ties"), results.record)


def read_ensemble(folder: Path) -> Ensemble:
    """Look into the folder of an ensemble and check that it can carry a band.

    Raises
    ------
    ValueError
        If it is not that of an ensemble, is not finished, holds several scenarios, or fewer than
        `FEWEST_SEEDS` histories: one sentence.
    """
    results = _opened(folder, "ensemble")
    failures = results.table("failures") if (folder / "failures.parquet").is_file() else None
    failed = [] if failures is None else failures["run"].to_list()
    runs = [run for run in results.record["runs"] if run["run"] not in failed]
    histories = {(run["scenario"], run["strategy"]) for run in runs}
    if len(histories) > 1:
        names = ", ".join(sorted(" + ".join(filter(None, names)) for names in histories))
        raise ValueError(
            f"{folder}: holds several histories ({names}), but must hold one scenario."
        )
    seeds = sorted(int(run["seed"]) for run in runs)
    if len(seeds) < FEWEST_SEEDS:
        raise ValueError(
            f"{folder}: holds {len(seeds)} histories, but a report needs at least {FEWEST_SEEDS} "
            f"for its bands; run the ensemble with --replications {FEWEST_SEEDS}."
        )
    return Ensemble(folder, seeds, len(failed), results.record)
