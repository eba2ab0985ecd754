"""Who says so: the sources behind rows of history."""

import tomllib
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from simulation.past.words import FOLDER, PastError


@dataclass(frozen=True, slots=True)
class Source:
    """One source.

    Attributes
    ----------
    title
        Author, work, year, with the row of events.csv where there is one.
    url
        Public address; empty for the project's own judgement.
    note
        How the source was used, in one or two sentences; may be empty.
    """

    title: str
    url: str
    note: str = ""


def read_toml(path: Path) -> dict[str, object]:
    """Read a TOML file.

    Raises
    ------
    PastError
        If the file is missing or not TOML, in one sentence.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise PastError(f"{path.name}: no such file in {path.parent.name}/.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PastError(f"{path.name}: not readable as TOML: {error}.") from None


def parse_source(value: object, file: str, field: str) -> Source:
    """Turn a TOML table with title, url and perhaps note into a `Source`.

    Raises
    ------
    PastError
        If a key is missing, unknown or no text, or the title is empty.
    """
    wanted = "a table { title, url } of texts, with note if wished"
    if not isinstance(value, dict):
        raise PastError(f"{file}: {field} is {value!r}, but must be {wanted}.")
    known, given = {"title", "url", "note"}, set(value)
    if not {"title", "url"} <= given <= known or not all(
        isinstance(v, str) for v in value.values()
    ):
        raise PastError(f"{file}: {field} has the keys {sorted(given)}, but must be {wanted}.")
    if not value["title"].strip():
        raise PastError(f"{file}: {field}.title is empty, but must name the source.")
    return Source(**value)


@cache
def load_sources(path: Path = FOLDER / "sources.toml") -> dict[str, Source]:
    """Read the sources that the CSV files of this folder name by key.

    Parameters
    ----------
    path
        A TOML file with one table a source.

    Returns
    -------
    dict of str to Source
        By key, in the order of the file.

    Raises
    ------
    PastError
        If the file or one of its tables is wrong.
    """
    return {key: parse_source(value, path.name, key) for key, value in read_toml(path).items()}


def check_keys(
    cell: str | None, sources: Container[str] | Mapping[str, Source], file: str, row: str
) -> None:
    """Check that a `source` cell names known sources, joined by ``+``.

    Raises
    ------
    PastError
        If the cell is empty or names an unknown key.
    """
    if not cell:
        raise PastError(f"{file}: source of {row} is empty, but every row carries its source.")
    for key in cell.split("+"):
        if key not in sources:
            raise PastError(
                f"{file}: source of {row} is {key!r}, but must be a key "
                "of sources.toml or sources_systems.toml."
            )
