"""The folder of a calibration: what it is stands in it before its first run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.calibration.bank import Call
from analysis.calibration.design import prior_box
from analysis.calibration.posterior import CSV, JSON
from scenarios.runs import RunError
from scenarios.runs.kept.folder import check_free, marked, read_marker, write_json
from scenarios.runs.kept.manifest import difference
from scenarios.runs.mistakes import shown, writing
from scenarios.runs.plan import described as as_json

MARKER = "calibration.json"
PILOT = "pilot"
SPLIT = "split"
"""Folder of the fit that is scored, within that of a calibration."""


def plan_of(call: Call, first: Call, draws: int, waves: int) -> dict[str, Any]:
    """What a calibration is, written down before its first run."""
    names = [f"wave_{wave}" for wave in range(1, waves + 1)]
    return marked(
        "calibration",
        [PILOT, *names, CSV, JSON, SPLIT],
        world=call.world,
        seed=call.seed,
        draws=draws,
        waves=waves,
        scenario=as_json(call.ended),
        first_wave=as_json(first.ended),
        prior={name: list(ends) for name, ends in _prior().items()},
    )


def _prior() -> dict[str, tuple[float, float]]:
    box = prior_box()
    return dict(zip(box.names, zip(box.low.tolist(), box.high.tolist(), strict=True), strict=True))


def make_ready(out: Path, wanted: dict[str, Any], *, resume: bool) -> None:
    """Begin a folder, or find in it what is to be gone on with."""
    with writing(out):
        there = out.is_dir() and next(out.iterdir(), None) is not None
    if not (resume and there):
        check_free(out, instead="go on with --resume if it is a calibration")
        with writing(out):
            out.mkdir(parents=True, exist_ok=True)
        write_json(out / MARKER, wanted)
        return
    found = read_marker(out, [MARKER])
    if found is None:
        raise RunError(f"{shown(out)}: holds no calibration to resume; leave --resume out")
    told = difference(found, json.loads(json.dumps(wanted)), "calibration")
    if told is not None:
        raise RunError(
            f"{shown(out)}: cannot be resumed, {shown(told)}; give the same call as before, or "
            "another folder"
        )
