"""Tables for pages and papers: Great Tables' HTML without its style sheet, and its LaTeX."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

import polars as pl

from reports.analysis.grid import Grid

if TYPE_CHECKING:
    from great_tables import GT

LONG = 40
"""Rows from which a LaTeX table may break over pages."""
PREAMBLE = "% needs \\usepackage{booktabs, caption, longtable, array}, UTF-8 and T1 fonts"
SIGNS = {
    "−": "$-$",
    "\u202f": "\\,",
    "\u00a0": "~",
    "×": "$\\times$",
    "·": "$\\cdot$",
    "≥": "$\\geq$",
    "≤": "$\\leq$",
    "≈": "$\\approx$",
    "±": "$\\pm$",
    "∞": "$\\infty$",
    "→": "$\\to$",
    "²": "$^2$",
    "³": "$^3$",
    "σ": "$\\sigma$",
    "α": "$\\alpha$",
    "β": "$\\beta$",
    "γ": "$\\gamma$",
    "θ": "$\\theta$",
    "χ": "$\\chi$",
    "ρ": "$\\rho$",
    "–": "--",
    "“": "``",
    "”": "''",
    "’": "'",
}
"""Signs that LaTeX knows only by name."""


def html(grid: Grid) -> str:
    """The HTML of a table, to be styled by the page; the same table gives the same bytes."""
    text = _great(grid).as_raw_html(inline_css=False)
    # Each cell lists the ids of its heads; their scopes say the same in a table as plain as these.
    text = re.sub(r' headers="[^"]*"', "", text)
    return text[text.index("<table") : text.rindex("</table>") + len("</table>")]


def latex(grid: Grid) -> str:
    """The LaTeX of a table: a file of its own, for the command input of a paper."""
    text = _great(grid).as_latex(use_longtable=len(grid.rows) > LONG)
    for sign, name in SIGNS.items():
        text = text.replace(sign, name)
    return f"{PREAMBLE}\n{re.sub(r'[ ]+$', '', text, flags=re.M).strip()}\n"


def _great(grid: Grid) -> GT:
    from great_tables import GT
    from great_tables import html as raw

    columns = {"label": [label for label, _ in grid.rows]}
    for at in range(len(grid.heads)):
        columns[f"c{at}"] = [cells[at] for _, cells in grid.rows]
    table = GT(pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)), id=grid.name)
    table = table.tab_header(title=raw(_safe(grid.title))).tab_stub(rowname_col="label")
    table = table.cols_label({f"c{at}": raw(_safe(head)) for at, head in enumerate(grid.heads)})
    for at, numeric in enumerate(grid.numeric):
        table = table.cols_align("right" if numeric else "left", columns=f"c{at}")
    facts = ". ".join(f"<b>{_safe(name)}</b>: {_safe(text)}" for name, text in grid.facts.items())
    for note in (f"{facts}.", _safe("; ".join(grid.remarks)), _safe(" ".join(grid.notes))):
        if note:
            table = table.tab_source_note(raw(note))
    return table


def _safe(text: str) -> str:
    """Text that Great Tables leaves as it is: no tags, and no braces that it takes for units."""
    return escape(text).replace("{", "&#123;").replace("}", "&#125;")
