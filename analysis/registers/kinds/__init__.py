"""Kinds of registers that can be imported: what columns they have and how their rows are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from analysis.registers.errors import RegisterError
from analysis.registers.files.opening import Text, open_text
from analysis.registers.files.tables import Cells, read_cells
from analysis.registers.kinds import plain, rgre, wikidata
from analysis.registers.rows import Source, Told
from scenarios.runs.mistakes import shown

__all__ = ["KINDS", "read_source"]


@dataclass(frozen=True)
class Kind:
    """A kind of register.

    Attributes
    ----------
    needed, may : columns that it must and that it may have
    told : its rows as ties
    default_year : what it shows where it does not know the year, or None
    """

    needed: tuple[str, ...]
    may: tuple[str, ...]
    told: Callable[[Cells], list[Told]]
    default_year: int | None = None


KINDS: dict[str, Kind] = {
    "rgre": Kind(rgre.NEEDED, rgre.MAY, rgre.told, rgre.DEFAULT_YEAR),
    "wikidata": Kind(wikidata.NEEDED, wikidata.MAY, wikidata.told),
    "csv": Kind(plain.NEEDED, plain.MAY, plain.told),
}


def read_source(path: Path, kind: str) -> Source:
    """Read a file of some kind.

    Raises
    ------
    RegisterError
        If there is no such kind, or the file is not of it.
    """
    if kind not in KINDS:
        raise RegisterError(f"--kind '{shown(kind)}': expected one of {', '.join(KINDS)}")
    text, where = open_text(path), shown(path)
    facts: dict[str, object] = {
        "file": path.name,
        "bytes": text.size,
        "sha256": text.sha256,
        "encoding": text.encoding,
    }
    if kind == "wikidata" and text.text.lstrip().startswith("{"):
        rows = wikidata.bindings(text.text, where)
        if not rows:
            raise RegisterError(f"{where}: holds no result; expected one row a tie")
        return Source(tuple(wikidata.ties(rows)), (), facts | {"rows": len(rows)})
    return _of_table(text, where, KINDS[kind], facts)


def _of_table(text: Text, where: str, kind: Kind, facts: dict[str, object]) -> Source:
    cells = read_cells(text.text, where, (*kind.needed, *kind.may))
    for name in kind.needed:
        if name not in cells.header:
            raise RegisterError(
                f"{where}: lacks the column '{name}'; needed are {', '.join(kind.needed)}"
            )
    notes = []
    if cells.ragged:
        several = len(cells.ragged) > 1
        notes.append(
            f"{len(cells.ragged):,} row{'s have' if several else ' has'} too few or too many cells "
            f"and {'are' if several else 'is'} left out, the first in line {cells.ragged[0]}."
        )
    unread = [name for name in cells.header if name not in (*kind.needed, *kind.may)]
    if unread:
        notes.append(f"{len(unread):,} column{'s are' if len(unread) > 1 else ' is'} not read.")
    facts |= {
        "separator": cells.separator,
        "rows": len(cells.rows) + len(cells.ragged),
        "ragged": list(cells.ragged),
    }
    return Source(tuple(kind.told(cells)), tuple(notes), facts)
