"""Traits of places: the table that ships, its rules and its build."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from simulation import places
from simulation.places.build.packages import BuildError
from simulation.places.build.traits import COAST, RIVER_PORTS, build_traits, flags
from simulation.places.build.traits.coast import coastline, near_coast
from simulation.places.build.traits.roles import UNMARKED, add_roles
from simulation.places.build.traits.spas import NOT_A_SPA, PATTERNS, is_spa
from simulation.places.traits import TABLE, TRAITS, load_traits, traits_of

STEP = 0.01  # degrees a unit of the made-up topology


def topology(*arcs):
    """TopoJSON of lines given as (lon, lat) in hundredths of degrees."""
    deltas = [
        [list(line[0])] + [[b[0] - a[0], b[1] - a[1]] for a, b in pairwise(line)] for line in arcs
    ]
    transform = {"scale": [STEP, STEP], "translate": [0.0, 0.0]}
    return json.dumps({"type": "Topology", "transform": transform, "arcs": deltas}).encode()


MERIDIAN = topology([(1000, 5000), (1000, 5200)])  # two hundred km of coast, two points


@pytest.fixture(scope="module")
def frame():
    return places.load_places("germany")


@pytest.fixture(scope="module")
def known(frame):
    """Municipalities with their traits."""
    table = frame.select("id", "name", "country", "level", "code").join(
        load_traits(), on="id", how="left"
    )
    return table.with_columns(pl.col(TRAITS).fill_null(value=False))


def names(known, trait, country="DE"):
    return set(known.filter(pl.col(trait), pl.col("country") == country)["name"])


# ------------------------------------------------------------------ the table that ships


def test_the_table_holds_municipalities_with_a_trait(known, frame):
    table = load_traits()
    assert table.columns == ["id", *TRAITS]
    assert table["id"].is_sorted()
    assert table["id"].n_unique() == table.height
    assert table.select(pl.any_horizontal(TRAITS).all()).item()
    assert set(table["id"]) <= set(frame.filter(pl.col("level") == "municipality")["id"])


def test_the_sidecar_is_of_these_bytes():
    sidecar = json.loads(TABLE.with_suffix(".json").read_text(encoding="utf-8"))
    assert sidecar["sha256"] == hashlib.sha256(TABLE.read_bytes()).hexdigest()
    assert sidecar["inputs"]["places.parquet"] == places.data_hash()
    listed = hashlib.sha256(RIVER_PORTS.read_bytes()).hexdigest()
    assert sidecar["inputs"][RIVER_PORTS.name] == listed
    counts = {trait: load_traits()[trait].sum() for trait in TRAITS}
    assert sidecar["places_with"] == counts
    assert set(sidecar["done"]) == set(TRAITS)


def test_german_seats_are_the_capitals_of_the_laender(known):
    assert names(known, "seat") == {
        "Stuttgart", "München", "Berlin", "Potsdam", "Bremen", "Hamburg", "Wiesbaden", "Schwerin",
        "Hannover", "Düsseldorf", "Mainz", "Saarbrücken", "Dresden", "Magdeburg", "Kiel", "Erfurt",
    }  # fmt: skip


def test_polish_seats_are_one_a_voivodeship(known):
    assert len(names(known, "seat", "PL")) == 16
    assert {"Wrocław", "Gdańsk", "Opole"} <= names(known, "seat", "PL")
    assert names(known, "seat", "SI") == {"Ljubljana"}


def test_german_centres_are_district_towns(known):
    centres = names(known, "centre")
    assert {"Bautzen", "Freyung", "Nürnberg", "Trier", "Seelow"} <= centres
    unmarked = known.filter(pl.col("country") == "DE", pl.col("code").is_in(UNMARKED))
    assert set(unmarked["name"]) == {
        "Bitburg", "Pfaffenhofen an der Ilm", "Neumarkt in der Oberpfalz",
        "Bad Neustadt an der Saale", "Hildburghausen",
    }  # fmt: skip
    assert unmarked["centre"].all()
    # Karlsruhe rules its country district from outside; Weinheim is only the largest of another.
    assert not {"Bruchsal", "Weinheim", "Haselbachtal", "Flintsbach am Inn"} & centres
    districts = known.filter(pl.col("country") == "DE", pl.col("centre"))["code"].str.slice(0, 5)
    assert districts.n_unique() == len(districts) == 368


def test_ports_lie_by_the_sea_or_up_a_river(known):
    by_the_sea = {"Kiel", "Emden", "Wismar", "Hamburg", "Bremen", "Lübeck", "Papenburg"}
    assert by_the_sea <= names(known, "port")
    inland = {"Berlin", "Köln", "Duisburg", "Konstanz", "Lindau (Bodensee)", "Schwerin", "Uelzen"}
    assert not inland & names(known, "port")
    assert {"Marseille", "Nantes", "Rouen", "Brest"} <= names(known, "port", "FR")
    assert not {"Paris", "Lyon", "Strasbourg", "Annecy"} & names(known, "port", "FR")
    assert not {"Chicago", "Cleveland", "Milwaukee"} & names(known, "port", "US")  # lakes
    assert not names(known, "port", "CZ") | names(known, "port", "AT") | names(known, "port", "CH")


def test_spas_are_found_by_the_names_of_their_languages(known):
    assert {"Bad Kissingen", "Baden-Baden", "Wiesbaden", "Schlangenbad"} <= names(known, "spa")
    assert not {"Ebersbach", "Babenhausen", "Badendorf", "Karlsbad"} & names(known, "spa")
    assert {"Évian-les-Bains", "Vichy", "Thonon-les-Bains"} <= names(known, "spa", "FR")
    assert not {"Bagnolet", "Mers-les-Bains"} & names(known, "spa", "FR")
    assert {"Bath", "Royal Leamington Spa"} <= names(known, "spa", "GB")
    assert not {"Wells", "Bathgate"} & names(known, "spa", "GB")
    assert {"Karlovy Vary", "Mariánské Lázně"} <= names(known, "spa", "CZ")
    assert "Termeno" not in names(known, "spa", "IT")


def test_what_was_taken_out_is_really_found_by_a_pattern(frame):
    for country, exceptions in NOT_A_SPA.items():
        for name in exceptions:
            hit = frame.filter(
                pl.col("country") == country,
                pl.col("name") == name,
                pl.col("name").str.contains(PATTERNS[country]),
            )
            assert hit.height, name
            assert not hit.select(is_spa()).to_series().any()


# ------------------------------------------------------------------ flags of a frame


def test_traits_follow_the_order_of_the_frame(frame):
    part = frame.filter(pl.col("name").is_in(["Hamburg", "Bad Ems", "Marseille"])).sort("name")
    for order in (part, part.reverse()):
        found = traits_of(order)
        assert found.shape == (order.height, len(TRAITS))
        assert found.dtype == np.bool_
        for name, row in zip(order["name"], found, strict=True):
            if name == "Bad Ems":
                assert row[TRAITS.index("spa")]
                assert not row[TRAITS.index("port")]


def test_places_that_the_table_does_not_hold_have_none(frame):
    districts = frame.filter(pl.col("level") == "district")
    assert not traits_of(districts).any()
    assert traits_of(frame.head(0)).shape == (0, len(TRAITS))


def test_the_toy_world_has_every_trait():
    assert traits_of(places.load_places("toy")).any(axis=0).tolist()[:3] == [True, True, True]


# ------------------------------------------------------------------ roles


def towns(*rows):
    columns = ["id", "name", "country", "land", "code", "area", "population_imputed", "seat_rank"]
    return pl.DataFrame(list(rows), schema=columns, orient="row")


def roles(table):
    made = add_roles(table)
    return (
        set(made.filter("seat")["name"].to_list()),
        set(made.filter("centre")["name"].to_list()),
    )


def test_a_village_marked_as_seat_of_a_land_is_neither_seat_nor_centre():
    seat, centre = roles(
        towns(
            (1, "Hauptstadt", "DE", "DE-BY", "09162000", "09162", 900_000, 1),
            (2, "Dorf", "DE", "DE-BY", "09187001", "09187", 900, 1),
            (3, "Kreisstadt", "DE", "DE-BY", "09187002", "09187", 9_000, 3),
            (4, "Größer", "DE", "DE-BY", "09187003", "09187", 20_000, 5),
        )
    )
    assert seat == {"Hauptstadt"}
    assert centre == {"Hauptstadt", "Kreisstadt"}


def test_a_district_ruled_from_outside_has_no_centre_in_germany_alone():
    seat, centre = roles(
        towns(
            (1, "Groß", "DE", "DE-BW", "08215001", "08215", 40_000, 5),
            (2, "Klein", "DE", "DE-BW", "08215002", "08215", 4_000, 5),
            (3, "Allein", "DE", "DE-BW", "08212000", "08212", 300_000, 5),
            (4, "Bourg", "FR", None, "67001", "FR.44.67", 40_000, 5),
            (5, "Village", "FR", None, "67002", "FR.44.67", 400, 5),
        )
    )
    assert seat == set()
    assert centre == {"Allein", "Bourg"}


def test_municipal_regions_have_a_capital_and_nothing_else():
    seat, centre = roles(
        towns(
            (1, "Ljubljana", "SI", None, None, "SI.61", 250_000, 0),
            (2, "Bled", "SI", None, None, "SI.03", 5_000, 1),
            (3, "Opole", "PL", None, None, "PL.79.1661", 120_000, 1),
            (4, "Second", "PL", None, None, "PL.79.1601", 20_000, 1),
        )
    )
    assert seat == {"Ljubljana", "Opole"}
    assert centre == {"Opole", "Second"}


# ------------------------------------------------------------------ coast and build


def test_nearness_holds_between_the_corners_of_the_line():
    km_a_degree = 111.2 * np.cos(np.radians(51.0))  # a hundred km from either corner
    lon = 10.0 + np.array([4.9, 5.1, -4.9]) / km_a_degree
    near = near_coast(np.full(3, 51.0), lon, coastline(MERIDIAN), 5.0)
    assert near.tolist() == [True, False, True]


def test_points_along_the_coast_are_unit_vectors_at_most_a_step_apart():
    points = coastline(MERIDIAN)
    assert np.allclose(np.linalg.norm(points, axis=1), 1.0)
    assert np.linalg.norm(np.diff(points, axis=0), axis=1).max() * 6371 <= 0.501


@pytest.mark.parametrize("data", [b"{not json", b"{}", b'{"transform": {}}', b"[]"])
def test_a_broken_coastline_is_told(data):
    with pytest.raises(BuildError, match="the coastline cannot be read as quantised TopoJSON"):
        coastline(data)


def test_a_coastline_without_arcs_is_told():
    with pytest.raises(BuildError, match="the coastline should have arcs"):
        coastline(topology())


def listed(*rows):
    schema = {"id": pl.Int64, "name": pl.String, "country": pl.String}
    return pl.DataFrame(list(rows), schema=schema, orient="row")


def test_a_listed_port_that_is_not_in_the_frame_is_told(frame):
    toy = frame.filter("toy")
    with pytest.raises(BuildError, match=r"river_ports\.csv lists Atlantis \(1\), which is no"):
        flags(toy, MERIDIAN, listed((1, "Atlantis", "DE")))


def test_a_listed_port_is_one_however_far_the_coast(frame):
    toy = frame.filter("toy", pl.col("level") == "municipality")
    inland = toy.filter(pl.col("lon") > 12).row(0, named=True)
    row = (inland["id"], inland["name"], inland["country"])
    ports = flags(toy, MERIDIAN, listed(row)).filter("port")["id"]
    assert inland["id"] in ports
    assert inland["id"] not in flags(toy, MERIDIAN, listed()).filter("port")["id"]


@pytest.fixture
def package(tmp_path):
    path = tmp_path / "packages" / COAST.stem / "package" / COAST.member
    path.parent.mkdir(parents=True)
    path.write_bytes(MERIDIAN)
    return tmp_path / "packages"


def test_building_twice_gives_the_same_bytes(package, tmp_path, frame):
    table = tmp_path / "none.csv"
    table.write_text("id,name,country\n", encoding="utf-8")
    for out in (tmp_path / "first", tmp_path / "second"):
        out.mkdir()
        frame.filter("toy").write_parquet(out / "places.parquet")
        sidecar = build_traits(package, out, river_ports=table)
        assert sidecar["rows"] == pl.read_parquet(out / "traits.parquet").height > 0
    for name in ("traits.parquet", "traits.json"):
        first, second = (tmp_path / part / name for part in ("first", "second"))
        assert first.read_bytes() == second.read_bytes()


def test_a_missing_coastline_says_how_to_get_it(tmp_path):
    with pytest.raises(BuildError, match=r"npm pack world-atlas@2\.0\.2"):
        build_traits(tmp_path, tmp_path)
