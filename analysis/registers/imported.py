"""A register made of what a source tells: places found, doubles joined, years and forms read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from analysis.observation.register import RECORDED_SCHEMA
from analysis.registers.kinds.values import YEARS, is_no_name
from analysis.registers.places.ends import End, Match
from analysis.registers.places.gazetteer import Gazetteer, load_gazetteer
from analysis.registers.places.matching import Matcher
from analysis.registers.rows import Source, Told
from simulation.ties import FORMS

HOME = "DE"
MORE = {
    "name_a": pl.String,
    "name_b": pl.String,
    "place_a": pl.String,
    "place_b": pl.String,
    "confidence_a": pl.Float64,
    "confidence_b": pl.Float64,
    "match_a": pl.String,
    "match_b": pl.String,
    "confidence": pl.Float64,
    "source_row": pl.Int32,
}
"""Columns beside those of `recorded.parquet`: the names as the source writes them and in the
frame, how likely each place is the right one (0-1) and by what it was found, the product of the
two, and the line of the source."""
SCHEMA = RECORDED_SCHEMA | MORE
EXAMPLES = 50
"""Rows of each kind that the report lists."""


@dataclass(frozen=True)
class Imported:
    """A register and what was done to make it.

    Attributes
    ----------
    register : columns of `recorded.parquet`, then `MORE`; an end that was not found has a null id
    report : what was done, for the JSON beside it
    """

    register: pl.DataFrame
    report: dict[str, Any]


def made_of(
    source: Source, default_year: int | None, gazetteer: Gazetteer | None = None
) -> Imported:
    """Make a register.

    Parameters
    ----------
    source : what the file held
    default_year : what it shows where it does not know the year
    gazetteer : places; those of the world `germany` where none is given
    """
    places = gazetteer or load_gazetteer()
    left: dict[str, list[int]] = {"ended": [], "inside_germany": [], "without_germany": []}
    kept: list[Told] = []
    for tie in source.ties:
        reason = _left_out(tie)
        if reason:
            left[reason].append(tie.row)
        else:
            kept.append(_turned(tie))
    ends = [_searched(end) for tie in kept for end in (tie.one, tie.other)]
    matches = _matched(ends, places)
    rows = [
        _row(tie, matches[2 * number], matches[2 * number + 1], default_year, places)
        for number, tie in enumerate(kept)
    ]
    unique, doubles = _joined(rows)
    register = pl.DataFrame(unique, schema=SCHEMA, orient="row").sort(
        "a", "b", "source_row", nulls_last=True
    )
    return Imported(register, _report(source, register, left, doubles, default_year))


def _left_out(tie: Told) -> str | None:
    """Why a tie is none of a register of living ties between Germany and abroad."""
    if tie.ended is not None:
        return "ended"
    german = [end.country == HOME for end in (tie.one, tie.other)]
    if all(german):
        return "inside_germany"
    return None if any(german) else "without_germany"


def _turned(tie: Told) -> Told:
    """The same with the German end first."""
    if tie.one.country == HOME:
        return tie
    return replace(tie, one=tie.other, other=tie.one)


def _searched(end: End) -> End:
    """The end as it is looked for: a formula or markup is no name."""
    return replace(end, name="") if is_no_name(end.name) else end


def _matched(ends: Sequence[End], places: Gazetteer) -> list[Match]:
    return Matcher(places).match(ends)


Row = dict[str, Any]


def _row(tie: Told, home: Match, away: Match, default: int | None, places: Gazetteer) -> Row:
    known = tie.year is not None and tie.year != default and YEARS[0] <= tie.year <= YEARS[1]
    ends = [(tie.one, home), (tie.other, away)]
    if home.id is not None and away.id is not None and home.id > away.id:
        ends.reverse()
    row: Row = {
        "year": tie.year if known else None,
        "year_is_default": not known,
        "form": tie.form,
        "confidence": round(home.confidence * away.confidence, 3),
        "source_row": tie.row,
    }
    for letter, (end, match) in zip("ab", ends, strict=True):
        found = None if match.id is None else places.row_of[match.id]
        row |= {
            letter: match.id,
            f"country_{letter}": end.country,
            f"name_{letter}": end.name,
            f"place_{letter}": None if found is None else places.frame["name"][found],
            f"confidence_{letter}": match.confidence,
            f"match_{letter}": match.how,
        }
    return {name: row[name] for name in SCHEMA}


def _joined(rows: Sequence[Row]) -> tuple[list[Row], list[dict[str, int]]]:
    """One row a pair: the firmest form, the earliest year of it; and which rows went into which."""
    strength = {form: number for number, form in enumerate(FORMS)}

    def order(row: Row) -> tuple[int, int, int]:
        year = row["year"] if row["year"] is not None else YEARS[1] + 1
        return -strength.get(row["form"], -1), year, row["source_row"]

    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        placed = row["a"] is not None and row["b"] is not None
        words = ("country_a", "country_b", "name_a", "name_b", "a", "b")
        key = (row["a"], row["b"]) if placed else tuple(row[name] for name in words)
        groups.setdefault(key, []).append(row)
    kept, doubles = [], []
    for some in groups.values():
        first, *others = sorted(some, key=order)
        kept.append(first)
        doubles += [{"row": one["source_row"], "kept": first["source_row"]} for one in others]
    return kept, sorted(doubles, key=lambda one: one["row"])


def _report(
    source: Source,
    register: pl.DataFrame,
    left: dict[str, list[int]],
    doubles: list[dict[str, int]],
    default: int | None,
) -> dict[str, Any]:
    placed = register.filter(pl.col("a").is_not_null() & pl.col("b").is_not_null())
    missing = register.filter(pl.col("a").is_null() | pl.col("b").is_null())
    return {
        "source": source.facts,
        "rows_read": len(source.ties),
        "ties": register.height,
        "placed": placed.height,
        "usable": placed.filter(pl.col("form").is_not_null()).height,
        "not_placed": missing.height,
        "without_form": register["form"].null_count(),
        "years": {
            "known": register["year"].drop_nulls().len(),
            "unknown": int(register["year_is_default"].sum()),
            "default_year": default,
        },
        "doubles": {"rows": len(doubles), "first": doubles[:EXAMPLES]},
        "left_out": {
            why: {"rows": len(lines), "first": lines[:EXAMPLES]} for why, lines in left.items()
        },
        "found_by": _counted(placed),
        "by_country": _by_country(register),
        "not_found": _not_found(missing),
        "notes": list(source.notes),
    }


def _counted(placed: pl.DataFrame) -> dict[str, int]:
    words = Counter(placed["match_a"].to_list()) + Counter(placed["match_b"].to_list())
    return dict(sorted(words.items()))


def _by_country(register: pl.DataFrame) -> list[dict[str, Any]]:
    """Ends by country: how many there are and how many were found."""
    ends = pl.concat(
        register.select(
            country=pl.col(f"country_{end}").fill_null("?"), found=pl.col(end).is_not_null()
        )
        for end in "ab"
    )
    counts = ends.group_by("country").agg(ends=pl.len(), found=pl.col("found").sum())
    return counts.sort("ends", "country", descending=[True, False]).to_dicts()


def _not_found(missing: pl.DataFrame) -> list[dict[str, Any]]:
    """Every end that was not found: line, name, country and why."""
    ends = pl.concat(
        missing.filter(pl.col(end).is_null()).select(
            row="source_row",
            name=f"name_{end}",
            country=f"country_{end}",
            why=f"match_{end}",
            confidence=f"confidence_{end}",
        )
        for end in "ab"
    )
    return ends.sort("row", "name").to_dicts()
