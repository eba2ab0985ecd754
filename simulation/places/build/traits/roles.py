"""The role of a place in its region, read from the ranks that GeoNames gives to seats."""

from __future__ import annotations

import polars as pl

MUNICIPAL_REGIONS = ("LV", "SI")
"""Countries whose first-order divisions are municipalities in GeoNames: no town is the seat of
anything larger there but the capital."""

UNMARKED = ("07232018", "09186143", "09373147", "09673114", "16069024")
"""AGS of district towns that GeoNames gives no rank: Bitburg, Pfaffenhofen an der Ilm, Neumarkt in
der Oberpfalz, Bad Neustadt an der Saale, Hildburghausen; seats by the Gemeindeverzeichnis."""

DISTRICT_RANK, OTHER_RANK = 3, 5


def _first(rank: str, group: list[str]) -> pl.Expr:
    """Whether a place is first of its group: by rank, then people, then id."""
    ahead = pl.struct(rank, -pl.col("population_imputed"), "id")  # ids leave no ties
    return ahead.rank("ordinal").over(group) == 1


def add_roles(towns: pl.DataFrame) -> pl.DataFrame:
    """Add ``seat`` and ``centre`` to a frame of municipalities.

    A seat is the capital, or the first of the seats of its first-order division: GeoNames marks
    some others too, in Germany two villages and Trier. A centre is the first of its district. In
    Germany it must bear a rank as well, unless it is a district of its own: where a district is
    ruled from a town outside it, its largest village is no centre.
    """
    german = pl.col("country") == "DE"
    region = pl.col("area").str.split(".").list.head(2).list.join(".")
    small = pl.col("country").is_in(MUNICIPAL_REGIONS)
    ranked = towns.with_columns(
        region=pl.when(german).then(pl.col("land")).otherwise(region),
        alone=pl.len().over("country", "area") == 1,
    ).with_columns(
        seat=(pl.col("seat_rank") == 0)
        | ((pl.col("seat_rank") == 1) & _first("seat_rank", ["country", "region"]) & ~small)
    )
    false_seat = german & (pl.col("seat_rank") == 1) & ~pl.col("seat")
    unmarked = german & pl.col("code").is_in(UNMARKED)
    rank = (
        pl.when(false_seat)
        .then(OTHER_RANK)
        .when(unmarked)
        .then(DISTRICT_RANK)
        .otherwise("seat_rank")
    )
    ruled = (pl.col("rank") <= DISTRICT_RANK) | pl.col("alone")
    role = pl.when(german).then(ruled).otherwise(~small)
    return (
        ranked.with_columns(rank=rank)
        .with_columns(centre=role & _first("rank", ["country", "area"]))
        .drop("region", "alone", "rank")
    )
