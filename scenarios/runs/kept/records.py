"""What `run.json` and `manifest.json` must hold for a folder to be read, whoever changed them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from scenarios.runs.mistakes import RunError, shown
from scenarios.sentences import sentence

Name = Annotated[str, Field(pattern=r"^[\w@.-]+$", max_length=100)]
"""Of a table or a measure: part of the name of a file."""
Count = Annotated[int, Field(ge=0)]


class _Record(BaseModel):
    """A part of a record; what else stands there is left as it is."""

    model_config = ConfigDict(extra="allow", strict=True)


class _Table(_Record):
    rows: Count
    sha256: str


class _Named(_Record):
    name: str
    start: int
    until: int


class _Run(_Record):
    kind: Literal["run"]
    scenario: _Named
    seed: int
    world: str
    versions: dict[str, str]
    data: dict[str, str]
    tables: dict[Name, _Table]


class _Planned(_Record):
    run: Count
    scenario: str
    strategy: str | None
    replication: Count
    seed: int


class _Draws(_Record):
    own: dict[str, list[str]]


class _Strategy(_Record):
    inputs: dict[str, Any]


class _Ensemble(_Record):
    kind: Literal["ensemble"]
    world: str
    seed: int
    replications: Count
    versions: dict[str, str]
    data: dict[str, str]
    tables: list[Name]
    scenarios: Annotated[dict[str, dict[str, Any]], Field(min_length=1)]
    runs: Annotated[list[_Planned], Field(min_length=1)]
    draws: _Draws | None = None
    terms: dict[str, Any] | None = None
    strategies: dict[str, _Strategy] = {}

    @model_validator(mode="after")
    def _hangs_together(self) -> _Ensemble:
        known = set(self.scenarios)
        if any(one.scenario not in known for one in self.runs):
            raise ValueError("a run has a scenario that is not there")
        if self.draws is not None and not known <= set(self.draws.own):
            raise ValueError("a scenario is missing from its draws")
        return self


KINDS: dict[str, type[_Record]] = {"run.json": _Run, "manifest.json": _Ensemble}


def check_record(folder: Path, name: str, record: Mapping[str, Any]) -> None:
    """Refuse a record that is not what jumelage writes.

    Parameters
    ----------
    folder : Path
    name : {"run.json", "manifest.json"}
    record : what the file says

    Raises
    ------
    RunError
        If a field is missing or of another kind.
    """
    try:
        KINDS[name].model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        told = f"{where}: {first['msg']}" if where else first["msg"]
        raise RunError(
            sentence(f"{shown(folder / name)}: is damaged, not what jumelage wrote ({told})")
        ) from None
