"""Python's collector of reference cycles, put off while a year is simulated."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """Collect no cycles within: a year makes many objects that last, and no cycles.

    Else each few thousand of them would have all be looked at anew. Outside it is as it was.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
