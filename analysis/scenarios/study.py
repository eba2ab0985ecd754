"""What the runs of all scenarios tell: paired differences to what each extends."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import polars as pl

from analysis.evidence.ledger import rounded
from analysis.scenarios.runs import MEASURES
from analysis.systems.study import paired
from scenarios import Scenario
from scenarios.runs import Results

BASES = ("history", "outlook")
"""What the others are compared with: the first that ends in the same year."""
KEY = ("replication", "year", "sha256")


def base_of(scenario: Scenario, known: Mapping[str, Scenario]) -> str | None:
    """Name of the base with which a scenario is compared; None for a base itself.

    Raises
    ------
    ValueError
        If none ends in the same year.
    """
    if scenario.name in BASES:
        return None
    for name in BASES:
        if name in known and known[name].until == scenario.until:
            return name
    raise ValueError(f"{scenario.name}: ends in {scenario.until}, and no base does")


def study(results: Results, scenarios: Mapping[str, Scenario]) -> dict[str, Any]:
    """Everything that the runs tell, as plain values for canonical JSON.

    Parameters
    ----------
    results : finished runs, from `run_scenarios`
    scenarios : mapping of str to Scenario
        Those that ran, by name, in the order of the page.

    Returns
    -------
    dict
        replications, world; scenarios: by name title, until, base (None for a base), means (of
        the measures), effects (with minus base by measure: mean, low90, high90) and first_year
        (in which the ledger of any pair differs, null if none does).
    """
    values, digests = results.table("measures").drop_nulls("value"), results.table("years")
    found: dict[str, Any] = {}
    for name, scenario in scenarios.items():
        base = base_of(scenario, scenarios)
        own = values.filter(pl.col("scenario") == name)
        entry: dict[str, Any] = {"title": scenario.title, "until": scenario.until, "base": base}
        entry["means"] = _means(own)
        if base is not None:
            other = values.filter(pl.col("scenario") == base)
            effects = {measure: paired(own, other, measure) for measure in MEASURES}
            entry["effects"] = {
                measure: {key: value for key, value in effect.items() if key != "without"}
                for measure, effect in effects.items()
                if effect is not None
            }
            entry["first_year"] = first_year(digests, name, base)
        found[name] = entry
    record = results.record
    told: dict[str, Any] = _rounded(found)
    return {"replications": record["replications"], "world": record["world"], "scenarios": told}


def _means(values: pl.DataFrame) -> dict[str, float]:
    """Mean of each measure over the runs that have it."""
    found = {}
    for measure in MEASURES:
        rows = values.filter(pl.col("measure") == measure).sort("replication")["value"].to_list()
        if rows:
            found[measure] = math.fsum(rows) / len(rows)
    return found


def first_year(digests: pl.DataFrame, name: str, base: str) -> int | None:
    """First year in which what happened differs between a scenario and its base, in any pair."""
    one, other = (digests.filter(pl.col("scenario") == which).select(KEY) for which in (name, base))
    apart = pl.concat([one.join(other, on=KEY, how="anti"), other.join(one, on=KEY, how="anti")])
    return min(apart["year"].to_list(), default=None)


def _rounded(content: Any) -> Any:
    """Numbers to four significant digits: the last ones differ between processors."""
    if isinstance(content, Mapping):
        return {key: _rounded(value) for key, value in content.items()}
    return rounded(content) if isinstance(content, float) else content
