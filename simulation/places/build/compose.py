"""The build from end to end: packages in, ``places.parquet`` and its sidecar out."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import polars as pl

from simulation.places.build import abroad, checks, france, germany
from simulation.places.build.districts import foreign_districts
from simulation.places.build.finish import finish
from simulation.places.build.geonames import read_places
from simulation.places.build.packages import (
    COMMUNES,
    DISTRICTS,
    GEONAMES,
    PACKAGES,
    BuildError,
    read_member,
    sha256,
)
from simulation.places.build.sidecar import describe


def build(folder: Path, out: Path, *, real: bool = True) -> dict[str, Any]:
    """Build the frame and write ``places.parquet`` and ``places.json``.

    Parameters
    ----------
    folder : pathlib.Path
        Holds the packages.
    out : pathlib.Path
        Where the two files go; it must exist.
    real : bool
        Whether the packages are the real ones, whose numbers are known and checked.

    Returns
    -------
    dict
        The sidecar.

    Raises
    ------
    BuildError
        If a package is missing or broken, or a check fails; nothing is written then.
    """
    if not folder.is_dir():
        raise BuildError(f"the folder of packages {folder} does not exist.")
    data = {package: read_member(package, folder) for package in PACKAGES}
    communes = france.read_communes(data[COMMUNES])
    official = germany.read_districts(data[DISTRICTS])
    places = read_places(data[GEONAMES])
    merged = germany.by_ags(places)
    german = germany.municipalities(merged, germany.town_names(official))
    if real:
        german = pl.concat([german, germany.additions(german)])
    partners = pl.concat([france.municipalities(places, communes), abroad.places_abroad(places)])
    frame = finish(
        [german, germany.districts(official, german), partners, foreign_districts(partners)]
    )
    checks.check_form(frame)
    coverage = french_coverage(frame, communes)
    if real:
        checks.check_real(frame, coverage["share_of_people"], official)
    written = parquet_bytes(frame)
    hashes = {package.name: sha256(content) for package, content in data.items()}
    sidecar = describe(frame, hashes, sha256(written))
    sidecar["france"] = coverage
    sidecar["german_people_as_share_of_official_2004"] = checks.rule_test(merged, frame)
    (out / "places.parquet").write_bytes(written)
    (out / "places.json").write_text(
        json.dumps(sidecar, ensure_ascii=False, indent=2) + "\n", encoding="utf-8"
    )
    return sidecar


def french_coverage(frame: pl.DataFrame, communes: france.Communes) -> dict[str, Any]:
    """How many communes of metropolitan France, and how many of their people, are in the frame."""
    french = frame.filter((pl.col("country") == "FR") & (pl.col("level") == "municipality"))
    people = int(communes.current["people"].sum())
    return {
        "communes": communes.current.height,
        "communes_in_frame": french.height,
        "share_of_people": round(int(french["population"].sum()) / max(people, 1), 4),
    }


def parquet_bytes(frame: pl.DataFrame) -> bytes:
    """Parquet of the frame; the same frame gives the same bytes."""
    buffer = io.BytesIO()
    frame.write_parquet(buffer, compression="zstd", compression_level=19, statistics=False)
    return buffer.getvalue()
