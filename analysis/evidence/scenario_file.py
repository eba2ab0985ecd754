"""The text of `history.toml` of a fit: generated from the ledger, never edited by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analysis.evidence.inputs import Inputs
from analysis.evidence.ledger import Row, ledger
from simulation.parameters import Parameters
from simulation.past import load_events

HEAD = """# The history of 1945-2025, generated from the evidence ledger by
# `python -m analysis.estimation` or `python -m analysis.evidence --write`: do not edit, but
# write a scenario of your own with `extends = "history"`.
# estimated: on single ties of the RGRE register of 2015 (SHA-256 {sha}...) or on counts, with
# its standard error (se), or moved until one count comes out. calibrated: found by running.
# assumed: a judgement and the range that could as well be true, or data too thin to narrow it.
# Everything else on each number: analysis/CALIBRATION.md, analysis/estimates/evidence.csv.

title = "The history of {start}-{until}"
start = {start}
until = {until}
"""


def history_text(parameters: Parameters, inputs: Inputs | None = None) -> str:
    """The whole file.

    Parameters
    ----------
    parameters : the default scenario; its numbers must be those of the estimates
    inputs : estimates; those that ship, by default

    Raises
    ------
    ValueError
        If a number is not what its grounds say, see `ledger`.
    """
    rows = ledger(parameters, inputs)
    sha = next(row.grounds.sha256 for row in rows if row.grounds.basis == "ties")
    head = HEAD.format(sha=sha[:12], start=parameters.start, until=parameters.until)
    return "\n".join([head, *_tables(rows)])


def remark(row: Row) -> str:
    """Class and grounds of a number in a few words."""
    known = row.grounds
    if known.basis in ("ties", "counts"):
        told = f"on {known.basis}, se {known.error:.2g}"
        if known.kind == "assumed":
            told = f"{told}, hardly less than its prior leaves open ({known.prior.words})"
    elif known.basis == "merged":
        told = f"on ties and patterns, sd {known.error:.2g}"
    elif known.basis == "posterior":
        told = f"prior {known.prior.words}, posterior 90 % as wide as {known.width:.2g}"
    elif known.basis == "assumed":
        told = known.prior.words
    else:
        told = ""
    remarks = "; ".join(part for part in (told, known.note) if part)
    return f"{known.kind}: {remarks}"


def _tables(rows: list[Row]) -> Iterator[str]:
    """One TOML table a section; tables of sections follow their section."""
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault(row.leaf.path.rpartition(".")[0], []).append(row)
    for name in sorted(tables, key=_order(list(tables))):
        yield "\n".join([f"[{name}]", *map(_line, tables[name])]) + "\n"


def _order(names: list[str]) -> Callable[[str], tuple[int, int, int]]:
    """Sections as in the schema, plain numbers before tables, events by date."""
    sections = list(dict.fromkeys(name.partition(".")[0] for name in names))
    dates = {event.id: number for number, event in enumerate(load_events())}

    def place(name: str) -> tuple[int, int, int]:
        section, _, rest = name.partition(".")
        return sections.index(section), dates.get(rest, 0), names.index(name) if rest else -1

    return place


def _line(row: Row) -> str:
    return f"{row.leaf.path.rpartition('.')[2]} = {row.leaf.value}  # {remark(row)}"
