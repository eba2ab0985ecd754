"""Gates: who could twin with whom, and when."""

from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import polars as pl

from simulation.past.events import load_events
from simulation.past.groups import Groups, load_groups
from simulation.past.reading import check_after, read_rows
from simulation.past.sources import load_sources
from simulation.past.words import (
    FOLDER,
    SAARLAND,
    SAARLAND_JOINS,
    SIDES,
    STATES,
    PastError,
    one_of,
)

GATE_COLUMNS: dict[str, type[pl.DataType]] = {
    "from_side": pl.String,
    "countries": pl.String,
    "start": pl.Int32,
    "end": pl.Int32,
    "state": pl.String,
    "event": pl.String,
    "source": pl.String,
}


@dataclass(frozen=True, slots=True)
class Gate:
    """One row: what a side's municipalities could do towards some countries for some years.

    Attributes
    ----------
    from_side
        ``west``, ``east`` or ``saarland``: the side of the German searcher. The Saarland has rows
        of its own for all years; from 1957 on they repeat the western ones.
    countries
        ISO 3166-1 codes; ``DE`` = the other part of Germany.
    start
        First year of the state.
    end
        First year no longer, or None for an open end.
    state
        ``closed``, ``restricted`` or ``open``.
    event
        Id of the event that brought the state about (in the year `start`, from its day on), or
        None. Where a scenario leaves the event out, the state before it lasts.
    sources
        Keys of `load_sources`.
    """

    from_side: str
    countries: tuple[str, ...]
    start: int
    end: int | None
    state: str
    event: str | None
    sources: tuple[str, ...]

    def applies(self, land: str, side: str) -> bool:
        """Whether the row speaks of a Land.

        Parameters
        ----------
        land
            ISO 3166-2 code such as ``DE-BY``.
        side
            ``east`` or ``west``, as in laender.csv; the Saarland is known by its code.
        """
        return self.from_side == ("saarland" if land == SAARLAND else side)

    def holds(self, year: int) -> bool:
        """Whether the state is that of the end of `year`, as history was."""
        return self.start <= year and (self.end is None or year < self.end)


@cache
def load_gates(path: Path = FOLDER / "states" / "gates.csv") -> tuple[Gate, ...]:
    """Read the gates, with groups resolved and the Saarland's years after 1957 filled in.

    For every side and country the rows follow each other without a gap or an overlap.

    Parameters
    ----------
    path
        The file; its ``countries`` are ISO codes and @groups joined by ``+``.

    Returns
    -------
    tuple of Gate
        In the order of the file, the Saarland's later rows last.

    Raises
    ------
    PastError
        If a cell is wrong, or rows of one side and country leave a gap or overlap.
    """
    file, groups = path.name, load_groups()
    events = {event.id: event.date.year for event in load_events()}
    gates: list[Gate] = []
    for where, row in read_rows(path, GATE_COLUMNS, load_sources()):
        gate = Gate(
            from_side=one_of(row["from_side"], SIDES, file, f"from_side in {where}"),
            countries=_countries(row["countries"], groups, file, f"countries in {where}"),
            start=row["start"],
            end=row["end"],
            state=one_of(row["state"], STATES, file, f"state in {where}"),
            event=row["event"],
            sources=tuple(row["source"].split("+")),
        )
        _check_span(gate, events, file, where)
        gates.append(gate)
    gates += _saarland_joins(gates)
    _check_chains(gates, file)
    return tuple(gates)


def _countries(cell: str | None, groups: Groups, file: str, field: str) -> tuple[str, ...]:
    members = groups.resolve((cell or "").split("+"), file, field)
    if any(member.since is not None or member.until is not None for member in members):
        raise PastError(f"{file}: {field} names a group that changes by year: name its countries.")
    return tuple(member.country for member in members)


def _saarland_joins(gates: list[Gate]) -> list[Gate]:
    """Western rows that last beyond 1957, as the Saarland's own from that year on."""
    return [
        replace(gate, from_side="saarland", start=max(gate.start, SAARLAND_JOINS))
        for gate in gates
        if gate.from_side == "west" and (gate.end is None or gate.end > SAARLAND_JOINS)
    ]


def _check_span(gate: Gate, events: dict[str, int], file: str, where: str) -> None:
    # A missing start is null in the table, whatever the type of the field says.
    if not isinstance(gate.start, int):
        raise PastError(f"{file}: start in {where} is empty, but must be a year.")
    check_after(gate.end, gate.start, file, f"end in {where}")
    if gate.event is not None and events.get(gate.event) != gate.start:
        raise PastError(
            f"{file}: event in {where} is {gate.event!r}, but must be an event of events.toml "
            f"in the year {gate.start}."
        )


def _check_chains(gates: list[Gate], file: str) -> None:
    chains: dict[tuple[str, str], list[Gate]] = {}
    for gate in gates:
        for country in gate.countries:
            chains.setdefault((gate.from_side, country), []).append(gate)
    for (side, country), chain in chains.items():
        chain.sort(key=lambda gate: gate.start)
        for before, after in pairwise(chain):
            if before.end != after.start:
                raise PastError(
                    f"{file}: start of {side}-{country} is {after.start}, but must be "
                    f"{before.end}, where the row before it ends."
                )


def state_of(side: str, country: str, year: int, gates: tuple[Gate, ...] | None = None) -> str:
    """State of a gate at the end of a year, as history was.

    Parameters
    ----------
    side
        west, east or saarland (`simulation.past.side_of`).
    country
        ISO 3166-1 alpha-2; DE = the other part of Germany.
    year
        Calendar year.
    gates
        What `load_gates` returns; read from the shipped file if left out.

    Returns
    -------
    str
        closed, restricted or open.

    Raises
    ------
    PastError
        If no row speaks of it.

    Examples
    --------
    >>> state_of("west", "PL", 1969), state_of("west", "PL", 1971), state_of("west", "PL", 1990)
    ('closed', 'restricted', 'open')
    """
    for gate in load_gates() if gates is None else gates:
        if gate.from_side == side and country in gate.countries and gate.holds(year):
            return gate.state
    raise PastError(f"gates.csv: no row for {side}, {country} in {year}.")
