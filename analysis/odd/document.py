"""`simulation/ODD.md`: a text by hand with blocks that are generated between marks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from analysis.odd import found, model, past, schema

PAGE = Path(__file__).parents[2] / "simulation" / "ODD.md"
BLOCKS: dict[str, Callable[[], str]] = {
    "patterns": past.patterns,
    "process": model.process,
    "inputs": past.inputs,
    "systems": model.systems,
    "motives": past.motives,
    "events": past.events,
    "effects": model.effects,
    "parameters": schema.parameters,
    "findings": found.findings,
}
"""What stands between `<!-- generated: NAME -->` and `<!-- end -->`, by name."""
BLOCK = re.compile(
    r"(?P<head><!-- generated: (?P<name>[a-z]+) -->\n).*?(?P<tail><!-- end -->)", re.DOTALL
)


def filled(
    text: str, blocks: dict[str, Callable[[], str]] | None = None, page: str = PAGE.name
) -> str:
    """A text whose blocks are as the code, the past and the estimates say now.

    Parameters
    ----------
    text : str
        With a start and an end mark for every block.
    blocks : dict of functions, optional
        What makes each block; those of ODD.md by default.
    page : str
        What the text is called in a mistake.

    Raises
    ------
    ValueError
        If a block is missing, stands there twice, or is unknown.
    """
    known = BLOCKS if blocks is None else blocks
    names = [match["name"] for match in BLOCK.finditer(text)]
    for name in names:
        if name not in known:
            raise ValueError(f"{page}: block '{name}' is unknown; there are {', '.join(known)}")
    for name in known:
        if names.count(name) != 1:
            raise ValueError(
                f"{page}: block '{name}' stands there {names.count(name)} times, but must "
                f"once: <!-- generated: {name} --> ... <!-- end -->"
            )
    return BLOCK.sub(lambda match: f"{match['head']}{known[match['name']]()}{match['tail']}", text)
