"""What is written down of strategies before the first run: their numbers, ranges and inputs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scenarios.runs.mistakes import RunError, shown
from scenarios.runs.strategies.inputs import NAME, Inputs, check_same, described_input
from scenarios.schema import Scenario
from scenarios.strategies import Strategy


def described(strategy: Strategy) -> dict[str, Any]:
    """Return a strategy as JSON can hold it: its policy at central values, and every range."""
    return {
        "title": strategy.title,
        "policy": strategy.policy().model_dump(mode="json"),
        "inputs": {one.path: described_input(one) for one in strategy.inputs()},
    }


def note(
    wanted: dict[str, Any], strategies: Sequence[Strategy], inputs: Inputs, there: Path | None
) -> dict[str, bytes]:
    """Write strategies and inputs into a manifest; return the files that go beside it.

    Parameters
    ----------
    wanted : dict
        The manifest, which is changed.
    there : Path, optional
        A folder that is gone on with: its inputs must be the same.

    Raises
    ------
    RunError
        If the folder holds other inputs.
    """
    wanted["strategies"] = {one.name: described(one) for one in strategies}
    wanted["inputs"] = inputs.record
    wanted["files"] = sorted([*wanted["files"], NAME])
    if there is not None:
        check_same(there, inputs)
    return {NAME: inputs.data}


def check_acts(strategy: Strategy, scenario: Scenario) -> None:
    """Refuse a strategy that begins after a scenario has ended.

    Raises
    ------
    RunError
        If it does.
    """
    if strategy.since > scenario.until:
        raise RunError(
            f"strategy '{shown(strategy.name)}': begins in {strategy.since}, but scenario "
            f"'{shown(scenario.name)}' ends in {scenario.until}; give a later --until or another "
            "scenario"
        )
