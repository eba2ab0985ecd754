import json

import polars as pl
import pytest

from simulation.past import PastError, load_laender
from simulation.past.bonds.regions import (
    LandPairing,
    PartnerRegion,
    load_land_pairings,
    load_partner_regions,
    region_of_area,
)
from simulation.past.words import FOLDER
from simulation.places import load_places

TOWNS = {
    "fr_bourgogne": "Dijon",
    "fr_haute_normandie": "Rouen",
    "fr_calvados": "Caen",
    "fr_aisne_somme": "Amiens",
    "fr_oise": "Beauvais",
    "fr_nord_pas_de_calais": "Lille",
    "fr_lorraine": "Metz",
    "fr_alsace": "Strasbourg",
    "fr_mayenne": "Laval",
    "fr_pays_de_la_loire": "Nantes",
    "fr_aquitaine": "Bordeaux",
    "fr_haute_vienne": "Limoges",
    "fr_rhone_alpes": "Lyon",
    "pl_opolskie": "Opole",
    "pl_wielkopolskie": "Poznań",
    "pl_dolnoslaskie": "Wrocław",
    "pl_pomorskie": "Gdańsk",
    "pl_zachodniopomorskie": "Szczecin",
    "pl_malopolskie": "Kraków",
    "cz_stredocesky": "Kladno",
    "it_bolzano": "Bolzano",
    "it_emilia_romagna": "Bologna",
    "es_catalunya": "Barcelona",
    "at_oberoesterreich": "Linz",
    "nl_north": "Groningen",
    "dk_syddanmark": "Odense",
    "fi_varsinais_suomi": "Turku",
    "gb_wales": "Cardiff",
    "ru_yaroslavl": "Yaroslavl",
    "ua_lviv": "Lviv",
    "tr_bursa": "Bursa",
    "us_wisconsin": "Milwaukee",
    "us_mecklenburg_county": "Charlotte",
    "ca_quebec": "Montréal",
    "jp_kanagawa": "Yokohama",
    "jp_hyogo": "Kobe",
    "cn_fujian": "Xiamen",
    "cn_shaanxi": "Xi’an",
    "rw_rwanda": "Kigali",
}


def everything():
    return load_partner_regions(parts=True)


def rows_of(land):
    return {region.region: region for region in everything() if region.land == land}


@pytest.fixture(scope="module")
def places():
    return load_places("germany").filter(pl.col("country") != "DE")


def test_every_land_but_berlin_has_partner_regions():
    known = {region.land for region in load_partner_regions()}
    assert set(load_laender()["land"]) - known == {"DE-BE"}


@pytest.mark.parametrize(
    ("land", "region", "start", "end"),
    [
        ("DE-RP", "fr_bourgogne", 1962, None),
        ("DE-RP", "rw_rwanda", 1982, None),
        ("DE-HE", "fr_aquitaine", 1995, None),
        ("DE-HE", "us_wisconsin", 1976, None),
        ("DE-HE", "ru_yaroslavl", 1991, 2022),
        ("DE-BW", "es_catalunya", 1988, None),
        ("DE-BY", "ca_quebec", 1989, None),
        ("DE-NI", "fr_haute_normandie", 1985, None),
        ("DE-NW", "pl_slaskie", 2000, None),
        ("DE-TH", "gb_essex", 1994, 2003),
        ("DE-MV", "fr_poitou_charentes", 2003, 2016),
        ("DE-SL", "pl_podkarpackie", 2009, None),
    ],
)
def test_years_of_record(land, region, start, end):
    row = rows_of(land)[region]
    assert (row.start, row.end, row.ags) == (start, end, ())


def test_every_member_holds_places(places):
    areas = places["area"].unique()
    for region in everything():
        for member in region.members:
            inside = areas.filter((areas == member) | areas.str.starts_with(f"{member}."))
            assert len(inside), (region.region, member)


def test_the_towns_lie_where_they_should(places):
    regions = everything()
    for name, town in TOWNS.items():
        country = name[:2].upper()
        areas = places.filter(pl.col("country") == country, pl.col("name") == town)["area"]
        found = {region_of_area(area, regions) for area in areas}
        assert name in found, (name, town, found)


def test_a_place_lies_in_one_region_at_most(places):
    members = {m: r.region for r in everything() for m in r.members}
    for area in places["area"].unique():
        owners = {name for m, name in members.items() if area == m or area.startswith(f"{m}.")}
        assert len(owners) <= 1, area


def test_codes_are_compared_whole():
    region = PartnerRegion("DE-MV", "US", "us_x", "X", ("US.NC.1",), 1994, None)
    assert region_of_area("US.NC.1", [region]) == "us_x"
    assert region_of_area("US.NC.1.2", [region]) == "us_x"
    assert region_of_area("US.NC.119", [region]) is None


def test_places_outside_have_no_region():
    regions = everything()
    assert region_of_area("FR.94.2A", regions) is None
    assert region_of_area("09564", regions) is None


def test_a_partnership_holds_from_its_first_year_to_its_last():
    essex = rows_of("DE-TH")["gb_essex"]
    assert [essex.holds(year) for year in (1993, 1994, 2002, 2003)] == [False, True, True, False]
    assert rows_of("DE-RP")["fr_bourgogne"].holds(2100)


def test_a_bezirk_binds_its_own_municipalities():
    limoges = rows_of("DE-BY")["fr_haute_vienne"]
    assert limoges.covers("09564000")  # Nürnberg
    assert not limoges.covers("09162000")  # München
    assert rows_of("DE-BY")["at_tirol"].covers("09162000")


def test_only_bavaria_has_parts():
    parts = {region.land for region in everything() if region.ags}
    assert parts == {"DE-BY"}


def test_rows_of_parts_come_only_when_asked_for():
    assert [row for row in everything() if not row.ags] == list(load_partner_regions())
    assert len(everything()) > len(load_partner_regions())


def test_the_pairs_of_1990():
    pairs = {(pairing.west[3:], pairing.east[3:]) for pairing in load_land_pairings()}
    assert {east for _, east in pairs} == {"BB", "MV", "SN", "ST", "TH"}
    western = set(load_laender().filter(pl.col("east") == 0)["land"])
    assert western - {f"DE-{west}" for west, _ in pairs} == {"DE-BE"}
    assert {west for west, east in pairs if east == "TH"} == {"BY", "HE", "RP"}
    assert {pairing.start for pairing in load_land_pairings()} == {1990}
    assert LandPairing("DE-NW", "DE-BB", 1990) in load_land_pairings()


@pytest.mark.parametrize("name", ["partner_regions", "land_pairings"])
def test_each_table_has_its_card(name):
    card = json.loads(next(FOLDER.rglob(f"{name}.json")).read_text(encoding="utf-8"))
    assert set(card) == {"title", "producer", "source", "date", "licence", "done"}
    assert all(card.values())


BURGUNDY = "DE-RP,,FR,fr_bourgogne,Bourgogne,FR.27.21+FR.27.58+FR.27.71+FR.27.89,1962,,"


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("DE-XX,,FR,fr_bourgogne,Bourgogne,FR.27.21,1962,,", "land in line [0-9]+ is 'DE-XX'"),
        ("DE-RP,,DE,de_bourgogne,Bourgogne,DE.27.21,1962,,", "country in line [0-9]+ is 'DE'"),
        ("DE-RP,,FR,bourgogne,Bourgogne,FR.27.21,1962,,", "must begin with fr_"),
        ("DE-RP,,FR,,Bourgogne,FR.27.21,1962,,", "region in line [0-9]+ is ''"),
        ("DE-RP,,FR,fr_bourgogne,,FR.27.21,1962,,", "name in line [0-9]+ is empty"),
        ("DE-RP,,FR,fr_bourgogne,Bourgogne,,1962,,", "must be areas of FR"),
        ("DE-RP,,FR,fr_bourgogne,Bourgogne,PL.72,1962,,", "must be areas of FR"),
        ("DE-RP,09,FR,fr_bourgogne,Bourgogne,FR.27.21,1962,,", "begin with 07"),
        ("DE-RP,,FR,fr_bourgogne,Bourgogne,FR.27.21,,,", "start in line [0-9]+ is None"),
        ("DE-RP,,FR,fr_bourgogne,Bourgogne,FR.27.21,1862,,", "must be a year from 1945 on"),
        ("DE-RP,,FR,fr_bourgogne,Bourgogne,FR.27.21,1962,1962,", "end in line [0-9]+ is 1962"),
        ("DE-RP,,FR,fr_lorraine,Lorraine,FR.27.21,1962,,", "other members"),
        ("DE-RP,,FR,fr_bourgogne,Bourgogne,FR.27,1962,,", "FR.27 of fr_bourgogne .* overlap"),
        ("DE-SL,,LU,lu_luxembourg,Luxembourg,LU,1962,,", "must stand in exactly one row"),
        (BURGUNDY + "hearsay+", "source of line [0-9]+ is 'hearsay'"),
    ],
)
def test_a_mistake_in_partner_regions_is_one_sentence(edited, new, message):
    path = edited("partner_regions.csv", BURGUNDY, new)
    with pytest.raises(PastError, match=message) as error:
        load_partner_regions(path)
    assert str(error.value).startswith("partner_regions.csv: ")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("DE-NW,DE-BB,1990", "DE-BB,DE-BB,1990", "land_west in line 2 is 'DE-BB'"),
        ("DE-NW,DE-BB,1990", "DE-NW,DE-NW,1990", "land_east in line 2 is 'DE-NW'"),
        ("DE-NW,DE-BB,1990", "DE-NW,DE-BB,", "start in line 2 is None"),
        ("DE-NW,DE-BB,1990", "DE-SL,DE-BB,1990", "DE-SL-DE-BB in line 3"),
        ("admin_aid_dlf", "hearsay", "source of line 3 is 'hearsay'"),
    ],
)
def test_a_mistake_in_land_pairings_is_one_sentence(edited, old, new, message):
    path = edited("land_pairings.csv", old, new)
    with pytest.raises(PastError, match=message) as error:
        load_land_pairings(path)
    assert str(error.value).startswith("land_pairings.csv: ")
