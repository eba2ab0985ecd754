"""The last steps: missing populations, the toy world, and the columns that are shipped."""

from __future__ import annotations

import polars as pl

COLUMNS: dict[str, type[pl.DataType]] = {
    "id": pl.Int64,
    "name": pl.String,
    "country": pl.String,
    "land": pl.String,
    "code": pl.String,
    "lat": pl.Float64,
    "lon": pl.Float64,
    "population": pl.Int64,
    "population_imputed": pl.Int64,
    "level": pl.String,
    "seat_rank": pl.Int8,
    "area": pl.String,
    "toy": pl.Boolean,
}

TOY_MUNICIPALITIES = {
    "DE-BW": 15, "DE-NW": 15, "DE-BB": 15, "DE-TH": 15,
    "FR": 30, "PL": 20, "GB": 14, "IT": 14, "CZ": 12, "AT": 10,
}  # fmt: skip
TOY_DISTRICTS = {
    "DE-BW": 2, "DE-NW": 2, "DE-BB": 1, "DE-TH": 1,
    "FR": 5, "PL": 5, "GB": 2, "IT": 2, "CZ": 1,
}  # fmt: skip


def impute(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``population_imputed``: the number, or the median of its area, region or country.

    Medians are taken of the municipalities whose population is known, and rounded down.
    """
    known = pl.col("population").filter(pl.col("level") == "municipality")
    # A country of which nothing is known at all would be left: one person keeps logarithms finite.
    return frame.with_columns(
        population_imputed=pl.coalesce(
            "population",
            known.median().over("country", "area"),
            known.median().over("country", "region"),
            known.median().over("country"),
            pl.lit(1),
        ).cast(pl.Int64)
    )


def spread(frame: pl.DataFrame, count: int) -> list[int]:
    """Ids of ``count`` places from the largest to a small one, the large ones more densely.

    With n places of known size in order of size, the places number n x (k / count)^2 are taken,
    k = 0 .. count - 1, or the next one if that one is taken already.
    """
    ordered = frame.filter(pl.col("population").is_not_null()).sort(
        "population", "id", descending=[True, False]
    )
    ranks: list[int] = []
    for k in range(min(count, ordered.height)):
        rank = ordered.height * k * k // (count * count)
        ranks.append(rank if not ranks else max(rank, ranks[-1] + 1))
    return [int(ordered["id"][rank]) for rank in ranks]


def mark_toy(frame: pl.DataFrame) -> pl.DataFrame:
    """Add ``toy``: about 220 places for teaching and tests, chosen by :func:`spread`."""
    chosen: list[int] = []
    for level, wanted in (("municipality", TOY_MUNICIPALITIES), ("district", TOY_DISTRICTS)):
        for where, count in wanted.items():
            column = "land" if where.startswith("DE-") else "country"
            part = frame.filter((pl.col("level") == level) & (pl.col(column) == where))
            chosen += spread(part, count)
    return frame.with_columns(toy=pl.col("id").is_in(chosen))


def finish(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Join the parts into the frame that is shipped, sorted by id."""
    frame = mark_toy(impute(pl.concat(parts)))
    return frame.select(pl.col(name).cast(kind) for name, kind in COLUMNS.items()).sort("id")
