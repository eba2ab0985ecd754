"""Stocks, flows and people meeting, by year, motive and form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from simulation.ledger import BEGAN, CONVERTED, DEEPENED, ENDED, FOUNDED, STOPPED
from simulation.life.halts import Meetings
from simulation.tables.replay import TRAVELLING, details
from simulation.ties import FORMS

Key = tuple[str, str]
Meeting = tuple[int, ...]
"""People, those under 30 and those over 60 among them."""
PEOPLE_KEYS = ("people", "under_30", "over_60")

FLOWS = ("founded", "deepened_into", "ended")
PEOPLE = ("people", "people_under_30", "people_over_60")
YEARLY_SCHEMA: dict[str, Any] = {
    "year": pl.Int32,
    "motive": pl.String,
    "form": pl.String,
    **dict.fromkeys((*FLOWS, "stock", *PEOPLE), pl.Int64),
}


def yearly(
    ledger: pl.DataFrame,
    ties: pl.DataFrame,
    first: int,
    last: int,
    meetings: Meetings | None = None,
) -> pl.DataFrame:
    """Stocks and flows, one row a year, form and motive.

    Columns: year, motive, form, founded, deepened_into (also by a sponsorship's conversion),
    ended (flows of the year), stock (living at its end), people (who meet in it), people_under_30
    and people_over_60 among them, null in a run without activities. The motives are those of the
    run's ties; every combination has its row, also where all is zero. `meetings` says which
    meetings halts let pass; all, if left out.
    """
    tally = _Tally(ties, meetings)
    changes = ledger.filter(pl.col("tie").is_not_null())
    rows = zip(changes.select("year", "event", "tie").iter_rows(), details(changes), strict=True)
    coming = next(rows, None)
    found: list[tuple[Any, ...]] = []
    for year in range(first, last + 1):
        while coming is not None and coming[0][0] <= year:
            (_, event, tie), detail = coming
            tally.take(event, tie, detail)
            coming = next(rows, None)
        found.extend(tally.close(year))
    names = list(YEARLY_SCHEMA)
    frame = pl.DataFrame(found, schema=names, orient="row") if found else pl.DataFrame(schema=names)
    frame = frame.cast(pl.Schema(YEARLY_SCHEMA))
    if ledger.filter(pl.col("event") == BEGAN).is_empty():
        frame = frame.with_columns(pl.lit(None, dtype=pl.Int64).alias(name) for name in PEOPLE)
    return frame


class _Tally:
    """Running counts: flows of the year, stocks, and people by partner country."""

    def __init__(self, ties: pl.DataFrame, meetings: Meetings | None) -> None:
        self.meetings = meetings
        self.motive = dict(ties.select("tie", "motive").iter_rows())
        partner = None if meetings is None else meetings.partner
        pairs = ties.select("tie", "a", "b").iter_rows()
        self.partner = {tie: partner(a, b) if partner else "" for tie, a, b in pairs}
        self.keys = [(m, f) for m in sorted(set(self.motive.values())) for f in FORMS]
        self.form: dict[int, str] = {}
        self.alive: dict[int, dict[str, Meeting]] = {}
        self.flows = {key: dict.fromkeys(FLOWS, 0) for key in self.keys}
        self.stock = dict.fromkeys(self.keys, 0)
        self.people: dict[Key, dict[tuple[str, bool], Meeting]] = {key: {} for key in self.keys}

    def take(self, event: str, tie: int, detail: dict[str, Any]) -> None:
        """Count one change of a tie."""
        if event == FOUNDED:
            self.form[tie], self.alive[tie] = detail["form"], {}
            self._flow(tie, "founded", +1)
        elif event in (DEEPENED, CONVERTED):
            self._into(tie, detail["new" if event == DEEPENED else "form"])
        elif event == ENDED:
            self._flow(tie, "ended", -1)
            for activity in list(self.alive[tie]):
                self._stop(tie, activity)
        elif event == BEGAN:
            meeting = tuple(detail[name] for name in PEOPLE_KEYS)
            self.alive[tie][detail["activity"]] = meeting
            self._meet(tie, detail["activity"], meeting, +1)
        elif event == STOPPED:
            self._stop(tie, detail["activity"])

    def _key(self, tie: int) -> Key:
        return self.motive[tie], self.form[tie]

    def _flow(self, tie: int, name: str, change: int) -> None:
        self.flows[self._key(tie)][name] += 1
        self.stock[self._key(tie)] += change

    def _into(self, tie: int, form: str) -> None:
        """A tie takes another form, and its people with it."""
        if form == self.form[tie]:
            return
        carried = list(self.alive[tie].items())
        self.stock[self._key(tie)] -= 1
        for activity, meeting in carried:
            self._meet(tie, activity, meeting, -1)
        self.form[tie] = form
        self._flow(tie, "deepened_into", +1)
        for activity, meeting in carried:
            self._meet(tie, activity, meeting, +1)

    def _stop(self, tie: int, activity: str) -> None:
        self._meet(tie, activity, self.alive[tie].pop(activity), -1)

    def _meet(self, tie: int, activity: str, meeting: Meeting, change: int) -> None:
        place = (self.partner[tie], activity in TRAVELLING)
        here = self.people[self._key(tie)]
        before = here.get(place, (0, 0, 0))
        here[place] = tuple(old + change * new for old, new in zip(before, meeting, strict=True))

    def close(self, year: int) -> Iterator[tuple[Any, ...]]:
        """Rows of a year that is over; its flows begin anew."""
        for key in self.keys:
            total = [0.0, 0.0, 0.0]
            for (partner, travels), meeting in sorted(self.people[key].items()):
                share = 1.0
                if travels and self.meetings is not None:
                    share = self.meetings.passing(year, partner)
                total = [old + share * new for old, new in zip(total, meeting, strict=True)]
            yield (year, *key, *self.flows[key].values(), self.stock[key], *map(round, total))
            self.flows[key] = dict.fromkeys(FLOWS, 0)
