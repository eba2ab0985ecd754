"""What was found of all events, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from analysis.models.events.counts import Counts
from analysis.models.events.regression import CLUSTERS, SERIAL_YEARS, Fit
from analysis.models.events.studied import Studied
from analysis.models.events.window import AFTER, BEFORE, LEAST, REFERENCE
from analysis.models.results import LEVEL, Coefficient, Table

UNIT = "log rate ratio"
BY_SHARE = (
    "of the yearly share of the countries touched: binomial widened by its dispersion, or "
    f"Newey-West over {SERIAL_YEARS} years where these are wider (t with years less parameters)"
)
ERRORS = (
    f"clustered by country where {CLUSTERS} or more are touched and as many are not (t with "
    f"clusters less one; few clusters make such errors too small), else {BY_SHARE}"
)
PPML = "Poisson pseudo maximum likelihood with a level for each country and each year"


def tables(
    found: Sequence[Studied], counts: Counts, tests: pl.DataFrame, source: str, alone: bool
) -> tuple[Table, ...]:
    """Tables of one data set, those without a row left out.

    Parameters
    ----------
    found : of each event
    counts : that were studied
    tests : as `analysis.models.events.joint.joint_tests` gives them
    source : whose data
    alone : whether this is the only data set: rows then tell their adjusted p values
    """
    cells = "cells of country x year"
    blank = Table("", "", PPML, ERRORS, UNIT, counts.ties.size, cells, counts.period, source, ())
    made = (
        _effects(found, tests if alone else tests.clear(), blank),
        _bins(found, blank),
        _joint(tests, blank),
        _series(found, blank),
        _wider(found, blank),
        _false_dates(found, blank),
    )
    return tuple(table for table in made if table.rows)


def row(fit: Fit, place: int, term: str, label: str, note: str = "") -> Coefficient:
    """One effect with its interval."""
    effect, half = float(fit.effects[place]), fit.half_width(place, LEVEL)
    error = float(fit.errors[place])
    return Coefficient(
        term, label, effect, error, effect - half, effect + half, fit.p(place), note=note
    )


def _effects(found: Sequence[Studied], tests: pl.DataFrame, blank: Table) -> Table:
    p = {
        name: f"p {one:.2g} after Holm, {other:.2g} after Benjamini-Hochberg"
        for name, one, other in tests.filter(pl.col("test") == "effect")
        .select("event", "holm", "hochberg")
        .iter_rows()
    }
    rows = [
        row(
            one.effect,
            0,
            one.event.id,
            one.event.label,
            "; ".join(part for part in (_about(one), p.get(one.event.id)) if part),
        )
        for one in found
        if one.effect is not None
    ]
    return replace(
        blank,
        name="effects",
        title="New ties with the countries that an event touches, beside all others",
        rows=tuple(rows),
        notes=(
            f"Mean of the years 0 to {AFTER} against the {BEFORE} years before, net of what all "
            "countries have in common in a year.",
            "Other events of these years, with the same countries or with those beside them, are "
            "not held apart; the frame 'events' names them.",
            "An effect beside other countries is no cause by itself: see leads and false dates.",
        ),
    )


def _about(one: Studied) -> str:
    """What does not differ between runs."""
    kind = one.effect is not None and one.effect.clustered
    told = ["errors clustered by country" if kind else "errors of the yearly share"]
    if one.event.others:
        told.append(f"stands for {', '.join(one.event.others)} too")
    return "; ".join(told)


def _bins(found: Sequence[Studied], blank: Table) -> Table:
    rows = [
        row(
            one.bins.fit,
            place,
            f"{one.event.id}:{first}..{last}",
            f"{one.event.label}, years {first:+d} to {last:+d}",
        )
        for one in found
        if one.bins is not None
        for place, (first, last) in enumerate(one.bins.shown)
    ]
    first, last = REFERENCE
    return replace(
        blank,
        name="leads_lags",
        title="Event study: leads and lags",
        rows=tuple(rows),
        notes=(
            f"Against the years {first} and {last} before the event. Leads that differ from zero "
            "speak against an effect of the event: the countries were on their way before.",
            "A bin without a tie on one side has no finite effect and is left out.",
        ),
    )


def _joint(tests: pl.DataFrame, blank: Table) -> Table:
    joint = tests.filter(pl.col("test") != "effect")
    columns = ("event", "test", "statistic", "df", "p")
    rows = [
        Coefficient(f"{event}.{test}", f"{event}: all {df} {test} zero", value, p=p)
        for event, test, value, df, p in joint.select(columns).iter_rows()
    ]
    return replace(
        blank,
        name="joint",
        title="Joint tests: are all leads zero, are all lags zero?",
        estimator="Wald tests on the event study",
        unit="F statistic",
        rows=tuple(rows),
        notes=(
            "The frame 'tests' holds p values adjusted for the number of events (Holm; Benjamini "
            "and Hochberg).",
        ),
    )


def _series(found: Sequence[Studied], blank: Table) -> Table:
    rows = [
        row(one.alone, place, f"{one.event.id}.{name}", f"{one.event.label}: {told}")
        for one in found
        if one.alone is not None
        for place, (name, told) in enumerate(
            (("step", "step at the event"), ("bend", "change of the trend a year"))
        )
    ]
    return replace(
        blank,
        name="interrupted",
        title="Interrupted time series of the countries touched, by themselves",
        estimator="Poisson regression on a trend, a step and a bend",
        errors=(
            f"Poisson widened by the dispersion, or Newey-West over {SERIAL_YEARS} years where "
            "these are wider (t with years less four)"
        ),
        rows=tuple(rows),
        notes=(
            f"From {BEFORE} years before an event to {AFTER} years after it. Nothing is held "
            "apart that all countries have in common: a trend of few years is carried on.",
        ),
    )


def _wider(found: Sequence[Studied], blank: Table) -> Table:
    rows = [
        row(one.wider, 0, one.event.id, one.event.label) for one in found if one.wider is not None
    ]
    alphas = [one.wider.alpha for one in found if one.wider is not None]
    return replace(
        blank,
        name="negative_binomial",
        title="The same effects with negative-binomial counts",
        estimator="negative binomial with a level for each country and each year",
        errors="of the model (maximum likelihood given the overdispersion)",
        rows=tuple(rows),
        fit={"alpha_median": float(np.median(alphas))} if alphas else {},
        notes=(
            "Variance m + alpha m^2; alpha from the squared residuals of the Poisson fit (Cameron "
            "and Trivedi 1990), zero where these show none.",
        ),
    )


def _false_dates(found: Sequence[Studied], blank: Table) -> Table:
    dates = [date for one in found for date in one.placebos]
    rows: list[Coefficient] = []
    if dates:
        beyond = np.mean([date.fit.p(0) < 1.0 - LEVEL for date in dates])
        spread = np.sqrt(np.mean([date.t**2 for date in dates]))
        rows = [
            Coefficient("beyond", "share of false dates with p below 0.1", float(beyond)),
            Coefficient("spread", "root mean square of effect over error", float(spread)),
        ]
    return replace(
        blank,
        n=len(dates),
        of="false dates of all events",
        name="placebos",
        title="Events at false dates: what should show nothing",
        errors="none: a description",
        unit="share; ratio",
        rows=tuple(rows),
        notes=(
            "With right errors and no common course of countries a tenth would stand out, and the "
            "ratio would be near 1. What lies above is how far effects differ from zero without "
            "any event.",
            f"Dates with fewer than {LEAST} ties on one side are left out.",
        ),
    )
