"""The network as shipped tables tell it: degrees, repeats and likeness, recorded and simulated.

Single recorded ties do not ship, so no network model can be fitted to the record. What ships are
counts by degree and regularities of single ties; runs are counted in the same cells, by the same
functions as the scorecard's.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.indirect.pairs import Role
from analysis.models import Coefficient, ModelError, Table
from analysis.models.material import Material
from analysis.models.pooling import pooled
from analysis.validation import label, observed, summarise, targets
from analysis.validation.comparison import NORMAL90
from analysis.validation.summary import RECORDED_COLUMNS

PATTERNS = (
    "degree",
    "ties_by_size",
    "repeats",
    "likeness",
    "likeness_kept",
    "distance",
    "small_towns",
    "founders",
)
"""Patterns of the scorecard that speak of how ties hang together, not of how many there are."""
ERRORS = "of the record, in place of the luck of one run"
UNTIL = 2014
FROM = 1945


def recorded_shapes() -> tuple[Table, ...]:
    """One table a pattern: what the record says, with the errors of the scorecard."""
    return tuple(
        _table(name, _recorded_rows(rows), str(rows["source"][0]), _errors(name))
        for name, rows in _patterns().items()
    )


def simulated_shapes(material: Material) -> tuple[Table, ...]:
    """The same tables of what the register would show of each run.

    A single run has no error of its own kind: the record's stands in for its luck.

    Raises
    ------
    ModelError
        If a run holds no recorded tie.
    """
    runs: dict[str, list[Table]] = {name: [] for name in PATTERNS}
    for replication in material.replications():
        recorded = replication.table("recorded", RECORDED_COLUMNS)
        try:
            cells = summarise(recorded, material.places)
        except ValueError as error:
            raise ModelError(f"{material.source}: {error}") from None
        for name, rows in _patterns().items():
            found = _simulated_rows(rows, cells)
            runs[name].append(_table(name, found, material.source, ERRORS))
    return tuple(pooled(tables) for tables in runs.values())


def role_of(pattern: str, cell: str) -> Role:
    """Whether a cell was in view when the model was fitted, by `targets.toml`."""
    return targets()[pattern].role_of(cell)


def why(pattern: str) -> str:
    """What was fitted to a pattern, in the words of `targets.toml`."""
    return targets()[pattern].why


def _patterns() -> Mapping[str, pl.DataFrame]:
    """Rows of the record by pattern, in the order of `PATTERNS`."""
    everything = observed()
    return {name: everything.filter(pl.col("pattern") == name) for name in PATTERNS}


def _recorded_rows(rows: pl.DataFrame) -> list[Coefficient]:
    return [
        _coefficient(*row)
        for row in rows.select("pattern", "cell", "recorded", "error").iter_rows()
    ]


def _simulated_rows(rows: pl.DataFrame, cells: pl.DataFrame) -> list[Coefficient]:
    """Cells that the run could fill, each with the error of the record."""
    joined = rows.select("pattern", "cell", "error").join(
        cells, on=["pattern", "cell"], how="left", maintain_order="left"
    )
    joined = joined.select("pattern", "cell", "value", "error")
    return [
        _coefficient(pattern, cell, value, error)
        for pattern, cell, value, error in joined.iter_rows()
        if value is not None
    ]


def _coefficient(pattern: str, cell: str, value: float, error: float) -> Coefficient:
    reach = NORMAL90 * error
    return Coefficient(cell, _label(pattern, cell), value, error, value - reach, value + reach)


def _label(pattern: str, cell: str) -> str:
    """A cell in words; numbers alone say what they count."""
    if pattern == "degree":
        return "1 tie" if cell == "1" else f"{cell} ties"
    return f"{cell} inhabitants" if pattern == "ties_by_size" else label(cell)


def _table(pattern: str, rows: list[Coefficient], source: str, errors: str) -> Table:
    target = targets()[pattern]
    return Table(
        name=pattern,
        title=target.title,
        estimator="counted",
        errors=errors,
        unit=target.unit,
        n=len(rows),
        of="numbers",
        period=(FROM, UNTIL),
        source=source,
        rows=tuple(rows),
        notes=(f"{target.compares}.",),
    )


def _errors(pattern: str) -> str:
    measure = targets()[pattern].measure
    if targets()[pattern].table == "rgre2015_regularities":
        return "bootstrap over towns"
    kinds = {"count": "Poisson", "share": "binomial", "mean": "as if each tie fell on its own"}
    return kinds.get(measure, "of a quantile or correlation, from the number of ties")
