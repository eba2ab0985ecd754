"""What registers of later years would show of a run, and which places have a partner: two tables.

A register that is kept up goes on from what it holds: a tie that the register of 2015 has stays in
it while it lives, and shows a new form once this is reported; what it lacks comes in when it is
reported, with the same luck in every year. What has ended is taken out.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.observation.register import SNAPSHOT, agreed, completeness
from simulation import History
from simulation.luck import Luck, Purpose, threshold
from simulation.ties import KINDS, SPONSORSHIP

TODAY = 2025
CHECKED = 2022
"""Year of a published count of the register itself, which tells whether such a forecast is near."""
FORECAST = (2026, 2027, 2028, 2029, 2030)
AFTER = 1.25
"""A register read in spring shows what lived at the end of the year before."""
KEYS = ("year", "land", "level", "country", "form")
SCHEMA: dict[str, type[pl.DataType]] = {
    **dict.fromkeys(KEYS, pl.String),
    "year": pl.Int32,
    **dict.fromkeys(("living", "held", "kept", "came"), pl.Int64),
}
"""Columns of `snapshots`."""


def snapshots(history: History) -> pl.DataFrame:
    """Ties abroad at the end of some years, by Land, level, partner country and form.

    Parameters
    ----------
    history : a run that goes beyond 2014

    Returns
    -------
    polars.DataFrame
        year; land and level of the German end (municipality or county, as the register says);
        country; form; living (true ties of that form); held (of those that the register of 2015
        has under that form, the ones that still live); kept (of these still shown under it); came
        (shown under it, and in the register of 2015 not at all or under another form). A register
        of the year shows kept + came.
    """
    first = _seen(_abroad(history, SNAPSHOT), history, SNAPSHOT)
    old = first.filter("seen").select("tie", before="form")
    years = [year for year in (CHECKED, TODAY, *FORECAST) if year <= history.parameters.until]
    parts = [_counted(first, old, SNAPSHOT)]
    parts += [_counted(_seen(_abroad(history, year), history, year), old, year) for year in years]
    return pl.concat(parts).select(pl.col(name).cast(kind) for name, kind in SCHEMA.items())


def partners(history: History) -> pl.DataFrame:
    """German municipalities with living ties abroad at the end of 2025: id, ties."""
    ties = _abroad(history, TODAY).filter(pl.col("level") == "municipality")
    counted = ties.group_by("home").agg(ties=pl.len()).sort("home")
    return counted.select(id=pl.col("home").cast(pl.Int64), ties=pl.col("ties").cast(pl.Int64))


def _abroad(history: History, year: int) -> pl.DataFrame:
    """Living ties with one German end: tie, a, b, kind, founded, form, agreed, home, land ..."""
    alive = history.ties_at(year).filter(
        pl.col("ended").is_null(), pl.col("kind") != KINDS[SPONSORSHIP]
    )
    places = history.municipalities.select(
        "id", "country", "land", level=_unit(pl.col("level").cast(pl.String))
    )
    ends = alive.select("tie", "a", "b", "kind", "founded", "form")
    for end in ("a", "b"):
        renamed = {name: f"{name}_{end}" for name in ("country", "land", "level")}
        ends = ends.join(places.rename({"id": end, **renamed}), on=end)
    ends = ends.filter((pl.col("country_a") == "DE") != (pl.col("country_b") == "DE"))
    first = pl.col("country_a") == "DE"
    return (
        ends.with_columns(
            home=pl.when(first).then("a").otherwise("b"),
            land=pl.when(first).then("land_a").otherwise("land_b"),
            level=pl.when(first).then("level_a").otherwise("level_b"),
            country=pl.when(first).then("country_b").otherwise("country_a"),
        )
        .join(agreed(history.ledger, year), on="tie")
        .sort("tie")
    )


def _unit(level: pl.Expr) -> pl.Expr:
    """Levels in the two words of the register."""
    towns = pl.lit("municipality")
    return (
        pl.when(level.is_in(["municipality", "joint", "borough"]))
        .then(towns)
        .otherwise(pl.lit("county"))
    )


def _seen(ties: pl.DataFrame, history: History, year: int) -> pl.DataFrame:
    """Add `seen`: whether the form that a tie has would be reported by the spring after."""
    forms, when = ties["form"].to_list(), ties["agreed"].to_list()
    share = completeness(forms, when, history.parameters.recording, read=year + AFTER)
    return ties.with_columns(seen=pl.Series(_luck(ties, history.seed) < threshold(share)))


def _luck(ties: pl.DataFrame, seed: int) -> NDArray[np.int64]:
    """The draws by which the register of 2015 holds ties: the same in every year."""
    kinds = np.array([KINDS.index(kind) for kind in ties["kind"]], dtype=np.int64)
    return Luck(seed).draws(
        Purpose.RECORDED,
        SNAPSHOT,
        ties["a"].to_numpy(),
        other=ties["b"].to_numpy(),
        salt=ties["founded"].to_numpy().astype(np.int64) * 256 + kinds,
    )


def _counted(ties: pl.DataFrame, old: pl.DataFrame, year: int) -> pl.DataFrame:
    """Count the ties of a year by `KEYS`."""
    known = ties.join(old, on="tie", how="left", maintain_order="left")
    inside = pl.col("seen") | pl.col("before").is_not_null()
    shown = pl.when(pl.col("seen")).then("form").otherwise("before")
    known = known.with_columns(shown=pl.when(inside).then(shown))
    tallies = {
        "living": known.select(*KEYS[1:]),
        "held": known.drop_nulls("before").select(*KEYS[1:-1], form="before"),
        "kept": known.filter(pl.col("before") == pl.col("shown")).select(*KEYS[1:-1], form="shown"),
        "came": known.filter(
            pl.col("shown").is_not_null() & pl.col("shown").ne_missing(pl.col("before"))
        ).select(*KEYS[1:-1], form="shown"),
    }
    long = pl.concat(
        frame.with_columns(what=pl.lit(name)).group_by(*KEYS[1:], "what").agg(n=pl.len())
        for name, frame in tallies.items()
    )
    wide = long.group_by(*KEYS[1:]).agg(
        pl.col("n").filter(pl.col("what") == name).sum().alias(name) for name in tallies
    )
    return wide.with_columns(year=pl.lit(year, dtype=pl.Int32)).sort(*KEYS[1:])
