"""How the estimates on counts hang together: their covariance, as a table that ships."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.recorded import sidecar

Floats = NDArray[np.float64]

NAME = "flows_covariance"
DIGITS = 5
"""Significant digits: more differ between processors."""


def save_covariance(names: Sequence[str], covariance: Floats, folder: Path) -> None:
    """Write the lower triangle as `flows_covariance.csv`, with its card.

    Parameters
    ----------
    names : of the estimates
    covariance : shape (names, names)
    folder : of the estimates
    """
    rows = [
        (names[i], names[j], float(f"{covariance[i, j]:.{DIGITS}g}"))
        for i in range(len(names))
        for j in range(i + 1)
    ]
    table = pl.DataFrame(rows, schema=["a", "b", "covariance"], orient="row")
    (folder / f"{NAME}.csv").write_text(table.write_csv(), encoding="utf-8", newline="")
    card = {
        "title": "Covariance of appeals, event sizes and the restricted share (log)",
        "producer": "jumelage: `python -m analysis.estimation`",
        "source": "recorded counts by country and year, the model's own exposure as offset",
        "date": sidecar("rgre2015_links_by_year")["date"],
        "licence": "The project's own results; MIT.",
        "done": "Penalised Poisson regression, widened by its dispersion; lower triangle.",
        "rows": table.height,
    }
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (folder / f"{NAME}.json").write_text(text, encoding="utf-8", newline="")


def correlated(normal: Floats, covariance: Floats) -> Floats:
    """Jointly normal errors from independent ones.

    Parameters
    ----------
    normal : standard normal, shape (draws, names)
    covariance : shape (names, names)
    """
    values, vectors = np.linalg.eigh(covariance)
    # an eigenvector's sign is the solver's choice: the largest entry is made positive
    largest = np.abs(vectors).argmax(axis=0)
    vectors = vectors * np.sign(vectors[largest, np.arange(len(values))])
    errors: Floats = (normal * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return errors


def read_covariance(folder: Path) -> tuple[list[str], Floats]:
    """Names and covariance of a folder of estimates.

    Raises
    ------
    ValueError
        If there is none.
    """
    try:
        table = pl.read_csv(io.BytesIO((folder / f"{NAME}.csv").read_bytes()))
    except FileNotFoundError:
        raise ValueError(f"{NAME}.csv: is missing; run `python -m analysis.estimation`") from None
    names = table["a"].unique(maintain_order=True).to_list()
    place = {name: k for k, name in enumerate(names)}
    covariance = np.zeros((len(names), len(names)))
    for a, b, value in table.iter_rows():
        covariance[place[a], place[b]] = covariance[place[b], place[a]] = value
    return names, covariance
