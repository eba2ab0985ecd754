"""The runs: once to find each draw's level, and once more to predict."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analysis.contest.time_split.cells import LAST_SEEN, Cells, Floats, declared, gathered
from analysis.contest.time_split.design import (
    FIRST_SEED,
    FOLDER,
    central,
    known,
    levelled,
    predictive_draws,
)
from analysis.contest.time_split.verdict import verdict
from analysis.observation.register import recorded
from analysis.recorded import sha256
from scenarios import Scenario
from scenarios.runs import Chosen, design_ensemble, open_results
from simulation import History

FIRST_PASS, SECOND_PASS = "level", "runs"
"""Folders of the ensembles: the first finds each draw's level, the second predicts."""
TABLE = "dated"


@dataclass(frozen=True)
class Call:
    """One call: a new folder, how many runs on how many workers, and on which estimates."""

    out: Path
    runs: int = 40
    workers: int = 2
    world: str = "germany"
    estimates: Path = FOLDER
    resume: bool = False


def dated(history: History) -> pl.DataFrame:
    """Dated ties of a run's register by country and year."""
    foreign = pl.when(pl.col("country_a") == "DE").then(pl.col("country_b"))
    return (
        recorded(history)
        .filter(pl.col("year").is_not_null())
        .select("year", country=foreign.otherwise(pl.col("country_a")))
        .group_by("country", "year")
        .agg(ties=pl.len().cast(pl.Int64))
        .sort("country", "year")
    )


def carry_out(base: Chosen, design: pl.DataFrame, out: Path, cells: Cells, call: Call) -> Floats:
    """Run a design and return its dated ties, shape (runs, countries, years).

    Raises
    ------
    RunError, ValueError
        If the folder is in use, or a run failed.
    """
    done = design_ensemble(
        *(base, design, out),
        world=call.world,
        workers=call.workers,
        resume=call.resume and out.exists(),
        tables={TABLE: dated},
    )
    if done.failures:
        raise ValueError(f"{out}: {len(done.failures)} runs failed; the first: {done.failures[0]}")
    rows = open_results(out).table(TABLE)
    counted = [
        gathered(
            rows.filter(pl.col("replication") == run).select("country", "year", "ties").iter_rows(),
            cells.countries,
        )
        for run in range(design.height)
    ]
    return np.array(counted)


def fingerprint(scenario: Scenario) -> str:
    """SHA-256 of every number of a scenario: a result belongs to one."""
    text = json.dumps(scenario.model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def study(call: Call) -> dict[str, Any]:
    """Both passes, and what they found.

    Raises
    ------
    RunError, ValueError
        If estimates are missing, a folder is in use, or a run failed.
    """
    if call.runs < 2:
        raise ValueError(f"--runs {call.runs}: expected at least 2")
    found, cells = known(call.estimates), declared()
    base = Chosen(central(found))
    draws = predictive_draws(found, base.scenario, call.runs)
    first = carry_out(base, draws, call.out / FIRST_PASS, cells, call)
    years = cells.until(LAST_SEEN).shape[1]
    seen = cells.until(LAST_SEEN).sum()
    design = levelled(draws, first[:, :, :years].sum(axis=(1, 2)), float(seen))
    runs = carry_out(base, design, call.out / SECOND_PASS, cells, call)
    mean, spread = found.earlier
    told = found.flows["estimates"]["gates.restricted"]
    return {
        **verdict(runs, cells),
        "until": LAST_SEEN,
        "world": call.world,
        "first_seed": FIRST_SEED,
        "inputs": {
            "links": found.links["sha256"],
            "counts": sha256("rgre2015_links_by_year"),
            "scenario": fingerprint(base.scenario),
        },
        "opening": {
            "mean": round(mean, 4),
            "spread": round(spread, 4),
            "restricted": told,
            "shape": found.flows["shapes"]["opening"],
        },
    }
