"""The true stock: what the register holds, over the share of it that a register would hold.

Of each form and era the register's ties are known; hidden ones follow from the completeness. In
the years of the survey it is what double records say. Later partnerships are as complete as in the
run (the calibrated self-report), other forms that times their completeness relative to
partnerships. What came after 2014 is the growth of each form in the run.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.observation.register import SNAPSHOT
from analysis.stock.counts import ABROAD, LATER, TODAY
from analysis.stock.pairs import CHECKED, POOLED, Pair, double_records, recorded_stock
from analysis.stock.pooling import SEED, Completeness, completeness, informal_ratios, told
from simulation.ties import FORMS

Floats = NDArray[np.float64]
Told = dict[str, float]

EACH = 40
"""Draws of completeness for each run."""
SUM = "all"


def stock(table: pl.DataFrame) -> dict[str, Any]:
    """Estimate the stock of ties from the runs of an ensemble.

    Parameters
    ----------
    table : `counts` of several runs under one another, with a column ``replication``

    Returns
    -------
    dict
        ``runs``; ``stock``: rows of year, form (``all``: their sum), registered, living, hidden,
        each with median, low and high (90 %); ``records``: the same for 2014 with the later
        completeness of double records in place of the runs'; ``completeness``: the share
        registered in 2014, by form; ``apart``: living inner-German ties and sponsorships;
        ``simulated``: living ties abroad of the runs as they are; ``pairs``, ``informal`` and
        ``shares``: what the double records say.

    Raises
    ------
    ValueError
        If no run reaches 2014, or one has no partnership abroad agreed after 1996.
    """
    runs = _runs(table)
    rng = np.random.default_rng(SEED)
    known = completeness()
    picks = rng.integers(0, len(known.early), size=(len(runs), EACH))
    parts = [_of_run(run, _chosen(known, pick), rng) for run, pick in zip(runs, picks, strict=True)]
    records = _living(known, known.late, np.random.default_rng(SEED + 1))
    by_form = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    registered = dict(recorded_stock().select("form", "links").iter_rows())
    return {
        "runs": len(runs),
        "stock": _rows(by_form, registered),
        "records": _rows(
            {(SNAPSHOT, form): values for form, values in records.items()}, registered
        ),
        "completeness": {
            form: spread(links / by_form[SNAPSHOT, form]) for form, links in registered.items()
        },
        "apart": _as_simulated(table.filter(pl.col("scope") != ABROAD), "scope"),
        "simulated": _as_simulated(table.filter(pl.col("scope") == ABROAD), "form"),
        "pairs": [_compared(pair, known) for pair in double_records()],
        "informal": [
            {"count": name, "ratio": float(np.exp(ratio)), "error": error}
            for name, ratio, error in informal_ratios()
        ],
        "shares": {
            **{f"surveyed.{form}": spread(known.surveyed(form)) for form in FORMS},
            "late.partnership": spread(known.late),
            "informal": spread(known.informal),
        },
    }


def spread(values: Floats) -> Told:
    """Median and 90 % interval, rounded to what they are worth."""
    middle, low, high = told(values)
    digits = 0 if middle > 10 else 3
    return {"median": round(middle, digits), "low": round(low, digits), "high": round(high, digits)}


def _runs(table: pl.DataFrame) -> list[pl.DataFrame]:
    """The runs, each a table; sorted."""
    ordered = table.sort("replication", "year", "scope", "form", "era")
    runs = ordered.partition_by("replication", maintain_order=True)
    if not runs or table.filter(pl.col("year") == SNAPSHOT).is_empty():
        raise ValueError("stock: no run that reaches 2014; let runs end in 2014 or later")
    return runs


def _chosen(known: Completeness, pick: NDArray[np.int64]) -> Completeness:
    return Completeness(known.early[pick], known.late[pick], known.informal[pick])


def _of_run(
    run: pl.DataFrame, known: Completeness, rng: np.random.Generator
) -> dict[tuple[int, str], Floats]:
    """Draws of the living ties of each year and form, with the self-report and growth of a run."""
    abroad = run.filter(pl.col("scope") == ABROAD)
    late = abroad.filter(
        pl.col("year") == SNAPSHOT, pl.col("form") == "partnership", pl.col("era") == LATER
    )
    living, registered = (float(late[name].to_numpy().sum()) for name in ("living", "registered"))
    if not living or not registered:
        raise ValueError("stock: a run has no registered partnership abroad agreed after 1996")
    now = _living(known, np.full(len(known.early), registered / living), rng)
    found = {(SNAPSHOT, form): values for form, values in now.items()}
    growth = _growth(abroad)
    return found | {(TODAY, form): now[form] * growth[form] for form in growth}


def _living(known: Completeness, late: Floats, rng: np.random.Generator) -> dict[str, Floats]:
    """Draws of the living ties of each form at the snapshot.

    Of `n` ties that were kept with a chance `p` each, the number left out before the `n`-th was
    kept is negative binomial.
    """
    found = {}
    for form, links, share in recorded_stock().iter_rows():
        early = round(links * share)
        hidden = _hidden(early, known.surveyed(form), rng)
        hidden += _hidden(links - early, late * known.relative(form), rng)
        found[form] = links + hidden
    return found


def _hidden(links: int, share: Floats, rng: np.random.Generator) -> Floats:
    return np.asarray(rng.negative_binomial(links, np.minimum(share, 1.0)), dtype=np.float64)


def _growth(abroad: pl.DataFrame) -> dict[str, float]:
    """Living ties of 2025 over those of 2014, by form; empty where a run ends before."""
    living = {
        (year, form): count
        for year, form, count in abroad.group_by("year", "form")
        .agg(pl.col("living").sum())
        .iter_rows()
    }
    if not any(year == TODAY for year, _ in living):
        return {}
    return {form: living[TODAY, form] / living[SNAPSHOT, form] for form in FORMS}


def _rows(draws: dict[tuple[int, str], Floats], registered: dict[str, int]) -> list[dict[str, Any]]:
    """Rows by year and form, the sum of the forms last."""
    rows = []
    for year in sorted({year for year, _ in draws}):
        forms = {form: draws[year, form] for form in FORMS}
        forms[SUM] = np.sum(list(forms.values()), axis=0)
        for form, living in forms.items():
            row: dict[str, Any] = {"year": year, "form": form, "living": spread(living)}
            if year == SNAPSHOT:
                held = registered.get(form, sum(registered.values()))
                row |= {"registered": held, "hidden": spread(living - held)}
            rows.append(row)
    return rows


def _as_simulated(table: pl.DataFrame, by: str) -> list[dict[str, Any]]:
    """Living ties of the runs by year and one more column; a run without any counts as none."""
    runs = table["replication"].n_unique()
    rows = []
    for (year, name), group in table.sort("year", by).group_by(["year", by], maintain_order=True):
        sums = group.group_by("replication").agg(pl.col("living").sum())["living"].to_numpy()
        living = np.concatenate([sums, np.zeros(runs - len(sums))])
        rows.append({"year": year, by: name, "living": spread(living)})
    return rows


def _compared(pair: Pair, known: Completeness) -> dict[str, Any]:
    """A pair beside what the pooled shares expect of it."""
    row: dict[str, Any] = {
        "name": pair.name,
        "role": pair.role,
        "what": pair.what,
        "register": round(pair.register),
        "other": round(pair.other),
        "ratio": round(pair.register / pair.other, 3),
        "fact_id": pair.fact_id,
        "reading": pair.reading,
    }
    if pair.role in (POOLED, CHECKED):
        expected = 1 / (pair.surveyed / known.early + (1 - pair.surveyed) / known.late)
        row["expected"] = spread(expected)
    return row
