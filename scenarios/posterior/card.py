"""What `draws.json` says of the draws beside it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from scenarios.files import LIBRARY
from scenarios.toml_files import read_toml

HISTORY = LIBRARY / "history.toml"
NO_PARAMETERS = ("title",)


class Card(BaseModel):
    """Where a table of draws comes from, and what it belongs to.

    Attributes
    ----------
    title, producer, source, date, licence, done : as of every table that ships
    fit : `split`, fitted without the patterns that are kept back, or `full`, on all of them
    runs : from which runs of the model the draws come, in words
    rows : how many draws there are
    sha256 : of the bytes of the table
    history_sha256 : of the default history's parameters, see `history_sha256`
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1)
    producer: str = Field(min_length=1)
    source: str = Field(min_length=1)
    date: str = Field(min_length=1)
    licence: str = Field(min_length=1)
    done: str = Field(min_length=1)
    fit: Literal["split", "full"]
    runs: str = Field(min_length=1)
    rows: int = Field(ge=1)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    history_sha256: str = Field(pattern="^[0-9a-f]{64}$")


def history_sha256(path: Path = HISTORY, without: Iterable[str] = ()) -> str:
    """Return the SHA-256 of what a history's file sets: its remarks and its title do not count.

    Parameters
    ----------
    path : Path
        The file; that which ships, by default.
    without : iterable of str
        Dotted paths of numbers that do not count either; KeyError where the file has one not.

    Raises
    ------
    ScenarioError
        If it cannot be read.
    """
    content = {key: part for key, part in read_toml(path).items() if key not in NO_PARAMETERS}
    for name in without:
        *above, last = name.split(".")
        del reduce(getitem, above, content)[last]
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()
