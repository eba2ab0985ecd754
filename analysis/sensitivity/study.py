"""A whole study: lay out, run, and say what share of each outcome each group is behind."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from analysis.canonical import canonical
from analysis.evidence.ledger import rounded
from analysis.sensitivity.design import Design, make
from analysis.sensitivity.groups import FITTED, LUCK, groups
from analysis.sensitivity.indices import Measured, gather, indices
from analysis.sensitivity.outcomes import OUTCOMES, measured
from analysis.sensitivity.screening import screen
from scenarios.runs import Chosen, Ensemble, RunError, design_ensemble, open_results
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import shown
from scenarios.runs.plan import check_call
from scenarios.runs.work import Progress

TABLE = "outcomes"
CSV, JSON, PAGE, FACTORS = "sensitivity.csv", "sensitivity.json", "sensitivity.html", "factors.csv"
FILES = (CSV, JSON, PAGE, FACTORS)
Content = dict[str, Any]


def run_sensitivity(
    base: Chosen,
    out: Path,
    *,
    draws: int = 64,
    seed: int = 1,
    world: str = "germany",
    workers: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    progress: Progress | None = None,
) -> Ensemble:
    """Run the design of a study; `read_sensitivity` then says what came of it.

    Parameters
    ----------
    base : Chosen
        The scenario, from `scenarios.runs.choose`.
    out : Path
        A new or empty folder; with `force` one that jumelage wrote; with `resume` the same
        study, unfinished.
    draws : int
        Base points: a power of two, at least 8. Each costs a run for every group and two more.
    seed : int
        Of the points and of the runs.
    world, workers, cluster, resume, force, progress : as in `scenarios.runs.ensemble`

    Raises
    ------
    RunError
        If the call is not possible, or `out` must not or cannot be written to.
    """
    check_call(seed, world, 2 * draws if draws > 0 else 1, workers)
    return design_ensemble(
        base,
        make(base.scenario, draws, seed).table,
        out,
        seed=seed,
        world=world,
        workers=workers,
        cluster=cluster,
        resume=resume,
        force=force,
        tables={TABLE: measured},
        also=FILES,
        progress=progress,
    )


def read_sensitivity(out: Path, base: Chosen, draws: int, seed: int) -> Content:
    """Analyse the finished runs of a folder.

    Parameters
    ----------
    out : Path
    base, draws, seed : those of the call that ran it

    Returns
    -------
    dict
        Canonical content of `sensitivity.json`: the call; `groups` (title, numbers), `outcomes`
        (mean, sd and 90 % range over base points), `indices` (see `indices.indices`),
        `screening` (see `screening.screen`), `looked_at` (numbers screened, by outcome),
        `left_out` (why, by outcome) and `factors` (ranges).

    Raises
    ------
    RunError
        If the folder is unfinished, holds another study, or too many runs failed.
    """
    results, design = open_results(out), make(base.scenario, draws, seed)
    if results.record.get("design", {}).get("columns") != design.table.columns:
        raise RunError(f"{shown(out)}: holds another study; give the call that made it")
    found = gather(design, results.table(TABLE))
    return {
        "scenario": base.scenario.name,
        "title": base.scenario.title,
        "until": base.scenario.until,
        "world": results.record["world"],
        "seed": seed,
        "draws": draws,
        "runs": len(results.record["runs"]),
        "lost": found.lost,
        "groups": _groups(design),
        "outcomes": _outcomes(design, found),
        **_analysed(design, found),
        "left_out": found.left_out,
        "factors": [_factor(row) for row in factor_rows(design)],
    }


def write_sensitivity(out: Path, content: Content) -> None:
    """Write `sensitivity.json`, `sensitivity.csv` (one row an outcome and group) and `factors.csv`.

    Raises
    ------
    RunError
        If they cannot be written.
    """
    write_whole(out / JSON, canonical(content))
    for name, key in ((CSV, "indices"), (FACTORS, "factors")):
        table = io.BytesIO()
        pl.DataFrame(content[key]).write_csv(table)
        write_whole(out / name, table.getvalue())


def factor_rows(design: Design) -> list[dict[str, Any]]:
    """Every number that is varied by itself, with its range, and the jointly drawn ones."""
    rows = [
        {
            "path": factor.path,
            "group": factor.group,
            "low": factor.low,
            "high": factor.high,
            "class": factor.kind,
            "meaning": factor.meaning,
        }
        for factor in design.factors
    ]
    for path in design.joint.columns:
        low, high = np.quantile(design.joint[path].to_numpy(), [0.05, 0.95]).tolist()
        joint = {"path": path, "group": FITTED, "low": low, "high": high}
        rows.append({**joint, "class": "drawn jointly", "meaning": ""})
    return rows


def _factor(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "low": rounded(row["low"]), "high": rounded(row["high"])}


def _groups(design: Design) -> list[dict[str, Any]]:
    """The groups that this scenario has, in the order of the file."""
    rows = factor_rows(design)
    return [
        {
            "name": name,
            "title": group.title,
            "told": group.told,
            "numbers": 0 if name == LUCK else sum(row["group"] == name for row in rows),
        }
        for name, group in groups().items()
        if name in design.groups
    ]


def _outcomes(design: Design, found: Measured) -> list[dict[str, Any]]:
    """How each outcome varies: over the independent points of the design alone."""
    rows = []
    for outcome in OUTCOMES:
        if outcome.name not in found.values:
            continue
        blocks = found.values[outcome.name].reshape(-1, design.step)
        own = blocks[:, [0, -1]].ravel()
        low, high = np.quantile(own, [0.05, 0.95]).tolist()
        rows.append(
            {
                "name": outcome.name,
                "label": outcome.label,
                "unit": outcome.unit,
                "measure": outcome.measure,
                "mean": rounded(float(own.mean())),
                "sd": rounded(float(own.std(ddof=1))),
                "low90": rounded(low),
                "high90": rounded(high),
            }
        )
    return rows


def _analysed(design: Design, found: Measured) -> Content:
    """Indices of groups and the screening of numbers, outcome by outcome."""
    told, screened, looked = list[dict[str, Any]](), list[dict[str, Any]](), dict[str, int]()
    for name, values in found.values.items():
        own = indices(design, values)
        told += [{"outcome": name, **_rounded(row)} for row in own]
        totals = {row["group"]: row["total"] for row in own}
        seen = screen(design, found.rows, values, totals)
        looked[name] = seen.looked_at
        screened += [{"outcome": name, **_rounded(row)} for row in seen.found]
    return {"indices": told, "screening": screened, "looked_at": looked}


def _rounded(row: dict[str, Any]) -> dict[str, Any]:
    """Numbers to three digits: more would be noise."""
    return {key: round(v, 3) + 0.0 if isinstance(v, float) else v for key, v in row.items()}
