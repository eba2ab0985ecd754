"""Joint tests of leads and lags, adjusted for the number of events that are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from analysis.models.events.studied import Studied

Found = tuple[float, int, float]
"""Statistic, its numerator's degrees of freedom, p value."""

SCHEMA = {
    "replication": pl.Int64,
    "event": pl.String,
    "test": pl.String,
    "statistic": pl.Float64,
    "df": pl.Int64,
    "freedom": pl.Int64,
    "p": pl.Float64,
    "holm": pl.Float64,
    "hochberg": pl.Float64,
}


def joint_tests(found: Sequence[Studied], replication: int) -> pl.DataFrame:
    """Tests of all events of one data set, adjusted among events for each kind of test.

    Returns
    -------
    polars.DataFrame
        replication, event, test (`effect`, `leads`, `lags`), statistic (F), df and freedom (its
        degrees of freedom), p, holm (p after Holm: the chance of one false alarm among all
        events), hochberg (after Benjamini and Hochberg: the share of false alarms among those
        that stand out).
    """
    parts = [
        _of_kind(found, replication, "effect", _effect),
        _of_kind(found, replication, "leads", _leads),
        _of_kind(found, replication, "lags", _lags),
    ]
    return pl.concat(parts)


def _of_kind(
    found: Sequence[Studied],
    replication: int,
    kind: str,
    test: Callable[[Studied], tuple[Found, int] | None],
) -> pl.DataFrame:
    told = [(one.event.id, test(one)) for one in found]
    known = [(name, *result) for name, result in told if result is not None]
    holm, hochberg = adjusted([result[2] for _, result, _ in known])
    rows = [
        (replication, name, kind, value, df, freedom, p, one, other)
        for (name, (value, df, p), freedom), one, other in zip(known, holm, hochberg, strict=True)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def adjusted(p: Sequence[float]) -> tuple[list[float], list[float]]:
    """P values after Holm and after Benjamini and Hochberg, in the same order."""
    from statsmodels.stats.multitest import multipletests

    if not p:
        return [], []
    holm, hochberg = (multipletests(p, method=method)[1] for method in ("holm", "fdr_bh"))
    return [float(value) for value in holm], [float(value) for value in hochberg]


def _effect(one: Studied) -> tuple[Found, int] | None:
    if one.effect is None:
        return None
    value, p = one.effect.joint([0])
    return (value, 1, p), one.effect.freedom


def _leads(one: Studied) -> tuple[Found, int] | None:
    return None if one.bins is None else _joint(one, one.bins.leads)


def _lags(one: Studied) -> tuple[Found, int] | None:
    return None if one.bins is None else _joint(one, one.bins.lags)


def _joint(one: Studied, places: list[int]) -> tuple[Found, int] | None:
    if one.bins is None or not places:
        return None
    value, p = one.bins.fit.joint(places)
    return (value, len(places), p), one.bins.fit.freedom
