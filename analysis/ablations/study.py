"""The whole study: every mechanism taken out in turn, refitted, and set beside the whole model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from analysis.ablations.mechanisms import WHOLE, Mechanism, ablated, held, mechanisms
from analysis.ablations.misfit import gains
from analysis.ablations.refit import Effort, piloted, refitted, rematched
from analysis.calibration.bank import Call
from analysis.calibration.pilot import Pilot
from analysis.contest import contest
from scenarios import load

WORLD = "germany"
"""The world that the record and the rivals speak of."""
FRAMES = ("rules", "shares", "counts", "five_year", "distances")
"""What is kept of a contest."""


def run(
    out: Path,
    effort: Effort,
    *,
    workers: int = 2,
    world: str = WORLD,
    seed: int = 1,
    only: Sequence[str] = (),
) -> dict[str, pl.DataFrame]:
    """Refit the whole model and every ablated one.

    Parameters
    ----------
    out : a folder; finished runs in it are taken as they are
    effort : how much is run
    workers, world, seed : as in `scenarios.runs.ensemble`
    only : names of mechanisms; all, by default

    Returns
    -------
    dict of polars.DataFrame
        By model, `whole` first: replication, pattern, cell, value.

    Raises
    ------
    RunError, ValueError
        If a name is not known, a run failed, or the folder cannot be written to.
    """
    unknown = [name for name in only if name not in mechanisms()]
    if unknown:
        known = ", ".join(mechanisms())
        raise ValueError(f"--only {unknown[0]}: no such mechanism; there are {known}")
    chosen: dict[str, Mechanism | None] = {WHOLE: None}
    chosen |= {name: one for name, one in mechanisms().items() if not only or name in only}
    out.mkdir(parents=True, exist_ok=True)
    tables: dict[str, pl.DataFrame] = {}
    pilot: Pilot | None = None
    for name, mechanism in chosen.items():
        base = ablated(mechanism)
        call = Call(base, world, seed, workers, resume=True)
        (out / name).mkdir(exist_ok=True)
        call = replace(call, base=rematched(call, out / name))
        pilot = pilot or piloted(call, out / name)  # of the whole model, which comes first
        fixed = held(base.scenario, load("history"))
        tables[name] = refitted(call, out / name, effort, fixed, pilot)
    return tables


def study(tables: Mapping[str, pl.DataFrame], effort: Effort, world: str) -> dict[str, Any]:
    """Everything that the runs tell, as plain values for canonical JSON.

    Parameters
    ----------
    tables : of `run`
    effort : how much was run
    world : contests are held on `germany` alone

    Returns
    -------
    dict
        draws, runs, world; mechanisms: by name title, there_for, why, held (parameters that were
        not refitted); gains (see `misfit.gains`) with `expected`, whether the mechanism is there
        for the pattern; contests: by model the frames of `analysis.contest`.
    """
    usual = load("history")
    told = {
        name: {
            "title": one.title,
            "there_for": list(one.there_for),
            "why": one.why,
            "held": list(held(ablated(one).scenario, usual)),
        }
        for name, one in mechanisms().items()
        if name in tables
    }
    rows = [
        {**_rounded(row), "expected": row["pattern"] in told[row["model"]]["there_for"]}
        for row in gains(dict(tables), WHOLE)
    ]
    return {
        "draws": effort.draws,
        "runs": effort.runs,
        "world": world,
        "mechanisms": told,
        "gains": rows,
        "contests": {name: _contest(t) for name, t in tables.items()} if world == WORLD else {},
    }


def _contest(table: pl.DataFrame) -> dict[str, Any]:
    """The frames of the contest of one model, its cells left out."""
    found = contest(table).as_dict()
    return {name: found[name] for name in FRAMES if name in found}


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    """Three significant digits: more would be luck."""
    return {k: float(f"{v:.3g}") if isinstance(v, float) else v for k, v in row.items()}
