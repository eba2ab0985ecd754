"""Programmes that pay for twinning: what they had to spend, year by year."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import polars as pl

from simulation.past.events import load_events
from simulation.past.groups import Membership, load_groups
from simulation.past.reading import read_rows, system_sources, year_of
from simulation.past.words import FOLDER, PastError, one_of

PAYS = ("meetings", "youth", "projects", "grants")
KINDS = ("published", "interpolated")

PROGRAMME_COLUMNS: dict[str, type[pl.DataType]] = {
    "programme": pl.String,
    "title": pl.String,
    "year": pl.Int32,
    "budget_eur": pl.Int64,
    "pays": pl.String,
    "countries": pl.String,
    "event": pl.String,
    "kind": pl.String,
    "grant_min_eur": pl.Int64,
    "grant_max_eur": pl.Int64,
    "source": pl.String,
}


@dataclass(frozen=True, slots=True)
class Budget:
    """A programme in one year.

    Attributes
    ----------
    programme, title
        Name in the code, and one line.
    year
        Calendar year. A programme has rows from its first to its last published year and none
        before or after: what it spent then is not known.
    eur
        EUR a year, nominal, for all its beneficiaries.
    pays
        For what: some of ``meetings``, ``youth``, ``projects``, ``grants``.
    members
        Countries whose ties it pays for, with the years in which it does.
    event
        Id of the event that opened it.
    kind
        ``published``, or ``interpolated``: linear between the published years around it.
    grant_min_eur, grant_max_eur
        Smallest and largest grant in EUR, where published.
    sources
        Keys of `simulation.past.reading.system_sources`.
    """

    programme: str
    title: str
    year: int
    eur: int
    pays: tuple[str, ...]
    members: tuple[Membership, ...]
    event: str
    kind: str
    grant_min_eur: int | None
    grant_max_eur: int | None
    sources: tuple[str, ...]

    def countries(self) -> tuple[str, ...]:
        """ISO codes of the countries it pays for in its year."""
        return tuple(m.country for m in self.members if m.holds(self.year))


@cache
def load_programmes(path: Path = FOLDER / "policy" / "programmes.csv") -> tuple[Budget, ...]:
    """Read the budgets.

    Parameters
    ----------
    path
        The file; its ``countries`` are ISO codes and @groups joined by ``+``.

    Returns
    -------
    tuple of Budget
        In the order of the file: by programme, then by year without a gap.

    Raises
    ------
    PastError
        If a cell is wrong, a year is missing or doubled, or an interpolated sum does not lie on
        the line between its published neighbours.
    """
    file, groups = path.name, load_groups()
    events = {event.id: event.date.year for event in load_events()}
    budgets: list[Budget] = []
    for where, row in read_rows(path, PROGRAMME_COLUMNS, system_sources()):
        countries = (row["countries"] or "").split("+")
        budgets.append(
            Budget(
                programme=_text(row["programme"], file, f"programme in {where}"),
                title=_text(row["title"], file, f"title in {where}"),
                year=year_of(row["year"], file, f"year in {where}"),
                eur=_money(row["budget_eur"], file, f"budget_eur in {where}"),
                pays=tuple(
                    one_of(word, PAYS, file, f"pays in {where}")
                    for word in (row["pays"] or "").split("+")
                ),
                members=groups.resolve(countries, file, f"countries in {where}"),
                event=_event(row, events, file, where),
                kind=one_of(row["kind"], KINDS, file, f"kind in {where}"),
                grant_min_eur=row["grant_min_eur"],
                grant_max_eur=row["grant_max_eur"],
                sources=tuple(row["source"].split("+")),
            )
        )
    for name in dict.fromkeys(budget.programme for budget in budgets):
        _check_series([b for b in budgets if b.programme == name], file)
    return tuple(budgets)


def _text(value: str | None, file: str, field: str) -> str:
    if not value:
        raise PastError(f"{file}: {field} is empty, but must be a text.")
    return value


def _money(value: int | None, file: str, field: str) -> int:
    if value is None or value <= 0:
        raise PastError(f"{file}: {field} is {value!r}, but must be a positive sum in EUR.")
    return value


def _event(row: dict[str, object], events: dict[str, int], file: str, where: str) -> str:
    name, year = row["event"], row["year"]
    if not isinstance(name, str) or name not in events:
        raise PastError(f"{file}: event in {where} is {name!r}, but must be one of events.toml.")
    if isinstance(year, int) and year < events[name]:
        raise PastError(
            f"{file}: year in {where} is {year}, but {name} opened the programme in {events[name]}."
        )
    return name


def _check_series(series: list[Budget], file: str) -> None:
    name = series[0].programme
    for before, after in pairwise(series):
        if after.year != before.year + 1:
            raise PastError(
                f"{file}: year of {name} is {after.year}, but must be {before.year + 1}, "
                "the year after the row above."
            )
    known = [b for b in series if b.kind == "published"]
    if series[0] not in known or series[-1] not in known:
        raise PastError(f"{file}: {name} must begin and end with a published year.")
    for left, right in pairwise(known):
        for budget in series:
            if left.year < budget.year < right.year:
                share = (budget.year - left.year) / (right.year - left.year)
                line = left.eur + (right.eur - left.eur) * share
                if abs(budget.eur - line) > 1:
                    raise PastError(
                        f"{file}: budget_eur of {name} in {budget.year} is {budget.eur}, but must "
                        f"be {round(line)}, on the line between {left.year} and {right.year}."
                    )


def budget_of(programme: str, year: int, budgets: tuple[Budget, ...] | None = None) -> int | None:
    """Money of a programme in a year.

    Parameters
    ----------
    programme
        Name such as ``citizens_fund``.
    year
        Calendar year.
    budgets
        What `load_programmes` returns; read from the shipped file if left out.

    Returns
    -------
    int or None
        EUR, nominal; None where nothing is published before or after.

    Raises
    ------
    PastError
        If there is no such programme.

    Examples
    --------
    >>> budget_of("citizens_fund", 2022), budget_of("citizens_fund", 2019)
    (5000000, None)
    """
    rows = load_programmes() if budgets is None else budgets
    names = dict.fromkeys(row.programme for row in rows)
    if programme not in names:
        raise PastError(
            f"programmes.csv: {programme!r} is no programme; there are {', '.join(names)}."
        )
    return next((r.eur for r in rows if r.programme == programme and r.year == year), None)
