"""`python -m analysis.recorded.regularities --links FILE`: coarse tables from single ties.

The single ties of the register do not ship. What only they tell (a second partner in one country,
who founded when, how near the partners of small towns are, likeness in the Länder kept back) ships
as a few dozen aggregates, none of fewer than `LEAST_N` ties and `LEAST_TOWNS` towns. The
statistics are those of `analysis.validation.patterns.regularities`, which also take them of
simulated ties. The same file gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from pathlib import Path

import numpy as np
import polars as pl

from analysis.estimation.single_ties.links import partner_rows, read_table
from analysis.recorded.catalogue import TABLES
from analysis.validation.comparison import NORMAL90
from analysis.validation.patterns import cells
from analysis.validation.patterns.regularities import LAENDER, REGULARITIES
from analysis.validation.targets import split
from simulation.run import cached_world

TABLE = TABLES["rgre2015_regularities"]
LEAST_N = 20
LEAST_TOWNS = 10
"""Smaller cells are left out: the median of a few says little, and no single tie may show."""
DRAWS = 1000
SEED = 20150331
"""Of the bootstrap."""

COLUMNS: dict[str, type[pl.DataType]] = {
    "de_name": pl.String,
    "unit_type": pl.String,
    "land": pl.String,
    "ags": pl.String,
    "de_pop": pl.Float64,
    "country": pl.String,
    "partner_geonameid": pl.Int64,
    "partner_lat": pl.Float64,
    "partner_lon": pl.Float64,
    "partner_pop": pl.Float64,
    "distance_km": pl.Float64,
    "year": pl.Int32,
    "year_is_default": pl.Int8,
}


def read(path: Path) -> tuple[pl.DataFrame, str]:
    """Read single ties.

    Returns
    -------
    tuple
        The ties of municipalities in the columns of
        `analysis.validation.patterns.regularities`, in the order of the file, and the file's
        SHA-256.

    Raises
    ------
    ValueError
        If it is missing, no table, or lacks a column.
    """
    table, sha256 = read_table(path, COLUMNS)
    return _as_links(table), sha256


def _as_links(table: pl.DataFrame) -> pl.DataFrame:
    """In the words of the simulated side; towns of one name are told apart by their code."""
    towns = table.filter(pl.col("unit_type") == "municipality")
    name = pl.concat_str("de_name", "land", pl.col("ags").fill_null(""), separator="|")
    return towns.with_columns(_frame_population(towns)).select(
        home=name.rank("dense").cast(pl.Int64),
        land="land",
        level="unit_type",
        population="de_pop",
        country="country",
        away_population=pl.coalesce("partner_pop", "frame_population"),
        km="distance_km",
        year="year",
        undated=(pl.col("year_is_default") == 1) | pl.col("year").is_null(),
    )


def _frame_population(towns: pl.DataFrame) -> pl.Series:
    """Inhabitants of each partner's place in the frame; null where it is none.

    A seventh of the French partners have a place but no population: small ones, less like their
    German towns. Left out, they would make the record look more alike than the ties are.
    """
    world = cached_world("germany")
    partner = partner_rows(towns, world)
    people = world.frame["population"].gather(np.maximum(partner, 0)).cast(pl.Float64)
    known = pl.Series(partner >= 0, dtype=pl.Boolean)
    return pl.select(pl.when(known).then(people)).to_series().alias("frame_population")


def table_of(links: pl.DataFrame, draws: int = DRAWS) -> pl.DataFrame:
    """All regularities with their errors, in the columns of the shipped table.

    The error is the width of the central 90 % of samples of as many towns, drawn with replacement
    with all their ties (Efron 1979), over that of a standard normal: a town's ties are not
    independent, and a median of few has heavy tails.

    Parameters
    ----------
    links : polars.DataFrame
        See `read`.
    draws : int
        Samples of the bootstrap.
    """
    found = _statistics(links).filter(pl.col("n") >= LEAST_N, pl.col("towns") >= LEAST_TOWNS)
    resampled = pl.concat(_statistics(sample) for sample in _samples(links, draws))
    key = ["regularity", "cell"]
    low, high = (pl.col("value").quantile(q, interpolation="linear") for q in (0.05, 0.95))
    error = resampled.group_by(key).agg(error=(high - low) / (2.0 * NORMAL90))
    return (
        found.join(error, on=key, how="left")
        .with_columns(pl.col("value", "error").round_sig_figs(5))
        .sort(pl.col("regularity").cast(pl.Enum(list(REGULARITIES))), "cell")
        .select(list(TABLE.columns))
    )


def _statistics(links: pl.DataFrame) -> pl.DataFrame:
    return pl.concat(
        statistic(links).select(
            pl.lit(name).alias("regularity"),
            "cell",
            pl.col("value").cast(pl.Float64),
            pl.col("n", "towns").cast(pl.Int64),
        )
        for name, statistic in REGULARITIES.items()
    )


def _samples(links: pl.DataFrame, draws: int) -> list[pl.DataFrame]:
    """Ties of towns drawn with replacement; a town that is drawn twice counts as two."""
    generator = np.random.default_rng(SEED)
    ordered = links.filter(pl.col("land").is_in(LAENDER)).sort("home", maintain_order=True)
    _, first, count = np.unique(ordered["home"].to_numpy(), return_index=True, return_counts=True)
    samples = []
    for _ in range(draws):
        drawn = generator.integers(len(first), size=len(first))
        length = count[drawn]
        before = np.repeat(np.cumsum(length) - length, length)
        rows = np.repeat(first[drawn], length) + np.arange(length.sum()) - before
        home = np.repeat(np.arange(len(drawn)), length)
        samples.append(ordered[rows].with_columns(home=pl.Series(home)))
    return samples


def card(rows: int, digest: str, source: str) -> dict[str, object]:
    """What the sidecar says."""
    kept = ", ".join(land for land in split().laender if land in LAENDER)
    return {
        "title": "Regularities of single ties: second partners, founders, small towns, likeness",
        "producer": "Aggregated by `python -m analysis.recorded.regularities` from the RGRE "
        "database (German section of the Council of European Municipalities and Regions)",
        "source": "RGRE database of twinnings (rgre.de), collected in "
        "github.com/muenchdo/TwinTowns",
        "date": "spring 2015",
        "licence": "Facts, aggregates only; a database right in the single links may belong to "
        "RGRE and its members. The collector's work: MIT. Populations abroad: CC BY 4.0.",
        "attribution": "RGRE (rgre.de), spring 2015, collected in github.com/muenchdo/TwinTowns; "
        "aggregates by jumelage - GeoNames, CC BY 4.0 (coordinates and populations) - "
        "Statistisches Bundesamt, Gemeindeverzeichnis-Informationssystem, 31.12.2013",
        "done": f"Ties of municipalities of {len(LAENDER)} Länder in a sample of 60 % of their "
        f"municipalities (a file that does not ship, SHA-256 {source}). repeats: share of "
        "ties that are not the town's first with the country, n pairs of town and country, "
        f"by Länder kept back ({kept}) and the rest. founders: median inhabitants of the German "
        "end of dated ties by founding period. small_towns: median km of Polish and Czech "
        f"partners of towns below and from {cells.SMALL_TOWN:,} people. likeness_kept: likeness "
        "in size in the Länder kept back; a partner without population takes that of its place "
        "in the model's frame. error: width of the central 90 % of "
        f"{DRAWS} samples of towns with replacement (seed {SEED}) over that of a standard normal.",
        "faults": [
            "Survivors only: ties that had ended before 2015 are missing; no ties inside Germany.",
            "Berlin (boroughs only in the sample) and Bremen (none) are left out; "
            "Rheinland-Pfalz, Sachsen, Schleswig-Holstein and Niedersachsen are held back for "
            "testing.",
            f"Cells of fewer than {LEAST_N} ties (pairs) or {LEAST_TOWNS} towns are left out.",
            "Year 2000 is the filler for unknown: its ties are in no period.",
            "Inhabitants are those of 31.12.2013, abroad of about 2005-2020, not of the "
            "founding year.",
        ],
        "rows": rows,
        "sha256": digest,
    }


def main(arguments: list[str]) -> int:
    """Write table and sidecar; 2 for a wrong input."""
    parser = argparse.ArgumentParser(prog="python -m analysis.recorded.regularities")
    parser.add_argument("--links", type=Path, required=True, help="single ties (CSV)")
    options = parser.parse_args(arguments)
    try:
        links, source = read(options.links)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    table = table_of(links)
    content = table.write_csv().encode()
    TABLE.path.write_bytes(content)
    about = card(table.height, hashlib.sha256(content).hexdigest(), source)
    TABLE.sidecar.write_text(json.dumps(about, ensure_ascii=False, indent=2) + "\n", "utf-8")
    sys.stdout.write(f"{TABLE.name}: {table.height} rows\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
