"""Land and borders of Europe for the maps; `europe.sidecar.json` says where they come from."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["BORDERS", "SIDECAR", "digest", "load", "sidecar"]

BORDERS = Path(__file__).with_name("europe.json")
SIDECAR = Path(__file__).with_name("europe.sidecar.json")


def digest(content: bytes) -> str:
    """SHA-256, hexadecimal."""
    return hashlib.sha256(content).hexdigest()


@cache
def load() -> dict[str, list[list[float]]]:
    """Shapes of the map: `land` (closed rings) and `borders` (lines), each lon, lat, lon ..."""
    shapes: dict[str, list[list[float]]] = json.loads(BORDERS.read_text(encoding="utf-8"))
    return shapes


def sidecar() -> dict[str, Any]:
    """Where the borders come from: title, source, licence, what was done, SHA-256."""
    content: dict[str, Any] = json.loads(SIDECAR.read_text(encoding="utf-8"))
    return content
