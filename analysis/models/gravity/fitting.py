"""Fitting gravity models to ties: one table for each specification, and the residuals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from analysis.models.gravity.cells import Cells, known_places, land_cells, region_cells
from analysis.models.gravity.jobs import Job
from analysis.models.gravity.residuals import Residuals
from analysis.models.gravity.specifications import REGIONS, SPECIFICATIONS, Level
from analysis.models.material import Material, Replication
from analysis.models.pooling import fitted
from analysis.models.results import Analysis, ModelError, Table

LEAST_TIES = 20
"""Fewer ties than this say nothing of a dozen terms."""
RESIDUALS = {"poisson": "residuals", "regions_poisson": "residuals_regions"}
"""Frames of residuals, by the table that they are of."""

TITLE = "Gravity of counts"
QUESTION = (
    "How do masses, distance, borders, language and history shape how many ties join two regions?"
)


def fit(material: Material, *, laender: Sequence[str] | None = None) -> Analysis:
    """Fit gravity models to a run, an ensemble or a register.

    Parameters
    ----------
    material : Material
    laender : sequence of str, optional
        Länder (ISO 3166-2) whose ties are counted, such as `RECORDED_LAENDER`; default all.

    Raises
    ------
    ModelError
        If there are too few ties, a Land is unknown, or the first model cannot be fitted.
    """
    grids = _grids(material, laender)
    levels = {spec.name: spec.level for spec in SPECIFICATIONS}
    residuals = {
        name: Residuals(grids[levels[name]]) for name in RESIDUALS if levels[name] in grids
    }

    def tables(replication: Replication) -> list[Table]:
        ties = replication.ties()
        first = ties["year"].min()
        period = (first, replication.until) if isinstance(first, int) else None
        return fitted_to(grids, ties, material.source, period, residuals)

    found = fitted(material, tables)
    frames = {RESIDUALS[name]: kept.frame() for name, kept in residuals.items()}
    notes = [REGIONS if "regions" in grids else "Its places have no regions beside Länder."]
    if laender is not None:
        notes.append(f"Ties of {len(set(laender))} Länder: {', '.join(sorted(laender))}.")
    return Analysis("gravity", TITLE, QUESTION, found, frames, tuple(notes))


def fitted_to(
    grids: Mapping[Level, Cells],
    ties: pl.DataFrame,
    source: str,
    period: tuple[int, int] | None,
    residuals: Mapping[str, Residuals],
) -> list[Table]:
    """Fit every specification to the ties of one replication.

    A model beside the first that cannot be fitted is told of in a note to the first.

    Raises
    ------
    ModelError
        If there are too few ties, or the first model cannot be fitted.
    """
    counted = {level: cells.counts(ties) for level, cells in grids.items()}
    extra = _left_out(ties, float(counted["laender"].sum()))
    job = Job(counted, grids, source, period)
    made: list[Table] = []
    missing: list[str] = []
    for spec in SPECIFICATIONS:
        if spec.level not in grids:
            continue
        if counted[spec.level].sum() < LEAST_TIES:
            raise ModelError(
                f"{source}: holds {counted[spec.level].sum():.0f} ties in {grids[spec.level].of}, "
                f"too few for a gravity model; give at least {LEAST_TIES}"
            )
        try:
            made.append(job.table(spec, residuals.get(spec.name)))
        except ModelError as error:
            if not made:
                raise ModelError(f"{source}: {spec.title}: {error}") from None
            missing.append(f"'{spec.title}' could not be fitted: {error}.")
    return [replace(made[0], notes=(*made[0].notes, *extra, *missing)), *made[1:]]


def _grids(material: Material, laender: Sequence[str] | None) -> dict[Level, Cells]:
    """Cells by level; of some Länder alone where these are named."""
    places = known_places(material.places, material.world, material.source)
    grids: dict[Level, Cells] = {"laender": land_cells(places, material.source)}
    if places["area"].null_count() < places.height:
        grids["regions"] = region_cells(places, material.source)
    if laender is None:
        return grids
    return {level: cells.within(laender, material.source) for level, cells in grids.items()}


def _left_out(ties: pl.DataFrame, counted: float) -> list[str]:
    """What is in no cell."""
    inner = ties["land"].null_count()
    told = []
    if inner:
        told.append(f"{inner:,} ties within Germany are in no cell.")
    other = ties.height - inner - round(counted)
    if other:
        told.append(f"{other:,} ties of other Länder are in no cell.")
    return told
