"""Both hazard models of a process as tables."""

from __future__ import annotations

import polars as pl
from scipy.stats import norm

from analysis.models.results import LEVEL, Coefficient, Table
from analysis.models.survival.cox import Cox
from analysis.models.survival.discrete import Floats, Hazard
from analysis.models.survival.episodes import Process, Term

TITLES = {
    "first_tie": "First tie abroad",
    "deepening": "Deepening into a partnership",
    "dormancy": "Going dormant for the first time",
    "ending": "Ending",
}
IDLE = "Stretches of time without an event tell only their own level and are left out."
UNIT = "log hazard ratio"
PROPORTIONALITY = {
    "replication": pl.Int64,
    "process": pl.String,
    "term": pl.String,
    "correlation": pl.Float64,
    "statistic": pl.Float64,
    "df": pl.Int64,
    "p": pl.Float64,
}


def rows(terms: tuple[Term, ...], effects: Floats, covariance: Floats) -> tuple[Coefficient, ...]:
    """Coefficients with normal intervals."""
    found = []
    for place, term in enumerate(terms):
        effect, error = float(effects[place]), float(covariance[place, place]) ** 0.5
        half = float(norm.ppf(0.5 + LEVEL / 2.0)) * error
        p = float(2.0 * norm.sf(abs(effect) / error))
        low, high = effect - half, effect + half
        found.append(Coefficient(term.name, term.label, effect, error, low, high, p))
    return tuple(found)


def hazard_table(found: Process, fit: Hazard, source: str) -> Table:
    """The discrete-time hazard of a process."""
    idle = (IDLE,) if fit.idle else ()
    return Table(
        name=f"hazard_{found.name}",
        title=f"{TITLES[found.name]}: discrete-time hazard",
        estimator="complementary log-log regression, a level for each stretch of time",
        errors="maximum likelihood",
        unit=UNIT,
        n=fit.years,
        of=f"years of {found.of} at risk",
        period=found.period,
        source=source,
        rows=rows(found.terms, fit.effects, fit.covariance),
        fit={
            "events": found.events,
            "cells": fit.cells,
            "log_likelihood": fit.log_likelihood,
            "stretches_without_events": len(fit.idle),
            **found.measures,
        },
        notes=(*found.notes, *idle),
    )


def cox_table(found: Process, fit: Cox, source: str) -> Table:
    """The Cox model of a process, with what its test of proportional hazards says."""
    strata = found.episodes["stratum"].n_unique()
    apart = (
        ("East and West have a baseline of their own, which holds what sides them apart.",)
        if strata > 1
        else ()
    )
    test = fit.proportional
    return Table(
        name=f"cox_{found.name}",
        title=f"{TITLES[found.name]}: Cox model",
        estimator="partial likelihood, events of one year after Efron",
        errors="maximum partial likelihood",
        unit=UNIT,
        n=found.episodes.height,
        of=f"episodes of {found.of}",
        period=found.period,
        source=source,
        rows=rows(fit.terms, fit.effects, fit.covariance),
        fit={
            "events": found.events,
            "log_likelihood": fit.log_likelihood,
            "proportionality_chi2": test.whole,
            "proportionality_p": test.whole_p,
        },
        notes=(
            *found.notes,
            *apart,
            "Proportional hazards are tested with Schoenfeld residuals against the rank of time "
            "(frame 'proportionality'). With thousands of events small departures stand out: the "
            "correlation says how large they are.",
        ),
    )


def proportionality(found: Process, fit: Cox, replication: int) -> pl.DataFrame:
    """Test of proportional hazards: a row for each term, and one for all together."""
    test = fit.proportional
    told = [
        (replication, found.name, term.name, float(rho), float(value), 1, float(p))
        for term, rho, value, p in zip(
            fit.terms, test.correlation, test.statistic, test.p, strict=True
        )
    ]
    whole = (replication, found.name, "all", None, test.whole, len(fit.terms), test.whole_p)
    return pl.DataFrame([*told, whole], schema=PROPORTIONALITY, orient="row")
