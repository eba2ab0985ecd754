"""Opening a file that someone brings: what it is, how large, in which encoding.

Nothing is unpacked and no more than `LARGEST` bytes are ever read.
"""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from analysis.registers.errors import RegisterError
from scenarios.runs.mistakes import shown

LARGEST = 64 * 2**20
"""Bytes of a file; the list of all German ties has about one million."""
LONGEST_LINE = 2**20
"""Bytes of a line."""
_PACKED = {
    b"PK\x03\x04": "is a ZIP archive or a spreadsheet",
    b"\x1f\x8b": "is packed with gzip",
    b"BZh": "is packed with bzip2",
    b"\xfd7zXZ": "is packed with xz",
    b"\x28\xb5\x2f\xfd": "is packed with zstd",
    b"7z\xbc\xaf": "is a 7z archive",
    b"Rar!": "is a RAR archive",
    b"\xd0\xcf\x11\xe0": "is an old Excel file",
    b"%PDF": "is a PDF",
    b"PAR1": "is a Parquet file",
}
_BYTE_ORDER = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_BOM = b"\xef\xbb\xbf"
_PAIRS = re.compile(rb"[\xc3\xc4\xc5][\x80-\xbf]")
"""Letters of Latin scripts as UTF-8 writes them."""


@dataclass(frozen=True)
class Text:
    """The text of a file.

    Attributes
    ----------
    text : decoded, with line feeds alone
    encoding : as found: utf-8, utf-8 with a byte order mark, utf-16, cp1252, latin-1
    size : bytes
    sha256 : of the bytes
    """

    text: str
    encoding: str
    size: int
    sha256: str


def open_text(path: Path) -> Text:
    """Read a text file that may hold anything.

    Raises
    ------
    RegisterError
        If it is no text file, is too large, or its encoding is broken.
    """
    where = shown(path)
    data = _bytes(path, where)
    for sign, what in _PACKED.items():
        if data.startswith(sign):
            raise RegisterError(f"{where}: {what}; unpack or save it as CSV text")
    text, encoding = _decoded(data, where)
    if not text.strip():
        raise RegisterError(f"{where}: is empty; expected a header and one row a tie")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise RegisterError(f"{where}: line {line} holds a NUL byte, so it is no text; save as CSV")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    longest = max(range(len(lines)), key=lambda number: len(lines[number]))
    if len(lines[longest]) > LONGEST_LINE:
        raise RegisterError(
            f"{where}: line {longest + 1} has {len(lines[longest]):,} signs; expected one tie a "
            f"line, with {LONGEST_LINE:,} signs at most"
        )
    return Text(text, encoding, len(data), hashlib.sha256(data).hexdigest())


def _bytes(path: Path, where: str) -> bytes:
    if "\0" in str(path):
        raise RegisterError(f"{where}: is no path; give a file")
    try:
        told = path.stat()
        if stat.S_ISDIR(told.st_mode):
            raise RegisterError(f"{where}: is a folder; give the file itself")
        if not stat.S_ISREG(told.st_mode):
            raise RegisterError(f"{where}: is no regular file; save the list as a file first")
        if told.st_size > LARGEST:
            raise RegisterError(
                f"{where}: has {told.st_size / 2**20:,.0f} MiB; expected {LARGEST // 2**20} MiB at "
                "most, for a list of 7,000 ties has about one"
            )
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise RegisterError(f"{where}: no such file; give the list of ties") from None
    except OSError as error:
        raise RegisterError(f"{where}: cannot be read ({error.strerror})") from None
    if len(data) > LARGEST:
        raise RegisterError(f"{where}: grows while it is read; give a finished file")
    return data


def _decoded(data: bytes, where: str) -> tuple[str, str]:
    """The text and its encoding."""
    for mark, name in _BYTE_ORDER.items():
        if data.startswith(mark):
            try:
                return data[2:].decode(name), "utf-16"
            except UnicodeDecodeError:
                raise RegisterError(f"{where}: is broken UTF-16; save it as UTF-8") from None
    try:
        if data.startswith(_BOM):
            return data[len(_BOM) :].decode("utf-8"), "utf-8 with a byte order mark"
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        if data.startswith(_BOM) or _PAIRS.search(data):
            raise RegisterError(
                f"{where}: mixes encodings: some of it is UTF-8, but line {line} is not; save all "
                "of it as UTF-8"
            ) from None
    try:
        return data.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return data.decode("latin-1"), "latin-1"
