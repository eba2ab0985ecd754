"""Dated events of history: what happened, when, to whom, and who says so."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from simulation.past.groups import Groups, Membership, parse_groups, text_list
from simulation.past.sources import Source, parse_source, read_toml
from simulation.past.states.countries import load_laender
from simulation.past.words import ACTS, FOLDER, MOTIVES, PastError, one_of

EVENT_KEYS = {"title", "date", "source", "expects", "acts"}
JOINED = 1991
"""First whole year in which the eastern Länder belong to the Federal Republic."""
ACT_KEYS = {"what", "countries", "laender", "motive"}


@dataclass(frozen=True, slots=True)
class Act:
    """One thing an event does. It has no size: sizes are parameters of the scenario.

    Attributes
    ----------
    what
        ``warm`` (affinity rises), ``open`` (a gate moves), ``pay`` (a programme pays), ``root``
        (people came from there: a lasting affinity) or ``rupture`` (ties are suspended).
    members
        The countries concerned, with the years in which they are; ``DE`` stands for the other
        part of Germany.
    laender
        ISO 3166-2 codes of the Länder whose municipalities feel it, sorted.
    joined
        Those that feel it once they have joined the Federal Republic, in history from 1991 on:
        what binds it binds the eastern Länder from then (3 October 1990).
    motive
        One of `simulation.past.words.MOTIVES`, or None.
    """

    what: str
    members: tuple[Membership, ...]
    laender: tuple[str, ...]
    motive: str | None = None
    joined: tuple[str, ...] = ()

    def laender_of(self, year: int, joined: int | None = JOINED) -> tuple[str, ...]:
        """Codes of the Länder that feel it in `year`, sorted.

        Parameters
        ----------
        year
            Calendar year.
        joined
            First whole year in which the eastern Länder belong to the Federal Republic, as it was
            if left out; None where they never join it.
        """
        if joined is None or year < joined:
            return self.laender
        return tuple(sorted((*self.laender, *self.joined)))

    def countries_of(self, year: int) -> tuple[str, ...]:
        """ISO codes of the countries concerned in `year`, in the order of the file."""
        return tuple(m.country for m in self.members if m.holds(year))


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event.

    Attributes
    ----------
    id
        Stable name, such as ``elysee_1963``; scenarios refer to it.
    title
        One line.
    date
        Day; 1 July where the source knows the year only, the first where it knows the month.
    source
        Who says so.
    expects
        What historians expect of it, in one line.
    acts
        What it does.
    """

    id: str
    title: str
    date: dt.date
    source: Source
    expects: str
    acts: tuple[Act, ...]

    def fraction(self, year: int) -> float:
        """Share of a calendar year in which the event is in force.

        The day itself counts: an event of 1 January has its whole first year, one of 31 December
        a 365th (or 366th) of it. Days are counted exactly, as a ratio of integers.

        Parameters
        ----------
        year
            Calendar year.

        Returns
        -------
        float
            0.0 before the year of the event, the share left in that year, 1.0 afterwards.

        Examples
        --------
        >>> wall = next(e for e in load_events() if e.id == "opening_1989")
        >>> wall.fraction(1988), wall.fraction(1989) == 53 / 365, wall.fraction(1990)
        (0.0, True, 1.0)
        """
        if year != self.date.year:
            return float(year > self.date.year)
        days = 366 if calendar.isleap(year) else 365
        left = (dt.date(year, 12, 31) - self.date).days + 1
        return float(Fraction(left, days))


def resolve_laender(entries: list[str], file: str, field: str) -> tuple[str, ...]:
    """Resolve ``all``, ``west``, ``east``, ``federal`` and Land codes to sorted Land codes.

    ``federal`` are the western Länder; `_joined` says who is added later.

    Raises
    ------
    PastError
        If an entry is unknown, or there is none at all.
    """
    east = dict(load_laender().select("land", "east").iter_rows())
    words = {
        "all": set(east),
        "west": {land for land, flag in east.items() if not flag},
        "east": {land for land, flag in east.items() if flag},
        "federal": {land for land, flag in east.items() if not flag},
    }
    found: set[str] = set()
    for entry in entries:
        if entry not in words and entry not in east:
            raise PastError(
                f"{file}: {field} names {entry!r}, but must be all, west, east, "
                "federal or a Land such as DE-BY."
            )
        found |= words.get(entry, {entry})
    if not found:
        raise PastError(
            f"{file}: {field} is empty, but must name all, west, east, federal or a Land."
        )
    return tuple(sorted(found))


def _joined(entries: list[str]) -> tuple[str, ...]:
    """The eastern Länder where the Federal Republic is named, as far as not named already."""
    if "federal" not in entries:
        return ()
    named = resolve_laender(entries, "", "")
    return tuple(land for land in resolve_laender(["east"], "", "") if land not in named)


def _check_table(
    value: object, known: set[str], optional: set[str], file: str, field: str
) -> dict[str, object]:
    """Refuse unknown keys: this is what keeps sizes out of the file of facts."""
    if not isinstance(value, dict):
        raise PastError(f"{file}: {field} is {value!r}, but must be a table.")
    for key in value:
        if key not in known:
            raise PastError(
                f"{file}: {field}.{key} is unknown; the fields are {', '.join(sorted(known))} "
                "(sizes, delays and half-lives belong in the scenario)."
            )
    for key in sorted(known - optional):
        if key not in value:
            raise PastError(f"{file}: {field}.{key} is missing.")
    return value


def _parse_act(value: object, groups: Groups, file: str, field: str) -> Act:
    row = _check_table(value, ACT_KEYS, {"motive"}, file, field)
    countries = text_list(row["countries"], file, f"{field}.countries")
    laender = text_list(row["laender"], file, f"{field}.laender")
    motive = row.get("motive")
    return Act(
        what=one_of(row["what"], ACTS, file, f"{field}.what"),
        members=groups.resolve(countries, file, f"{field}.countries"),
        laender=resolve_laender(laender, file, f"{field}.laender"),
        motive=None if motive is None else one_of(motive, MOTIVES, file, f"{field}.motive"),
        joined=_joined(laender),
    )


def _parse_date(value: object, file: str, field: str) -> dt.date:
    # A datetime is a date in Python, and a quoted text is none: both are mistakes in the file.
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value
    raise PastError(f"{file}: {field} is {value!r}, but must be a day such as 1963-01-22.")


def _text(value: object, file: str, field: str) -> str:
    if isinstance(value, str) and value.strip():
        return value
    raise PastError(f"{file}: {field} is {value!r}, but must be a line of text.")


def _parse_event(name: str, value: object, groups: Groups, file: str) -> Event:
    field = f"events.{name}"
    row = _check_table(value, EVENT_KEYS, set(), file, field)
    acts = row["acts"]
    if not isinstance(acts, list) or not acts:
        raise PastError(f"{file}: {field}.acts is {acts!r}, but must be a list of tables.")
    return Event(
        id=name,
        title=_text(row["title"], file, f"{field}.title"),
        date=_parse_date(row["date"], file, f"{field}.date"),
        source=parse_source(row["source"], file, f"{field}.source"),
        expects=_text(row["expects"], file, f"{field}.expects"),
        acts=tuple(
            _parse_act(act, groups, file, f"{field}.acts[{i}]") for i, act in enumerate(acts)
        ),
    )


@cache
def load_events(path: Path = FOLDER / "events.toml") -> tuple[Event, ...]:
    """Read, resolve and check the dated events.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    tuple of Event
        By date, then by name.

    Raises
    ------
    PastError
        If a field is missing, unknown or wrong: one sentence with the file and the field.
    """
    content: Mapping[str, object] = read_toml(path)
    groups = parse_groups(content.get("groups", {}), path.name)
    events = content.get("events", {})
    if not isinstance(events, dict):
        raise PastError(f"{path.name}: events is {events!r}, but must be a table of events.")
    found = [_parse_event(name, value, groups, path.name) for name, value in events.items()]
    return tuple(sorted(found, key=lambda event: (event.date, event.id)))
