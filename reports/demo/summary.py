"""The two paragraphs at the top: every number in them comes from the run or the scorecard."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.validation import Scorecard
from reports.demo.forces import forces
from reports.demo.inputs import Ensemble, Run
from reports.numbers import in_words

GOOD = 0.8
"""A pattern agrees where at least this share of its cells lies in the band."""
NAMED = 3
"""Patterns and misses that the text names."""


def facts(run: Run, ensemble: Ensemble, card: Scorecard) -> dict[str, Any]:
    """Numbers of the opening paragraphs.

    Returns
    -------
    dict
        Counts of places, countries, histories and ties; `total`, the cell of all recorded ties in
        words; `roles`, for each role its cells and how many are inside the 90 % band; `good`,
        titles of patterns that agree; `misses`, the furthest misses in words.
    """
    places, ties = run.municipalities, run.ties
    german = places.filter(pl.col("country") == "DE")
    total = card.frame.filter(pl.col("pattern") == "total").row(0, named=True)
    return {
        "histories": len(ensemble.seeds),
        "failed": ensemble.failed,
        "german": german.height,
        "abroad": places.height - german.height,
        "countries": places["country"].n_unique() - ("DE" in places["country"]),
        "start": run.record["scenario"]["start"],
        "until": run.record["scenario"]["until"],
        "forces": forces(run.record["scenario"]),
        "founded": ties.height,
        "living": int(ties["ended"].is_null().sum()),
        "total": in_words(total),
        "total_inside": bool(total["inside90"]),
        "total_less": total["simulated"] < total["recorded"],
        "roles": _roles(card),
        "good": _good(card),
        "good_share": GOOD,
        "misses": [in_words(row) for row in card.worst(NAMED).iter_rows(named=True)],
    }


def _roles(card: Scorecard) -> dict[str, dict[str, int]]:
    """Scored cells and those inside the band, by role; the total is told by itself."""
    rows = card.scored.filter(pl.col("pattern") != "total")
    counts = rows.group_by("role", maintain_order=True).agg(
        cells=pl.len(), inside=pl.col("inside90").fill_null(value=False).sum()
    )
    return {row["role"]: row for row in counts.iter_rows(named=True)}


def _good(card: Scorecard) -> list[dict[str, Any]]:
    """Patterns that agree, kept back ones first, for only those are evidence."""
    rows = card.summary.filter(pl.col("inside90") >= GOOD, pl.col("pattern") != "total")
    return (
        rows.sort("role", "inside90", descending=True, maintain_order=True).head(NAMED).to_dicts()
    )
