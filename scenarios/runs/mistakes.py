"""What a user can do wrong with runs, told in one sentence."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polars.exceptions import PanicException, PolarsError

UNREADABLE = (OSError, PolarsError, PanicException)
"""What reading a table raises that is not there, is no table, or was cut or changed: on some
damage Polars panics, which is no `Exception`."""


class RunError(ValueError):
    """A run that cannot be made, kept or read: says what is wrong and what would be right."""


def shown(name: str | Path) -> str:
    """Return a name as a sentence can carry it: line breaks and other odd signs are escaped."""
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii")
        for sign in str(name)
    )


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn the system's refusal to write at `path` into a `RunError`."""
    try:
        yield
    except OSError as error:
        where = shown(path)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise RunError(
                f"{where}: cannot be written, the disk is full; make room or name another folder"
            ) from None
        reason = error.strerror or type(error).__name__
        raise RunError(
            f"{where}: cannot be written ({reason}); name a folder that can be"
        ) from None
