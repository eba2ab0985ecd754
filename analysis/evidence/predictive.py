"""The split fit beside the record: runs of its posterior, met by rivals and checked by pattern.

Each run takes a draw of the whole posterior of the fit that saw only what is declared as fitted,
and luck of its own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from analysis.calibration.bank import LAST, summary
from analysis.calibration.design import Stream, run_seeds
from analysis.calibration.direct import Fit, folder_of
from analysis.evidence.checks import predictive_checks
from analysis.evidence.inputs import FOLDER, save
from analysis.evidence.shipping import HISTORY, central
from scenarios.posterior import FOLDER as SHIPPED
from scenarios.posterior import load_draws
from scenarios.posterior.card import HISTORY as SHIPPED_HISTORY
from scenarios.runs import design_ensemble, open_results
from scenarios.runs.designs import SEED
from scenarios.runs.plan import Chosen, ending

SUMMARY = "summary"


def predictive_runs(
    fit: Fit, out: Path, runs: int, workers: int, *, resume: bool = False, seed: int = 1
) -> pl.DataFrame:
    """Run histories of a fit, each with a draw of its posterior.

    Parameters
    ----------
    fit : {"split", "full"}
    out : a new or empty folder
    runs : at most as many as there are draws
    workers, resume : as in `design_ensemble`
    seed : run `i` has the seed of its stream

    Returns
    -------
    polars.DataFrame
        replication, pattern, cell, value, of runs to the last figure that is used.

    Raises
    ------
    RunError, ValueError
        If `out` is in use, there are too few draws, or a run failed.
    """
    draws = (
        load_draws(SHIPPED, SHIPPED_HISTORY)
        if fit == "full"
        else load_draws(folder_of(fit), folder_of(fit) / HISTORY)
    )
    if runs > draws.rows:
        raise ValueError(f"{runs} runs: there are {draws.rows} posterior draws; ask for fewer")
    base = central(fit)
    base = Chosen(ending(base.scenario, LAST), base.file_sha256)
    values = pl.DataFrame([draws.values(number) for number in range(runs)])
    design = values.with_columns(pl.Series(SEED, run_seeds(seed, Stream.PREDICTIVE, runs)))
    tables = {SUMMARY: summary}
    done = design_ensemble(base, design, out, workers=workers, tables=tables, resume=resume)
    if done.failures:
        raise ValueError(f"{out}: {len(done.failures)} runs failed; the first: {done.failures[0]}")
    return open_results(out).table(SUMMARY).select("replication", "pattern", "cell", "value")


def meet_rivals(
    out: Path, runs: int, workers: int, into: Path = FOLDER, *, resume: bool = False
) -> dict[str, Any]:
    """Set the split fit beside the rivals and check it; save `contest.json` and `checks.json`.

    Raises
    ------
    RunError, ValueError
        See `predictive_runs`.
    """
    from analysis.contest import contest

    rows = predictive_runs("split", out, runs, workers, resume=resume)
    found = contest(rows).as_dict()
    content = {name: part for name, part in found.items() if name != "cells"}
    save(into / "contest.json", content)
    save(into / "checks.json", {"runs": runs, "patterns": predictive_checks(rows)})
    return content
