"""What each column of the tables holds: its type, unit and meaning, for people and programs.

Stata takes its labels from here, graphs the types of their attributes, and every export carries
it as `codebook.csv`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from simulation.ledger import OF_NOBODY, OF_PLACES, OF_TIES
from simulation.motives import NAMES as MOTIVES
from simulation.ties import FORMS, KINDS

Type = Literal["integer", "number", "text", "category", "yes/no"]

STATUSES = ("active", "weak", "dormant", "suspended", "ended")
LEVELS = ("municipality", "joint", "borough", "district", "region")
EVENTS = tuple(dict.fromkeys((*OF_TIES, *OF_PLACES, *OF_NOBODY)))

SCHEMA = dict.fromkeys(("table", "column", "type", "unit", "meaning", "values"), pl.String)
"""Columns of `codebook.csv`; `values` lists those of a category, in the order of Stata's codes."""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    name : in the table
    type : integer, number, text, category or yes/no
    meaning : a short phrase
    unit : km, people, EUR, ...; "" where there is none
    values : those that a category may have, in a fixed order
    """

    name: str
    type: Type
    meaning: str
    unit: str = ""
    values: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Meaning and unit, at most 80 characters: what Stata shows beside a name."""
        return f"{self.meaning} ({self.unit})" if self.unit else self.meaning


_YEAR, _EUR = "year", "EUR"
_A = Column("a", "integer", "id of the end with the smaller id")
_B = Column("b", "integer", "id of the end with the larger id")
_FORM = Column("form", "category", "form of the tie, the latest one", values=FORMS)
_MOTIVE = Column("motive", "category", "why the tie was sought", values=MOTIVES)
_TIE = Column("tie", "integer", "number of the tie within its run")

CODEBOOK: Mapping[str, tuple[Column, ...]] = {
    "municipalities": (
        Column("id", "integer", "stable id of the place, of its seat in GeoNames mostly"),
        Column("name", "text", "name of the place"),
        Column("country", "text", "country, ISO 3166-1 alpha-2"),
        Column("land", "text", "German Land, ISO 3166-2; empty abroad"),
        Column("code", "text", "official code of the place, empty if there is none"),
        Column("lat", "number", "latitude of the seat", "degrees north"),
        Column("lon", "number", "longitude of the seat", "degrees east"),
        Column("population", "integer", "inhabitants, empty if unknown", "people"),
        Column("level", "category", "what kind of unit the place is", values=LEVELS),
    ),
    "ties": (
        *(_TIE, _A, _B),
        Column("kind", "category", "kind of the tie", values=KINDS),
        *(_MOTIVE, _FORM),
        Column("formed", "integer", "year in which the present form was agreed or renewed", _YEAR),
        Column("founded", "integer", "year of the first form", _YEAR),
        Column("signed", "integer", "year of the partnership contract, if there is one", _YEAR),
        Column("ended", "integer", "year in which the tie ended, if it did", _YEAR),
        Column("status", "category", "state at the end of the run", values=STATUSES),
        Column("vitality", "number", "vitality at the end of the run, of living ties", "0 to 1"),
        Column("initiator", "integer", "id of the place that sought the other"),
        Column("distance_km", "number", "great-circle distance between the seats", "km"),
    ),
    "ledger": (
        Column("year", "integer", "year of the change", _YEAR),
        Column("event", "category", "what happened", values=EVENTS),
        Column("tie", "integer", "number of the tie, empty if it concerns none"),
        Column("a", "integer", "id of one end, or of the place concerned"),
        Column("b", "integer", "id of the other end, empty if there is none"),
        Column("detail", "text", "old and new values as canonical JSON"),
    ),
    "yearly": (
        Column("year", "integer", "the year", _YEAR),
        *(_MOTIVE, Column("form", "category", "form of the ties", values=FORMS)),
        Column("founded", "integer", "ties founded in the year", "ties"),
        Column("deepened_into", "integer", "ties that took this form in the year", "ties"),
        Column("ended", "integer", "ties that ended in the year", "ties"),
        Column("stock", "integer", "ties living at the end of the year", "ties"),
        Column("people", "integer", "people who met in the year", "people"),
        Column("people_under_30", "integer", "those under 30 among them", "people"),
        Column("people_over_60", "integer", "those over 60 among them", "people"),
        Column("granted_eur", "number", "paid by programmes", _EUR),
        Column("municipal_eur", "number", "paid by the municipalities", _EUR),
        Column("money_eur", "number", "paid by programmes and municipalities", _EUR),
    ),
    "groups": (
        Column("group", "integer", "number of the multilateral group"),
        Column("id", "integer", "id of the member"),
        Column("joined", "integer", "year in which it joined", _YEAR),
        Column("left", "integer", "year in which it left, if it did", _YEAR),
    ),
    "spending": (
        Column("year", "integer", "the year", _YEAR),
        Column("measure", "text", "measure of the policy"),
        Column("units", "integer", "ties or places in support", "count"),
        Column("supported_eur", "integer", "paid for them", "EUR of 2020"),
        Column("administration_eur", "integer", "administration and fixed costs", "EUR of 2020"),
    ),
    "recorded": (
        *(_A, _B),
        Column("country_a", "text", "country of a, ISO 3166-1 alpha-2"),
        Column("country_b", "text", "country of b, ISO 3166-1 alpha-2"),
        Column("year", "integer", "year in which the form was agreed, empty if unknown", _YEAR),
        Column("year_is_default", "yes/no", "whether the register shows 2000 for an unknown year"),
        Column("form", "category", "form that the register shows", values=FORMS),
    ),
}
"""The columns of each table that a run leaves, in their order."""


def described(table: str, frame: pl.DataFrame) -> tuple[Column, ...]:
    """The columns of a frame; what the codebook does not know has the type that its data have."""
    known = {column.name: column for column in CODEBOOK.get(table, ())}
    return tuple(known.get(name) or _unknown(name, kind) for name, kind in frame.schema.items())


def _unknown(name: str, kind: pl.DataType) -> Column:
    said: Type = "text"
    if kind == pl.Boolean:
        said = "yes/no"
    elif kind.is_numeric():
        said = "integer" if kind.is_integer() else "number"
    return Column(name, said, "not described")


def codebook(tables: Iterable[tuple[str, tuple[Column, ...]]]) -> pl.DataFrame:
    """One row a column of each table, in the columns of `SCHEMA`."""
    rows = [
        (table, column.name, column.type, column.unit, column.meaning, " | ".join(column.values))
        for table, columns in tables
        for column in columns
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")
