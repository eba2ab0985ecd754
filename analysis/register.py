"""The observation model: what the RGRE register of spring 2015 would have kept of a history.

The register holds ties with one end in Germany and one abroad that lived at the end of 2014,
awake, asleep or suspended; a sponsorship is no tie until it becomes a twinning. It was a full
survey of what was agreed up to 1996 and rests on what municipalities report since; for many ties
it does not know the year and shows 2000.
"""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from simulation import History
from simulation.ledger import CONVERTED, DEEPENED, FOUNDED
from simulation.luck import Luck, Purpose, exp, threshold
from simulation.parameters import Recording
from simulation.ties import KINDS, SPONSORSHIP

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
        .join(_agreed(history.ledger), on="tie")
        .sort("a", "b")
    )
    kept, unknown = (
        pl.Series(flags, dtype=pl.Boolean)
        for flags in _observe(abroad, history.parameters.recording, history.seed)
    )
    return (
        abroad.with_columns(
            year=pl.when(unknown).then(None).otherwise(pl.col("agreed")),
            year_is_default=unknown,
        )
        .filter(kept)
        .select(pl.col(name).cast(kind) for name, kind in RECORDED_SCHEMA.items())
    )


def _agreed(ledger: pl.DataFrame) -> pl.DataFrame:
    """Year in which each tie took the form it had at the snapshot (renewals do not count).

    Of a sponsorship that became a twinning it is the year in which the twinning was agreed.
    """
    agreeing = pl.col("event").is_in([FOUNDED, DEEPENED, CONVERTED])
    return (
        ledger.filter(agreeing, pl.col("year") <= SNAPSHOT)
        .group_by("tie")
        .agg(agreed=pl.col("year").max())
    )


def _observe(ties: pl.DataFrame, settings: Recording, seed: int) -> tuple[list[bool], list[bool]]:
    """For each tie: whether the register has it, and whether its year is unknown there."""
    forms = ties["form"].to_list()
    share = completeness(forms, ties["agreed"].to_list(), settings)
    missing = [settings.year_unknown[form] for form in forms]
    kinds = np.array([KINDS.index(kind) for kind in ties["kind"]], dtype=np.int64)
    salt = ties["founded"].to_numpy().astype(np.int64) * 256 + kinds
    luck, a, b = Luck(seed), ties["a"].to_numpy(), ties["b"].to_numpy()
    seen = luck.draws(Purpose.RECORDED, SNAPSHOT, a, other=b, salt=salt) < threshold(share)
    unknown = luck.draws(Purpose.YEAR_KNOWN, SNAPSHOT, a, other=b, salt=salt) < threshold(missing)
    return seen.tolist(), unknown.tolist()


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
