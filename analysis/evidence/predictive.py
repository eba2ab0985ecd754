"""What the default history predicts, with the spread that its estimates leave.

Each run takes its own values: numbers that single ties tell, normal around the estimate with its
error; what the fit in small tells, a draw of its posterior; all else, the appeals and events
among it, as it ships. The runs are what the rivals are met with.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import polars as pl

from analysis.calibration import overrides
from analysis.calibration.bank import summary
from analysis.evidence.inputs import FOLDER, Inputs, read_inputs, save
from analysis.recorded import sidecar
from analysis.register import SNAPSHOT
from scenarios import Scenario
from scenarios.runs import choose, design_ensemble, open_results
from scenarios.runs.designs import SEED

DRAWS = "draws"
"""Name of the table of posterior draws that ships."""
DRAWN = ("consent.load", "recording.reported", "recording.lag")
"""Numbers whose spread is that of the posterior."""
MEASURED = ("choice.distance", "choice.similar", "choice.held", "rate.size", "rate.load")
"""Numbers whose spread is the error of their estimate on single ties."""
STREAM = 20261122
"""Seed of the normal errors."""


def errors_of_estimates(inputs: Inputs) -> dict[str, tuple[float, float]]:
    """Value and standard error of each number of `MEASURED`."""
    choice, held, rate = inputs.links["choice"], inputs.links["held"], inputs.links["rate"]
    return {
        "choice.distance": (choice["common"]["mean"], choice["common"]["error"]),
        "choice.similar": (choice["values"]["similar"], choice["errors"]["similar"]),
        "choice.held": (held["value"], held["error"]),
        "rate.size": (rate["values"]["size"], rate["errors"]["size"]),
        "rate.load": (rate["values"]["load"], rate["errors"]["load"]),
    }


def predictive_design(
    base: Scenario,
    runs: int,
    seed: int = 1,
    inputs: Inputs | None = None,
    draws: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """One row a run: its seed and dotted paths, for `scenarios.runs.design_ensemble`.

    Parameters
    ----------
    base : the default scenario
    runs : rows
    seed : run `i` has ``seed + i``
    inputs, draws : estimates and posterior draws; those that ship, by default

    Raises
    ------
    ValueError
        If there are not so many posterior draws.
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    told = errors_of_estimates(read_inputs() if inputs is None else inputs)
    table = read_draws() if draws is None else draws
    if runs > table.height:
        raise ValueError(f"{runs} runs: there are {table.height} posterior draws; ask for fewer")
    engine = qmc.Sobol(len(MEASURED), scramble=True, rng=STREAM)
    normal = ndtri(engine.random_base2((runs - 1).bit_length())[:runs])
    rows = []
    for number, (own, posterior) in enumerate(
        zip(normal.tolist(), table.select(DRAWN).head(runs).iter_rows(named=True), strict=True)
    ):
        theta = dict(posterior)
        for name, error in zip(MEASURED, own, strict=True):
            theta[name] = round(told[name][0] + told[name][1] * error, 6)
        rows.append({SEED: seed + number, **overrides(theta, base)})
    return pl.DataFrame(rows)


def read_draws(folder: Path = FOLDER) -> pl.DataFrame:
    """Posterior draws that ship: one row a draw, one column a parameter.

    Raises
    ------
    ValueError
        If there are none.
    """
    try:
        return pl.read_csv(io.BytesIO((folder / f"{DRAWS}.csv").read_bytes()))
    except FileNotFoundError:
        raise ValueError(
            f"{DRAWS}.csv: no posterior ships; run jumelage calibrate and then "
            "`python -m analysis.evidence --posterior FOLDER`"
        ) from None


def meet_rivals(out: Path, runs: int, workers: int, into: Path = FOLDER) -> dict[str, Any]:
    """Run the predictive histories, set them beside the rivals, and save `contest.json`.

    Raises
    ------
    RunError, ValueError
        If `out` is in use, there are too few runs or no posterior, or a run failed.
    """
    from analysis.contest import contest

    base = choose("history", SNAPSHOT)
    design = predictive_design(base.scenario, runs)
    done = design_ensemble(base, design, out, workers=workers, tables={"summary": summary})
    if done.failures:
        raise ValueError(f"{out}: {len(done.failures)} runs failed; the first: {done.failures[0]}")
    rows = open_results(out).table("summary").select("replication", "pattern", "cell", "value")
    found = contest(rows).as_dict()
    content = {name: part for name, part in found.items() if name != "cells"}
    save(into / "contest.json", content)
    return content


def ship(calibration: Path, into: Path = FOLDER) -> None:
    """Take the posterior of a finished calibration into the folder of estimates.

    Raises
    ------
    RunError
        If there is none.
    """
    from analysis.calibration import load_posterior

    posterior = load_posterior(calibration)
    save(into / "posterior.json", posterior.content)
    text = posterior.draws.write_csv()
    (into / f"{DRAWS}.csv").write_text(text, encoding="utf-8", newline="")
    card = {
        "title": "Draws of the posterior of the fit in small, equally weighted",
        "producer": "jumelage: `jumelage calibrate`, `python -m analysis.evidence --posterior`",
        "source": "simulated histories beside the fitted cells of analysis/validation/targets.toml",
        "date": sidecar("rgre2015_links_by_year")["date"],
        "licence": "The project's own results; MIT.",
        "done": "Rejection with local-linear adjustment; `posterior.json` says of what.",
        "rows": posterior.draws.height,
    }
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (into / f"{DRAWS}.json").write_text(text, encoding="utf-8", newline="")
