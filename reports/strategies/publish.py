"""The tables and the page of a finished comparison, beside its runs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.strategies.study import write_comparison
from reports.strategies.page import build

if TYPE_CHECKING:
    from analysis.strategies import Comparison
    from scenarios.strategies import Strategy


def publish(out: Path, comparison: Comparison, strategies: Sequence[Strategy]) -> Path:
    """Write the tables of a comparison and its page into the folder of its runs.

    Returns
    -------
    Path
        Of the page.

    Raises
    ------
    RunError, ValueError
        If they cannot be written.
    """
    write_comparison(out, comparison)
    record = json.loads((out / "manifest.json").read_bytes())
    names = " ".join(one.name for one in strategies)
    told = f"jumelage compare {comparison.scenario} {names}"
    if record["terms"]["budget"] is not None:
        told += f" --budget {record['terms']['budget']}"
    told += f" --replications {record['replications']} --seed {record['seed']}"
    told += f" --world {record['world']}" + ("" if record.get("draws") else " --central")
    told += " --out DIR"
    return build(comparison, strategies, {**record, "commands": [told]}, out)
