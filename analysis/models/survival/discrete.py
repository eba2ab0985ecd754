"""Discrete-time hazards: complementary log-log regression on cells of years at risk.

A year at risk is one trial, the event one success. With the complementary log-log link the
coefficients are those of proportional hazards in continuous time (Prentice and Gloeckler 1978), so
that they stand beside those of a Cox model; each stretch of time has a level of its own. Years are
added up in cells within which time, yes-or-no terms and classes of the others are the same; a cell
has the mean of its years, and the classes are narrow.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.results import ModelError
from analysis.models.survival.episodes import Process

Floats = NDArray[np.float64]

CLASS = 0.25
"""Width of the classes of terms that are no yes or no, in their own unit (logarithms)."""
FAR = 12.0
"""An effect or an error beyond it, for a standard deviation of a term, means that the term
separates those with the event from those without: the likelihood then rises without end."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Years at risk added up.

    Attributes
    ----------
    events, years : in each cell
    design : terms, then one level for each stretch of time
    levels : first year of each stretch with events
    idle : stretches of time without an event, left out
    """

    events: Floats
    years: Floats
    design: Floats
    levels: tuple[int, ...]
    idle: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Hazard:
    """A fitted hazard: estimates of the terms, their covariance, log likelihood."""

    effects: Floats
    covariance: Floats
    log_likelihood: float
    cells: int
    years: int
    idle: tuple[int, ...]


def cells(found: Process, width: float = CLASS) -> Cells:
    """Add the years at risk of a process up.

    Parameters
    ----------
    found : the process
    width : of the classes of terms that are no yes or no
    """
    names = [term.name for term in found.terms]
    table = _added_up(found, width)
    busy = table.group_by("bin").agg(pl.col("events").sum()).filter(pl.col("events") > 0)
    kept = table.filter(pl.col("bin").is_in(busy["bin"].implode()))
    levels = sorted(busy["bin"])
    stretch = np.searchsorted(np.array(levels), kept["bin"].to_numpy())
    terms = kept.select(names).to_numpy().reshape(kept.height, len(names))
    return Cells(
        kept["events"].to_numpy().astype(np.float64),
        kept["years"].to_numpy().astype(np.float64),
        np.column_stack([terms, np.eye(len(levels))[stretch]]),
        tuple(levels),
        tuple(sorted(set(table["bin"]) - set(levels))),
    )


def _added_up(found: Process, width: float) -> pl.DataFrame:
    """Events, years and the mean of each term by stretch of time (`bin`) and class."""
    first = pl.Series(found.bins, dtype=pl.Int64)
    bins = pl.DataFrame({"bin": first, "until": first.shift(-1).fill_null(10_000)})
    names = [term.name for term in found.terms]
    low = pl.max_horizontal("start", pl.col("bin") - 1)
    high = pl.min_horizontal("stop", pl.col("until") - 1)
    keys = {
        f"key_{term.name}": (pl.col(term.name) / (1.0 if term.binary else width)).round(0)
        for term in found.terms
    }
    return (
        found.episodes.select("start", "stop", "event", *names)
        .join(bins, how="cross")
        .with_columns(years=high - low)
        .filter(pl.col("years") > 0)
        .with_columns(happens=pl.col("event") & (pl.col("stop") == high))
        # in order: a sum of floating-point numbers depends on it
        .group_by("bin", *(key.alias(name) for name, key in keys.items()), maintain_order=True)
        .agg(
            pl.col("happens").sum().alias("events"),
            pl.col("years").sum(),
            *((pl.col(name) * pl.col("years")).sum().alias(name) for name in names),
        )
        .with_columns(pl.col(name) / pl.col("years") for name in names)
        .sort("bin", *keys)
    )


def hazard(found: Process, source: str) -> Hazard:
    """Fit a discrete-time hazard.

    Raises
    ------
    ModelError
        If terms are collinear or separate those with the event, or the fit does not settle.
    """
    import statsmodels.api as sm

    table = cells(found)
    refuse_collinear(table.design, found, source)
    pair = np.column_stack([table.events, table.years - table.events])
    family = sm.families.Binomial(link=sm.families.links.CLogLog())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = sm.GLM(pair, table.design, family=family).fit(maxiter=200, tol=1e-10)
    many = len(found.terms)
    effects = np.asarray(fit.params)[:many]
    covariance = np.asarray(fit.cov_params())[:many, :many]
    refuse_unsettled(effects, covariance, bool(fit.converged), found, source)
    return Hazard(
        effects,
        covariance,
        float(fit.llf),
        len(table.events),
        int(table.years.sum()),
        table.idle,
    )


def refuse_collinear(design: Floats, found: Process, source: str) -> None:
    """Refuse a design in which one column is a sum of others.

    Raises
    ------
    ModelError
        With the terms that hang together.
    """
    scaled = design / np.maximum(np.linalg.norm(design, axis=0), 1e-300)
    _, sizes, directions = np.linalg.svd(scaled, full_matrices=False)
    if len(sizes) == design.shape[1] and sizes[-1] > 1e-7 * sizes[0]:
        return
    weights = np.abs(directions[-1][: len(found.terms)])
    named = [t.label for t, w in zip(found.terms, weights, strict=True) if w > 0.05]
    raise ModelError(
        f"{source}: {found.name}: {', '.join(named) or 'the levels of time'} say the same of all "
        f"{found.of} (collinear), so their effects cannot be told apart"
    )


def refuse_unsettled(
    effects: Floats, covariance: Floats, converged: bool, found: Process, source: str
) -> None:
    """Refuse a fit that runs away.

    Raises
    ------
    ModelError
        If it has not converged, or a coefficient or its error is beyond reason.
    """
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    for term, effect, error in zip(found.terms, effects, errors, strict=True):
        # in units of what the term varies by
        spread = float(found.episodes[term.name].to_numpy().std())
        if not abs(effect) * spread < FAR or not 0.0 < error * spread < FAR:
            raise ModelError(
                f"{source}: {found.name}: '{term.label}' separates those that {found.event} from "
                "all others, so its effect has no finite estimate"
            )
    if not converged:
        raise ModelError(
            f"{source}: {found.name}: the fit does not settle; {found.events} events are too few "
            f"for {len(found.terms)} terms"
        )
