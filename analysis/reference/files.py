"""The files that are generated here, and what each must hold."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import scenarios
from analysis.reference import data_page, effects_page, trace_page
from analysis.reference.page import page
from analysis.reference.scenario_file import scenario_schema
from analysis.reference.strategy_file import strategy_schema
from analysis.reference.tree import Node

ROOM = Path(scenarios.__file__).parent
DOCS = ROOM.parent / "docs"

LIST = re.compile(r"\[\s+([^\[\]{}]*?)\s+\]")


def _text(schema: Callable[[], Node]) -> Callable[[], str]:
    """What writes a schema: each keyword in a line, plain lists in one."""

    def text() -> str:
        spread = json.dumps(schema(), indent=1, ensure_ascii=False, allow_nan=False)
        return LIST.sub(lambda found: f"[{' '.join(found[1].split())}]", spread) + "\n"

    return text


FILES: dict[str, Callable[[], str]] = {
    "scenario.schema.json": _text(scenario_schema),
    "strategy.schema.json": _text(strategy_schema),
    "REFERENCE.md": page,
}
"""What makes each file, by its name in the room of scenarios."""


PAGES: dict[str, Callable[[], str]] = {
    "EFFECTS.md": effects_page.page,
    "DATA.md": data_page.page,
    "TRACE.md": trace_page.page,
}
"""What makes each page of `docs`, which a clone has and an installed package has not."""


def written() -> dict[Path, str]:
    """What each generated file must hold by what the code and the library say now."""
    found = {ROOM / name: make() for name, make in FILES.items()}
    if DOCS.is_dir():
        found |= {DOCS / name: make() for name, make in PAGES.items()}
    return found
