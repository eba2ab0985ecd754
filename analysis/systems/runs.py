"""Pairs of histories: the default with and without each system, under the same seeds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from analysis.calibration.bank import SUMMARY, summary
from analysis.systems.marks import MARKS, mark
from scenarios import Scenario
from scenarios.runs import Chosen, Results, design_ensemble, open_results
from scenarios.runs.designs import SEED
from simulation import History
from simulation.systems import System

DEFAULT = "default"
"""Stands for the default history beside the names of the systems."""


def measures(history: History) -> pl.DataFrame:
    """What a run shows beyond the register: measure, value.

    Stocks at the end of the last year in ties, shares between 0 and 1, distances in km; the
    marks of all systems, as `mark|<name>`.
    """
    ties = history.ties
    living = ties.filter(pl.col("ended").is_null(), pl.col("kind") != "sponsorship")
    german = history.municipalities.filter(pl.col("country") == "DE").select("id")
    ends = [living.join(german, left_on=end, right_on="id", how="semi") for end in ("a", "b")]
    both = ends[0].join(german, left_on="b", right_on="id", how="semi").height
    found: dict[str, float | None] = {
        "living": living.height,
        "living abroad": sum(end.height for end in ends) - 2 * both,
        "dormant share": _share(living, pl.col("status") == "dormant"),
        "weak share": _share(living, pl.col("status") == "weak"),
        "median km": living["distance_km"].median(),  # type: ignore[dict-item]
        **{f"mark|{name}": mark(name, history) for name in MARKS},
    }
    schema = {"measure": pl.String, "value": pl.Float64}
    rows = [(name, None if v is None else float(v)) for name, v in found.items()]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _share(ties: pl.DataFrame, which: pl.Expr) -> float | None:
    return ties.filter(which).height / ties.height if ties.height else None


def foundings(history: History) -> pl.DataFrame:
    """Ties abroad ever founded, without sponsorships: a, b, founded; sorted."""
    ids = history.municipalities.select("id", "country")
    return (
        history.ties.filter(pl.col("kind") != "sponsorship")
        .join(ids.rename({"id": "a", "country": "home"}), on="a")
        .join(ids.rename({"id": "b", "country": "away"}), on="b")
        .filter((pl.col("home") == "DE") != (pl.col("away") == "DE"))
        .select("a", "b", "founded")
        .sort("a", "b", "founded")
    )


def years(history: History) -> pl.DataFrame:
    """What the ledger holds of each year, as a digest: year, sha256; years without rows have none.

    Two runs agree in a year if they agree in what happened, whatever the numbers of their ties.
    """
    rows = history.ledger.drop("tie").partition_by("year", maintain_order=True)
    found = [
        (part["year"][0], hashlib.sha256(part.write_csv().encode("utf-8")).hexdigest())
        for part in rows
    ]
    return pl.DataFrame(found, schema={"year": pl.Int32, "sha256": pl.String}, orient="row")


TABLES = {SUMMARY: summary, "measures": measures, "foundings": foundings, "years": years}


def design(
    base: Scenario, systems: Sequence[System], replications: int, seed: int = 1
) -> pl.DataFrame:
    """One row a run: of each seed first the default, then it without each system.

    Parameters
    ----------
    base : Scenario
    systems : sequence of System
    replications : int
    seed : int
        Replication `r` has `seed + r`, with and without.
    """
    switched = [system.overrides(base) for system in systems]
    paths = list(dict.fromkeys(path for values in switched for path in values))
    rows: list[dict[str, Any]] = [
        {SEED: seed + number, **{path: values.get(path) for path in paths}}
        for number in range(replications)
        for values in ({}, *switched)
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def run_pairs(
    base: Chosen,
    systems: Sequence[System],
    out: Path,
    *,
    replications: int,
    workers: int = 1,
    world: str = "germany",
    resume: bool = False,
) -> Pairs:
    """Run all pairs into a folder and open what they left.

    Raises
    ------
    RunError
        If the call is not possible or `out` cannot be written to.
    ValueError
        If a run failed: pairs must be whole.
    """
    table = design(base.scenario, systems, replications)
    done = design_ensemble(
        base, table, out, world=world, workers=workers, tables=TABLES, resume=resume
    )
    if done.failures:
        raise ValueError(f"{out}: {len(done.failures)} runs failed; the first: {done.failures[0]}")
    return Pairs(open_results(out), tuple(system.name for system in systems), replications)


class Pairs:
    """Finished pairs, read table by table.

    Parameters
    ----------
    results : Results
    systems : tuple of str
        Names, in the order of the design.
    replications : int
    """

    def __init__(self, results: Results, systems: tuple[str, ...], replications: int) -> None:
        self.systems = systems
        self.replications = replications
        self._results = results
        self._names = (DEFAULT, *systems)

    def rows(self, table: str) -> dict[str, pl.DataFrame]:
        """A table of all runs by name (`DEFAULT` or a system), with a column replication."""
        whole = self._results.table(table)
        number = len(self._names)
        return {
            name: whole.filter(pl.col("replication") % number == place)
            .with_columns(pl.col("replication") // number)
            .drop("scenario", "strategy")
            for place, name in enumerate(self._names)
        }

    def values(self) -> dict[str, pl.DataFrame]:
        """Measures and summaries of all runs: replication, measure, value; nulls left out.

        A cell of the record is the measure `pattern|cell`.
        """
        own, told = self.rows("measures"), self.rows(SUMMARY)
        name = pl.concat_str("pattern", "cell", separator="|")
        columns = ("replication", "measure", "value")
        return {
            key: pl.concat(
                [own[key].select(columns), told[key].with_columns(measure=name).select(columns)]
            ).drop_nulls()
            for key in self._names
        }
