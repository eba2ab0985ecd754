"""Who may find a first tie abroad, from 1946 on: every German municipality and district."""

from __future__ import annotations

import polars as pl

from analysis.models.results import ModelError
from analysis.models.survival.episodes import Process, Term

BEFORE = 1945
"""Year at whose end nobody has a tie; time counts from it."""
SURVEYED = 1996
"""Last year that a register of 2015 shows in full (`observation.register.SURVEYED_UNTIL`)."""
JOINED = 1990
"""Last year in which eastern Länder could not search freely (they joined on 3 October 1990)."""
SPAN = 5
"""Years that share a level of the hazard."""
CLASSES = ((5_000.0, "under 5,000"), (20_000.0, "5,000 to 20,000"), (100_000.0, "to 100,000"))
LARGE = "100,000 and more"

NOTES = (
    "Every German municipality and district is at risk from 1946 on, in the East too, where hardly "
    "any could search before 1990.",
    "Left out are places whose ties are all of unknown year, that had a tie before 1946, or of "
    "unknown size; the measures count them. A first tie of unknown year that has dated ones after "
    "it cannot be seen.",
    "Places differ by more than these terms; such differences draw effects towards zero and are "
    "not in the errors.",
)
TERMS = (
    Term("ln_inhabitants", "ln inhabitants"),
    Term("ln_abroad_km", "ln distance to the nearest place abroad (km)"),
    Term("ln_france_km", "ln distance to the nearest place in France (km)"),
    Term("district", "district", binary=True),
    Term("east_until_1990", "eastern Land, years until 1990", binary=True),
    Term("east_from_1991", "eastern Land, years from 1991", binary=True),
)


def first_tie(
    ties: pl.DataFrame, searchers: pl.DataFrame, until: int, view: str, source: str
) -> Process:
    """Years without a tie abroad of every German place.

    Parameters
    ----------
    ties : home, country_a, country_b, year (null where unknown)
    searchers : as `analysis.models.survival.sizes.searchers` gives them
    until : last year of the ties
    view : of a register (`recorded`) later years than 1996 are left out: they are partly seen
    source : named in errors

    Raises
    ------
    ModelError
        If no tie abroad has a year.
    """
    last = min(until, SURVEYED) if view == "recorded" else until
    abroad = ties.filter(pl.col("country_a") != pl.col("country_b"))
    first = abroad.group_by("home").agg(year=pl.col("year").min(), ties=pl.len())
    if first["year"].null_count() == first.height:
        raise ModelError(
            f"{source}: none of its {abroad.height:,} ties abroad has a year, so no first tie is "
            "dated; give ties whose founding years are known"
        )
    known, measures = _known(searchers.join(first, left_on="id", right_on="home", how="left"))
    rows = _until(known, last)
    terms = tuple(term for term in TERMS if not _missing(rows, term.name))
    episodes = split(rows, JOINED - BEFORE).select(
        *("id", "start", "stop", "event", "stratum", "group"),
        *(term.name for term in terms),
    )
    return Process(
        *("first_tie", "found a first tie", "places", f"years since {BEFORE}"),
        bins=(1, *range(1950 - BEFORE, max(last - BEFORE, 6) + 1, SPAN)),
        terms=terms,
        episodes=episodes,
        period=(BEFORE + 1, last),
        absorbed=("east_until_1990", "east_from_1991"),
        notes=NOTES,
        measures=measures,
    )


def _known(places: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, float]]:
    """Places whose first tie is dated or that have none, and how many are left out, by reason."""
    undated = pl.col("ties").is_not_null() & pl.col("year").is_null()
    early = (pl.col("year") <= BEFORE).fill_null(value=False)
    nameless = pl.col("people").is_null()
    reasons = {
        "places_without_a_known_year": undated,
        f"places_with_a_tie_until_{BEFORE}": early,
        "places_of_unknown_size": nameless,
    }
    measures = {name: float(places.select(why.sum()).item()) for name, why in reasons.items()}
    return places.filter(~undated, ~early, ~nameless).sort("id"), measures


def _until(places: pl.DataFrame, last: int) -> pl.DataFrame:
    """Places with the years in which they are at risk."""
    stop = pl.min_horizontal(pl.col("year").fill_null(last), pl.lit(last)) - BEFORE
    return places.with_columns(
        start=pl.lit(0, dtype=pl.Int64),
        stop=stop.cast(pl.Int64),
        event=(pl.col("year") <= last).fill_null(value=False),
        stratum=pl.col("east").cast(pl.Int64),
        group=_size_class(),
    )


def split(rows: pl.DataFrame, at: int) -> pl.DataFrame:
    """Cut episodes at a time, so that the eastern terms are constant within each."""
    early = rows.filter(pl.col("start") < at).with_columns(
        stop=pl.min_horizontal("stop", pl.lit(at)),
        event=pl.col("event") & (pl.col("stop") <= at),
        east_until_1990=pl.col("east"),
        east_from_1991=pl.lit(0.0),
    )
    late = rows.filter(pl.col("stop") > at).with_columns(
        start=pl.max_horizontal("start", pl.lit(at)),
        east_until_1990=pl.lit(0.0),
        east_from_1991=pl.col("east"),
    )
    return pl.concat([early, late]).sort("id", "start")


def _missing(rows: pl.DataFrame, name: str) -> bool:
    """Whether a distance is not known, for want of a place to measure to."""
    return name in rows.columns and bool(rows[name].is_nan().any())


def _size_class() -> pl.Expr:
    size = pl.col("people")
    return (
        pl.when(size < CLASSES[0][0])
        .then(pl.lit(CLASSES[0][1]))
        .when(size < CLASSES[1][0])
        .then(pl.lit(CLASSES[1][1]))
        .when(size < CLASSES[2][0])
        .then(pl.lit(CLASSES[2][1]))
        .otherwise(pl.lit(LARGE))
    )
