"""Vitality of the living ties of one run after the other, as one analysis."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analysis.models.results import Analysis, ModelError, Table
from analysis.models.vitality.living import Living, living
from analysis.models.vitality.mixed import mixed
from analysis.models.vitality.ordered import ordered
from analysis.models.vitality.tables import by_age, class_frame, mixed_table, ordered_table

if TYPE_CHECKING:
    from analysis.models.material import Material, Replication

TITLE = "Vitality of ties"
QUESTION = "Which ties are alive: how do age, distance, school exchange and size matter?"


def fit(material: Material) -> Analysis:
    """Fit an ordered logit and a mixed model of vitality to the living ties of runs.

    They are those of the last year of the run, whatever the view.

    Raises
    ------
    ModelError
        Of a register, which holds no vitality, and if neither model can be fitted.
    """
    from analysis.models.pooling import fitted

    if material.kind == "register":
        raise ModelError(
            f"{material.source}: a register holds no vitality of ties; give the folder of a run or "
            "an ensemble"
        )
    frames: dict[str, list[pl.DataFrame]] = {}
    refused: dict[str, list[ModelError]] = {}

    def one(replication: Replication) -> list[Table]:
        found = living(replication, material.places, material.source)
        frames.setdefault("by_age", []).append(by_age(found, replication.number))
        return _both(found, replication.number, material.source, frames, refused)

    made = fitted(material, one)
    notes = tuple(
        f"Not fitted{f' in {len(errors)} of {material.size} runs' if material.size > 1 else ''}: "
        f"{errors[0]}."
        for errors in refused.values()
    )
    whole = {name: pl.concat(parts) for name, parts in frames.items()}
    return Analysis("vitality", TITLE, QUESTION, made, whole, notes)


def _both(
    found: Living,
    number: int,
    source: str,
    frames: dict[str, list[pl.DataFrame]],
    refused: dict[str, list[ModelError]],
) -> list[Table]:
    """Both tables of one run, or the one that can be fitted.

    Raises
    ------
    ModelError
        If none can: what is wrong with the first.
    """
    made: list[Table] = []
    wrong: list[ModelError] = []
    try:
        classes = ordered(found, source)
        frames.setdefault("classes", []).append(class_frame(classes, number))
        made.append(ordered_table(found, classes, source))
    except ModelError as error:
        refused.setdefault("ordered", []).append(error)
        wrong.append(error)
    try:
        made.append(mixed_table(found, mixed(found, source), source))
    except ModelError as error:
        refused.setdefault("mixed", []).append(error)
        wrong.append(error)
    if not made:
        raise wrong[0]
    return made
