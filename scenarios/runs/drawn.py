"""Draws of the posterior in an ensemble: the same draw for all scenarios of a replication.

The values stand in `draws.csv` of the folder before the first run, one row a replication, and the
manifest says at which paths a scenario keeps its own: what ran can be told without the draws that
ship, which a later version may replace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from scenarios.runs.kept import manifest
from scenarios.runs.mistakes import RunError, shown
from scenarios.schema import Scenario

if TYPE_CHECKING:
    from scenarios.posterior import Draws

NAME = "draws.csv"


def note(
    wanted: dict[str, Any],
    draws: Draws,
    scenarios: Mapping[str, Scenario],
    seeds: Sequence[int],
) -> dict[str, bytes]:
    """Write the draws into a manifest; return the file that goes beside it.

    Parameters
    ----------
    wanted : dict
        The manifest, which is changed.
    scenarios : mapping
        By name, as they are without a draw.
    seeds : sequence of int
        Of each replication.
    """
    wanted["draws"] = draws.record_of(scenarios)
    wanted["files"] = sorted([*wanted["files"], NAME])
    return {NAME: table(draws, seeds).write_csv(line_terminator="\n").encode()}


def table(draws: Draws, seeds: Sequence[int]) -> pl.DataFrame:
    """Return what each replication draws: replication, seed, draw, and one column a path."""
    count = len(seeds)
    head = {
        "replication": pl.Series(range(count), dtype=pl.Int64),
        "seed": pl.Series(seeds, dtype=pl.Int64),
    }
    numbers = [draws.number(replication) for replication in range(count)]
    return pl.DataFrame(head).hstack(draws.table[numbers])


def among(
    inputs: pl.DataFrame | None, draws: Draws, scenario: Scenario, replications: int
) -> pl.DataFrame:
    """Return a table of inputs with the draws as further columns, one row a replication.

    A column that the table has stands; a table that is too short comes back as it is, for it is
    refused where it is used.
    """
    if inputs is not None and inputs.height < replications:
        return inputs
    numbers = [draws.number(replication) for replication in range(replications)]
    values = draws.table[numbers].select(draws.taken(scenario))
    if inputs is None:
        return values
    return inputs[:replications].hstack(
        values.select(name for name in values.columns if name not in inputs.columns)
    )


def check(draws: Draws, scenarios: Mapping[str, Scenario], replications: int) -> None:
    """Refuse a scenario that cannot take one of its draws, before anything is touched.

    Raises
    ------
    RunError
        Names the scenario, the draw and the field.
    """
    for scenario in scenarios.values():
        for number in range(min(replications, draws.rows)):
            draws.scenario(scenario, number)


def check_resumable(out: Path, draws: Draws | None) -> None:
    """Refuse to go on with other draws than the folder's.

    Raises
    ------
    RunError
        If its runs have none where these have some, have some where these have none, or have
        those of another table.
    """
    said = manifest.there(out)
    if said is None:
        return
    before = said.get("draws")
    now = draws.record if draws is not None else None
    if before is None and now is not None:
        told = "its runs have central values; give --central, or another folder"
    elif before is not None and now is None:
        told = "its runs have draws of the posterior; leave --central out, or name another folder"
    elif before is not None and now is not None and before["sha256"] != now["sha256"]:
        old, new = (str(one["sha256"])[:12] for one in (before, now))
        told = (
            f"its draws of the posterior are others (SHA-256 {old}..., those that ship now have "
            f"{new}...); go on with the version of jumelage that began it, or name another folder"
        )
    else:
        return
    raise RunError(f"{shown(out)}: cannot be resumed, {told}")
