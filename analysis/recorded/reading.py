"""Reading the shipped tables, and proving that they are the ones that were handed over."""

import hashlib
import json
from collections.abc import Iterable
from functools import cache

import polars as pl

from analysis.recorded.catalogue import TABLES, Table


def pick(value: str, allowed: Iterable[str], what: str) -> str:
    """Return `value` if it is among `allowed`.

    Raises
    ------
    ValueError
        If it is not: one sentence with everything that exists.
    """
    known = list(allowed)
    if value in known:
        return value
    raise ValueError(f"No {what} {value!r} in the record; there are {', '.join(known)}.")


def find(name: str) -> Table:
    """Return a table's entry in the catalogue.

    Raises
    ------
    ValueError
        If there is no such table.
    """
    return TABLES[pick(name, TABLES, "table")]


@cache
def load(name: str) -> pl.DataFrame:
    """Read one shipped table as it was handed over.

    Parameters
    ----------
    name
        Name of the table, such as ``rgre2015_links_by_year``; `TABLES` lists them.

    Returns
    -------
    polars.DataFrame
        Rows in the order of the file, columns and types as declared in
        `analysis.recorded.catalogue`. Only empty cells are null: ``NA`` is Namibia.

    Raises
    ------
    ValueError
        If there is no such table, or the file's columns are not the declared ones.
    """
    table = find(name)
    with table.path.open(encoding="utf-8") as file:
        header = file.readline().rstrip("\n").split(",")
    if header != list(table.columns):
        raise ValueError(
            f"{table.path.name}: the columns are {', '.join(header)}, "
            f"but must be {', '.join(table.columns)}."
        )
    return pl.read_csv(table.path, schema=pl.Schema(table.columns), null_values=[""])


def sidecar(name: str) -> dict[str, object]:
    """Where a table comes from.

    Parameters
    ----------
    name
        Name of the table.

    Returns
    -------
    dict
        ``title``, ``producer``, ``source``, ``date``, ``licence``, ``attribution``, ``done`` (what
        was done to it), ``faults`` (list), ``rows``, ``sha256``.

    Raises
    ------
    ValueError
        If there is no such table.
    """
    content: dict[str, object] = json.loads(find(name).sidecar.read_text(encoding="utf-8"))
    return content


def sha256(name: str) -> str:
    """SHA-256 of a table's file, hexadecimal.

    Raises
    ------
    ValueError
        If there is no such table.
    """
    return hashlib.sha256(find(name).path.read_bytes()).hexdigest()


def changed() -> list[str]:
    """Names of the tables whose bytes are not those that their sidecars vouch for.

    Returns
    -------
    list of str
        Empty where all is well.
    """
    return [name for name in TABLES if sha256(name) != sidecar(name)["sha256"]]
