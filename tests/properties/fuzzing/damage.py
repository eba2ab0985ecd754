"""How good bytes become bad ones: all draws come from the `random.Random` that is given."""

from __future__ import annotations

import copy
import gzip
import io
import json
import re
import zipfile
from random import Random
from typing import Any

import polars as pl

NUMBERS = ("nan", "inf", "-inf", "1e400", "-1", "0", "1e-320", "9" * 30, "9" * 5_000, "-0.0")
SIGNS = (b"\x00", b"\x1b[2J", b"\r", b"\xff\xfe", b"\xed\xa0\x80", b"\xe2\x80\xae", b'"', b"\x07")
WORDS = ("", "x" * 100_000, "\x00", "\x1b[31m", "\u202e", "\ud800", "'", '"', "../..", "a\nb")
ODD: tuple[Any, ...] = (
    *(None, True, [], {}, -1, 0, 2**63, 10**400, 1e308, float("nan"), float("inf")),
    *WORDS,
    *([[]] * 3, {"": {}}, [None], "1945", 1.5),
)
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")


def _cut(data: bytes, luck: Random) -> bytes:
    return data[: luck.randrange(len(data) + 1)]


def _flip(data: bytes, luck: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(luck.choice((1, 1, 4, 40))):
        if changed:
            changed[luck.randrange(len(changed))] ^= 1 << luck.randrange(8)
    return bytes(changed)


def _lose(data: bytes, luck: Random) -> bytes:
    start = luck.randrange(len(data) + 1)
    return data[:start] + data[start + luck.choice((1, 5, 100)) :]


def _repeat(data: bytes, luck: Random) -> bytes:
    start = luck.randrange(len(data) + 1)
    piece = data[start : start + luck.choice((1, 20, 400))]
    return data[:start] + piece * luck.choice((2, 50)) + data[start:]


def _sign(data: bytes, luck: Random) -> bytes:
    start = luck.randrange(len(data) + 1)
    return data[:start] + luck.choice(SIGNS) + data[start:]


def _number(data: bytes, luck: Random) -> bytes:
    found = list(NUMBER.finditer(data))
    if not found:
        return _flip(data, luck)
    first, last = luck.choice(found).span()
    return data[:first] + luck.choice(NUMBERS).encode() + data[last:]


def _lines(data: bytes, luck: Random) -> bytes:
    """A line twice, gone, in another place, or endless."""
    lines = data.split(b"\n")
    at = luck.randrange(len(lines))
    what = luck.randrange(4)
    if what == 0:
        lines.insert(luck.randrange(len(lines)), lines[at])
    elif what == 1:
        del lines[at]
    elif what == 2:
        luck.shuffle(lines)
    else:
        lines[at] *= 1 + 200_000 // (len(lines[at]) + 1)
    return b"\n".join(lines)


def _fields(data: bytes, luck: Random) -> bytes:
    """A cell more, a cell less, another separator."""
    old, new = luck.choice(((b",", b";"), (b",", b""), (b",", b",,"), (b"=", b"=="), (b"\n", b"")))
    return data.replace(old, new, luck.choice((1, 3, -1)))


def _nest(data: bytes, luck: Random) -> bytes:
    signs = luck.choice((b"[", b"{", b'{"a":', b'"', b"[[", b"("))
    start = luck.randrange(len(data) + 1)
    return data[:start] + signs * luck.choice((3, 2_000, 100_000)) + data[start:]


def _encode(data: bytes, luck: Random) -> bytes:
    """Another encoding, or packed (as a bomb of zeros, too)."""
    text = data.decode("utf-8", "replace")
    what = luck.randrange(6)
    if what < 3:
        return text.encode(("utf-16", "latin-1", "utf-8-sig")[what], "replace")
    packed = io.BytesIO()
    if what == 3:
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.csv", data)
        return packed.getvalue()
    return gzip.compress(data if what == 4 else bytes(20_000_000), compresslevel=1, mtime=0)


def _replace(data: bytes, luck: Random) -> bytes:
    return luck.choice(
        (b"", b"\n", b"null", b"[]", b"{}", b"PAR1", b"PAR1PAR1", luck.randbytes(200))
    )


TEXT = (_cut, _flip, _lose, _repeat, _sign, _number, _number, _lines, _lines, _fields, _nest)
ANY = (*TEXT, _encode, _replace)


def damaged(data: bytes, luck: Random) -> bytes:
    """Bytes after one to three injuries."""
    for _ in range(luck.choice((1, 1, 1, 2, 3))):
        data = luck.choice(ANY)(data, luck)
    return data


def _paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    return [p for key in keys for p in ((*before, key), *_paths(value[key], (*before, key)))]


def odd_json(data: bytes, luck: Random) -> bytes:
    """JSON in which one to three values are odd, gone or under another name."""
    content = json.loads(data)
    for _ in range(luck.choice((1, 1, 2, 3))):
        paths = _paths(content)
        if not paths:
            break
        *above, key = luck.choice(paths)
        table = content
        for part in above:
            table = table[part]
        what = luck.randrange(5)
        if what == 0:
            del table[key]
        elif what == 1 and isinstance(table, dict):
            table[luck.choice(WORDS)] = table.pop(key)
        elif what == 2:
            table[key] = [copy.deepcopy(table[key])]
        else:
            table[key] = copy.deepcopy(luck.choice(ODD))
    text = json.dumps(content)
    if luck.random() < 0.1:  # a name twice
        text = text.replace('"', '"a": 1, "', 1)
    return text.encode()


TYPES = (pl.String, pl.Float64, pl.Int8, pl.Boolean, pl.Date, pl.Categorical, pl.Binary, pl.UInt64)
LONG = 1_000
CELLS: tuple[Any, ...] = (None, -1, 0, 2**62, 1.5, float("nan"), float("inf"), *WORDS[:5])


def odd_parquet(data: bytes, luck: Random) -> bytes:
    """A whole Parquet file in which one to three columns are not what they should be."""
    frame = pl.read_parquet(io.BytesIO(data))
    for _ in range(luck.choice((1, 1, 2, 3))):
        frame = _odd_frame(frame, luck)
    into = io.BytesIO()
    try:
        frame.write_parquet(into)
    except pl.exceptions.PolarsError:  # a type that Parquet does not know
        return damaged(data, luck)
    return into.getvalue()


def _odd_frame(frame: pl.DataFrame, luck: Random) -> pl.DataFrame:
    if not frame.width:
        return frame
    name = luck.choice(frame.columns)
    what = luck.randrange(9)
    if what == 0:
        return frame.drop(name)
    if what == 1:
        return frame.rename({name: f"{name}_"})
    if what == 2:
        return _cast(frame, name, luck.choice(TYPES))
    if what == 3:
        return frame.clear()
    if what == 4:
        return pl.concat([frame, frame])
    if what == 5:
        return frame.with_columns(pl.concat_list(pl.col(name)).alias(name))
    if what == 6:
        return frame.with_columns(pl.struct(pl.col(name)).alias(name))
    if what == 7:
        return frame.with_columns(pl.lit(None).alias(name))
    return frame.with_columns(_cell(frame[name], luck))


def _cast(frame: pl.DataFrame, name: str, kind: type[pl.DataType]) -> pl.DataFrame:
    """The column in that type; without it, where polars knows no way there."""
    try:
        return frame.with_columns(pl.col(name).cast(kind, strict=False))
    except pl.exceptions.PolarsError:
        return frame.drop(name)


def _cell(column: pl.Series, luck: Random) -> pl.Series:
    """One cell (or all of them) an odd value, in a type that holds it."""
    value = luck.choice(CELLS)
    if luck.random() < 0.3:
        return _everywhere(column, value)
    values = column.to_list()
    if values:
        values[luck.randrange(len(values))] = value
    try:
        return pl.Series(column.name, values, dtype=column.dtype)
    except (TypeError, pl.exceptions.PolarsError, OverflowError):
        return pl.Series(column.name, [None if v is None else str(v) for v in values], pl.String)


def _everywhere(column: pl.Series, value: Any) -> pl.Series:
    """The value in all cells; a long word shortened, as writing it so often takes gigabytes."""
    value = value[:LONG] if isinstance(value, str) else value
    try:
        one = pl.Series(column.name, [value], dtype=column.dtype)
    except (TypeError, pl.exceptions.PolarsError, OverflowError):
        one = pl.Series(column.name, [str(value)], pl.String)
    return one.new_from_index(0, len(column))
