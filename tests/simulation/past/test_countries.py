import json

import polars as pl
import pytest

from simulation.past import (
    PastError,
    load_countries,
    load_laender,
    load_sources,
    load_zones,
    side_of,
    zone_of,
)
from simulation.past.states.countries import COUNTRY_COLUMNS
from simulation.past.words import FOLDER

WANTED = [
    "DE",
    "FR",
    "PL",
    "GB",
    "IT",
    "AT",
    "HU",
    "CZ",
    "NL",
    "US",
    "RU",
    "BE",
    "CH",
    "DK",
    "IL",
    "TR",
    "FI",
    "CN",
    "SE",
    "ES",
    "JP",
    "UA",
    "LT",
    "GR",
    "HR",
    "RO",
    "SK",
    "LV",
    "NI",
    "EE",
    "PT",
    "LU",
    "NO",
    "SI",
    "IE",
    "RW",
    "BY",
    "BG",
    "BA",
    "BF",
    "BR",
    "TN",
    "RS",
    "TZ",
    "CA",
    "IN",
    "PS",
    "ML",
]


def where(column, value):
    return set(load_countries().filter(pl.col(column) == value)["country"])


def test_all_countries_are_there_in_the_order_of_their_ties():
    assert load_countries()["country"].to_list() == WANTED


def test_german_is_a_national_language_of_five():
    assert where("german_speaking", 1) == {"DE", "AT", "CH", "LU", "BE"}


def test_germany_has_nine_neighbours():
    assert where("borders_germany", 1) == {"DK", "PL", "CZ", "AT", "CH", "FR", "LU", "BE", "NL"}


def test_the_union_grew_as_it_did():
    assert where("eu_accession", 1958) == {"DE", "FR", "IT", "BE", "NL", "LU"}
    assert where("eu_accession", 2004) == {"PL", "CZ", "SK", "HU", "SI", "LT", "LV", "EE"}
    assert where("eu_exit", 2020) == {"GB"}


def test_predecessors():
    assert where("predecessor", "Czechoslovakia") == {"CZ", "SK"}
    assert where("predecessor", "Yugoslavia") == {"HR", "SI", "BA", "RS"}
    assert where("predecessor", "USSR") == {"RU", "UA", "BY", "LT", "LV", "EE"}


def test_languages_follow_the_stated_rule():
    babel = pytest.importorskip("babel.core")
    fold = {"bs_Cyrl": "bs", "sr_Latn": "sr", "nb": "no", "nn": "no", "gsw": "de"}
    everything = babel.get_global("territory_languages")
    for country, cell in load_countries().select("country", "languages").iter_rows():
        spoken = {
            fold.get(code, code)
            for code, facts in everything[country].items()
            if facts["official_status"] in ("official", "de_facto_official")
            and facts["population_percent"] >= 10
        }
        assert set(cell.split("+")) == spoken, country


TABLES = (
    *("countries", "laender", "occupation_zones", "gates", "partner_regions", "land_pairings"),
)


def test_every_source_is_used_and_has_a_note():
    used = set()
    for name in TABLES:
        for cell in pl.read_csv(next(FOLDER.rglob(f"{name}.csv")), infer_schema=False)["source"]:
            used |= set(cell.split("+"))
    assert used == set(load_sources())
    assert all(source.note for source in load_sources().values())


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_its_card(name):
    card = json.loads(next(FOLDER.rglob(f"{name}.json")).read_text(encoding="utf-8"))
    assert set(card) == {"title", "producer", "source", "date", "licence", "done"}
    assert all(card.values())


def test_populations_add_up_to_the_official_totals():
    laender = load_laender()
    assert laender["population_2003"].sum() == 82_531_671
    assert laender["population_2013"].sum() == 80_767_463


def test_five_laender_are_eastern_and_berlin_is_not():
    east = set(load_laender().filter(pl.col("east") == 1)["land"])
    assert east == {"DE-BB", "DE-MV", "DE-SN", "DE-ST", "DE-TH"}


def test_the_zone_of_a_land_is_that_of_its_rows():
    for land, ags, zone in load_laender().select("land", "ags", "zone").iter_rows():
        rows = set(load_zones().filter(pl.col("land") == land, pl.col("part").is_null())["zone"])
        if zone != "mixed":
            assert rows == {zone}, land
        assert land in ("DE-BE", "DE-BW") or zone_of(ags) == zone


@pytest.mark.parametrize(
    ("ags", "zone"),
    [
        ("08111000", "US"),  # Stuttgart
        ("08212000", "US"),  # Karlsruhe
        ("08311000", "FR"),  # Freiburg
        ("08416041", "FR"),  # Tübingen
        ("08211000", "FR"),  # Baden-Baden
        ("08421000", "US"),  # Ulm
        ("09776116", "FR"),  # Lindau
        ("09162000", "US"),  # München
        ("04012000", "US"),  # Bremerhaven
        ("16051000", "SU"),  # Erfurt
    ],
)
def test_zones_of_towns(ags, zone):
    assert zone_of(ags) == zone


def test_an_unknown_key_has_no_zone():
    with pytest.raises(PastError, match="no zone for the municipality key '99'"):
        zone_of("99")


def test_sides():
    assert side_of("DE-SL", 1956) == "saarland"
    assert side_of("DE-SL", 1957) == "west"
    assert side_of("DE-BE", 1950) == "west"
    assert side_of("DE-SN", 2020) == "east"
    with pytest.raises(PastError, match="'DE-XX' is no Land"):
        side_of("DE-XX", 1950)
    with pytest.raises(PastError, match="year is 1944"):
        side_of("DE-BY", 1944)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("west,occupied,west", "middle,occupied,west", "region of FR is 'middle'"),
        ("west,occupied,west", "west,victim,west", "wartime_side of FR is 'victim'"),
        ("west,occupied,west", "west,occupied,NATO", "bloc_1949_1989 of FR is 'NATO'"),
        ("fr,0,1958", "fr,1,1958", "german_speaking of FR is 1, but must be 1 exactly where"),
        ("fr,0,1958", "fr,2,1958", "german_speaking of FR is 2, but must be 0 or 1"),
        ("fr,0,1958", "fr,0,soon", "eu_accession is 'soon' in one row, but must be a number"),
        ("PL,Poland", "FR,Poland", "country 'FR' must stand in exactly one row"),
        ("+eu_countries\nFR", "+hearsay\nFR", "source of DE is 'hearsay'"),
        ("country,name", "land,name", "the columns are land, name"),
    ],
)
def test_a_mistake_in_countries_is_one_sentence(edited, old, new, message):
    path = edited("countries.csv", old, new)
    with pytest.raises(PastError, match=message) as error:
        load_countries(path)
    assert str(error.value).startswith("countries.csv: ")
    assert "\n" not in str(error.value)


def test_an_empty_source_is_refused(edited):
    path = edited("laender.csv", "destatis_2003+destatis_2013+zones", "")
    with pytest.raises(PastError, match="every row carries its source"):
        load_laender(path)


def test_na_is_namibia(tmp_path):
    path = tmp_path / "countries.csv"
    row = "NA,Namibia,global_south,none,none,en,0,,,0,,babel"
    path.write_text(",".join(COUNTRY_COLUMNS) + "\n" + row + "\n", encoding="utf-8")
    assert load_countries(path)["country"].to_list() == ["NA"]
