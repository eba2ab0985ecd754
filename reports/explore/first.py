"""What a page shows first, kept between starts: the default history, as this very code made it."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

ROOMS = ("simulation", "scenarios", "analysis", "reports")
"""Whose files decide what the history is and how it is drawn."""
ROOT = Path(__file__).parents[2]


def folder() -> Path:
    """Where this user's programs keep what they can make again."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "jumelage"


def kept(world: str) -> bytes | None:
    """The JSON of the first picture, if this code has made it before; checked against its hash."""
    with suppress(OSError, RuntimeError):
        digest, _, answer = _path(world).read_bytes().partition(b"\n")
        if hashlib.sha256(answer).hexdigest().encode() == digest:
            return answer
    return None


def keep(world: str, shown: dict[str, Any]) -> None:
    """Keep the first picture for the next start; where that is not possible it is made again."""
    answer = json.dumps(shown, ensure_ascii=False, allow_nan=False).encode()
    with suppress(OSError, RuntimeError):
        path = _path(world)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}.part")
        draft.write_bytes(hashlib.sha256(answer).hexdigest().encode() + b"\n" + answer)
        draft.replace(path)


def _path(world: str) -> Path:
    return folder() / f"explore-{world}-{_state()[:16]}.json"


@cache
def _state() -> str:
    """A hash that changes with every file of the rooms, by size and time, and every library."""
    from scenarios.runs.kept.origin import versions

    told = hashlib.sha256(json.dumps(versions(), sort_keys=True).encode())
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                facts = path.stat()
                told.update(f"{path}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return told.hexdigest()
