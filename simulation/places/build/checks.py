"""What must hold of the frame before it is written, each with a sentence if it does not."""

from __future__ import annotations

from typing import Any

import polars as pl

from simulation.places.build.packages import BuildError

GERMAN_MUNICIPALITIES = (9_700, 10_800)
LAND_PEOPLE_2004 = {
    "BW": 10_717_419, "BY": 12_443_893, "BE": 3_387_828, "BB": 2_567_704, "HB": 663_213,
    "HH": 1_734_830, "HE": 6_097_765, "MV": 1_719_653, "NI": 8_000_909, "NW": 18_075_352,
    "RP": 4_061_105, "SL": 1_056_417, "SN": 4_296_284, "ST": 2_494_437, "SH": 2_828_760,
    "TH": 2_355_280,
}  # fmt: skip
"""People of the Länder on 31.12.2004 (Statistisches Bundesamt), the years GeoNames fits."""

# Below one, because composite municipalities named after no village are not in GeoNames; Hesse and
# Brandenburg, which made most of them, are lowest.
LAND_SHARE = (0.82, 1.08)
FRENCH_SHARE = (0.80, 1.0)
GERMAN_BOX = (47.2, 55.1, 5.8, 15.1)


def expect(found: float, low: float, high: float, what: str) -> None:
    """Raise a :class:`BuildError` unless ``low <= found <= high``."""
    if not low <= found <= high:
        raise BuildError(f"{what} should be between {low:,} and {high:,}; {found:,} was found.")


def check_form(frame: pl.DataFrame) -> None:
    """Check what holds of any frame, however small."""
    doubles = frame.filter(pl.col("id").is_duplicated())
    if doubles.height:
        raise BuildError(f"every id should be there once; {doubles['id'][0]} is there twice.")
    german = frame.filter((pl.col("country") == "DE") & (pl.col("level") == "municipality"))
    second = german.filter(pl.col("code").is_duplicated())
    if second.height:
        raise BuildError(f"every AGS should have one row; {second['code'][0]} has several.")
    for column in ("id", "name", "country", "lat", "lon", "population_imputed", "level", "area"):
        empty = frame[column].null_count()
        if empty:
            raise BuildError(f"column {column} should have no empty cell; {empty} were found.")
    for column, limit in (("lat", 90), ("lon", 180)):
        for value in (frame[column].min(), frame[column].max()):
            assert isinstance(value, float)
            expect(value, -limit, limit, f"{column} in degrees")


def land_shares(frame: pl.DataFrame) -> dict[str, float]:
    """People of the municipalities of each Land as a share of the official total of 2004."""
    german = frame.filter((pl.col("country") == "DE") & (pl.col("level") == "municipality"))
    people = dict(german.group_by("land").agg(pl.col("population").sum()).iter_rows())
    return {
        land: round(people.get(f"DE-{land}", 0) / total, 3)
        for land, total in sorted(LAND_PEOPLE_2004.items())
    }


def rule_test(merged: pl.DataFrame, frame: pl.DataFrame) -> dict[str, dict[str, float]]:
    """Share of the official total of 2004 in each Land by either rule, and as it was chosen.

    Parameters
    ----------
    merged : polars.DataFrame
        Germany by AGS with the people of the ``seat`` and of all places ``together``.
    frame : polars.DataFrame
        The finished frame.
    """
    sums = merged.group_by("land").agg(pl.col("seat", "together").sum()).sort("land")
    chosen = land_shares(frame)
    return {
        land[3:]: {
            "seat": round(seat / LAND_PEOPLE_2004[land[3:]], 3),
            "together": round(together / LAND_PEOPLE_2004[land[3:]], 3),
            "chosen": chosen[land[3:]],
        }
        for land, seat, together in sums.iter_rows()
    }


def check_real(frame: pl.DataFrame, french_share: float, official: list[dict[str, Any]]) -> None:
    """Check what holds of the real packages only.

    Parameters
    ----------
    frame : polars.DataFrame
        The finished frame.
    french_share : float
        Share of the people of metropolitan France whose commune is in the frame.
    official : list of dict
        The German districts and district-free towns.
    """
    german = frame.filter((pl.col("country") == "DE") & (pl.col("level") == "municipality"))
    expect(german.height, *GERMAN_MUNICIPALITIES, "the number of German municipalities")
    for land, share in land_shares(frame).items():
        expect(share, *LAND_SHARE, f"people of {land} as a share of the official total of 2004")
    expect(french_share, *FRENCH_SHARE, "the share of the French in a commune of the frame")
    south, north, west, east = GERMAN_BOX
    inside = pl.col("lat").is_between(south, north) & pl.col("lon").is_between(west, east)
    out = german.filter(~inside)
    if out.height:
        raise BuildError(f"{out['name'][0]} should lie in Germany; it lies at {out.row(0)[5:7]}.")
    districts = frame.filter((pl.col("country") == "DE") & (pl.col("level") == "district"))
    expect(districts.height, 294, 294, "the number of German districts")
    towns = {row["AGS"] for row in official} - set(districts["code"])
    # Eisenach joined the Wartburgkreis in 2021, after the list of districts was made.
    lost = towns - set(german["area"]) - {"16056"}
    if lost:
        raise BuildError(f"every district-free town should be there; {sorted(lost)} are not.")
