"""What a comparison comes to for someone who must choose: the front, what is robust, what decides.

The front holds the strategy with the highest mean and every other that it does not beat in enough
runs: these cannot be told apart. Robust is what helps in enough runs twice over: by its own
numbers, and when every strategy is given the same effect for a euro.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analysis.strategies import BASE, Comparison
from analysis.strategies.tables.ranking import SURE
from reports.strategies.tables import EQUAL, OWN, Tables

TOLD_APART = 2.0
"""|t| from which a slope is told apart from chance."""
DECIDERS = 2
"""Unknowns that the page names."""


@dataclass(frozen=True)
class Decider:
    """An unknown that alone would put another strategy first.

    Attributes
    ----------
    path : of the input
    grade : its class
    rival : which strategy it would put first
    """

    path: str
    grade: str
    rival: str


@dataclass(frozen=True)
class Reading:
    """What may be said, by names of strategies.

    Attributes
    ----------
    order : all that figures show, highest mean first
    front : the leader and those that it cannot be told apart from, highest mean first
    beaten : for each strategy behind the leader the share of runs in which the leader has more
    robust : of the front, those that help by their own numbers and at equal effect per euro
    helping : all that are shown to help by their own numbers
    deciders : unknowns that alone would turn the order within the front, or before it
    measure : the input most worth measuring that stands out, if any
    """

    order: tuple[str, ...]
    front: tuple[str, ...]
    beaten: dict[str, float]
    robust: tuple[str, ...]
    helping: tuple[str, ...]
    deciders: tuple[Decider, ...]
    measure: str | None

    @property
    def leader(self) -> str:
        """The strategy with the highest mean."""
        return self.order[0]

    @property
    def behind(self) -> tuple[str, ...]:
        """Those that the leader beats surely enough."""
        return tuple(name for name in self.order if name not in self.front)


def read(comparison: Comparison) -> Reading:
    """Read a comparison."""
    tables = Tables(comparison)
    order = tables.order
    beaten = _beaten(tables.frames["differences"], order)
    front = (order[0], *(name for name in order[1:] if beaten[name] < SURE))
    helping = tuple(name for name in order if tables.shown(name))
    equal = set(_helped(tables.frames["ranking"]))
    robust = tuple(name for name in front if name in helping and name in equal)
    return Reading(
        order=order,
        front=front,
        beaten=beaten,
        robust=robust,
        helping=helping,
        deciders=_deciders(tables, front),
        measure=_measure(tables.frames["evppi"]),
    )


def _beaten(differences: pl.DataFrame, order: tuple[str, ...]) -> dict[str, float]:
    """In what share of the runs the first strategy has more living tie-years than each other.

    Runs in which both have the same are shared.
    """
    own = differences.filter(pl.col("terms") == OWN).select("strategy", "replication", "living")
    first = own.filter(pl.col("strategy") == order[0]).select("replication", first="living")
    ahead = pl.col("first") - pl.col("living")
    pairs = own.join(first, on="replication").with_columns(
        won=pl.when(ahead > 0).then(1.0).when(ahead == 0).then(0.5).otherwise(0.0)
    )
    shares = dict(pairs.group_by("strategy").agg(pl.col("won").mean()).iter_rows())
    return {name: float(shares[name]) for name in order[1:]}


def _helped(ranking: pl.DataFrame) -> list[str]:
    """Strategies that are shown to help at equal effect per euro."""
    rows = ranking.filter(pl.col("terms") == EQUAL, pl.col("shown"))
    return [str(name) for name in rows["strategy"]]


def _deciders(tables: Tables, front: tuple[str, ...]) -> tuple[Decider, ...]:
    """Inputs that alone would put one of the front, or of those behind, before the leader."""
    rivals = list(front[1:]) or [name for name in tables.order if name not in front]
    rows = tables.frames["turning"].filter(
        pl.col("turns"), pl.col("rival").is_in(rivals), pl.col("t").abs() >= TOLD_APART
    )
    first = rows.unique("input", keep="first", maintain_order=True).head(DECIDERS)
    columns = ("input", "class", "rival")
    return tuple(
        Decider(path, grade, rival)
        for path, grade, rival in first.select(columns).iter_rows()
        if rival != BASE
    )


def _measure(evppi: pl.DataFrame) -> str | None:
    there = evppi.filter("stands_out")
    return None if there.is_empty() else str(there["input"][0])
