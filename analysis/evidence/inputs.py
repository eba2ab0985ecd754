"""The estimates that the ledger reads, each a JSON file beside its siblings."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.canonical import canonical

STUDIES = ("checks", "events", "stock", "time_split", "ablations", "sensitivity")
SPLIT = "split"
"""Folder of the fit that saw only what is declared as fitted."""
FOLDER = Path(__file__).parents[1] / "estimates"


@dataclass(frozen=True)
class Inputs:
    """What was estimated, calibrated and scored; None where it was not run yet.

    Attributes
    ----------
    links : estimates on single ties (`python -m analysis.estimation --links FILE`)
    flows : estimates on counts (`python -m analysis.estimation`)
    posterior : the calibration (`jumelage calibrate`)
    recovery : known truths found again (`python -m analysis.calibration.recovery`)
    contest : scores beside the rivals (`python -m analysis.evidence --contest`)
    studies : what other programs found, by the name of its file: checks, events, stock,
        time_split, ablations, sensitivity
    split : the estimates of the fit that saw less
    """

    links: dict[str, Any]
    flows: dict[str, Any]
    posterior: dict[str, Any] | None = None
    recovery: dict[str, Any] | None = None
    contest: dict[str, Any] | None = None
    studies: dict[str, dict[str, Any]] = field(default_factory=dict)
    split: Inputs | None = None

    def calibrated(self) -> dict[str, dict[str, Any]]:
        """Entries of the posterior by name; empty where there is none."""
        entries = self.posterior["parameters"] if self.posterior else []
        return {entry["name"]: entry for entry in entries}


def read_inputs(folder: Path = FOLDER) -> Inputs:
    """Read all estimates of a folder.

    Raises
    ------
    ValueError
        If `links.json` or `flows.json` is missing, or a file is no JSON.
    """
    found = {
        name: _read(folder / f"{name}.json")
        for name in ("links", "flows", "posterior", "recovery", "contest")
    }
    for name in ("links", "flows"):
        if found[name] is None:
            raise ValueError(
                f"{name}.json: not in the folder of estimates; run `python -m analysis.estimation`"
            )
    studies = {name: _read(folder / f"{name}.json") for name in STUDIES}
    split = folder / SPLIT
    return Inputs(
        split=read_inputs(split) if split.is_dir() else None,
        studies={name: told for name, told in studies.items() if told is not None},
        links=found["links"] or {},
        flows=found["flows"] or {},
        posterior=found["posterior"],
        recovery=found["recovery"],
        contest=found["contest"],
    )


def read_recovery(folder: Path) -> dict[str, Any]:
    """Read what `python -m analysis.calibration.recovery` left in a folder.

    Raises
    ------
    ValueError
        If there is no report.
    """
    found = _read(folder / "recovery.json")
    if found is None:
        raise ValueError(f"{folder}: holds no finished recovery (recovery.json)")
    return found


def save(path: Path, content: dict[str, Any]) -> None:
    """Write canonical JSON: sorted, indented, one line end."""
    path.write_bytes(canonical(content))


def _read(path: Path) -> dict[str, Any] | None:
    if not path.is_file():
        return None
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError as error:
        raise ValueError(f"{path.name}: is no JSON object ({error}); make it again") from None
