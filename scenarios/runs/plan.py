"""What is to be run: scenarios, world and seeds, checked before anything starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from scenarios import files
from scenarios.files import ScenarioError
from scenarios.runs.kept.origin import sha256
from scenarios.runs.mistakes import RunError, shown
from scenarios.schema import Scenario
from simulation.luck.keyed import MAX_SEED
from simulation.world import WORLDS


@dataclass(frozen=True)
class Chosen:
    """A scenario that someone asked for.

    Attributes
    ----------
    scenario : Scenario
    file_sha256 : SHA-256 of its file, None if it has none
    draw : which draw of the posterior stands in it; None for its central values
    """

    scenario: Scenario
    file_sha256: str | None = None
    draw: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One run of an ensemble; `run` is its number in the plan."""

    run: int
    scenario: str
    strategy: str | None
    replication: int
    seed: int


def choose(name: str, until: int | None = None) -> Chosen:
    """Load a scenario by its name or its path, to end in `until` where that is given.

    Raises
    ------
    ScenarioError
        If it cannot be used.
    RunError
        If `until` is not possible.
    """
    try:
        scenario = files.load(name)
        source = Path(name) if name.endswith(".toml") else files.LIBRARY / f"{name}.toml"
        chosen = Chosen(scenario, sha256(source))
    except ScenarioError as error:
        raise ScenarioError(shown(str(error))) from None
    except RecursionError:
        raise ScenarioError(f"{shown(name)}: is nested too deeply to be a scenario") from None
    except (ValueError, OSError) as error:
        raise ScenarioError(f"{shown(name)}: cannot be read ({shown(str(error))})") from None
    _check_name(scenario.name)
    return replace(chosen, scenario=ending(scenario, until))


def _check_name(name: str) -> None:
    """Refuse a name that no table can hold."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise ScenarioError(
            f"{shown(name)}: the name of the file is no valid UTF-8; rename it"
        ) from None


def ending(scenario: Scenario, until: int | None) -> Scenario:
    """Return the scenario with another last year.

    Raises
    ------
    RunError
        If it cannot end then.
    """
    if until is None:
        return scenario
    try:
        return Scenario.model_validate({**dict(scenario), "until": until})
    except ValidationError as error:
        raise RunError(f"{shown(scenario.name)}: {files.explain(error)}") from None


def check_world(world: str) -> None:
    """Refuse a world that there is not."""
    if world not in WORLDS:
        raise RunError(f"--world '{shown(world)}': expected one of {', '.join(WORLDS)}")


def check_seed(seed: int, replications: int = 1) -> None:
    """Refuse seeds outside 0 .. 2**32 - 1, and fewer than one replication."""
    if replications < 1:
        raise RunError(f"--replications {replications}: expected at least 1")
    if not 0 <= seed <= MAX_SEED - (replications - 1):
        upper = MAX_SEED - (replications - 1)
        why = f" with {replications:,} replications" if replications > 1 else ""
        raise RunError(f"--seed {seed}: expected an integer between 0 and {upper}{why}")


def check_call(seed: int, world: str, replications: int = 1, workers: int = 1) -> None:
    """Refuse numbers and names that are not possible, before anything is touched.

    Raises
    ------
    RunError
        If one is not.
    """
    check_world(world)
    check_seed(seed, replications)
    if workers < 1:
        raise RunError(f"--workers {workers}: expected at least 1")


def plan(
    names: Sequence[str],
    seed: int,
    replications: int,
    strategies: Sequence[str | None] = (None,),
    seeds: Sequence[int] | None = None,
) -> list[Run]:
    """List the runs: every scenario under every strategy and seed, replication by replication.

    Replication `r` has seed `seed + r` throughout, or that of `seeds`, so that scenarios and
    strategies are compared under the same luck, and a longer plan begins with the shorter one.

    Raises
    ------
    RunError
        If there is no scenario, two share a name, or a seed is not possible.
    """
    check_seed(seed, replications)
    if not names:
        raise RunError("an ensemble needs at least one scenario")
    _check_different("scenario", names)
    _check_different("strategy", strategies)
    own = seeds or [seed + replication for replication in range(replications)]
    cells = product(range(replications), names, strategies)
    return [
        Run(number, name, strategy, replication, own[replication])
        for number, (replication, name, strategy) in enumerate(cells)
    ]


def _check_different(what: str, names: Sequence[str | None]) -> None:
    """Refuse a name that tells two apart no more."""
    seen = set[str | None]()
    for name in names:
        if name in seen:
            raise RunError(
                f"{what} '{shown(name or '')}': given twice; those of one ensemble need "
                "different names"
            )
        seen.add(name)


def described(chosen: Chosen) -> dict[str, Any]:
    """Return a scenario with every parameter, as JSON can hold it."""
    content: dict[str, Any] = chosen.scenario.model_dump(mode="json")
    return content
