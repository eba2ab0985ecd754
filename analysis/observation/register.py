"""The observation model: what the RGRE register of spring 2015 would have kept of a history.

The register holds ties with one end in Germany and one abroad that lived at the end of 2014,
awake, asleep or suspended; a sponsorship is no tie until it becomes a twinning. It was a full
survey of what was agreed up to 1996 and rests on what municipalities report since; for many ties
it does not know the year and shows 2000, and some of the years that it shows are wrong.
"""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.ledger import CONVERTED, DEEPENED, FOUNDED
from simulation.luck import Luck, Purpose, exp, threshold
from simulation.parameters import Parameters, Recording
from simulation.ties import KINDS, SPONSORSHIP

if TYPE_CHECKING:
    from simulation import History

Integers = NDArray[np.int64]

SNAPSHOT = 2014
"""The register of spring 2015 shows what lived on 31 December of this year."""
SURVEYED_UNTIL = 1996
"""Last year of agreement that the full survey holds. The survey is said to be of 1998 (RGRE), but
recorded ties break off two years before it, in every form and country at once: 260 of 1996, 99 of
1997, 63 of 1998. Later ties are known by self-report."""
READ = 2015.25
"""When the register was read: spring 2015."""
LN2 = 0.6931471805599453
DEFAULT_YEAR = 2000
"""What the register shows where it does not know the year."""

OFF = {"one": (1, 1), "few": (2, 10), "many": (11, 25)}
"""Least and most years by which a year is wrong, for each share of `Recording.year_off`. Of 142
ties with an independent date 7 % differ by one year, 10 % by two to ten, 10 % by more; how far
these lie off is not told."""

RECORDED_SCHEMA = {
    "a": pl.Int64,
    "b": pl.Int64,
    "country_a": pl.String,
    "country_b": pl.String,
    "year": pl.Int32,
    "year_is_default": pl.Boolean,
    "form": pl.String,
}


def recorded(history: History) -> pl.DataFrame:
    """Ties of a history as the register would have them, sorted by both ends.

    Returns
    -------
    polars.DataFrame
        a, b (ids, a < b), country_a, country_b, year (in which the present form was
        agreed; null where the register does not know it and shows 2000), year_is_default,
        form. Empty if the run ends before the snapshot.
    """
    if history.parameters.until < SNAPSHOT:
        return pl.DataFrame(schema=RECORDED_SCHEMA)
    alive = history.ties_at(SNAPSHOT).filter(
        pl.col("ended").is_null(), pl.col("kind") != KINDS[SPONSORSHIP]
    )
    places = history.municipalities.select("id", "country")
    abroad = (
        alive.join(places.rename({"id": "a", "country": "country_a"}), on="a")
        .join(places.rename({"id": "b", "country": "country_b"}), on="b")
        .filter((pl.col("country_a") == "DE") != (pl.col("country_b") == "DE"))
        .join(agreed(history.ledger), on="tie")
        .sort("a", "b")
    )
    kept, unknown, shown = _observe(abroad, history.parameters, history.seed)
    return (
        abroad.with_columns(
            year=pl.when(unknown).then(None).otherwise(shown),
            year_is_default=unknown,
        )
        .filter(kept)
        .select(pl.col(name).cast(kind) for name, kind in RECORDED_SCHEMA.items())
    )


def agreed(ledger: pl.DataFrame, year: int = SNAPSHOT) -> pl.DataFrame:
    """Year in which each tie took the form it had at the end of a year: tie, agreed.

    Renewals do not count. Of a sponsorship that became a twinning it is the year in which the
    twinning was agreed.
    """
    agreeing = pl.col("event").is_in([FOUNDED, DEEPENED, CONVERTED])
    return (
        ledger.filter(agreeing, pl.col("year") <= year)
        .group_by("tie")
        .agg(agreed=pl.col("year").max())
    )


def _observe(
    ties: pl.DataFrame, parameters: Parameters, seed: int
) -> tuple[pl.Series, pl.Series, pl.Series]:
    """For each tie: whether the register has it, whether it lacks the year, and the year shown."""
    settings = parameters.recording
    forms, agreed = ties["form"].to_list(), ties["agreed"].to_numpy().astype(np.int64)
    share = completeness(forms, agreed.tolist(), settings)
    missing = [settings.year_unknown[form] for form in forms]
    kinds = np.array([KINDS.index(kind) for kind in ties["kind"]], dtype=np.int64)
    draws = partial(
        Luck(seed).draws,
        year=SNAPSHOT,
        identity=ties["a"].to_numpy(),
        other=ties["b"].to_numpy(),
        salt=ties["founded"].to_numpy().astype(np.int64) * 256 + kinds,
    )
    seen = draws(Purpose.RECORDED) < threshold(share)
    unknown = draws(Purpose.YEAR_KNOWN) < threshold(missing)
    which, by = (draws(Purpose.YEAR_KNOWN, attempt=attempt) for attempt in (1, 2))
    shown = misdated(agreed, which, by, settings, parameters.start)
    return pl.Series(seen), pl.Series(unknown), pl.Series(shown)


def misdated(
    agreed: Integers, which: Integers, by: Integers, settings: Recording, start: int
) -> Integers:
    """Years that the register shows: some are wrong, as often too early as too late.

    An error that would leave the time from `start` to the snapshot goes the other way, or, where
    that leaves it too, is none.

    Parameters
    ----------
    agreed : true years
    which, by : draws below `GRID`: which years are wrong, and by how much
    settings : Recording
    start : first year of the history
    """
    years, before = agreed.copy(), 0.0
    for name, (least, most) in OFF.items():
        share = settings.year_off[name]
        until = min(1.0, before + share)
        wrong = (which >= threshold(before)) & (which < threshold(until))
        before = until
        spans = most - least + 1
        size = least + by % spans
        sign = np.where((by // spans) % 2 == 0, 1, -1)
        for moved in (agreed - sign * size, agreed + sign * size):  # the second try stands
            years = np.where(wrong & (moved >= start) & (moved <= SNAPSHOT), moved, years)
    return years


def completeness(
    forms: list[str], agreed: list[int], settings: Recording, read: float = READ
) -> list[float]:
    """Share of the ties of each form and year of agreement that the register holds.

    The full survey found nearly all of what was agreed until then. Later ties are reported by the
    places themselves in their own time: of those that ever will be, half are after `lag` years.

    Parameters
    ----------
    forms, agreed : form and year of agreement of each tie, none agreed after `read`
    settings : Recording
    read : when the register is read, as a year with decimals
    """
    years = np.arange(SURVEYED_UNTIL + 1, math.ceil(read))
    lag = max(settings.lag, 1e-3)
    there = 1.0 - exp(-LN2 * (read - (years + 0.5)) / lag)
    share = {
        (form, int(year)): settings.reported[form] * max(float(kept), 0.0)
        for form in settings.reported
        for year, kept in zip(years, there, strict=True)
    }
    return [
        share.get((form, year), settings.surveyed[form])
        for form, year in zip(forms, agreed, strict=True)
    ]
