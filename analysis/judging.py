"""What `jumelage validate` shows: the scorecard of a folder or a register, and the contest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analysis.registers.reading import read_register
from analysis.validation import Scorecard, compare, summarise
from analysis.validation.european import EuropeanCard, compared
from analysis.validation.folders import Key, european, summaries
from scenarios.runs import open_results
from scenarios.runs.mistakes import shown
from simulation.run import cached_world
from simulation.tables import municipalities
from simulation.world import EUROPE

if TYPE_CHECKING:
    from analysis.contest import Contest

FEWEST_RUNS = 8
"""Runs from which the rivals are met: with fewer, luck alone decides."""
REGISTER = ".parquet"
WORLD = "germany"
"""The world that registers and rivals speak of."""


@dataclass(frozen=True)
class Judged:
    """A scorecard, and a contest where there are runs enough on the world `germany`.

    Attributes
    ----------
    card, contest : as the analysis makes them
    europe : published figures of Europe, of a run on the world `europe`
    notes : what of a register was left out; full sentences
    """

    card: Scorecard
    contest: Contest | None = None
    europe: EuropeanCard | None = None
    notes: tuple[str, ...] = ()


def judge(path: Path, scenario: str | None = None) -> Judged:
    """Score the folder of a run or an ensemble, or a register in a Parquet file.

    Parameters
    ----------
    path : Path
        A folder that `jumelage run` or `jumelage ensemble` left, or a ``.parquet`` file with the
        columns of `recorded.parquet`, whose places are those of the world `germany`.
    scenario : str, optional
        Which one, where an ensemble holds several: its name, or ``scenario + strategy``.

    Raises
    ------
    ValueError
        If it cannot be read, holds no recorded tie, holds several scenarios and none is named,
        or not the one that is.
    """
    if path.suffix == REGISTER and not path.is_dir():
        if scenario is not None:
            raise ValueError(f"{shown(path)}: is a register and has no scenarios; leave --scenario")
        register = read_register(path)
        card = Scorecard(compare(_summarised(register.ties, path)), path.name)
        return Judged(card, notes=register.notes)
    rows, name, key = _chosen(summaries(path), path, scenario)
    drawn = open_results(path).record.get("draws") is not None
    card = Scorecard(compare(rows), f"{name}, draws of the posterior" if drawn else name)
    world = open_results(path).record["world"]
    if world == EUROPE:
        return Judged(card, europe=compared(european(path, key)))
    enough = rows["replication"].n_unique() >= FEWEST_RUNS
    if not enough or world != WORLD:
        return Judged(card)
    from analysis.contest import contest  # statsmodels takes time to load

    return Judged(card, contest(rows))


def _summarised(recorded: pl.DataFrame, path: Path) -> pl.DataFrame:
    _check_ties(recorded, shown(path))
    places = municipalities(cached_world(WORLD))
    known = recorded["a"].is_in(places["id"].implode()) & recorded["b"].is_in(
        places["id"].implode()
    )
    if not known.all():
        row = recorded.row(int(known.arg_min() or 0), named=True)
        raise ValueError(
            f"{shown(path)}: {row['a']}-{row['b']} ends at a place that the world '{WORLD}' "
            "does not hold; ids are those of municipalities.parquet"
        )
    try:
        return summarise(recorded, places)
    except ValueError as error:
        raise ValueError(f"{shown(path)}: {error}") from None


def _check_ties(table: pl.DataFrame, where: str) -> None:
    """Refuse ties that a register of ties abroad cannot hold."""
    german = (pl.col("country_a") == "DE") != (pl.col("country_b") == "DE")
    if not table.select(german.fill_null(value=False).all()).item():
        raise ValueError(
            f"{where}: country_a, country_b: expected one end in Germany (DE) and one abroad"
        )


def _chosen(
    found: dict[Key, pl.DataFrame], path: Path, scenario: str | None
) -> tuple[pl.DataFrame, str, Key]:
    """Summaries of the scenario that is asked for, its name, and its key."""
    named = {" + ".join(part for part in key if part) or path.name: key for key in found}
    if scenario is None and len(named) == 1:
        name, key = next(iter(named.items()))
        return found[key], name, key
    held = ", ".join(f"'{name}'" for name in named)
    if scenario is None:
        raise ValueError(f"{path}: holds several scenarios, name one of them: {held}")
    if scenario not in named:
        raise ValueError(f"{path}: has no scenario '{scenario}'; it holds {held}")
    return found[named[scenario]], scenario, named[scenario]
