"""Single ties for estimation: a file that is read, matched to the frame, and never shipped.

The file has the columns of the RGRE links sample (spring 2015; one row a tie). What leaves
this module for good are coefficients, errors and the file's SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from simulation.luck import unit_vectors
from simulation.luck.exact import EARTH_RADIUS_KM
from simulation.world import REFERENCE_SIZE, World

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]

COLUMNS: dict[str, type[pl.DataType]] = {
    "unit_type": pl.String,
    "land": pl.String,
    "ags": pl.String,
    "de_lat": pl.Float64,
    "de_lon": pl.Float64,
    "de_pop": pl.Float64,
    "de_name": pl.String,
    "country": pl.String,
    "partner_lat": pl.Float64,
    "partner_lon": pl.Float64,
    "partner_geonameid": pl.Int64,
    "year": pl.Int64,
    "year_is_default": pl.Int64,
}
MATCH_KM = 4.0
"""A partner whose id is not in the frame is its nearest place, if that near."""


class LinksError(ValueError):
    """A file of ties that cannot be used."""


@dataclass(frozen=True)
class Links:
    """Ties of municipalities with known ends.

    Attributes
    ----------
    frame : one row a tie, in the columns of `COLUMNS`
    sha256 : of the file
    left_out : Länder whose ties are not in the frame
    last : last year whose ties are in the frame; None for all, undated ones too
    """

    frame: pl.DataFrame
    sha256: str
    left_out: tuple[str, ...] = ()
    last: int | None = None

    def without(self, laender: Sequence[str]) -> Links:
        """The ties of the other Länder: what is kept back informs no estimate."""
        frame = self.frame.filter(~pl.col("land").is_in(list(laender)))
        return replace(self, frame=frame, left_out=(*self.left_out, *laender))

    def until(self, year: int) -> Links:
        """The ties that are dated up to a year; undated ones may be later and fall out."""
        dated = pl.col("year_is_default") == 0, pl.col("year") <= year
        return replace(self, frame=self.frame.filter(*dated), last=year)


def read_table(path: Path, columns: Mapping[str, type[pl.DataType]]) -> tuple[pl.DataFrame, str]:
    """Read some columns of a file of ties, and its SHA-256.

    Raises
    ------
    LinksError
        If it is missing, no CSV, or lacks a column.
    """
    try:
        content = path.read_bytes()
        frame = pl.read_csv(content, null_values=[""], schema_overrides=dict(columns))
    except OSError as error:
        raise LinksError(f"{path}: cannot be read ({error.strerror})") from None
    except pl.exceptions.PolarsError as error:
        reason = str(error).splitlines()[0]
        raise LinksError(f"{path}: is no table of ties: {reason}") from None
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise LinksError(f"{path}: lacks the column {missing[0]}; needed: {', '.join(columns)}")
    return frame.select(list(columns)), hashlib.sha256(content).hexdigest()


def read_links(path: Path) -> Links:
    """Read the ties of municipalities whose German end is placed and counted.

    Raises
    ------
    LinksError
        If the file is missing, no CSV, or lacks a column.
    """
    frame, sha256 = read_table(path, COLUMNS)
    towns = frame.filter(
        pl.col("unit_type") == "municipality",
        pl.col("de_lat").is_not_null() & pl.col("de_pop").is_not_null(),
    )
    return Links(towns, sha256)


def own_size(frame: pl.DataFrame) -> Floats:
    """ln(inhabitants / 20,000) of the German end of each tie."""
    size: Floats = np.log(frame["de_pop"].to_numpy() / REFERENCE_SIZE["municipality"])
    return size


def own_point(frame: pl.DataFrame) -> Floats:
    """Unit vectors of the German ends, shape (n, 3)."""
    return unit_vectors(frame["de_lat"].to_numpy(), frame["de_lon"].to_numpy())


def partner_rows(frame: pl.DataFrame, world: World) -> Integers:
    """Row of each partner in the world; -1 where it is withheld, unplaced or absent.

    A partner is found by its id, else as the nearest municipality of its country within
    `MATCH_KM`.
    """
    countries = np.array(world.frame["country"].to_list())
    trees: dict[str, tuple[cKDTree, Integers]] = {}
    result = np.full(frame.height, -1, dtype=np.int64)
    columns = frame.select("country", "partner_geonameid", "partner_lat", "partner_lon")
    for place, (country, identity, lat, lon) in enumerate(columns.iter_rows()):
        row = world.row_of.get(identity) if identity is not None else None
        if row is not None and countries[row] == country:
            result[place] = row
        elif lat is not None:
            if country not in trees:
                rows = np.flatnonzero((countries == country) & ~world.is_district)
                trees[country] = (cKDTree(world.point[rows]), rows)
            tree, rows = trees[country]
            chord, nearest = tree.query(unit_vectors([lat], [lon])[0])
            if chord * EARTH_RADIUS_KM <= MATCH_KM:
                result[place] = rows[nearest]
    return result
