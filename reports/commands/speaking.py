"""The streams of the command line: poor encodings and full disks end no command badly."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EIO)


@contextmanager
def speaking() -> Iterator[None]:
    """Show signs that a stream cannot carry as `?`; tell in one sentence that it takes no more.

    A pipe that nobody reads any longer is Typer's to handle: it ends without a word.
    """
    for stream in (sys.stdout, sys.stderr):
        # None of a closed stream; a test's own has no such method
        if getattr(stream, "errors", None) == "strict" and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        yield
    except OSError as error:
        # what a command reads and writes has a name, the streams have none
        if error.filename is not None or error.errno not in FULL:
            raise
        sys.stderr.write(f"Error: standard output cannot be written ({error.strerror})\n")
        # what the stream still holds would fail once more when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        raise SystemExit(2) from None
