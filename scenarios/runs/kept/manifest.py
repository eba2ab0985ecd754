"""The manifest of an ensemble: every parameter and seed, written down before the first run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from scenarios.runs.kept import origin
from scenarios.runs.kept.folder import clear, marked, read_marker, write_json
from scenarios.runs.mistakes import RunError, shown, writing
from scenarios.runs.plan import Chosen, Run, described
from simulation.world import NOT_CALIBRATED

NAME = "manifest.json"
FIXED = (
    *("scenarios", "strategies", "terms", "inputs", "world", "seed"),
    *("versions", "data", "tables", "design", "draws"),
)
"""What must be the same to resume. Replications may grow: a longer plan begins with the shorter."""


def manifest(
    chosen: Sequence[Chosen],
    runs: Sequence[Run],
    seed: int,
    world: str,
    replications: int,
    tables: Sequence[str],
) -> dict[str, Any]:
    """Return what is to be written down; runs have central values where nothing else is said."""
    return marked(
        "ensemble",
        [*tables, "municipalities.parquet", "failures.parquet"],
        world=world,
        calibrated=world not in NOT_CALIBRATED,
        seed=seed,
        replications=replications,
        versions=origin.versions(),
        data=origin.hashes(),
        tables=list(tables),
        scenarios={one.scenario.name: described(one) for one in chosen},
        draws=None,
        runs=[asdict(run) for run in runs],
    )


def there(out: Path) -> dict[str, Any] | None:
    """Return what the manifest of a folder says, None where there is none."""
    return read_marker(out, [NAME])


def begin(out: Path, wanted: dict[str, Any]) -> None:
    """Make the folder, empty it of what is ours, and write the manifest.

    Raises
    ------
    RunError
        If it cannot be written.
    """
    with writing(out):
        out.mkdir(parents=True, exist_ok=True)
    clear(out)
    write_json(out / NAME, wanted)


def agrees(out: Path, wanted: dict[str, Any]) -> bool:
    """Whether `out` holds this ensemble, to go on with; False where nothing is there yet.

    Raises
    ------
    RunError
        If `out` holds something else, or an ensemble that differs.
    """
    with writing(out):
        if not out.exists() or (out.is_dir() and next(out.iterdir(), None) is None):
            return False
    before = there(out)
    if before is None:
        raise RunError(f"{shown(out)}: holds no ensemble to resume; leave --resume out")
    # through JSON, so that both sides have been written and read
    now = json.loads(json.dumps(wanted))
    for name in FIXED:
        found = difference(before.get(name), now.get(name), name)
        if found is not None:
            raise RunError(
                f"{shown(out)}: cannot be resumed, {shown(found)}; give the same call as before, "
                "or another folder"
            )
    if before.get("replications", 0) > now["replications"]:
        raise RunError(
            f"{shown(out)}: cannot be resumed with --replications {now['replications']}, it was "
            f"started with {before['replications']}; give as many or more"
        )
    if before != now:
        write_json(out / NAME, wanted)
    return True


def difference(old: Any, new: Any, where: str) -> str | None:
    """Return the first difference of two JSON values as half a sentence, None if there is none."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            found = difference(old.get(key), new.get(key), f"{where}.{key}")
            if found is not None:
                return found
        return None
    return None if old == new else f"{where} was {_short(old)} and is {_short(new)} now"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else f"{text[:77]}..."
