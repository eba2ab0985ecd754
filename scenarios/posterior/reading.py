"""Draws of the posterior, and how one reaches a scenario.

A draw displaces the default history: where a scenario has what the history has, it takes the drawn
value; where it has a value of its own, that stands. Tables such as `appeal` are compared key by
key.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
from pydantic import ValidationError

from scenarios.files import load
from scenarios.posterior.card import HISTORY, Card, history_sha256
from scenarios.runs.designs.values import found_at, scenario_of
from scenarios.runs.mistakes import RunError, shown
from scenarios.runs.plan import Chosen
from scenarios.schema import Scenario

FOLDER = Path(__file__).parent
TABLE, CARD = "draws.csv", "draws.json"
DRAW = "draw"
"""Column with the number of a draw, from 0 on."""
AGAIN = "make it again with `python -m analysis.evidence --ship FOLDER`"


@dataclass(frozen=True)
class Draws:
    """Draws of the posterior of the default history.

    Attributes
    ----------
    table : polars.DataFrame
        One row a draw: its number, and one column for each dotted path, with absolute values.
    card : Card
    central : Scenario
        The history that the draws displace.
    """

    table: pl.DataFrame
    card: Card
    central: Scenario

    @property
    def rows(self) -> int:
        """How many draws there are."""
        return self.table.height

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Dotted paths of what is drawn."""
        return tuple(name for name in self.table.columns if name != DRAW)

    @cached_property
    def _central(self) -> dict[str, Any]:
        content = self.central.model_dump()
        return {path: found_at(content, path) for path in self.paths}

    def number(self, replication: int) -> int:
        """Return the draw of a replication: after the last comes the first again."""
        return replication % self.rows

    def taken(self, scenario: Scenario) -> tuple[str, ...]:
        """Return the paths at which a scenario has what the history has, and so takes a draw."""
        content = scenario.model_dump()
        return tuple(path for path in self.paths if found_at(content, path) == self._central[path])

    def own(self, scenario: Scenario) -> tuple[str, ...]:
        """Return the paths at which the scenario's own value stands."""
        taken = set(self.taken(scenario))
        return tuple(path for path in self.paths if path not in taken)

    def values(self, number: int) -> dict[str, Any]:
        """Return one draw, by dotted path.

        Raises
        ------
        RunError
            If there is no such draw.
        """
        if not 0 <= number < self.rows:
            raise RunError(
                f"--draw {number}: expected an integer between 0 and {self.rows - 1}; an ensemble "
                "begins again after the last"
            )
        return {path: self.table[path][number] for path in self.paths}

    def scenario(self, scenario: Scenario, number: int) -> Scenario:
        """Return a scenario with one draw in the place of what it has from the history.

        Raises
        ------
        RunError
            If there is no such draw, or it does not go with what the scenario sets.
        """
        values, where = self.values(number), f"{shown(scenario.name)}, draw {number}"
        return scenario_of(scenario, {path: values[path] for path in self.taken(scenario)}, where)

    def chosen(self, chosen: Chosen, number: int) -> Chosen:
        """Return the same of a scenario that someone asked for, with the draw noted.

        Raises
        ------
        RunError
            As `scenario`.
        """
        told = {"number": number, **self.record}
        return replace(chosen, scenario=self.scenario(chosen.scenario, number), draw=told)

    @property
    def record(self) -> dict[str, Any]:
        """What a record of a run says of the draws."""
        return {"fit": self.card.fit, "rows": self.rows, "sha256": self.card.sha256}

    def record_of(self, scenarios: Mapping[str, Scenario]) -> dict[str, Any]:
        """What a manifest says of them: with the paths at which each scenario keeps its own."""
        return {
            **self.record,
            "own": {name: list(self.own(one)) for name, one in scenarios.items()},
        }


def load_draws(folder: Path = FOLDER, history: Path = HISTORY) -> Draws:
    """Read draws of the posterior; those that ship, by default.

    Parameters
    ----------
    folder : Path
        Where `draws.csv` and `draws.json` are.
    history : Path
        The file of the central history that they must have been drawn around.

    Raises
    ------
    RunError
        If there are none, the table is not what its card says, or the history is not the one
        that they were drawn around.
    """
    try:
        data, said = (folder / TABLE).read_bytes(), (folder / CARD).read_bytes()
    except OSError as error:
        name = Path(str(error.filename)).name
        raise RunError(f"{name}: cannot be read ({error.strerror}); {AGAIN}") from None
    try:
        card = Card.model_validate_json(said)
    except ValidationError:
        raise RunError(f"{CARD}: is no card of draws; {AGAIN}") from None
    if hashlib.sha256(data).hexdigest() != card.sha256:
        raise RunError(f"{TABLE}: is not the table that {CARD} describes; {AGAIN}")
    if history_sha256(history) != card.history_sha256:
        raise RunError(
            f"{TABLE}: was drawn around another {history.name} than the one that is here; {AGAIN}, "
            "or give --central"
        )
    return Draws(table_of(data), card, load(history))


def table_of(data: bytes) -> pl.DataFrame:
    """Return the bytes of a .csv file as a frame; each column has the type of all its cells."""
    return pl.read_csv(io.BytesIO(data), infer_schema_length=None)
