"""Money by year, motive and form: what municipalities spend on ties, and what programmes pay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import polars as pl

from simulation.ledger import BEGAN, CONVERTED, DEEPENED, ENDED, FOUNDED, GRANTED, STOPPED
from simulation.life.activities import NAMES
from simulation.life.halts import Meetings
from simulation.life.money import costs
from simulation.parameters.life import Life
from simulation.parameters.money import Money
from simulation.tables.replay import details
from simulation.ties import FORMS

Key = tuple[str, str]
MONEY_SCHEMA: dict[str, Any] = {
    "year": pl.Int32,
    "motive": pl.String,
    "form": pl.String,
    "granted_eur": pl.Float64,
    "municipal_eur": pl.Float64,
    "money_eur": pl.Float64,
}
OF_MONEY = (FOUNDED, DEEPENED, CONVERTED, BEGAN, STOPPED, ENDED, GRANTED)


def yearly_money(
    ledger: pl.DataFrame,
    ties: pl.DataFrame,
    first: int,
    last: int,
    settings: tuple[Life, Money],
    meetings: Meetings | None = None,
) -> pl.DataFrame:
    """Money spent on ties, one row a year, motive and form, from the ledger alone.

    Columns: year, motive, form, granted_eur (paid by programmes), municipal_eur (the share of
    the municipality in what grants leave of the costs of activities alive at the end of the
    year), money_eur (both). Rows are those of `yearly`, in its order. Null without activities in
    the ledger, or where the system is switched off.

    Parameters
    ----------
    ledger : of a run
    ties : with `motive` and `distance_km`
    first, last : years
    settings : sections `life` and `money` of the run
    meetings : which meetings halts let pass; all, if left out
    """
    money = settings[1]
    tally = _Tally(ties, money, meetings)
    changes = ledger.filter(pl.col("event").is_in(OF_MONEY))
    known = details(changes)
    _with_costs(changes, known, ties, settings)
    rows = zip(changes.select("year", "event", "tie").iter_rows(), known, strict=True)
    coming = next(rows, None)
    found: list[tuple[Any, ...]] = []
    for year in range(first, last + 1):
        while coming is not None and coming[0][0] <= year:
            (_, event, tie), detail = coming
            tally.take(event, tie, detail)
            coming = next(rows, None)
        found.extend(tally.close(year))
    frame = pl.DataFrame(found, schema=pl.Schema(MONEY_SCHEMA), orient="row")
    if not money.active or ledger.filter(pl.col("event") == BEGAN).is_empty():
        sums = [name for name in MONEY_SCHEMA if name.endswith("_eur")]
        frame = frame.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in sums)
    return frame


def _with_costs(
    changes: pl.DataFrame,
    known: list[dict[str, Any]],
    ties: pl.DataFrame,
    settings: tuple[Life, Money],
) -> None:
    """Add to each beginning what the activity costs a year."""
    began = [place for place, event in enumerate(changes["event"]) if event == BEGAN]
    numbers = dict(zip(NAMES, range(len(NAMES)), strict=True))
    km = dict(ties.select("tie", "distance_km").iter_rows())
    who = changes["tie"].to_list()
    eur = costs(
        np.array([numbers[known[place]["activity"]] for place in began], dtype=np.int64),
        np.array([known[place]["people"] for place in began], dtype=np.int64),
        np.array([km[who[place]] for place in began], dtype=np.float64),
        *settings,
    )
    for place, value in zip(began, eur.tolist(), strict=True):
        known[place]["eur"] = value


class _Tally:
    """Running yearly costs of what is alive, by motive, form and country of the partner."""

    def __init__(self, ties: pl.DataFrame, settings: Money, meetings: Meetings | None) -> None:
        self.settings, self.meetings = settings, meetings
        self.motive = dict(ties.select("tie", "motive").iter_rows())
        partner = None if meetings is None else meetings.partner
        pairs = ties.select("tie", "a", "b").iter_rows()
        self.partner = {tie: partner(a, b) if partner else "" for tie, a, b in pairs}
        self.keys = [(m, f) for m in sorted(set(self.motive.values())) for f in FORMS]
        self.form: dict[int, str] = {}
        self.alive: dict[int, dict[str, int]] = {}
        self.spent: dict[Key, dict[str, int]] = {key: {} for key in self.keys}
        self.granted = dict.fromkeys(self.keys, 0)

    def take(self, event: str, tie: int, detail: dict[str, Any]) -> None:
        """Count one change of a tie."""
        if event == FOUNDED:
            self.form[tie], self.alive[tie] = detail["form"], {}
        elif event in (DEEPENED, CONVERTED):
            total = sum(self.alive[tie].values())
            self._spend(tie, -total)
            self.form[tie] = detail["new" if event == DEEPENED else "form"]
            self._spend(tie, total)
        elif event == BEGAN:
            self.alive[tie][detail["activity"]] = detail["eur"]
            self._spend(tie, detail["eur"])
        elif event == STOPPED:
            self._spend(tie, -self.alive[tie].pop(detail["activity"]))
        elif event == ENDED:
            self._spend(tie, -sum(self.alive.pop(tie).values()))
        elif "eur" in detail:  # a place in a programme is granted without a sum
            self.granted[self._key(tie)] += detail["eur"]

    def _key(self, tie: int) -> Key:
        return self.motive[tie], self.form[tie]

    def _spend(self, tie: int, change: int) -> None:
        here = self.spent[self._key(tie)]
        here[self.partner[tie]] = here.get(self.partner[tie], 0) + change

    def close(self, year: int) -> Iterator[tuple[Any, ...]]:
        """Rows of a year that is over; its grants begin anew."""
        for key in self.keys:
            total = 0.0
            for partner, eur in sorted(self.spent[key].items()):
                share = 1.0 if self.meetings is None else self.meetings.passing(year, partner)
                total += share * eur
            granted = float(self.granted[key])
            own = self.settings.municipal * max(total - granted, 0.0)
            yield (year, *key, granted, own, granted + own)
            self.granted[key] = 0
