"""Gravity on what ships of the record: counts of twelve Länder by partner country."""

from __future__ import annotations

import polars as pl

from analysis.models.gravity.cells import known_places, land_cells
from analysis.models.gravity.fitting import QUESTION, RESIDUALS, TITLE
from analysis.models.gravity.jobs import Job
from analysis.models.gravity.residuals import Residuals
from analysis.models.gravity.specifications import SPECIFICATIONS
from analysis.models.results import Analysis
from analysis.observation.register import SNAPSHOT
from analysis.recorded import load
from simulation.places import load_places

RECORDED_LAENDER = (
    *("DE-BB", "DE-BE", "DE-BW", "DE-BY", "DE-HB", "DE-HE"),
    *("DE-HH", "DE-MV", "DE-NW", "DE-SL", "DE-ST", "DE-TH"),
)
"""Länder whose counts ship; those of the other four are kept back for testing."""
WORLD = "germany"
SOURCE = "RGRE register of spring 2015, counts by Land and country (twelve Länder)"


def recorded_gravity() -> Analysis:
    """Fit the gravity models of Länder and countries to the counts that ship.

    Ties in countries that no world of the model holds are left out. Compare with
    `fit(material, laender=RECORDED_LAENDER)`.
    """
    places = known_places(load_places(WORLD), WORLD, SOURCE)
    cells = land_cells(places, SOURCE).within(RECORDED_LAENDER, SOURCE)
    table = load("rgre2015_links_by_land")
    sums = table.group_by(home="land", away="country").agg(ties=pl.col("count").sum())
    placed = cells.frame.select("home", "away").join(
        sums, on=["home", "away"], how="left", maintain_order="left"
    )
    counts = placed["ties"].fill_null(0).cast(pl.Float64).to_numpy()
    first = load("rgre2015_links_by_year")["year"].min()
    period = (first if isinstance(first, int) else 1945, SNAPSHOT)
    job = Job({"laender": counts}, {"laender": cells}, SOURCE, period)
    residuals = Residuals(cells)
    specs = [spec for spec in SPECIFICATIONS if spec.level == "laender"]
    tables = tuple(job.table(s, residuals if s.name in RESIDUALS else None) for s in specs)
    outside = int(table["count"].sum()) - round(counts.sum())
    notes = (
        f"{outside} recorded ties with countries that the world '{WORLD}' does not hold are left "
        "out.",
        "Single ties do not ship, so there are no cells of smaller regions.",
    )
    frames = {RESIDUALS["poisson"]: residuals.frame()}
    return Analysis("gravity", TITLE, QUESTION, tables, frames, notes)
