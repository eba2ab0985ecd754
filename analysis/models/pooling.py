"""Many replications as one table: every run is fitted alone, and what they say is put together.

The mean over runs is the estimate. Two spreads stand beside it and must not be mixed up: `se` is
how sure one data set is (the root mean square of the runs' own errors), `between` how far apart
the runs lie.
"""

from __future__ import annotations

import gc
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from analysis.models.material import Material, Replication
from analysis.models.results import LEVEL, Coefficient, ModelError, Table

_NUMBER = re.compile(r"\d[\d,.]*(?<![,.])")


def fitted(material: Material, fit: Callable[[Replication], Sequence[Table]]) -> tuple[Table, ...]:
    """Fit every replication alone, and pool the tables of each name.

    Parameters
    ----------
    material : Material
    fit : callable
        Gives the tables of one replication; those of one name are of one kind. A `ModelError`
        leaves the replication out, which is said in a note.

    Returns
    -------
    tuple of Table
        In the order of each replication's own.

    Raises
    ------
    ModelError
        If no replication can be fitted: the sentence of the first.
    """
    found: dict[str, list[Table]] = {}
    order: list[str] = []
    refused: list[ModelError] = []
    for replication in material.replications():
        try:
            tables = tuple(fit(replication))
        except ModelError as error:
            refused.append(error)
            continue
        finally:
            gc.collect()  # fitted models refer to themselves, and would pile up with their data
        _merge(order, [table.name for table in tables])
        for table in tables:
            found.setdefault(table.name, []).append(table)
    if not found:
        raise refused[0] if refused else ModelError(f"{material.source}: nothing could be fitted")
    return tuple(
        _with_note(pooled(found[name]), material.size, len(found[name]), refused) for name in order
    )


def pooled(tables: Sequence[Table]) -> Table:
    """One table of the tables of several runs; a single one is returned as it is.

    Estimates are means, `se` the root mean square of the runs' errors, `between` the standard
    deviation over runs, `low` and `high` the middle 90 % of the runs' estimates. No p value is
    given: nothing is tested. A number that is not finite counts as not estimated.

    Raises
    ------
    ValueError
        If there is no table, or they are not of one model.
    """
    if not tables:
        raise ValueError("pooled: give at least one table")
    first = tables[0]
    if len(tables) == 1:
        return first
    for table in tables:
        if (table.name, table.unit) != (first.name, first.unit):
            raise ValueError(
                f"pooled: '{table.name}' ({table.unit}) is not of one kind with '{first.name}' "
                f"({first.unit})"
            )
    found: dict[str, list[Coefficient]] = {}
    order: list[str] = []
    for table in tables:
        _merge(order, [row.term for row in table.rows])
        for row in table.rows:
            found.setdefault(row.term, []).append(row)
    rows = {term: found[term] for term in order}
    runs = sum(table.runs for table in tables)
    whole = [_row(some, len(tables)) for some in rows.values()]
    return replace(
        first,
        errors=_errors(tables),
        n=round(math.fsum(table.n for table in tables) / len(tables)),
        period=_period(tables),
        rows=tuple(row for row in whole if row is not None),
        runs=runs,
        fit=_fit(tables),
        notes=(*_notes(tables), *_not_everywhere(rows, len(tables))),
    )


def _row(rows: Sequence[Coefficient], runs: int) -> Coefficient | None:
    """One coefficient over the runs that could estimate it; None where none could."""
    known = [row for row in rows if math.isfinite(row.estimate)]
    if not known:
        return None
    values = np.array([row.estimate for row in known])
    errors = [row.se for row in known if row.se is not None and math.isfinite(row.se)]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    many = len(known) > 1
    return Coefficient(
        known[0].term,
        known[0].label,
        estimate=math.fsum(values) / len(values),
        se=math.sqrt(math.fsum(e * e for e in errors) / len(errors)) if errors else None,
        low=float(low) if many else None,
        high=float(high) if many else None,
        between=float(np.std(values, ddof=1)) if many else None,
        note=_joined(known, runs),
    )


def _joined(rows: Sequence[Coefficient], runs: int) -> str:
    """What the runs say of a coefficient, each note once, and how many say it."""
    notes = [row.note for row in rows if row.note]
    told = [
        note if notes.count(note) == runs else f"{note} ({notes.count(note)} of {runs} runs)"
        for note in dict.fromkeys(notes)
    ]
    if len(rows) < runs:
        told.append(f"estimated in {len(rows)} of {runs} runs")
    return "; ".join(told)


def _errors(tables: Sequence[Table]) -> str:
    kinds = list(dict.fromkeys(table.errors for table in tables))
    of = kinds[0] if len(kinds) == 1 else f"{kinds[0]} (first run; numbers vary)"
    return f"root mean square of those of {len(tables)} runs, each {of}; intervals: middle 90 %"


def _period(tables: Sequence[Table]) -> tuple[int, int] | None:
    periods = [table.period for table in tables if table.period is not None]
    if not periods:
        return None
    return min(first for first, _ in periods), max(last for _, last in periods)


def _fit(tables: Sequence[Table]) -> dict[str, float]:
    """Mean of each measure over the runs that have it."""
    result: dict[str, float] = {}
    for name in dict.fromkeys(name for table in tables for name in table.fit):
        values = [table.fit[name] for table in tables if name in table.fit]
        values = [value for value in values if math.isfinite(value)]
        if values:
            result[name] = math.fsum(values) / len(values)
    return result


def _notes(tables: Sequence[Table]) -> list[str]:
    """Each note once, with the number of runs where not all say it.

    Notes that differ in their numbers alone are one: that of the first run is shown.
    """
    said: dict[str, list[str]] = {}
    for table in tables:
        for note in dict.fromkeys(table.notes):
            said.setdefault(_NUMBER.sub("#", note), []).append(note)
    told = []
    for notes in said.values():
        first, runs = notes[0], len(notes)
        vary = " (numbers of the first)" if len(set(notes)) > 1 else ""
        everywhere = runs == len(tables) and not vary
        told.append(first if everywhere else f"In {runs} of {len(tables)} runs{vary}: {first}")
    return told


def _merge(order: list[str], names: Sequence[str]) -> None:
    """Put names that are new behind those that they follow."""
    place = 0
    for name in names:
        if name in order:
            place = order.index(name) + 1
        else:
            order.insert(place, name)
            place += 1


def _not_everywhere(rows: dict[str, list[Coefficient]], runs: int) -> list[str]:
    told = []
    for some in rows.values():
        known = sum(math.isfinite(row.estimate) for row in some)
        if known < runs:
            told.append(
                f"'{some[0].label}' could be estimated in {known} of {runs} runs"
                + ("." if known else " and is left out.")
            )
    return told


def _with_note(table: Table, runs: int, made: int, refused: Sequence[ModelError]) -> Table:
    if made == runs:
        return table
    why = f" ({refused[0]})" if refused else ""
    note = f"{runs - made} of {runs} runs could not be fitted and are left out{why}."
    return replace(table, notes=(*table.notes, note))
