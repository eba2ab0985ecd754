"""Build ``names.parquet``: ``python -m analysis.names.build --packages DIR``.

Every name under which a place of the frame can be found: its own, the other names that GeoNames
gives it in Latin script, and those of the smaller places that belong to it. The packages are those
of `simulation.places.build`; building twice gives the same bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
from scipy.spatial import cKDTree

from analysis.names.keys import keys_of, simple_key
from analysis.names.table import CORE, OTHER, OWN, WITHIN
from simulation.luck import unit_vectors
from simulation.luck.exact import EARTH_RADIUS_KM
from simulation.places import data_hash, load_places
from simulation.places.build.countries import FRANCE, RULES
from simulation.places.build.france import read_communes
from simulation.places.build.geonames import COLUMNS, RANKS, SECTION
from simulation.places.build.packages import COMMUNES, GEONAMES, BuildError, read_member, sha256

HOME = Path(__file__).parent
NEAR_KM = 3.0
"""Where no code says to whom a place belongs, it is the nearest within this distance."""


def main(arguments: list[str] | None = None) -> int:
    """Run the build; 0 if it was written, 1 if a package is missing or broken."""
    parser = argparse.ArgumentParser(prog="python -m analysis.names.build")
    parser.add_argument("--packages", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, default=HOME, metavar="DIR")
    given = parser.parse_args(arguments)
    try:
        raw, communes = (read_member(one, given.packages) for one in (GEONAMES, COMMUNES))
        names = build(read_raw(raw), read_communes(communes).successor, load_places("germany"))
    except BuildError as error:
        print(f"names: {error}", file=sys.stderr)
        return 1
    write(names, {GEONAMES.name: sha256(raw), COMMUNES.name: sha256(communes)}, given.out)
    print(f"{names.height:,} names written to {given.out / 'names.parquet'}")
    return 0


def read_raw(data: bytes) -> pl.DataFrame:
    """All of the GeoNames table, ids as numbers."""
    raw = pl.read_csv(
        io.BytesIO(data), separator="\t", has_header=False, quote_char=None, infer_schema=False
    )
    raw.columns = COLUMNS
    kinds = [*RANKS, SECTION]
    return raw.filter(pl.col("feature_code").is_in(kinds)).with_columns(
        pl.col("geonameid").cast(pl.Int64), pl.col("lat", "lon").cast(pl.Float64)
    )


def build(raw: pl.DataFrame, successor: dict[str, str], frame: pl.DataFrame) -> pl.DataFrame:
    """Names of the municipalities of a frame: id, key, kind; one row each, sorted.

    Parameters
    ----------
    raw : the GeoNames table
    successor : code of a former French commune -> that of the commune it is part of today
    frame : the places
    """
    towns = frame.filter(pl.col("level") == "municipality")
    own = list(_own(towns))
    seats = raw.filter(pl.col("geonameid").is_in(towns["id"].implode()))
    whole = dict(towns.select("id", "name").iter_rows())
    others = [(i, key, _kind(key, whole[i])) for i, key in _others(seats)]
    rest = raw.filter(~pl.col("geonameid").is_in(towns["id"].implode()))
    within = [(i, simple_key(name), WITHIN) for i, name in _within(rest, successor, towns)]
    schema = {"id": pl.Int64, "key": pl.String, "kind": pl.Int8}
    table = pl.DataFrame([*own, *others, *within], schema=schema, orient="row")
    # a name that a place has in two ways is there in the better one
    return (
        table.filter(pl.col("key").str.len_bytes() > 1)
        .sort("id", "key", "kind")
        .unique(["id", "key"], keep="first", maintain_order=True)
    )


def _own(towns: pl.DataFrame) -> Iterator[tuple[int, str, int]]:
    for identity, name in towns.select("id", "name").iter_rows():
        keys = keys_of(name)
        yield from ((identity, key, OWN) for key in {simple_key(name), keys.whole})
        yield from ((identity, key, OTHER) for key in keys.others if "/" in name)
        yield identity, keys.core, CORE
        if keys.half:
            yield identity, keys.half, CORE


def _others(seats: pl.DataFrame) -> Iterator[tuple[int, str]]:
    for identity, name, others in seats.select("geonameid", "name", "alternatenames").iter_rows():
        for other in (name, *(others or "").split(",")):
            if is_name(other):
                yield identity, simple_key(other)


def _kind(key: str, own: str) -> int:
    """What another name is: one of its own, or its beginning alone, which others may share."""
    return CORE if simple_key(own).startswith(key) else OTHER


def is_name(text: str) -> bool:
    """Whether it is a name in Latin script: no code of an airport, no machine's transcription."""
    if not text[:1].isupper() or (len(text) == 3 and text.isupper()):
        return False
    return text.isascii() or all(
        not sign.isalpha() or unicodedata.name(sign, "").startswith("LATIN") for sign in text
    )


def _within(
    rest: pl.DataFrame, successor: dict[str, str], towns: pl.DataFrame
) -> Iterator[tuple[int, str]]:
    """Names of the places that belong to a municipality of the frame."""
    for country, rule in [*sorted({**RULES, "FR": FRANCE}.items()), ("DE", None)]:
        here = rest.filter(pl.col("country") == country)
        owners = towns.filter(pl.col("country") == country)
        if here.is_empty() or owners.is_empty():
            continue
        code = "admin4" if rule is None else rule.code
        if rule is None or (code is not None and rule.official):
            known = dict(owners.drop_nulls("code").select("code", "id").iter_rows())
            for found, name in here.select(pl.col(str(code)), "name").iter_rows():
                owner = known.get(successor.get(found, found) if country == "FR" else found)
                if owner is not None:
                    yield owner, name
        else:
            yield from _nearest(here, owners)


def _nearest(here: pl.DataFrame, owners: pl.DataFrame) -> Iterator[tuple[int, str]]:
    tree = cKDTree(unit_vectors(owners["lat"].to_numpy(), owners["lon"].to_numpy()))
    chords, rows = tree.query(unit_vectors(here["lat"].to_numpy(), here["lon"].to_numpy()))
    ids = owners["id"].to_list()
    for name, chord, row in zip(here["name"].to_list(), chords, rows, strict=True):
        if chord * EARTH_RADIUS_KM <= NEAR_KM:
            yield ids[int(row)], name


def write(names: pl.DataFrame, hashes: dict[str, str], out: Path) -> None:
    """Write the table and its sidecar."""
    buffer = io.BytesIO()
    names.write_parquet(buffer, compression="zstd", compression_level=19, statistics=False)
    data = buffer.getvalue()
    (out / "names.parquet").write_bytes(data)
    told = json.dumps(_sidecar(names, hashes, data), ensure_ascii=False, indent=2)
    (out / "names.json").write_text(told + "\n", encoding="utf-8")


def _sidecar(names: pl.DataFrame, hashes: dict[str, str], data: bytes) -> dict[str, Any]:
    return {
        "title": "Names under which the municipalities of the frame are found",
        "producer": "jumelage, python -m analysis.names.build",
        "licence": "CC BY 4.0; contains data of GeoNames (CC BY 4.0), Statistisches Bundesamt "
        "(CC BY 4.0), INSEE and Etalab (Licence Ouverte)",
        "date": GEONAMES.date,
        "sources": [
            {
                "package": f"{one.name}@{one.version}",
                "producer": one.producer,
                "source": one.source,
                "sha256": hashes[one.name],
            }
            for one in (GEONAMES, COMMUNES)
        ],
        "done": [
            "key: the name without accents, articles, hyphens and spaces "
            "(analysis.names.keys.simple_key).",
            "kind 0: the name in the frame; 1: another name of its seat in Latin script, without "
            "codes and machine transcriptions; 2: the own name up to a river or a region; 3: a "
            "smaller place of the same official code, or, where there is none, within 3 km.",
        ],
        "rows": names.height,
        "places_sha256": data_hash(),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


if __name__ == "__main__":
    sys.exit(main())
