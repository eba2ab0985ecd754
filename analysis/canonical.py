"""The one way in which estimates are written: the same content gives the same bytes."""

from __future__ import annotations

import json
from typing import Any


def canonical(content: dict[str, Any]) -> bytes:
    """JSON with sorted keys, one line end, and no NaN."""
    text = json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()
