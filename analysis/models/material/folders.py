"""Runs and ensembles as material: what a folder holds, read part by part when it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.models.material.material import BASE, Material, Read, Replication, View
from analysis.models.material.ties import PLACES, selected
from analysis.models.results import ModelError
from analysis.observation.register import SNAPSHOT
from scenarios.runs import Results, RunError, open_results
from scenarios.runs.kept.parts import part_name
from scenarios.runs.mistakes import UNREADABLE, shown
from simulation.world import NOT_CALIBRATED


def of_folder(path: Path, scenario: str | None, strategy: str | None, view: View) -> Material:
    """The material in the folder of a run or an ensemble.

    Raises
    ------
    ModelError
        If it is neither, is not whole, does not hold what is asked for, or its runs end before
        the register's date.
    """
    try:
        results = open_results(path)
        places = selected(results.table("municipalities"), PLACES, shown(path)).sort("id")
        make = _of_run if results.kind == "run" else _of_ensemble
        return make(results, places, scenario, strategy, view)
    except RunError as error:
        raise ModelError(str(error)) from None


def _of_run(
    results: Results, places: pl.DataFrame, scenario: str | None, strategy: str | None, view: View
) -> Material:
    record, where = results.record, shown(results.folder)
    content = record["scenario"]
    held = (str(content["name"]), record.get("strategy"))
    _choose([held], scenario, strategy, where)
    source = f"run {where} ({_named(*held)}, seed {record['seed']})"
    until = _until(content, source, view)

    def read(name: str, columns: Sequence[str]) -> pl.DataFrame:
        try:
            return selected(results.table(name), columns, f"{where}: {name}.parquet")
        except RunError as error:
            raise ModelError(str(error)) from None

    part = Replication(0, until, source, view, places, read)
    world = str(record["world"])
    return Material(source, "run", view, places, world, (part,), _caveats(world))


def _of_ensemble(
    results: Results, places: pl.DataFrame, scenario: str | None, strategy: str | None, view: View
) -> Material:
    record, where = results.record, shown(results.folder)
    plan = record["runs"]
    # as keys of a dict, for the order of the plan
    held = list(dict.fromkeys((str(run["scenario"]), run["strategy"]) for run in plan))
    chosen = _choose(held, scenario, strategy, where)
    mine = [run for run in plan if (run["scenario"], run["strategy"]) == chosen]
    there = {path.name for path in results.paths("ties")}
    runs = [run for run in mine if part_name(run["run"]) in there]
    if not runs:
        raise ModelError(f"{where}: all runs of {_named(*chosen)} failed, see failures.parquet")
    count = f"{len(runs)} replication{'s' if len(runs) > 1 else ''}"
    source = f"ensemble {where} ({_named(*chosen)}, {count})"
    until = _until(record["scenarios"][chosen[0]], source, view)
    parts = tuple(
        Replication(
            int(run["replication"]), until, source, view, places, _reader(results, int(run["run"]))
        )
        for run in sorted(runs, key=lambda run: run["replication"])
    )
    failed = len(mine) - len(runs)
    lost = (f"{failed} of {len(mine)} runs failed and are left out.",) if failed else ()
    notes = (*lost, *_caveats(str(record["world"])))
    return Material(source, "ensemble", view, places, str(record["world"]), parts, notes)


def _caveats(world: str) -> tuple[str, ...]:
    """What must be said of a world that nothing was fitted on."""
    if world not in NOT_CALIBRATED:
        return ()
    return (f"{NOT_CALIBRATED[world]} Only ties with a German end are analysed.",)


def _reader(results: Results, run: int) -> Read:
    """What reads the parts of one run of an ensemble, without the columns that tell runs apart."""

    def read(name: str, columns: Sequence[str]) -> pl.DataFrame:
        try:
            (path,) = (p for p in results.paths(name) if p.name == part_name(run))
        except RunError as error:
            raise ModelError(str(error)) from None
        where = f"{shown(results.folder)}: {name}/{path.name}"
        try:
            head = pl.read_parquet_schema(path)
            table = pl.read_parquet(path, columns=[name for name in columns if name in head])
        except UNREADABLE:
            raise ModelError(f"{where}: cannot be read; make it again with --resume") from None
        return selected(table, columns, where)

    return read


def _choose(
    held: Sequence[tuple[str, str | None]], scenario: str | None, strategy: str | None, where: str
) -> tuple[str, str | None]:
    """The scenario and strategy that are asked for; what is left open must be there once."""
    scenarios = list(dict.fromkeys(name for name, _ in held))
    name = _one("scenario", scenarios, scenario, where)
    strategies = [BASE if some is None else some for mine, some in held if mine == name]
    chosen = _one("strategy", strategies, strategy, where)
    return name, None if chosen == BASE else chosen


def _one(what: str, held: Sequence[str], wanted: str | None, where: str) -> str:
    listed = ", ".join(f"'{shown(name)}'" for name in held)
    if wanted is None:
        if len(held) == 1:
            return held[0]
        plural = {"scenario": "scenarios", "strategy": "strategies"}[what]
        raise ModelError(f"{where}: holds several {plural}; name one with --{what}: {listed}")
    if wanted not in held:
        raise ModelError(f"{where}: has no {what} '{shown(wanted)}'; it holds {listed}")
    return wanted


def _until(scenario: Mapping[str, Any], source: str, view: View) -> int:
    """Last year that ties can be of; a run that ends before the register's date has none."""
    until = int(scenario["until"])
    if view == "all":
        return until
    if until < SNAPSHOT:
        raise ModelError(
            f"{source}: ends in {until}, so the register of spring 2015 shows none of its ties; "
            f"let it run until {SNAPSHOT} or later, or give --view all"
        )
    return SNAPSHOT


def _named(scenario: str, strategy: str | None) -> str:
    told = f", strategy {shown(strategy)}" if strategy else ""
    return f"scenario {shown(scenario)}{told}"
