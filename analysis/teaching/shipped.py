"""What ships of the teaching register, and whether it is whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl

from analysis.observation.register import RECORDED_SCHEMA
from scenarios.runs.kept.origin import sha256

FOLDER = Path(__file__).parent
SCENARIO = FOLDER / "truth.toml"
"""The law, as a scenario."""
REGISTER = FOLDER / "register.parquet"
"""The ties that it left, as a register of 2015 shows them; columns of `recorded.parquet`."""
SIDECAR = FOLDER / "register.json"
"""Where the register comes from."""
TRUTH = FOLDER / "truth.json"
"""What an estimate should find, with the seed and the hashes that made the register."""
TERMS = {
    "model": pl.String,
    "table": pl.String,
    "term": pl.String,
    "true": pl.Float64,
    "path": pl.String,
    "meaning": pl.String,
}


def truth(path: Path = TRUTH) -> pl.DataFrame:
    """What an estimate should find: one row a coefficient.

    Parameters
    ----------
    path : Path
        A `truth.json`.

    Returns
    -------
    polars.DataFrame
        model, table and term as `coefficients.csv` of `jumelage analyse` names them, true (in the
        unit of the table), path (of the number in the scenario), meaning.
    """
    content = json.loads(path.read_text(encoding="utf-8"))
    return pl.DataFrame(content["terms"], schema=TERMS)


def faults(folder: Path = FOLDER) -> list[str]:
    """What is not whole or not of one piece, in full sentences; none where all is well.

    Parameters
    ----------
    folder : Path
        That holds the four files.
    """
    names = (SCENARIO.name, REGISTER.name, SIDECAR.name, TRUTH.name)
    missing = [name for name in names if not (folder / name).is_file()]
    if missing:
        return [f"{name} is missing: build it with `--write`." for name in missing]
    sidecar, known = (_json(folder / name) for name in (SIDECAR.name, TRUTH.name))
    found = []
    for name, wanted, where in (
        (REGISTER.name, sidecar["sha256"], SIDECAR.name),
        (REGISTER.name, known["register_sha256"], TRUTH.name),
        (SCENARIO.name, known["scenario_sha256"], TRUTH.name),
    ):
        if sha256(folder / name) != wanted:
            found.append(f"{name} is not the file that {where} vouches for.")
    table = pl.read_parquet(folder / REGISTER.name)
    if dict(table.schema) != RECORDED_SCHEMA:
        found.append(f"{REGISTER.name} has not the columns of a register.")
    if table.height != sidecar["rows"]:
        found.append(f"{REGISTER.name} has {table.height} rows, {SIDECAR.name} says otherwise.")
    return found


def _json(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content
