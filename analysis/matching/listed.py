"""A list of candidates that a user brings: a CSV file with the ids, or the names, of places."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import polars as pl
from polars.exceptions import PolarsError

from analysis.matching.mistakes import MatchError, shown
from analysis.names import Names
from simulation.world import World

DIGITS = 18
"""No id has more."""
MOST_BYTES = 20_000_000
"""No list of all places in the world is longer."""


def read_listed(path: Path, world: World) -> list[int]:
    """Rows of the listed places, each once, in the order of the file.

    The file has a header with a column `id`; without one, columns `name` and `country` (ISO).
    Other columns are ignored.

    Raises
    ------
    MatchError
        If the file cannot be read, lacks these columns, or a place is not known.
    """
    where = f"--among {shown(path, 200)}"
    table = _table(path, where)
    if table.is_empty():
        raise MatchError(f"{where}: lists no place; give one a row")
    if "id" in table.columns:
        rows = [_of_id(text, line, where, world) for line, text in enumerate(table["id"], 2)]
    elif {"name", "country"} <= set(table.columns):
        rows = _of_names(table, where, world)
    else:
        found = ", ".join(shown(name, 20) for name in table.columns[:5])
        raise MatchError(
            f"{where}: has the columns {found}; needed is id, or name and country, in the first "
            "line"
        )
    return list(dict.fromkeys(rows))


def _table(path: Path, where: str) -> pl.DataFrame:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise MatchError(
                f"{where}: is larger than {MOST_BYTES // 1_000_000} MB; give a CSV file with the "
                "ids of the candidates"
            )
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, MatchError):
            raise
        reason = getattr(error, "strerror", None) or "no such path"
        raise MatchError(f"{where}: cannot be read ({reason}); give a CSV file") from None
    first = content.partition(b"\n")[0]
    separator = ";" if first.count(b";") > first.count(b",") else ","
    try:
        text = content.decode("utf-8-sig")
        return pl.read_csv(
            BytesIO(text.encode()), infer_schema=False, separator=separator, null_values=[""]
        )
    except (PolarsError, UnicodeDecodeError):
        raise MatchError(
            f"{where}: is no CSV table in UTF-8 that can be read; save it as one, with a header"
        ) from None


def _of_id(text: str | None, line: int, where: str, world: World) -> int:
    digits = (text or "").strip()
    good = digits.isascii() and digits.isdigit() and len(digits) <= DIGITS
    row = world.row_of.get(int(digits)) if good else None
    if row is None:
        raise MatchError(
            f"{where}, line {line}: id '{shown(text or '', 20)}' is no place of the world "
            f"'{world.name}'; ids are those of municipalities.parquet"
        )
    return row


def _of_names(table: pl.DataFrame, where: str, world: World) -> list[int]:
    """Rows of places by name and country; one name must be one place."""
    countries, names = world.frame["country"], world.frame["name"]
    indices: dict[str, tuple[list[int], Names]] = {}
    found = []
    for line, (name, country) in enumerate(table.select("name", "country").iter_rows(), 2):
        code = (country or "").strip().upper()
        if code not in indices:
            here = (countries == code).to_numpy() & ~world.is_district
            rows = here.nonzero()[0].tolist()
            indices[code] = rows, Names([names[row] for row in rows])
        rows, index = indices[code]
        hits = index.same(name or "")
        if len(hits) != 1:
            what = "is no place" if not hits else f"is the name of {len(hits)} places"
            raise MatchError(
                f"{where}, line {line}: '{shown(name or '')}' {what} in '{shown(code, 10)}'; give "
                "its id in a column id"
            )
        found.append(rows[hits[0]])
    return found
