"""Estimates on the teaching register beside what is true."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from analysis.models import coefficients
from analysis.models.registry import analyse
from analysis.teaching.shipped import REGISTER, truth


def estimates(path: Path = REGISTER) -> pl.DataFrame:
    """What the models of `truth.json` find in a register: the columns of `coefficients.csv`."""
    models = truth()["model"].unique(maintain_order=True)
    return pl.concat(coefficients(analyse(model, path)) for model in models)


def beside(found: pl.DataFrame, true: pl.DataFrame | None = None) -> pl.DataFrame:
    """Set estimates beside the truth.

    Parameters
    ----------
    found : polars.DataFrame
        With the columns of `coefficients.csv`, as `jumelage analyse` writes it.
    true : polars.DataFrame, optional
        As `truth` gives it, which is the default.

    Returns
    -------
    polars.DataFrame
        table, term, true, estimate, low and high (90 % interval), inside (whether it holds the
        truth), errors (how many standard errors the estimate is off), meaning; in the order of
        the truth. Terms that were not estimated are null.
    """
    known = truth() if true is None else true
    return known.join(
        found.select("model", "table", "term", "estimate", "se", "low", "high"),
        on=["model", "table", "term"],
        how="left",
        maintain_order="left",
    ).select(
        "table",
        "term",
        "true",
        "estimate",
        "low",
        "high",
        inside=pl.col("true").is_between("low", "high"),
        errors=(pl.col("estimate") - pl.col("true")) / pl.col("se"),
        meaning="meaning",
    )
