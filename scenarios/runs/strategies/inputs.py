"""The table of inputs: every uncertain number of every replication, before the first run.

One row is one replication, one column the path of an uncertain number: of a strategy, such as
``school_exchange.cost``, or of the base scenario, such as ``life.succession``. The same value
holds in all runs of a replication. What runs is what the file says, digit by digit.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import polars as pl

from scenarios.runs.designs.ensembles import seeds_of
from scenarios.runs.designs.values import SEED, scenario_of
from scenarios.runs.kept.beside import changed, read_table
from scenarios.runs.mistakes import RunError
from scenarios.schema import Scenario
from scenarios.sentences import shown, value_shown
from scenarios.strategies import Input, Strategy, draw_inputs

NAME = "inputs.csv"
REPLICATION = "replication"
POLICY = "policy."
"""How paths begin that no table of inputs may change: it is what strategies differ in."""


@dataclass(frozen=True)
class Inputs:
    """The inputs of an ensemble.

    Attributes
    ----------
    table : one row a replication: replication, seed, and one column for each path
    data : the same as the bytes of a .csv file
    of_strategies : paths that belong to strategies; the others are parameters of the base
    given : paths that a user gave; the others are drawn from their ranges by the seeds
    """

    table: pl.DataFrame
    data: bytes
    of_strategies: frozenset[str]
    given: tuple[str, ...] = ()

    @property
    def record(self) -> dict[str, Any]:
        """What a manifest says of them: growing a plan must not change it."""
        return {"columns": self.table.columns, "given": list(self.given)}

    @property
    def seeds(self) -> list[int]:
        """The seed of each replication."""
        return list(self.table[SEED])

    def of(self, strategy: Strategy, replication: int) -> dict[str, float]:
        """Return the values of one strategy in one replication, by path."""
        row = self.table.row(replication, named=True)
        return {one.path: row[one.path] for one in strategy.inputs()}

    def base(self, scenario: Scenario, replication: int) -> Scenario:
        """Return the base scenario of one replication.

        Raises
        ------
        RunError
            If a value is not possible.
        """
        row = self.table.row(replication, named=True)
        rest = {
            path: value
            for path, value in row.items()
            if path not in self.of_strategies and path not in (REPLICATION, SEED)
        }
        if not rest:
            return scenario
        return scenario_of(scenario, rest, f"inputs, row {replication + 1}")


def inputs_of(
    strategies: Sequence[Strategy],
    seed: int,
    replications: int,
    given: pl.DataFrame | None = None,
) -> Inputs:
    """Return the inputs of an ensemble: drawn from their ranges, or as given.

    Parameters
    ----------
    strategies : sequence of Strategy
    seed : int
        Replication `r` has `seed + r` where the given table has no column seed.
    replications : int
    given : polars.DataFrame, optional
        As many rows or more. Inputs of strategies that it lacks are drawn; further columns are
        paths of the base's parameters.

    Raises
    ------
    RunError
        If a table that is given is not possible, or two strategies give one path two ranges.
    """
    known = _known(strategies)
    seeds = [seed + replication for replication in range(replications)]
    own: dict[str, pl.Series] = {}
    if given is not None:
        table = _checked(given, known, replications)
        seeds = seeds_of(table, seed, "inputs")
        own = table.drop(REPLICATION, SEED, strict=False).to_dict()
    drawn = draw_inputs(tuple(known.values()), seeds).drop(REPLICATION, SEED, strict=False)
    head = {
        REPLICATION: pl.Series(range(replications), dtype=pl.Int64),
        SEED: pl.Series(seeds, dtype=pl.Int64),
    }
    data = pl.DataFrame(head | drawn.to_dict() | own).write_csv(line_terminator="\n").encode()
    # what runs is what the file says
    read = pl.read_csv(io.BytesIO(data), infer_schema_length=None)
    return Inputs(read, data, frozenset(known), tuple(own))


def _known(strategies: Iterable[Strategy]) -> dict[str, Input]:
    """Return the inputs of all strategies by path; those that share one share its values."""
    known: dict[str, Input] = {}
    owner: dict[str, str] = {}
    for strategy in strategies:
        for one in strategy.inputs():
            there = known.setdefault(one.path, one)
            first = owner.setdefault(one.path, strategy.name)
            if (there.low, there.high) != (one.low, one.high):
                raise RunError(
                    f"strategy '{shown(strategy.name)}': {shown(one.path)} has another "
                    f"range than in '{shown(first)}'; give its measure another name"
                )
    return known


def _checked(given: pl.DataFrame, known: Mapping[str, Input], replications: int) -> pl.DataFrame:
    """Return the rows of a given table that are wanted, if they are possible."""
    if given.height < replications:
        raise RunError(
            f"inputs: has {given.height} rows, but {replications} replications are wanted; give "
            "one row for each"
        )
    table = given[:replications]
    if REPLICATION in table.columns and table[REPLICATION].to_list() != list(range(replications)):
        raise RunError(f"inputs, column {REPLICATION}: expected 0, 1, 2 and so on")
    for name in table.columns:
        if name not in known and f"{name}.".startswith(POLICY):
            raise RunError(
                f"inputs, column {shown(name)}: is what strategies differ in; leave it out"
            )
        if name not in known:
            continue
        if not table[name].dtype.is_numeric():
            raise RunError(f"inputs, column {shown(name)}: expected a number in every row")
        wrong = ~table[name].cast(pl.Float64).is_finite().fill_null(value=False)
        if wrong.any():
            row = wrong.arg_true()[0]
            raise RunError(
                f"inputs, row {row + 1}, {shown(name)}: expected a finite number, not "
                f"{value_shown(table[name][row])}"
            )
    return table


def described_input(one: Input) -> dict[str, Any]:
    """Return an uncertain number as JSON can hold it."""
    content = asdict(one)
    return {**content, "class": content.pop("grade")}


def check_same(out: Path, inputs: Inputs) -> None:
    """Refuse to go on with other inputs than the folder's, naming the first difference.

    Whether rows may be added is the manifest's to say. Inputs that were drawn can be drawn again,
    and the manifest tells which.

    Raises
    ------
    RunError
        If a value differs, or a table that was given is lost though runs were made of it.
    """
    path = out / NAME
    if not inputs.given and not is_whole(path):
        return
    if not path.is_file():
        if any(out.glob("*/part-*")):
            raise RunError(
                f"{shown(path)}: is missing, but finished runs are made of it; put it back, or "
                "begin anew with --force"
            )
        return
    told = changed(read_inputs(out), inputs.table, length=False)
    if told is not None:
        raise RunError(
            f"{shown(out)}: cannot be resumed, its inputs {told}; give the same inputs as before, "
            "or another folder"
        )


def is_whole(path: Path) -> bool:
    """Whether a table of inputs is there and can be read."""
    try:
        return read_inputs(path).height > 0
    except RunError:
        return False


def read_inputs(path: str | Path) -> pl.DataFrame:
    """Read a table of inputs, or that of the folder of an ensemble.

    Raises
    ------
    RunError
        If it cannot be read, or is no table.
    """
    path = Path(path)
    return read_table(path / NAME if path.is_dir() else path, "table of inputs")
