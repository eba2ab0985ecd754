"""Double records: the register's count and another count of the same ties, side by side.

Each row of `double_records.csv` names a count that was published by someone else and the part of
the register that counts the same. What the register counts is taken from the recorded tables.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from analysis.observation.register import SURVEYED_UNTIL
from analysis.recorded import load, published
from simulation.ties import FORMS

FOLDER = Path(__file__).parent
POOLED, CHECKED, SET_ASIDE = "pooled", "checked", "set_aside"
LETTERS = {"P": "partnership", "F": "friendship", "K": "contact"}
ROUNDING = 0.05
"""Least error of definition (log scale): dates, ended ties that lists keep, unlike ends."""
NUMBERS = ("part", "value", "less", "informal", "formal")
"""Columns of the tables that are numbers; empty cells of the others are empty texts."""
NORMAL_90 = 3.29
"""Width of the central 90 % of a normal distribution, in standard deviations."""


@dataclass(frozen=True)
class Pair:
    """One double record.

    Attributes
    ----------
    name, group : of the pair, and of the pairs that are one finding
    role : ``pooled``; ``checked`` (of what is kept back: compared, not used); ``set_aside``
    what : the ties that are counted, in words
    register, other : ties in the register and in the other count
    surveyed : share of the register's ties that were agreed up to 1996
    spread : standard error of the log ratio: Poisson, and what the other count may mean
    fact_id : of the other count
    reading : what speaks for or against it
    """

    name: str
    group: str
    role: str
    what: str
    register: float
    other: float
    surveyed: float
    spread: float
    fact_id: str
    reading: str

    @property
    def ratio(self) -> float:
        """Register over the other count; at most 1, for a smaller count tells of itself."""
        return min(1.0, self.register / self.other)


def read(name: str) -> pl.DataFrame:
    """One of the tables of this room."""
    table = pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)
    numbers = [column for column in NUMBERS if column in table.columns]
    return table.with_columns(pl.col(numbers).cast(pl.Float64)).fill_null("")


def double_records() -> tuple[Pair, ...]:
    """Read all double records, in the order of the table.

    Raises
    ------
    ValueError
        If a count is not the published figure that its row names.
    """
    return tuple(_pair(row) for row in read("double_records").iter_rows(named=True))


def by_year(forms: str, country: str = "", unit_type: str = "all") -> pl.DataFrame:
    """Recorded ties by form and year of agreement: form, year (null if unknown), links.

    Parameters
    ----------
    forms : letters of the register, ``PFK``: partnership, friendship, contact
    country : partner country; all, by default
    unit_type : municipality, county or all
    """
    table = load("rgre2015_links_by_year").filter(
        pl.col("form").is_in([LETTERS[letter] for letter in forms])
    )
    if country:
        table = table.filter(pl.col("country") == country)
    if unit_type != "all":
        table = table.filter(pl.col("unit_type") == unit_type)
    year = pl.when(pl.col("year_is_default") == 0).then("year")
    return (
        table.group_by("form", year=year)
        .agg(links=pl.col("count").sum())
        .sort("form", "year", nulls_last=True)
    )


def recorded_stock() -> pl.DataFrame:
    """Registered ties abroad by form, and the share of each form agreed up to 1996.

    Ties without a year are taken to be as old as those of their form that have one.

    Returns
    -------
    polars.DataFrame
        form, links, surveyed (share); in the order contact, friendship, partnership.
    """
    rows = []
    for letter, form in sorted(LETTERS.items(), key=lambda one: FORMS.index(one[1])):
        table = by_year(letter)
        rows.append((form, int(table["links"].sum()), _share(table, None, SURVEYED_UNTIL)))
    schema = {"form": pl.String, "links": pl.Int64, "surveyed": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _pair(row: dict[str, str | float]) -> Pair:
    other = _stated(str(row["fact_id"]), float(row["value"]))
    if row["less_id"]:
        other -= _stated(str(row["less_id"]), float(row["less"]))
    register, narrow, wide = (
        _registered(row, str(row[name])) for name in ("forms", "narrow", "wide")
    )
    meaning = math.log(wide / narrow) / NORMAL_90
    counted = _window(row, str(row["forms"]))
    return Pair(
        *(str(row["pair"]), str(row["group"]), str(row["role"])),
        what=_what(row),
        register=register,
        other=other,
        surveyed=_share(counted, None, SURVEYED_UNTIL),
        spread=math.sqrt(1 / register + 1 / other + meaning**2 + ROUNDING**2),
        fact_id=str(row["fact_id"]),
        reading=str(row["reading"]),
    )


def _stated(fact_id: str, value: float) -> float:
    """The figure as published."""
    if published(fact_id)["value"][0] != value:
        raise ValueError(
            f"double_records.csv: {value:g} is not what published figure {fact_id} says"
        )
    return value


def _registered(row: dict[str, str | float], forms: str) -> float:
    """What the register counts of these forms: ties without a year by the share of those with."""
    if row["land"]:
        table = load("rgre2015_links_by_land").filter(
            pl.col("land") == row["land"],
            pl.col("form").is_in([LETTERS[letter] for letter in forms]),
        )
        if row["country"]:
            table = table.filter(pl.col("country") == row["country"])
        if row["unit_type"] != "all":
            table = table.filter(pl.col("unit_type") == row["unit_type"])
        return float(table["count"].sum())
    since, until = _bound(row["since"]), _bound(row["until"])
    total = 0.0
    for letter in forms:
        table = by_year(letter, str(row["country"]), str(row["unit_type"]))
        inside = _share(table, since, until)
        total += float(table["links"].sum()) * inside
    return total * float(row["part"])


def _window(row: dict[str, str | float], forms: str) -> pl.DataFrame:
    """Dated ties of a row's time; of a Land, those of all Germany, for no year is told there."""
    table = by_year(forms, str(row["country"]), "all" if row["land"] else str(row["unit_type"]))
    since, until = _bound(row["since"]), _bound(row["until"])
    within = pl.col("year").is_between(since or 0, until or 9999)
    return table.filter(within)


def _bound(text: str | float) -> int | None:
    return int(text) if text not in ("", None) else None


def _share(table: pl.DataFrame, since: int | None, until: int | None) -> float:
    """Share of the dated ties that were agreed between two years, both included."""
    dated = table.filter(pl.col("year").is_not_null())
    inside = dated.filter(pl.col("year").is_between(since or 0, until or 9999))
    return float(inside["links"].sum()) / max(float(dated["links"].sum()), 1.0)


def _what(row: dict[str, str | float]) -> str:
    """``DE-BY, abroad: partnerships and friendships``."""
    words = {"P": "partnerships", "PF": "partnerships and friendships", "PFK": "all forms"}
    reporter, partner = str(row["land"]) or "DE", str(row["country"]) or "abroad"
    since, until = _bound(row["since"]), _bound(row["until"])
    span = f", agreed {since} to {until}" if since else f", agreed up to {until}" if until else ""
    return f"{reporter}, {partner}: {words[str(row['forms'])]}{span}"
