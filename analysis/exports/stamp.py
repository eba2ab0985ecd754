"""The time stamp of Stata files: always the same, for equal tables are to make equal bytes.

The writer puts the time of writing, to the minute, into the header, and takes no other. A fixed
one of the same length is written over it; nothing else in the file depends on when it was made.
"""

from __future__ import annotations

from pathlib import Path

from scenarios.runs.mistakes import RunError, shown, writing

STAMP = b"01 Jan 1970 00:00"
DATE = "1970-01-01"
"""The same day, for formats that know only days."""
_BEFORE = b"<timestamp>" + bytes([len(STAMP)])
_HEADER = 1024
"""The header, with a label of at most 80 characters, is shorter (bytes)."""


def fix_stamp(path: Path) -> None:
    """Write the fixed time stamp over that of a Stata file (format 117 or later).

    Raises
    ------
    RunError
        If the file cannot be written, or has no time stamp where these formats have it.
    """
    with writing(path), path.open("r+b") as file:
        header = file.read(_HEADER)
        at = header.find(_BEFORE)
        end = at + len(_BEFORE) + len(STAMP)
        if at < 0 or header[end : end + 12] != b"</timestamp>":
            raise RunError(
                f"{shown(path)}: has no time stamp where a Stata file has it, so that its bytes "
                "would differ each time; install the version of pyreadstat in requirements.lock"
            )
        file.seek(at + len(_BEFORE))
        file.write(STAMP)
