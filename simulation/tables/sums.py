"""Sums over the ties of a run by year, motive and form: the rows that its yearly tables share."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.life.halts import Meetings
from simulation.ties import FORMS

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

KEY: dict[str, Any] = {"year": pl.Int32, "motive": pl.String, "form": pl.String}


class Sums:
    """Adds up what has a tie, a form, and a year or a stretch of years (see `spells`).

    Every year, motive of the run's ties and form has its row, also where all is zero.

    Parameters
    ----------
    ties : with `tie`, `a`, `b` and `motive`
    first, last : years; what comes before counts in the first
    meetings : which meetings halts let pass; all, if left out
    """

    def __init__(
        self, ties: pl.DataFrame, first: int, last: int, meetings: Meetings | None
    ) -> None:
        self.years = range(first, last + 1)
        motives = sorted(set(ties["motive"].to_list()))
        self._keys = [(motive, form) for motive in motives for form in FORMS]
        pairs = ties.select("a", "b").iter_rows()
        partner = ["" if meetings is None else meetings.partner(a, b) for a, b in pairs]
        partners = sorted(set(partner))
        self._share = _share(self.years, partners, meetings)
        self._of_tie = ties.select(
            "tie",
            _numbers("motive", ties["motive"].to_list(), motives),
            _numbers("partner", partner, partners),
        )

    def rows(self) -> pl.DataFrame:
        """Columns year, motive and form."""
        found = [(year, *key) for year in self.years for key in self._keys]
        return pl.DataFrame(found, schema=KEY, orient="row")

    def flow(self, what: pl.DataFrame, amount: Integers | None = None) -> Integers:
        """Rows of `what` (tie, form, year) in each year, or the sum of their amounts, (rows,)."""
        each = np.ones(what.height) if amount is None else amount
        return self._added(self._placed(what), "year", each).reshape(-1)

    def stock(self, stretches: pl.DataFrame) -> Integers:
        """Stretches (tie, form, since, until) that go on at the end of each year, (rows,)."""
        return self._going_on(self._placed(stretches), np.ones(stretches.height)).reshape(-1)

    def met(self, stretches: pl.DataFrame, amount: Integers, travels: Flags) -> Floats:
        """Amounts of the stretches that go on, of those that travel what halts let pass, (rows,).

        Parameters
        ----------
        stretches : (n,) tie, form, since, until
        amount : (n,)
        travels : (n,)
        """
        placed, kinds = self._placed(stretches), self._share.shape[1]
        cell = 2 * placed["partner"].to_numpy() + travels
        alive = self._going_on(placed, amount, cell, kinds)
        # running totals add up in one order on every processor, `sum` need not
        total: Floats = np.cumsum(alive * self._share[:, None, :], axis=2)[:, :, -1]
        return total.reshape(-1)

    def _placed(self, what: pl.DataFrame) -> pl.DataFrame:
        """Rows with the number of their tie's motive and form and of the partner's country."""
        form = pl.col("form").replace_strict(FORMS, range(len(FORMS)), return_dtype=pl.Int64)
        joined = what.join(self._of_tie, on="tie", how="left", maintain_order="left")
        return joined.with_columns(key=len(FORMS) * pl.col("motive") + form)

    def _going_on(
        self,
        placed: pl.DataFrame,
        amount: Floats | Integers,
        cell: Integers | int = 0,
        cells: int = 1,
    ) -> Integers:
        """What has begun and not ended by the end of each year, (years, keys, cells)."""
        begun = self._added(placed, "since", amount, cell, cells)
        ended = self._added(placed, "until", amount, cell, cells)
        return np.cumsum(begun - ended, axis=0)

    def _added(
        self,
        placed: pl.DataFrame,
        column: str,
        amount: Floats | Integers,
        cell: Integers | int = 0,
        cells: int = 1,
    ) -> Integers:
        """Sums by the year in a column, (years, keys, cells); rows without a year are left out."""
        years, keys = len(self.years), len(self._keys)
        year = placed[column].fill_null(self.years.stop).to_numpy().astype(np.int64)
        turn = np.clip(year - self.years.start, 0, years)  # what is later falls off the end
        place = (turn * keys + placed["key"].to_numpy()) * cells + cell
        # whole numbers: exact in a float, in whatever order they are added
        total = np.bincount(place, weights=amount, minlength=(years + 1) * keys * cells)
        return total.astype(np.int64).reshape(years + 1, keys, cells)[:-1]


def _numbers(name: str, values: list[str], known: list[str]) -> pl.Series:
    """Place of each value among the known ones."""
    place = {value: number for number, value in enumerate(known)}
    return pl.Series(name, [place[value] for value in values], dtype=pl.Int64)


def _share(years: range, partners: list[str], meetings: Meetings | None) -> Floats:
    """What halts let pass, (years, 2 * partners): of what stays at home, then of what travels."""
    result = np.ones((len(years), 2 * len(partners)))
    if meetings is not None:
        travel = [[meetings.passing(year, partner) for partner in partners] for year in years]
        result[:, 1::2] = np.array(travel).reshape(len(years), len(partners))
    return result
