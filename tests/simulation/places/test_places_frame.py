"""The frame that ships: its contract, its numbers and its sidecar."""

from __future__ import annotations

import csv
import hashlib
import json
import math

import polars as pl
import pytest

from simulation import places
from simulation.places.build.checks import LAND_SHARE, check_form, land_shares
from simulation.places.build.countries import RULES
from simulation.places.build.finish import COLUMNS
from simulation.places.build.germany import LAND_OF_AGS


@pytest.fixture(scope="module")
def frame() -> pl.DataFrame:
    return places.load_places("germany")


@pytest.fixture(scope="module")
def german(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.filter((pl.col("country") == "DE") & (pl.col("level") == "municipality"))


@pytest.fixture(scope="module")
def sidecar() -> dict:
    return json.loads(places.SIDECAR.read_text(encoding="utf-8"))


def test_columns_are_the_contract(frame):
    assert dict(frame.schema) == COLUMNS


def test_ids_are_unique_and_sorted(frame):
    assert frame["id"].is_sorted()
    assert frame["id"].n_unique() == frame.height


def test_nothing_is_empty_that_must_not_be(frame):
    check_form(frame)
    assert frame["population_imputed"].min() >= 1
    assert set(frame["level"]) == {"municipality", "district"}
    assert frame["seat_rank"].is_between(0, 5).all()


def test_all_partner_countries_are_there(frame):
    assert len(RULES) == 46  # and France with a list of its own
    assert set(frame["country"]) == {"DE", "FR", *RULES}


def test_population_is_null_where_unknown_and_kept_where_known(frame):
    known = frame.filter(pl.col("population").is_not_null())
    assert known["population"].min() > 0
    assert (known["population"] == known["population_imputed"]).all()
    assert 0 < frame["population"].null_count() < frame.height // 20


def test_missing_population_is_the_median_of_the_district(german):
    unknown = german.filter(pl.col("population").is_null())
    row = unknown.sort("id").row(0, named=True)
    peers = german.filter(pl.col("area") == row["area"])["population"].drop_nulls()
    assert row["population_imputed"] == int(peers.median())


def test_germany_has_one_row_per_ags(german):
    assert 9_700 <= german.height <= 10_800
    assert german["code"].n_unique() == german.height
    assert (german["code"].str.len_chars() == 8).all()
    assert (german["code"].str.slice(0, 5) == german["area"]).all()
    land = german["code"].str.slice(0, 2).replace_strict(LAND_OF_AGS)
    assert ("DE-" + land == german["land"]).all()


@pytest.mark.parametrize(
    ("code", "name", "land", "least"),
    [
        ("11000000", "Berlin", "DE-BE", 3_000_000),
        ("02000000", "Hamburg", "DE-HH", 1_600_000),
        ("09162000", "München", "DE-BY", 1_200_000),
        ("05315000", "Köln", "DE-NW", 900_000),
        ("10041519", "Völklingen", "DE-SL", 35_000),  # its village has the higher feature code
        ("05162008", "Grevenbroich", "DE-NW", 60_000),  # counted once, not with its districts
    ],
)
def test_german_cities_have_their_name_and_size(german, code, name, land, least):
    row = german.filter(pl.col("code") == code).row(0, named=True)
    assert (row["name"], row["land"]) == (name, land)
    assert least < row["population"] < 1.5 * least


def test_german_people_fit_the_official_totals(frame):
    shares = land_shares(frame)
    assert len(shares) == 16
    assert all(LAND_SHARE[0] <= share <= LAND_SHARE[1] for share in shares.values()), shares


def test_german_districts(frame, german):
    districts = frame.filter((pl.col("country") == "DE") & (pl.col("level") == "district"))
    assert districts.height == 294
    assert (districts["id"] == 100_000_000 + districts["code"].cast(pl.Int64)).all()
    assert set(districts["area"]) <= set(german["area"])
    assert districts["land"].null_count() == 0
    # The centre lies among the members: within half a degree of their mean.
    mean = german.group_by("area").agg(pl.col("lat", "lon").mean())
    both = districts.join(mean, on="area", suffix="_mean")
    assert (both["lat"] - both["lat_mean"]).abs().max() < 0.5
    assert (both["lon"] - both["lon_mean"]).abs().max() < 0.5


def test_foreign_districts_are_sums_of_their_members(frame):
    abroad = frame.filter(pl.col("country") != "DE")
    districts = abroad.filter(pl.col("level") == "district")
    assert districts["id"].is_between(200_000_000, 206_760_000).all()
    members = abroad.filter(pl.col("level") == "municipality").group_by("area")
    sums = members.agg(pl.col("population").sum().alias("whole"), pl.len().alias("count"))
    both = districts.join(sums, on="area", how="left")
    assert (both["count"] >= 2).all()
    assert (both["whole"] == both["population"].fill_null(0)).all()
    counts = dict(districts["country"].value_counts().iter_rows())
    assert counts["PL"] == 314  # the powiats that are not towns
    assert counts["FR"] == 95  # the départements of Europe but Paris
    assert counts["CZ"] == 76


# south, north, west, east in degrees, generous
BOXES = {
    "DE": (47.2, 55.1, 5.8, 15.1), "FR": (41.3, 51.2, -5.2, 9.7), "PL": (49.0, 55.0, 14.1, 24.2),
    "GB": (49.8, 61.0, -8.7, 1.9), "IT": (35.4, 47.2, 6.5, 18.6), "AT": (46.3, 49.1, 9.4, 17.2),
    "CZ": (48.5, 51.1, 12.0, 18.9), "HU": (45.7, 48.7, 16.0, 23.0), "NL": (50.7, 53.6, 3.3, 7.3),
}  # fmt: skip


@pytest.mark.parametrize("country", sorted(BOXES))
def test_places_lie_in_their_country(frame, country):
    south, north, west, east = BOXES[country]
    here = frame.filter(pl.col("country") == country)
    assert here["lat"].is_between(south, north).all()
    assert here["lon"].is_between(west, east).all()


@pytest.mark.parametrize("country", ["US", "JP", "BR", "CN"])
def test_far_places_are_large_or_seats(frame, country):
    far = frame.filter((pl.col("country") == country) & (pl.col("level") == "municipality"))
    assert far["population"].min() >= 5_000
    assert (far.filter(pl.col("population").is_null())["seat_rank"] <= 2).all()


def test_french_communes_carry_official_names_and_people(frame):
    french = frame.filter((pl.col("country") == "FR") & (pl.col("level") == "municipality"))
    assert french["code"].n_unique() == french.height > 14_000
    row = french.filter(pl.col("code") == "67482").row(0, named=True)
    assert row["name"] == "Strasbourg"
    assert 270_000 < row["population"] < 310_000
    assert french.filter(pl.col("code") == "69244")["name"].to_list() == ["Tassin-la-Demi-Lune"]


def test_toy_is_a_small_part_of_the_frame(frame):
    toy = places.load_places("toy")
    assert toy.equals(frame.filter(pl.col("toy")))
    assert 150 <= toy.height <= 250
    municipalities = toy.filter(pl.col("level") == "municipality")
    german = municipalities.filter(pl.col("country") == "DE")
    assert german.height == 60
    assert {"DE-BB", "DE-TH"} < set(german["land"])
    assert {"FR", "PL", "GB", "IT", "CZ", "AT"} < set(municipalities["country"])
    assert municipalities["population"].max() > 1_000_000
    assert municipalities["population"].min() < 1_000
    districts = toy.filter(pl.col("level") == "district")
    assert districts.filter(pl.col("country") == "DE").height == 6
    assert districts.filter(pl.col("country") != "DE").height == 15


def test_europe_holds_the_same_places(frame):
    assert places.load_places("europe").equals(frame)


def test_an_unknown_world_is_refused():
    with pytest.raises(ValueError, match=r"world is 'mars'; it should be one of germany, europe"):
        places.load_places("mars")


def test_hash_is_that_of_the_file(sidecar):
    content = places.PLACES.read_bytes()
    assert places.data_hash() == hashlib.sha256(content).hexdigest() == sidecar["sha256"]
    assert len(content) < 4_000_000


def test_sidecar_is_complete_and_true(sidecar, frame):
    for key in ("title", "producer", "date", "licence", "sources", "done", "lost", "france"):
        assert sidecar[key], key
    assert sidecar["rows"] == frame.height
    counts = sidecar["rows_by_country_and_level"]
    assert sum(n for levels in counts.values() for n in levels.values()) == frame.height
    for country, level, n in frame.group_by("country", "level").len().iter_rows():
        assert counts[country][level] == n
    for source in sidecar["sources"]:
        for key in ("package", "file", "producer", "source", "date", "licence"):
            assert source[key], key
        assert len(source["sha256"]) == 64
    assert math.isclose(sidecar["france"]["share_of_people"], 0.91, abs_tol=0.02)


def test_hand_kept_tables_are_those_of_the_sidecar(sidecar):
    folder = places.PLACES.parent / "build"
    assert set(sidecar["kept_by_hand"]) == {path.name for path in folder.glob("*.csv")}
    for name, known in sidecar["kept_by_hand"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == known, name


def test_missing_municipalities_are_missing(german):
    text = (places.PLACES.parent / "missing.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    present = set(zip(german["name"], german["land"], strict=True))
    assert len(rows) > 150
    assert [row for row in rows if (row["name"], row["land"]) in present] == []
    assert all(row["why"] for row in rows)
    assert ("Rödermark", "DE-HE") in {(row["name"], row["land"]) for row in rows}
    assert ("Weyhe", "DE-NI") in present
