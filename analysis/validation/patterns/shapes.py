"""Simulated shapes: degree, size, distance, likeness; one function a pattern.

Each takes the links of a run (see `summary.links_of`) and gives cell and value. Denominators of
shares are the places of the record, never those of the frame; a share is capped at 1, for the
frame holds a few more large towns (its people are those of 2003, the record's of 2013).
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from analysis.recorded import french_share_linked_by_size, load, share_linked_by_size
from analysis.validation.patterns import cells

HALF = (
    pl.when(pl.col("land") == cells.APART)
    .then(None)
    .when(pl.col("land").is_in(cells.EAST))
    .then(pl.lit("east"))
    .otherwise(pl.lit("west"))
)


def _visible(links: pl.DataFrame) -> pl.DataFrame:
    """Ties of municipalities of the twelve Länder."""
    seen = pl.col("land").is_in(cells.LAENDER) & (pl.col("level") == "municipality")
    return links.filter(seen)


def _municipalities(links: pl.DataFrame) -> pl.DataFrame:
    """Linked municipalities of the twelve Länder: home, land, size_class, half, ties."""
    return (
        _visible(links)
        .group_by("home", "land", "size_class")
        .agg(ties=pl.len())
        .with_columns(half=HALF)
    )


def degree(links: pl.DataFrame) -> pl.DataFrame:
    """Municipalities by number of ties: ``0`` ... ``9``, ``10-14``, ``15+``.

    Those without one are what is left of the municipalities of the record.
    """
    linked = _municipalities(links)
    everyone = share_linked_by_size()["municipalities"].sum()
    none = max(everyone - linked.height, 0)
    counts = linked.group_by(cell=cells.degree(pl.col("ties"))).agg(value=pl.len())
    zero = pl.DataFrame({"cell": ["0"], "value": [none]})
    return pl.concat([counts.cast({"value": pl.Float64}), zero.cast({"value": pl.Float64})])


def _share(linked: pl.DataFrame, by: list[str], places: pl.DataFrame) -> pl.DataFrame:
    """Linked over all places of the record, by the columns `by`."""
    counts = linked.drop_nulls(by).group_by(by).agg(linked=pl.len())
    return places.join(counts, on=by, how="left").select(
        cell=pl.concat_str(by, separator="|"),
        value=pl.min_horizontal(pl.col("linked").fill_null(0) / pl.col("places"), 1.0),
    )


def linked_by_size(links: pl.DataFrame) -> pl.DataFrame:
    """Share of municipalities with a tie, by inhabitants: ``2000-4999``."""
    places = share_linked_by_size().select("size_class", places="municipalities")
    return _share(_municipalities(links), ["size_class"], places)


def east_west_linked(links: pl.DataFrame) -> pl.DataFrame:
    """Share of municipalities with a tie, by half and inhabitants: ``east|2000-4999``."""
    places = pl.concat(
        share_linked_by_size(f"visible12_{half}").select(
            "size_class", half=pl.lit(half), places="municipalities"
        )
        for half in ("west", "east")
    )
    return _share(_municipalities(links), ["half", "size_class"], places)


def _mean_ties(links: pl.DataFrame, by: list[str]) -> pl.DataFrame:
    linked = _municipalities(links).drop_nulls(by)
    return linked.group_by(cell=pl.concat_str(by, separator="|")).agg(value=pl.col("ties").mean())


def ties_by_size(links: pl.DataFrame) -> pl.DataFrame:
    """Mean ties of linked municipalities, by inhabitants: ``2000-4999``."""
    return _mean_ties(links, ["size_class"])


def east_west_ties(links: pl.DataFrame) -> pl.DataFrame:
    """Mean ties of linked municipalities, by half and inhabitants: ``east|2000-4999``."""
    return _mean_ties(links, ["half", "size_class"])


def _land_share(links: pl.DataFrame) -> pl.DataFrame:
    places = load("rgre2015_share_linked_by_land").select("land", places="municipalities")
    return _share(_municipalities(links), ["land"], places)


def linked_by_land(links: pl.DataFrame) -> pl.DataFrame:
    """Share of municipalities with a tie, by Land: ``DE-BY``."""
    return _land_share(links)


def french_ties_by_land(links: pl.DataFrame) -> pl.DataFrame:
    """Share of municipalities with a French partner, by Land: ``DE-BY``."""
    return _land_share(links.filter(pl.col("country") == "FR"))


def french(links: pl.DataFrame) -> pl.DataFrame:
    """Share of French communes with a German partner, by inhabitants: ``501-1000``."""
    communes = links.filter(pl.col("country") == "FR", pl.col("away_level") == "municipality")
    communes = communes.unique("away", maintain_order=True)
    communes = communes.with_columns(cells.size_class(communes["away_population"], french=True))
    places = french_share_linked_by_size().select("size_class", places="communes")
    return _share(communes, ["size_class"], places)


def distance(links: pl.DataFrame) -> pl.DataFrame:
    """Quantiles of the distance in km, linear between ties, by country: ``FR|p50``."""
    near = _visible(links).drop_nulls("km").group_by("country")
    wide = near.agg(
        pl.col("km").quantile(q, interpolation="linear").alias(name)
        for name, q in cells.QUANTILES.items()
    )
    return _long(wide, list(cells.QUANTILES))


def likeness(links: pl.DataFrame) -> pl.DataFrame:
    """How alike in size partners are, by country: ``FR|corr_ln_pop``.

    Pearson correlation of ln inhabitants (null below three ties), median of larger / smaller,
    share of ties within a factor of two.
    """
    return _long(alike(_visible(links)), list(cells.LIKENESS))


def alike(links: pl.DataFrame) -> pl.DataFrame:
    """Measures of likeness in size, one column each, by country; ties of known sizes only."""
    known = links.filter(pl.col("population") > 0, pl.col("away_population") > 0)
    home, away = pl.col("population").log(), pl.col("away_population").log()
    ratio = (home - away).abs().exp()
    return known.group_by("country").agg(
        corr_ln_pop=pl.when(pl.len() > 2).then(pl.corr(home, away)).fill_nan(None),
        median_pop_ratio=ratio.median(),
        # 1e-9: exactly double counts as within, whatever the last bit of exp and log
        share_within_factor2=(ratio <= 2.0 + 1e-9).mean(),
        n=pl.len(),
        towns=pl.col("home").n_unique(),
    )


def _long(wide: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """One row a country and name."""
    return wide.unpivot(on=names, index="country", variable_name="name").select(
        cell=pl.concat_str("country", "name", separator="|"), value="value"
    )


SHAPES: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "degree": degree,
    "linked_by_size": linked_by_size,
    "ties_by_size": ties_by_size,
    "distance": distance,
    "likeness": likeness,
    "east_west_linked": east_west_linked,
    "east_west_ties": east_west_ties,
    "french": french,
    "linked_by_land": linked_by_land,
    "french_ties_by_land": french_ties_by_land,
}
"""Pattern: its statistic."""
