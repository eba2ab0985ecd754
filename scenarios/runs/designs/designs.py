"""Designs: a base scenario, and a plain table of what each run puts in its place.

One row is one run. A column is the dotted path of a parameter, such as ``choice.held`` or
``choice.distance.FR``, and holds absolute values; where a cell is empty the base's value stays.
A column ``seed`` is optional. The table is written before the first run starts.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from polars.exceptions import PolarsError
from pydantic import ValidationError

from scenarios import files
from scenarios.runs import manifest
from scenarios.runs.carrying import Task
from scenarios.runs.ensembles import Ensemble, Progress, carry
from scenarios.runs.mistakes import RunError, shown
from scenarios.runs.plan import Chosen, Run, check_call, check_seed
from scenarios.runs.tables import TABLES, Table, parquet
from scenarios.schema import Scenario

NAME = "design.parquet"
SEED = "seed"
"""Column with the seed of each run."""


def read_design(path: str | Path) -> pl.DataFrame:
    """Read a design from a .csv or .parquet file.

    Raises
    ------
    RunError
        If it cannot be read.
    """
    path = Path(path)
    if path.suffix not in (".csv", ".parquet"):
        raise RunError(f"{shown(path)}: is no design; give a .csv or .parquet file")
    try:
        data = io.BytesIO(path.read_bytes())
        if path.suffix == ".parquet":
            return pl.read_parquet(data)
        return pl.read_csv(data, infer_schema_length=None)
    except FileNotFoundError:
        raise RunError(f"{shown(path)}: no such file") from None
    except OSError as error:
        raise RunError(f"{shown(path)}: cannot be read ({error.strerror})") from None
    except PolarsError:
        raise RunError(
            f"{shown(path)}: is no table; give one row a run, under a header of parameters such as "
            "choice.held"
        ) from None


def with_values(base: Scenario, values: Mapping[str, Any]) -> Scenario:
    """Return the base with other values at dotted paths.

    Parameters
    ----------
    base : Scenario
    values : mapping
        ``{"choice.held": -1.2}``; None leaves the base's value.

    Raises
    ------
    ValueError
        If a path leads to no parameter, or a value is out of its bounds.
    """
    content = base.model_dump()
    for path, value in values.items():
        if value is not None:
            _put(content, path, value)
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        raise ValueError(files.explain(error)) from None


def _put(content: dict[str, Any], path: str, value: Any) -> None:
    """Put a value where a dotted path leads; tables with free keys, such as events, may grow."""
    *sections, last = path.split(".")
    place: Any = content
    for section in sections:
        place = place.setdefault(section, {})
        if not isinstance(place, dict):
            raise ValueError(f"{path}: leads below a single value; give the path of a parameter")
    if path in ("name", "title") or isinstance(place.get(last), dict):
        raise ValueError(f"{path}: is not a single parameter; give one such as choice.held")
    place[last] = value


def scenarios_of(base: Scenario, table: pl.DataFrame) -> list[Scenario]:
    """Return the scenario of each row of a design.

    Raises
    ------
    RunError
        If there is no row, or one is not possible: names the row (from 1) and the parameter.
    """
    if table.is_empty():
        raise RunError("the design has no row; give one row a run")
    found = []
    for number, row in enumerate(table.drop(SEED, strict=False).iter_rows(named=True), start=1):
        try:
            found.append(with_values(base, row))
        except ValueError as error:
            raise RunError(f"design, row {number}: {shown(str(error))}") from None
    return found


def runs_of(base: Scenario, table: pl.DataFrame, seed: int) -> list[Run]:
    """List the runs: row `r` (from 0) is replication `r`, with its own seed or `seed + r`.

    Raises
    ------
    RunError
        If a seed is not possible.
    """
    seeds = [seed + row for row in range(table.height)]
    if SEED in table.columns:
        if not table[SEED].dtype.is_integer() or table[SEED].has_nulls():
            raise RunError("design, column seed: expected an integer in every row")
        seeds = table[SEED].to_list()
    for own in seeds:
        check_seed(own)
    return [Run(row, base.name, None, row, own) for row, own in enumerate(seeds)]


def design_ensemble(
    base: Chosen,
    design: pl.DataFrame,
    out: Path,
    *,
    seed: int = 1,
    world: str = "germany",
    workers: int = 1,
    cluster: str | None = None,
    resume: bool = False,
    force: bool = False,
    tables: Mapping[str, Table] = TABLES,
    also: tuple[str, ...] = (),
    progress: Progress | None = None,
) -> Ensemble:
    """Run every row of a design, on the same terms as `ensemble`.

    Parameters
    ----------
    base : Chosen
        The scenario that the rows change, from `choose`.
    design : polars.DataFrame
        One row a run; see the head of this module.
    out : Path
        A new or empty folder; with `force` one that jumelage wrote; with `resume` the same
        design, unfinished.
    seed : int
        Row `r` (from 0) has `seed + r` where the design has no column seed.
    world : {"germany", "toy"}
    workers, cluster, resume, force, progress : as in `ensemble`
    tables : mapping of str to function
        All tables that are kept; functions at the top of a module.
    also : tuple of str
        Names of files that the caller will put beside.

    Raises
    ------
    RunError
        If the call or the design is not possible, or `out` must not or cannot be written to.
    """
    check_call(seed, world, max(1, design.height), workers)
    scenarios = scenarios_of(base.scenario, design)
    runs = runs_of(base.scenario, design, seed)
    data = parquet(design)
    wanted = manifest.manifest([base], runs, seed, world, len(runs), list(tables))
    wanted["design"] = {
        "rows": design.height,
        "columns": design.columns,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    wanted["files"] = sorted([*wanted["files"], NAME, *also])
    if resume:
        _check_same(out, design)
    pairs = zip(runs, scenarios, strict=True)
    tasks = [Task(run, scenario, world, dict(tables)) for run, scenario in pairs]
    return carry(
        tasks,
        wanted,
        out,
        workers=workers,
        cluster=cluster,
        resume=resume,
        force=force,
        beside={NAME: data},
        progress=progress,
    )


def _check_same(out: Path, design: pl.DataFrame) -> None:
    """Refuse to go on with another design than the folder's, naming the first difference.

    A folder whose design cannot be read is judged by its manifest alone, which comes next.
    """
    try:
        there = pl.read_parquet(out / NAME)
    except (OSError, PolarsError):
        return
    told = None
    if there.columns != design.columns or there.height != design.height:
        told = (
            f"had {there.height} rows of {', '.join(there.columns)} and has {design.height} of "
            f"{', '.join(design.columns)} now"
        )
    elif not there.equals(design):
        pairs = zip(there.iter_rows(named=True), design.iter_rows(named=True), strict=True)
        number, name, old, new = next(
            (number, name, old[name], new[name])
            for number, (old, new) in enumerate(pairs, start=1)
            for name in design.columns
            if old[name] != new[name]
        )
        told = f"had {name} = {old} in row {number} and has {new} now"
    if told is not None:
        raise RunError(
            f"{shown(out)}: cannot be resumed, its design {told}; give the same design as before, "
            "or another folder"
        )
