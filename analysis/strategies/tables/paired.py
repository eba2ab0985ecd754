"""Pairs of runs that share their luck: a strategy less the base, replication by replication."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.material import CELL, EQUAL, MONEY, Material

Floats = NDArray[np.float64]

OWN_TERMS, EQUAL_TERMS = "own", "equal"
ALL = ("all", "all")
OUTCOME = "living"
"""The measure by which strategies are ranked: additional living tie-years."""
SUMS = ("living", "dormant", "people", "under_30", "founded", "ended")
"""Measures that are summed over the years of the policy."""
SHARE, AT_END = "share_under_30", "living_at_end"
MEASURES = (*SUMS, SHARE, AT_END)


@dataclass(frozen=True)
class Paired:
    """All runs as arrays: replications x years x groups, in the order of the tables.

    Parameters
    ----------
    material : Material
        As `material.checked` gives it: sorted and complete.
    """

    material: Material

    @cached_property
    def replications(self) -> list[int]:
        """Numbers of the replications, ascending."""
        return self.material.replications

    @cached_property
    def years(self) -> list[int]:
        """Years of the tables, ascending."""
        found: list[int] = self.material.outcomes["year"].unique().sort().to_list()
        return found

    @cached_property
    def groups(self) -> list[tuple[str, str]]:
        """(by, group), ascending."""
        found: list[tuple[str, str]] = (
            self.material.outcomes.select(CELL[1:]).unique().sort(CELL[1:]).rows()
        )
        return found

    @property
    def runs(self) -> list[tuple[str, str]]:
        """(terms, strategy) of all runs but the base."""
        own = [(OWN_TERMS, one.name) for one in self.material.strategies]
        return own + [(EQUAL_TERMS, name) for name in self.material.equal]

    @cached_property
    def _rows(self) -> dict[str | None, pl.DataFrame]:
        parts = self.material.outcomes.partition_by("strategy", as_dict=True, maintain_order=True)
        return {key[0]: part for key, part in parts.items()}

    @cached_property
    def horizon(self) -> NDArray[np.bool_]:
        """Which years have money, (years,)."""
        since, until = self.material.horizon
        return np.array([since <= year <= until for year in self.years])

    def levels(self, count: str, run: tuple[str, str] | None = None) -> NDArray[Any]:
        """One count in a run, or in the base: (replications, years, groups), as it is kept."""
        rows = self._rows[None if run is None else column(run)]
        shape = (len(self.replications), len(self.years), len(self.groups))
        return rows[count].to_numpy().reshape(shape)

    def by_year(self, measure: str, run: tuple[str, str] | None = None) -> Floats:
        """One measure of all ties together, (replications, years)."""
        if measure == SHARE:
            return ratio(self.by_year("under_30", run), self.by_year("people", run))
        place = self.groups.index(ALL)
        return self.levels(measure, run)[:, :, place].astype(np.float64)

    def total(self, measure: str, run: tuple[str, str] | None = None) -> Floats:
        """One of `MEASURES` over the years of the policy, (replications,)."""
        if measure == SHARE:
            return ratio(self.total("under_30", run), self.total("people", run))
        if measure == AT_END:
            at_end = self.years.index(self.material.horizon[1])
            return self.by_year("living", run)[:, at_end]
        return self.by_year(measure, run)[:, self.horizon].sum(axis=1)

    def gained(self, measure: str, run: tuple[str, str]) -> Floats:
        """A measure less that of the base, (replications,)."""
        return self.total(measure, run) - self.total(measure)

    def outcome(self, terms: str) -> tuple[list[str], Floats]:
        """Strategies on the same terms, and what each gains, (strategies, replications)."""
        runs = [run for run in self.runs if run[0] == terms]
        gains = [self.gained(OUTCOME, run) for run in runs]
        return [name for _, name in runs], np.array(gains).reshape(-1, len(self.replications))

    def money(self, run: tuple[str, str]) -> Floats:
        """EUR of 2020: for ties and places, and administration.

        (2, replications), over the years of the policy.
        """
        since, until = self.material.horizon
        rows = self.material.spending.filter(
            (pl.col("strategy") == column(run)) & pl.col("year").is_between(since, until)
        )
        place = np.searchsorted(self.replications, rows["replication"].to_numpy())
        found = np.zeros((len(MONEY), len(self.replications)))
        for number, name in enumerate(MONEY):
            np.add.at(found[number], place, rows[name].to_numpy())
        return found

    def differences(self) -> pl.DataFrame:
        """What everything else is made of: one row a run, one column a measure."""
        return pl.concat(
            pl.DataFrame(
                {
                    "terms": run[0],
                    "strategy": run[1],
                    "replication": self.replications,
                    "spent": self.money(run).sum(axis=0),
                    **{name: self.gained(name, run) for name in MEASURES},
                }
            )
            for run in self.runs
        )


def column(run: tuple[str, str]) -> str:
    """The name under which a run stands in the tables."""
    terms, name = run
    return name + EQUAL if terms == EQUAL_TERMS else name


def ratio(part: Floats, whole: Floats) -> Floats:
    """Shares; where there is nothing, none of it is anything."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0.0)
