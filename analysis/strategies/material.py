"""What a comparison is made of: the tables of finished ensembles, checked before anything."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

BASE = "base"
"""How the run without a policy is called beside strategies."""
EQUAL = "@equal"
"""Ends the name of a strategy that runs at equal effect per euro."""
LEAST = 8
"""Fewest replications from which anything is said."""

COUNTS = ("living", "dormant", "founded", "ended", "people", "under_30")
CELL = ("year", "by", "group")
CLASSES = ("A", "B", "C")
MONEY = ("supported_eur", "administration_eur")


@dataclass(frozen=True)
class Compared:
    """One strategy on its own terms.

    Attributes
    ----------
    name, title : str
    budget : int
        EUR of 2020 a year; 0 for a strategy without a measure.
    since, until : int
        Years with money.
    effects : tuple of str
        Paths of its uncertain effects (log scale): inputs that grow with its strength.
    inputs : tuple of str
        Paths of all its uncertain numbers. Inputs of no strategy are the scenario's, and concern
        all.
    scale : float or None
        What multiplies its effects at equal effect per euro; None where it has no such runs.
    """

    name: str
    title: str
    budget: int
    since: int
    until: int
    effects: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    scale: float | None = None


@dataclass(frozen=True)
class Range:
    """What is known of one input.

    Attributes
    ----------
    path : str
        Its column in the table of inputs.
    low, value, high : float
        The range that was drawn from, and the central value.
    grade : {"A", "B", "C"}
        Causal estimate, descriptive figure, assumption.
    label : str
        Its name in plain words.
    source : str
    """

    path: str
    low: float
    value: float
    high: float
    grade: str
    label: str
    source: str = ""


@dataclass(frozen=True)
class Material:
    """The tables of one scenario's ensembles.

    Attributes
    ----------
    scenario : str
    strategies : tuple of Compared
    outcomes : polars.DataFrame
        strategy (null: the base; `NAME@equal`), replication, year, by, group and `COUNTS`;
        other columns are left aside.
    spending : polars.DataFrame
        strategy, replication, year, measure, units, supported_eur, administration_eur; no row
        where nothing was spent.
    inputs : polars.DataFrame
        replication and one column a path.
    ranges : tuple of Range
        One for each input that is to be judged.
    """

    scenario: str
    strategies: tuple[Compared, ...]
    outcomes: pl.DataFrame
    spending: pl.DataFrame
    inputs: pl.DataFrame
    ranges: tuple[Range, ...] = ()

    @property
    def horizon(self) -> tuple[int, int]:
        """First and last year with money, the same for all strategies."""
        return self.strategies[0].since, self.strategies[0].until

    @property
    def replications(self) -> list[int]:
        """Numbers of the replications, ascending."""
        found: list[int] = self.outcomes["replication"].unique().sort().to_list()
        return found

    @property
    def equal(self) -> tuple[str, ...]:
        """Strategies that also ran at equal effect per euro, in the order of `strategies`."""
        ran = set(self.outcomes["strategy"].drop_nulls().unique().to_list())
        return tuple(s.name for s in self.strategies if s.name + EQUAL in ran)

    def concerns(self, path: str, strategy: str) -> bool:
        """Whether an input can make a difference to a strategy, or to the base."""
        owners = [one.name for one in self.strategies if path in (*one.inputs, *one.effects)]
        return not owners or strategy in owners


def checked(material: Material) -> Material:
    """The same, in canonical order, once all is found to be comparable.

    Raises
    ------
    ValueError
        One sentence: columns are missing, a run is missing or stands twice, budgets or years
        differ, there are fewer than `LEAST` replications, or inputs and ranges do not fit.
    """
    check_strategies(material.strategies)
    _columns("outcomes", material.outcomes, ("strategy", "replication", *CELL, *COUNTS))
    _columns("spending", material.spending, ("strategy", "replication", "year", *MONEY))
    if "scenario" in material.outcomes.columns and material.outcomes["scenario"].n_unique() > 1:
        raise ValueError("outcomes: hold several scenarios; compare strategies within one")
    key = ("strategy", "replication", *CELL)
    # words as numbers: millions of rows are sorted in a third of the time
    words = [_as_enum(material.outcomes[name]) for name in ("strategy", "by", "group")]
    outcomes = material.outcomes.select(*key, *COUNTS).with_columns(words).sort(key)
    _complete(material, outcomes)
    _inputs(material)
    return Material(
        material.scenario,
        material.strategies,
        outcomes,
        material.spending.sort("strategy", "replication", "year", *MONEY),
        material.inputs.sort("replication"),
        tuple(sorted(material.ranges, key=lambda one: one.path)),
    )


def _as_enum(column: pl.Series) -> pl.Series:
    return column.cast(pl.Enum(column.drop_nulls().unique().cast(pl.String).sort()))


def check_strategies(strategies: Sequence[Compared]) -> None:
    """Refuse strategies that cannot be compared, which shows before anything runs.

    Raises
    ------
    ValueError
        One sentence: there is none, one is there twice, or their years or budgets differ.
    """
    if not strategies:
        raise ValueError("strategies: there is none to compare; give at least one")
    names = [one.name for one in strategies]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"strategies: {name} is given twice; give each once")
        if name == BASE or name.endswith(EQUAL):
            raise ValueError(f"strategies: {name} is a reserved name; give another")
    years = {(one.since, one.until): one.name for one in strategies}
    if len(years) > 1:
        told = "; ".join(f"{name} {since}-{until}" for (since, until), name in years.items())
        raise ValueError(f"strategies: their years differ ({told}); compare them over the same")
    budgets = {one.budget: one.name for one in strategies if one.budget}
    if len(budgets) > 1:
        told = "; ".join(f"{name} {budget:,} EUR a year" for budget, name in budgets.items())
        raise ValueError(f"strategies: their budgets differ ({told}); compare them at one budget")


def _columns(name: str, frame: pl.DataFrame, wanted: Sequence[str]) -> None:
    missing = [column for column in wanted if column not in frame.columns]
    if missing:
        raise ValueError(f"{name}: column {missing[0]} is missing; it needs {', '.join(wanted)}")


def _complete(material: Material, outcomes: pl.DataFrame) -> None:
    """Every strategy and the base have the same cells in the same replications, once."""
    replications = material.replications
    if len(replications) < LEAST:
        raise ValueError(
            f"outcomes: {len(replications)} replications are too few to compare strategies; "
            f"run at least {LEAST}"
        )
    cells = outcomes.select(CELL).unique().height
    wanted = [None, *(one.name for one in material.strategies)]
    wanted += [name + EQUAL for name in material.equal]
    rows = outcomes.group_by("strategy", "replication").len().rows()
    found = {(strategy, number): count for strategy, number, count in rows}
    for run in ((strategy, number) for strategy in wanted for number in replications):
        if found.get(run, 0) != cells:
            raise ValueError(
                f"outcomes: {run[0] or BASE} has {found.get(run, 0)} rows in replication {run[1]} "
                f"where {cells} are due; every strategy and the base need the same replications"
            )
    if len(found) != len(wanted) * len(replications):
        known = sorted({strategy for strategy, _ in found if strategy} - set(wanted))
        raise ValueError(f"outcomes: {known[0]} is none of the strategies; leave it out")
    codes = outcomes.select(CELL).hash_rows().to_numpy().reshape(-1, cells)
    if (codes != codes[0]).any():
        raise ValueError("outcomes: years and groups differ between runs; give the same for all")
    strange = sorted(set(material.spending["replication"].to_list()) - set(replications))
    if strange:
        raise ValueError(f"spending: replication {strange[0]} is not one of outcomes; leave it out")
    since, until = material.horizon
    years = set(outcomes["year"].unique().to_list())
    absent = [year for year in range(since, until + 1) if year not in years]
    if absent:
        raise ValueError(f"outcomes: year {absent[0]} of the policy is missing; run to {until}")


def _inputs(material: Material) -> None:
    """Inputs have a row for each replication, and ranges a column of numbers each."""
    if "replication" not in material.inputs.columns:
        raise ValueError("inputs: column replication is missing; give one row a replication")
    if material.inputs["replication"].sort().to_list() != material.replications:
        raise ValueError("inputs: their replications are not those of outcomes; give one row each")
    for one in material.ranges:
        if one.path not in material.inputs.columns:
            raise ValueError(f"inputs: column {one.path} is missing, for which a range is given")
        if one.grade not in CLASSES:
            raise ValueError(f"ranges: {one.path} is of class {one.grade}; expected A, B or C")
        if not all(map(math.isfinite, (one.low, one.value, one.high))) or one.low > one.high:
            raise ValueError(f"ranges: {one.path} runs from {one.low} to {one.high}; low first")
        drawn = material.inputs[one.path]
        if drawn.has_nulls() or not drawn.cast(pl.Float64).is_finite().all():
            raise ValueError(f"inputs: column {one.path} needs a number in every replication")
