"""A design that can be estimated: without what is constant, collinear or separated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.models.results import ModelError

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

TOLERANCE = 1e-9
"""A column is a sum of others if this share of its length, or less, is its own."""
POSITIVE = 1e-6
DIGITS = 12
"""Decimals to which rows are alike; they are scaled to one."""
FURTHEST = 1e3
"""Bound of each weight of a combination whose largest value is one."""


@dataclass(frozen=True, eq=False)
class Design:
    """What is left of a design.

    Attributes
    ----------
    matrix : (observations kept, terms kept)
    terms : names of the columns
    kept : (observations,) which are in the matrix
    notes : what was left out, and why; full sentences
    """

    matrix: Floats
    terms: tuple[str, ...]
    kept: Flags
    notes: tuple[str, ...]


def estimable(
    counts: Floats,
    matrix: Floats,
    terms: Sequence[str],
    labels: Mapping[str, str],
    silent: str | None = None,
) -> Design:
    """Leave out what a model of counts with a log link cannot estimate.

    Observations that a combination of terms predicts to be zero whatever its size (separation:
    all cells of a country without a tie) go first, then terms that are constant or collinear in
    what is left; of collinear terms the last in order goes.

    Parameters
    ----------
    counts : (observations,), not negative
    matrix : (observations, terms); the first column is the constant
    terms : names of the columns
    labels : the same for people, for the notes
    silent : beginning of the names of terms whose absence needs no note
    """
    separated = separated_zeros(counts, matrix)
    kept = ~separated
    left = matrix[kept]
    used, dropped = independent(left, terms)
    notes = [
        f"'{labels.get(term, term)}' {why} and is left out."
        for term, why in dropped.items()
        if silent is None or not term.startswith(silent)
    ]
    if separated.any():
        notes.insert(
            0,
            f"{int(separated.sum())} of {len(counts)} cells without a tie are left out: some "
            "combination of terms occurs in such cells alone, and its estimate would be minus "
            "infinity.",
        )
    return Design(left[:, used], tuple(terms[n] for n in used), kept, tuple(notes))


def separated_zeros(counts: Floats, matrix: Floats) -> Flags:
    """Observations with count 0 at which some combination of terms falls without cost.

    A combination that is zero wherever there is a tie, and positive at some cells without one,
    has no finite estimate (Correia, Guimaraes and Zylkin 2019). It is looked for among the
    combinations that vanish where there are ties, by linear programming.

    Returns
    -------
    (observations,) of bool
    """
    zero = counts == 0
    result = np.zeros(len(counts), dtype=np.bool_)
    scaled = matrix / np.maximum(np.linalg.norm(matrix, axis=0), 1e-300)
    null = _null_space(scaled[~zero]) if (~zero).any() else np.eye(matrix.shape[1])
    if not null.shape[1]:
        return result
    away = scaled[zero] @ null
    size = np.abs(away).max(initial=0.0)
    open_rows = np.flatnonzero(zero)
    while len(open_rows) and size > TOLERANCE:
        found = _certificate(away / size)
        if not found.any():
            break
        result[open_rows[found]] = True
        open_rows, away = open_rows[~found], away[~found]
        size = np.abs(away).max(initial=0.0)
    return result


def independent(matrix: Floats, terms: Sequence[str]) -> tuple[list[int], dict[str, str]]:
    """Columns that are neither constant nor sums of those before, and why the others are not.

    Parameters
    ----------
    matrix : (observations, terms); the first column is the constant
    terms : names of the columns
    """
    used: list[int] = []
    dropped: dict[str, str] = {}
    basis = np.zeros((len(matrix), 0))
    for number, term in enumerate(terms):
        column = matrix[:, number]
        length = float(np.linalg.norm(column))
        own = column.copy()
        for _ in range(2):  # twice, for rounding
            own = own - basis @ (basis.T @ own)
        rest = float(np.linalg.norm(own))
        if length == 0.0 or rest <= TOLERANCE * length:
            same = bool(np.all(column == column[0]))
            dropped[term] = "is the same everywhere" if same else "follows from the other terms"
            continue
        used.append(number)
        basis = np.column_stack([basis, own / rest])
    return used, dropped


def _null_space(matrix: Floats) -> Floats:
    """Orthonormal combinations of columns that vanish in every row, (columns, dimension)."""
    square = matrix.T @ matrix
    values, vectors = np.linalg.eigh(square)
    result: Floats = vectors[:, values <= TOLERANCE * max(float(values[-1]), 1.0)]
    return result


def _certificate(away: Floats) -> Flags:
    """Rows where a combination that is nowhere negative is positive."""
    from scipy.optimize import linprog

    # cells are alike in most terms: each kind of row once, without the noise of its last digits
    rows = np.unique(np.round(away, DIGITS), axis=0)
    solved = linprog(
        -rows.sum(axis=0),
        A_ub=np.vstack([-rows, rows]),
        b_ub=np.concatenate([np.zeros(len(rows)), np.ones(len(rows))]),
        bounds=(-FURTHEST, FURTHEST),  # only the direction counts, and a box keeps it finite
        method="highs",
    )
    if solved.status != 0:
        raise ModelError(
            "it could not be decided which terms the ties separate (the linear program gave up: "
            f"{solved.message}); give more ties or another model"
        )
    found: Flags = away @ solved.x > POSITIVE
    return found
