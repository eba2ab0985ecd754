"""Which numbers are varied together: `groups.toml`, read and checked."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

FILE = Path(__file__).parent / "groups.toml"

FITTED, LUCK = "fitted", "luck"
"""The two groups without sections: the joint posterior, and the seed."""


class Group(BaseModel):
    """Numbers that are varied together."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(description="one word, for tables")
    title: str = Field(min_length=1, description="plain English, for a page")
    told: str = Field(min_length=1, description="what its numbers do, one sentence")
    sections: tuple[str, ...] = Field(description="first parts of the dotted paths that it holds")


def read_groups(path: Path = FILE) -> dict[str, Group]:
    """Read and check a file of groups, in the order of the file.

    Raises
    ------
    ValueError
        If a field is missing or misspelt, a section stands in two groups, or the joint
        posterior or luck has no group.
    """
    content = tomllib.loads(path.read_text(encoding="utf-8")).get("groups", {})
    found: dict[str, Group] = {}
    for name, entry in content.items():
        try:
            found[name] = Group.model_validate({"name": name, **entry})
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in ("groups", name, *first["loc"]))
            raise ValueError(f"{path.name}: {where}: {first['msg']}") from None
    sections = [section for group in found.values() for section in group.sections]
    twice = sorted({section for section in sections if sections.count(section) > 1})
    if twice:
        raise ValueError(f"{path.name}: section '{twice[0]}' stands in two groups; keep it in one")
    missing = [name for name in (FITTED, LUCK) if name not in found]
    if missing:
        raise ValueError(f"{path.name}: group '{missing[0]}' is missing; it has no sections")
    return found


@cache
def groups() -> dict[str, Group]:
    """The shipped groups by name, in the order of tables."""
    return read_groups()


def group_of(path: str) -> str:
    """Name of the group that holds the section of a dotted path.

    Raises
    ------
    ValueError
        If none does.
    """
    section = path.partition(".")[0]
    for group in groups().values():
        if section in group.sections:
            return group.name
    raise ValueError(f"{FILE.name}: no group holds the section '{section}' of {path}; add it")
