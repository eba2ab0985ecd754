"""The material of a model: where its ties come from, one replication in memory at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from analysis.models.material.ties import ALL_COLUMNS, RECORDED_COLUMNS, of_all, of_recorded
from analysis.models.results import ModelError

Kind = Literal["run", "ensemble", "register"]
View = Literal["recorded", "all"]
Read = Callable[[str, Sequence[str]], pl.DataFrame]
"""Reads columns of a table by name; raises ModelError where it cannot."""

BASE = "base"
"""How a run without a strategy is called beside strategies."""


@dataclass(frozen=True, eq=False)
class Replication:
    """One history, or a register.

    Attributes
    ----------
    number : of the replication; 0 of a run or a register
    until : last year that the ties can be of
    """

    number: int
    until: int
    _source: str
    _view: View
    _places: pl.DataFrame
    _read: Read

    def ties(self) -> pl.DataFrame:
        """Ties of the view, one row each, sorted by both ends and year.

        Returns
        -------
        polars.DataFrame
            The columns of `TIES`. A tie within Germany (there are some in the view `all`) has no
            `land`, and its `home` is the place that looked for the other. `year` is that of the
            founding in the view `all`, and that in which the recorded form was agreed in the view
            `recorded`; null where the register does not know it.

        Raises
        ------
        ModelError
            If there is no tie, a table is damaged, or a tie ends at an unknown place.
        """
        if self._view == "all":
            frame = of_all(self._read("ties", ALL_COLUMNS), self._places, self._source)
        else:
            frame = of_recorded(
                self._read("recorded", RECORDED_COLUMNS), self._places, self._source
            )
        if frame.is_empty():
            raise ModelError(
                f"{self._source}: replication {self.number} holds no tie in the view "
                f"'{self._view}', so there is nothing to analyse; give a longer run or a larger "
                "world"
            )
        return frame

    def table(self, name: str, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of a table that a run leaves, as it wrote them: `ties`, `ledger`, `yearly`, ...

        Raises
        ------
        ModelError
            If there is none, as in a register, or it lacks a column.
        """
        return self._read(name, columns)


@dataclass(frozen=True, eq=False)
class Material:
    """What is analysed.

    Attributes
    ----------
    source : whose data: "run out/history (scenario history, seed 1)"
    kind : run, ensemble or register
    view : ties as the register of spring 2015 shows them (`recorded`), or all that ever existed
    places : columns of `municipalities.parquet`, one row a place, sorted by id
    world : name of the world that the places are of: `germany`, `toy`
    parts : its replications, not read yet
    notes : what a reader must know of all of it; full sentences
    """

    source: str
    kind: Kind
    view: View
    places: pl.DataFrame
    world: str
    parts: tuple[Replication, ...]
    notes: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Number of replications."""
        return len(self.parts)

    def replications(self) -> Iterator[Replication]:
        """Each replication, by number; what it reads is not kept."""
        yield from self.parts
