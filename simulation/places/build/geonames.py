"""The GeoNames table: which rows are places, what rank a seat has, which place leads its code."""

from __future__ import annotations

import io

import polars as pl

from simulation.places.build.packages import BuildError

COLUMNS = [
    "geonameid", "name", "asciiname", "alternatenames", "lat",
    "lon", "feature_class", "feature_code", "country", "cc2",
    "admin1", "admin2", "admin3", "admin4", "population",
    "elevation", "dem", "timezone", "modified",
]  # fmt: skip

RANKS = {
    "PPLC": 0,
    "PPLA": 1,
    "PPLG": 1,  # seat of a government that is not the capital: The Hague
    "PPLA2": 2,
    "PPLA3": 3,
    "PPLA4": 4,
    "PPLA5": 4,
    "PPL": 5,
    "PPLF": 5,
    "PPLL": 5,
    "PPLS": 5,
    "STLMT": 5,
}
"""Feature codes that can be a place of the frame. What is not here (PPLX city sections, PPLH, PPLQ
and PPLW, gone or abandoned, PPLCH former capitals, PPLR) is left out."""

OTHER_RANK = 5
SECTION = "PPLX"
SECTION_RANK = 6


def read_places(data: bytes) -> pl.DataFrame:
    """Read the GeoNames tab-separated table.

    Parameters
    ----------
    data : bytes
        A GeoNames dump of 19 columns without a header.

    Returns
    -------
    polars.DataFrame
        One row per populated place or city section: ``geonameid``, ``name``, ``lat``, ``lon``
        (degrees), ``country``, ``admin1`` .. ``admin4`` (null where empty), ``population``
        (people, 0 if unknown), ``rank`` (0 capital .. 5 other, 6 city section).

    Raises
    ------
    BuildError
        If the table has another shape.
    """
    try:
        raw = pl.read_csv(
            io.BytesIO(data),
            separator="\t",
            has_header=False,
            quote_char=None,
            infer_schema=False,
        )
    except pl.exceptions.PolarsError as error:
        first = str(error).splitlines()[0]
        raise BuildError(f"the GeoNames table cannot be read: {first}.") from None
    if raw.width != len(COLUMNS):
        raise BuildError(
            f"the GeoNames table should have {len(COLUMNS)} tab-separated columns; "
            f"{raw.width} were found."
        )
    raw.columns = COLUMNS
    ranks = RANKS | {SECTION: SECTION_RANK}
    return (
        raw.filter(pl.col("feature_code").is_in(list(ranks)))
        .select(
            pl.col("geonameid").cast(pl.Int64),
            "name",
            pl.col("lat", "lon").cast(pl.Float64),
            "country",
            pl.col("admin1", "admin2", "admin3", "admin4"),
            pl.col("population").cast(pl.Int64),
            pl.col("feature_code").replace_strict(ranks, return_dtype=pl.Int8).alias("rank"),
        )
        .sort("geonameid")
    )


def seat_first(places: pl.DataFrame) -> pl.DataFrame:
    """Sort places so that the one leading each municipality comes first.

    Seats of countries, regions, provinces and districts (rank 0 to 3) lead whatever their size.
    Below that the largest leads: PPLA4 often marks the seat of a municipality that has since been
    merged into a larger neighbour (Ludweiler-Warndt in Völklingen, Wondelgem in Ghent), and then
    the neighbour is meant. City sections come last.
    """
    lead = (
        pl.when(pl.col("rank") <= 3)
        .then(pl.col("rank"))
        .when(pl.col("rank") < SECTION_RANK)
        .then(4)
        .otherwise(SECTION_RANK)
    )
    return places.sort(
        lead, pl.col("population"), "rank", "geonameid", descending=[False, True, False, False]
    )


def merge_by_code(places: pl.DataFrame, code: str) -> pl.DataFrame:
    """One row per value of a code: its seat, and the people of all its places.

    Returns
    -------
    polars.DataFrame
        The columns of ``places`` for the seats, and ``together``: people of all places of the
        code but its city sections.
    """
    whole = pl.col("population").filter(pl.col("rank") < SECTION_RANK).sum()
    return (
        seat_first(places)
        .group_by("country", code, maintain_order=True)
        .agg(pl.exclude("country", code).first(), whole.alias("together"))
        .select(*places.columns, "together")
    )
