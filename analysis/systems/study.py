"""What each system does: paired differences with intervals, scores, and what stays untouched."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import polars as pl

from analysis.calibration.bank import SUMMARY
from analysis.evidence.ledger import rounded
from analysis.systems.runs import DEFAULT, Pairs
from analysis.systems.scores import count_gains, share_gain
from analysis.validation import observed
from simulation.systems import System

STOCKS = (
    *("total|all", "living", "living abroad", "inner_german|1990", "dormant share"),
    *("weak share", "median km"),
)
"""Measures that every page shows; `pattern|cell` is what the register would hold."""
PATTERNS = ("forms", "countries")
"""Patterns of which every cell is measured too."""
CONFIDENCE = 0.9


def study(pairs: Pairs, systems: Sequence[System], world: str) -> dict[str, Any]:
    """Everything that the pairs tell, as plain values for canonical JSON.

    Parameters
    ----------
    pairs : finished pairs
    systems : the systems that were left out, in the order of the pairs
    world : the world they ran on

    Returns
    -------
    dict
        replications, world; default (means of the measures); record (of those that have one);
        scores (of the default); systems: by name effects (with minus without: mean, low90,
        high90), scores, first_year and kept (see `untouched`).
    """
    values = pairs.values()
    names = [*STOCKS, *_cells()]
    told = pairs.rows(SUMMARY)
    without = {name: rows for name, rows in told.items() if name != DEFAULT}
    own, gains = count_gains(told[DEFAULT], without)
    found = untouched(pairs)
    default = _means(values[DEFAULT], names)
    result: dict[str, Any] = _rounded(
        {
            "replications": pairs.replications,
            "world": world,
            "default": default,
            "record": _record(names),
            "scores": own,
            "systems": {
                system.name: {
                    "row": system.row,
                    "effects": {
                        name: effect
                        for name in [*names, f"mark|{system.name}"]
                        if (effect := paired(values[DEFAULT], values[system.name], name))
                    },
                    "scores": {
                        **{
                            f"share_{key}": value
                            for key, value in share_gain(told[DEFAULT], told[system.name]).items()
                            if key != "per_tie"
                        },
                        **gains[system.name],
                    },
                    **found[system.name],
                }
                for system in systems
            },
        }
    )
    return result


def _cells() -> list[str]:
    rows = observed().filter(pl.col("pattern").is_in(PATTERNS))
    return [f"{pattern}|{cell}" for pattern, cell in rows.select("pattern", "cell").iter_rows()]


def _record(names: Sequence[str]) -> dict[str, float]:
    rows = observed().select("pattern", "cell", "recorded").iter_rows()
    known = {f"{pattern}|{cell}": value for pattern, cell, value in rows}
    return {name: known[name] for name in names if known.get(name) is not None}


def _of(values: pl.DataFrame, name: str) -> dict[int, float]:
    rows = values.filter(pl.col("measure") == name).sort("replication")
    return dict(rows.select("replication", "value").iter_rows())


def _means(values: pl.DataFrame, names: Sequence[str]) -> dict[str, float]:
    found = {name: list(_of(values, name).values()) for name in names}
    return {name: math.fsum(own) / len(own) for name, own in found.items() if own}


def paired(with_it: pl.DataFrame, without: pl.DataFrame, name: str) -> dict[str, float] | None:
    """What a system adds to a measure: the mean of paired differences, and its 90 % interval.

    Parameters
    ----------
    with_it, without : replication, measure, value
    name : str
        A measure.

    Returns
    -------
    dict or None
        mean, low90, high90 (Student's t over pairs, of the mean), without (mean); None where
        fewer than two pairs have the measure.
    """
    from scipy.stats import t

    one, other = _of(with_it, name), _of(without, name)
    both = sorted(one.keys() & other.keys())
    if len(both) < 2:
        return None
    differences = np.array([one[run] - other[run] for run in both])
    mean = float(differences.mean())
    error = float(differences.std(ddof=1)) / math.sqrt(len(both))
    half = float(t.ppf((1.0 + CONFIDENCE) / 2.0, len(both) - 1)) * error
    without_it = math.fsum(other[run] for run in both) / len(both)
    return {"mean": mean, "low90": mean - half, "high90": mean + half, "without": without_it}


def untouched(pairs: Pairs) -> dict[str, dict[str, Any]]:
    """What each switch leaves as it was.

    Returns
    -------
    dict
        By system first_year, in which any pair's ledgers differ (null if none does), and kept,
        the share of the default's ties abroad that are founded in the same year without it.
    """
    ledgers, ties = pairs.rows("years"), pairs.rows("foundings")
    found = {}
    for name in pairs.systems:
        one, other = ledgers[DEFAULT], ledgers[name]
        keys = ["replication", "year", "sha256"]
        apart = pl.concat(
            [one.join(other, on=keys, how="anti"), other.join(one, on=keys, how="anti")]
        )["year"].to_list()
        same = ties[DEFAULT].join(ties[name], on=["replication", "a", "b", "founded"], how="semi")
        found[name] = {
            "first_year": min(apart, default=None),
            "kept": same.height / ties[DEFAULT].height if ties[DEFAULT].height else None,
        }
    return found


def _rounded(content: Any) -> Any:
    """Numbers to four significant digits: the last ones differ between processors."""
    if isinstance(content, Mapping):
        return {key: _rounded(value) for key, value in content.items()}
    return rounded(content) if isinstance(content, float) else content
