"""Both models of vitality as tables."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from scipy.stats import norm

from analysis.models.results import LEVEL, Coefficient, Table
from analysis.models.vitality.living import Floats, Living
from analysis.models.vitality.mixed import Mixed
from analysis.models.vitality.ordered import Ordered

Named = Sequence[tuple[str, str]]
"""Term and label of each coefficient."""


def rows(named: Named, effects: Floats, covariance: Floats, tested: int) -> tuple[Coefficient, ...]:
    """Coefficients with normal intervals; those from `tested` on (thresholds) have no p value."""
    found = []
    for place, (term, label) in enumerate(named):
        effect, error = float(effects[place]), float(covariance[place, place]) ** 0.5
        half = float(norm.ppf(0.5 + LEVEL / 2.0)) * error
        p = float(2.0 * norm.sf(abs(effect) / error)) if place < tested else None
        found.append(Coefficient(term, label, effect, error, effect - half, effect + half, p))
    return tuple(found)


def ordered_table(found: Living, fit: Ordered, source: str) -> Table:
    """The ordered logit."""
    named = [(term.name, term.label) for term in fit.terms]
    cuts = [(f"threshold_{cut:g}", f"threshold: vitality above {cut:g}") for cut in fit.cuts]
    return Table(
        name="ordered",
        title="Vitality of living ties in classes",
        estimator="ordered logit (proportional odds)",
        errors="maximum likelihood",
        unit="log odds of a higher class",
        n=sum(fit.classes),
        of="living ties",
        period=(found.year, found.year),
        source=source,
        rows=rows([*named, *cuts], fit.effects, fit.covariance, len(named)),
        fit={
            "log_likelihood": fit.log_likelihood,
            "mcfadden_r2": 1.0 - fit.log_likelihood / fit.null,
            **found.measures,
        },
        notes=(
            *found.notes,
            "Classes: nothing goes on (vitality 0), up to 0.5 (one activity with 100 people), up "
            "to 0.75 (two with 300), above it.",
            *fit.notes,
        ),
    )


def mixed_table(found: Living, fit: Mixed, source: str) -> Table:
    """The mixed model, with how much countries differ."""
    named = [(term.name, term.label) for term in fit.terms]
    whole = fit.between + fit.within
    return Table(
        name="mixed",
        title="Vitality of living ties, partner countries at random levels",
        estimator="linear mixed model (restricted maximum likelihood)",
        errors="generalised least squares, given the variances",
        unit="vitality (0-1)",
        n=len(found.vitality),
        of="living ties",
        period=(found.year, found.year),
        source=source,
        rows=rows(named, fit.effects, fit.covariance, len(named)),
        fit={
            "variance_between_countries": fit.between,
            "variance_within": fit.within,
            "share_between": fit.between / whole,
            "countries": fit.countries,
            "restricted_log_likelihood": fit.log_likelihood,
        },
        notes=(
            *found.notes,
            "Vitality is held between 0 and 1 and many ties lie at 0: effects are on its mean, and "
            "errors are approximate.",
            *fit.notes,
        ),
    )


def class_frame(fit: Ordered, replication: int) -> pl.DataFrame:
    """Ties in each class: replication, above, up_to (vitality), ties."""
    lows, highs = (None, *fit.cuts), (*fit.cuts, 1.0)
    known = [
        (replication, low, high, size)
        for low, high, size in zip(lows, highs, fit.classes, strict=True)
    ]
    schema = {
        "replication": pl.Int64,
        "above": pl.Float64,
        "up_to": pl.Float64,
        "ties": pl.Int64,
    }
    return pl.DataFrame(known, schema=schema, orient="row")


def by_age(found: Living, replication: int) -> pl.DataFrame:
    """Mean vitality by age: replication, age (first year of a decade), ties, mean, asleep."""
    terms = [term.name for term in found.terms]
    if "age" not in terms:
        return pl.DataFrame(schema=AGES)
    age = found.design[:, terms.index("age")]
    return (
        pl.DataFrame({"age": age, "vitality": found.vitality})
        .group_by(pl.col("age").floor().cast(pl.Int64) * 10)
        .agg(
            ties=pl.len().cast(pl.Int64),
            mean=pl.col("vitality").sort().mean(),
            asleep=(pl.col("vitality") == 0.0).mean(),
        )
        .with_columns(replication=pl.lit(replication, dtype=pl.Int64))
        .select(pl.col(name).cast(kind) for name, kind in AGES.items())
        .sort("age")
    )


AGES = {
    "replication": pl.Int64,
    "age": pl.Int64,
    "ties": pl.Int64,
    "mean": pl.Float64,
    "asleep": pl.Float64,
}
