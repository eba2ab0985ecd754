"""The posterior: equally weighted draws, and what is said of each parameter."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration.adjust import EXPLAINED_AT_LEAST, Sample, Statistics, weighted_quantiles
from analysis.calibration.design import Box, Stream, design_table, run_seeds
from analysis.calibration.parameters import Parameter, parameters
from analysis.canonical import canonical
from scenarios import Scenario
from scenarios.runs import RunError
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import UNREADABLE, shown

Floats = NDArray[np.float64]

DRAWS = 200
"""Equally weighted draws that stand for the posterior."""
ASSUMED_ABOVE = 0.7
"""Posterior over prior width from which a parameter counts as assumed (MODEL.md, section 8)."""
PRIOR_90 = 0.9
"""Share of a uniform prior's width that its middle 90 % takes."""
LOADED = 0.9
"""Share of a statistic's squared loadings that its data points hold."""
CORRELATED = 0.5
"""Correlation of two parameters from which it is told."""

CSV, JSON = "posterior.csv", "posterior.json"


@dataclass(frozen=True)
class Posterior:
    """A finished calibration.

    Attributes
    ----------
    draws : polars.DataFrame
        draw (0 .. 199) and one column a parameter; equal weights, in an order that is random, so
        that the first are a sample too.
    content : dict
        What `posterior.json` holds.
    """

    draws: pl.DataFrame
    content: dict[str, Any]

    def files(self) -> dict[str, bytes]:
        """Both files by name."""
        table = io.BytesIO()
        self.draws.write_csv(table)
        return {CSV: table.getvalue(), JSON: canonical(self.content)}


def rounded(value: float) -> float:
    """Six significant digits: what two processors agree on."""
    return float(f"{value:.6g}")


def load_posterior(folder: str | Path) -> Posterior:
    """Read what a calibration left.

    Raises
    ------
    RunError
        If a file is missing or cannot be read.
    """
    folder = Path(folder)
    try:
        draws = pl.read_csv(folder / CSV)
        content = dict(json.loads((folder / JSON).read_bytes()))
    except (*UNREADABLE, ValueError):
        raise RunError(
            f"{shown(folder)}: holds no finished calibration; make one with jumelage calibrate"
        ) from None
    return Posterior(draws, content)


def write_posterior(posterior: Posterior, folder: Path) -> None:
    """Write `posterior.csv` and `posterior.json`."""
    for name, data in posterior.files().items():
        write_whole(folder / name, data)


def described(sample: Sample, box: Box, points: dict[str, int]) -> list[dict[str, Any]]:
    """What is said of each parameter; see `describe`."""
    theta = box.from_unit(sample.unit)
    levels = weighted_quantiles(theta, sample.weights, np.array([0.05, 0.5, 0.95]))
    mean = sample.weights @ theta
    sd = np.sqrt(sample.weights @ (theta - mean) ** 2)
    rows = zip(box.names, levels.T.tolist(), sd.tolist(), strict=True)
    return [describe(parameters()[name], ends, own, points[name]) for name, ends, own in rows]


def width_ratio(low: float, high: float, prior: tuple[float, float]) -> float:
    """Posterior 90 % width over that of the uniform prior."""
    return (high - low) / (PRIOR_90 * (prior[1] - prior[0]))


def class_of(ratio: float) -> str:
    """`assumed` where the posterior is nearly as wide as the prior, else `calibrated`."""
    return "assumed" if ratio > ASSUMED_ABOVE else "calibrated"


def describe(parameter: Parameter, ends: list[float], sd: float, points: int) -> dict[str, Any]:
    """One row of `posterior.json`."""
    low, median, high = ends
    ratio = width_ratio(low, high, parameter.prior)
    return {
        "name": parameter.name,
        "meaning": parameter.meaning,
        "unit": parameter.unit,
        "prior": list(parameter.prior),
        "median": rounded(median),
        "low90": rounded(low),
        "high90": rounded(high),
        "sd": rounded(sd),
        "width_ratio": rounded(ratio),
        "class": class_of(ratio),
        "data_points": points,
    }


def data_points(learnt: Statistics, names: tuple[str, ...]) -> dict[str, int]:
    """Fitted cells that inform each parameter.

    The smallest number of cells that together hold nine tenths of the squared loadings of the
    parameter's statistic, learnt over the whole prior (a loading is a coefficient of a
    standardised summary; a summary and its square are one cell); none where the statistic
    explains less than a twentieth of the parameter's variance.
    """
    cells = int(learnt.usable.sum())
    found = {}
    for name, ridge in zip(names, learnt.ridges, strict=True):
        squared = (ridge.coefficients.reshape(-1, cells) ** 2).sum(axis=0)
        if ridge.explained < EXPLAINED_AT_LEAST or squared.sum() == 0.0:
            found[name] = 0
            continue
        held = np.cumsum(np.sort(squared)[::-1]) / squared.sum()
        found[name] = int(np.searchsorted(held, LOADED) + 1)
    return found


def correlations(sample: Sample, names: tuple[str, ...]) -> list[dict[str, Any]]:
    """Pairs that the data can hardly tell apart, strongest first."""
    centred = sample.unit - sample.weights @ sample.unit
    cov = (sample.weights[:, None] * centred).T @ centred
    sd = np.sqrt(np.diag(cov))
    r = cov / np.outer(sd, sd)
    pairs = [(i, j) for i in range(len(names)) for j in range(i) if abs(r[i, j]) >= CORRELATED]
    pairs.sort(key=lambda pair: (-abs(r[pair]), pair))
    return [{"a": names[j], "b": names[i], "r": round(float(r[i, j]), 2)} for i, j in pairs]


def directions(sample: Sample, box: Box) -> list[dict[str, Any]]:
    """How sharply the data tell each combination of parameters, the loosest first.

    Eigenvectors of the posterior covariance in widths of the prior: what a parameter's own width
    hides. `width` is that of the posterior along the direction over that of the prior (standard
    deviations); `loads` holds the parameters that make up nine tenths of it.
    """
    prior = np.array([parameters()[name].prior for name in box.names])
    theta = (box.from_unit(sample.unit) - prior[:, 0]) / (prior[:, 1] - prior[:, 0])
    centred = theta - sample.weights @ theta
    values, vectors = np.linalg.eigh((sample.weights[:, None] * centred).T @ centred)
    found = []
    for value, vector in zip(values[::-1], vectors.T[::-1], strict=True):
        order = np.argsort(-(vector**2), kind="stable")
        held = np.cumsum(vector[order] ** 2)
        kept = order[: int(np.searchsorted(held, LOADED)) + 1]
        sign = 1.0 if vector[kept[0]] > 0.0 else -1.0
        loads = {box.names[k]: round(float(sign * vector[k]), 2) for k in kept}
        # a uniform prior's standard deviation is its width over the root of twelve
        found.append({"width": round(float(np.sqrt(max(value, 0.0) * 12.0)), 3), "loads": loads})
    return found


def resampled(sample: Sample, box: Box, seed: int) -> pl.DataFrame:
    """Equally weighted draws by systematic resampling, in a random but fixed order."""
    rng = np.random.default_rng([seed, DRAWS])
    positions = (np.arange(DRAWS) + rng.random()) / DRAWS
    chosen = np.searchsorted(np.cumsum(sample.weights), positions)
    chosen = rng.permutation(np.minimum(chosen, len(sample.weights) - 1))
    theta = box.from_unit(sample.unit)[chosen]
    columns = {name: list(map(rounded, theta[:, i])) for i, name in enumerate(box.names)}
    return pl.DataFrame({"draw": np.arange(DRAWS), **columns})


def posterior_design(posterior: Posterior, base: Scenario, runs: int) -> pl.DataFrame:
    """Design of a posterior-predictive ensemble: its first draws, each with a seed of its own.

    Parameters
    ----------
    posterior : Posterior
    base : Scenario
        Whose deviations and ratios are kept, as in the calibration.
    runs : int
        At least 1; beyond the 200 draws it begins anew with the first, under other seeds.

    Returns
    -------
    polars.DataFrame
        For `scenarios.runs.design_ensemble`: seed and dotted paths, one row a run.

    Raises
    ------
    RunError
        If there is no run.
    """
    if runs < 1:
        raise RunError(f"{runs} runs: expected at least 1")
    names = [row["name"] for row in posterior.content["parameters"]]
    theta = posterior.draws.select(names).to_numpy()[np.arange(runs) % posterior.draws.height]
    seeds = run_seeds(posterior.content["seed"], Stream.PREDICTIVE, runs)
    return design_table(theta, names, base, seeds)
