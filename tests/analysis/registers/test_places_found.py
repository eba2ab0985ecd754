"""Places are found under the names that registers write, and left where several fit."""

import polars as pl
import pytest

from analysis.names import build
from analysis.names.keys import keys_of, simple_key
from analysis.names.table import CORE, OTHER, OWN, TABLE, WITHIN
from analysis.registers.places.districts import FORMER, district_key
from analysis.registers.places.ends import End
from analysis.registers.places.gazetteer import load_gazetteer
from analysis.registers.places.matching import ENOUGH, Matcher
from simulation.places import data_hash, load_places


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.fixture(scope="module")
def matcher(gazetteer):
    return Matcher(gazetteer)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Düsseldorf", "Duesseldorf"),
        ("Saint-Étienne", "St. Etienne"),
        ("La Rochelle", "Rochelle"),
        ("Châteauroux", "CHATEAUROUX"),
        ("Łódź", "Lodz"),
        ("Weißenburg", "Weissenburg"),
        ("Villeneuve d'Ascq", "Villeneuve-d\u00b4Ascq"),
        ("Stadt Köln", "Köln, Stadt"),
        ("Neumarkt in der Oberpfalz", "Neumarkt i.d. Oberpfalz"),
    ],
)
def test_two_spellings_have_one_key(one, two):
    assert keys_of(one).whole == keys_of(two).whole


@pytest.mark.parametrize(
    ("name", "core", "more"),
    [
        ("Frankfurt (Oder)", "frankfurt", {"oder"}),
        ("Frankfurt am Main", "frankfurt", {"main"}),
        ("Neuburg a.d.Donau", "neuburg", {"donau"}),
        ("Altdorf b. Nürnberg", "altdorf", {"nurnberg"}),
        ("Weil der Stadt", "weilstadt", set()),
    ],
)
def test_what_tells_namesakes_apart_is_set_apart(name, core, more):
    keys = keys_of(name)
    assert (keys.core, set(keys.more)) == (core, more)


def end(name, country="DE", land=None, **more):
    return End(name, country, land, **more)


@pytest.mark.parametrize(
    ("told", "place", "how"),
    [
        (end("Köln, Stadt", land="DE-NW"), ("Köln", "DE"), "name"),
        (end("Nuernberg", land="DE-BY"), ("Nürnberg", "DE"), "name"),
        (end("Frankfurt (Oder)", land="DE-BB"), ("Frankfurt (Oder)", "DE"), "name"),
        (end("Mailand", "IT"), ("Milan", "IT"), "other_name"),
        (end("Krakau (Kraków)", "PL"), ("Kraków", "PL"), "other_name"),
        (end("Praha (Prag)", "CZ"), ("Prague", "CZ"), "other_name"),
        (end("Wladiwostok", "RU"), ("Vladivostok", "RU"), "other_name"),
        (end("Saint Etienne", "FR"), ("Saint-Étienne", "FR"), "name"),
        (end("Montbelliard", "FR"), ("Montbéliard", "FR"), "spelling"),
        (end("Berlin (Bezirk Spandau)", land="DE-BE"), ("Berlin", "DE"), "city"),
    ],
)
def test_a_place_is_found(gazetteer, matcher, told, place, how):
    (match,) = matcher.match([told])
    assert match.id is not None, match
    row = gazetteer.row_of[match.id]
    assert (gazetteer.frame["name"][row], gazetteer.countries[row]) == place
    assert match.how == how
    assert ENOUGH <= match.confidence <= 1


def test_districts_go_to_district_agents(gazetteer, matcher):
    told = [
        end("Landkreis Cham", land="DE-BY"),
        end("Cham (Kreis) (Cham, Stadt)", land="DE-BY"),
        end("Cham", land="DE-BY"),
        end("Main-Taunus- (Kreis)", land="DE-HE"),
        end("Dep. Calvados", "FR"),
        end("Bezirk Niederbayern (Landshut)", land="DE-BY"),
    ]
    found = matcher.match(told)
    levels = [m.id and gazetteer.frame["level"][gazetteer.row_of[m.id]] for m in found]
    assert levels == ["district", "district", "municipality", "district", "district", None]
    assert found[0].id == found[1].id == 100_009_372
    assert found[5].how == "region"


@pytest.mark.parametrize(
    ("name", "land", "today"),
    [
        ("Uecker-Randow (Kreis)", "DE-MV", "Vorpommern-Greifswald"),
        ("Landkreis Rügen", None, "Vorpommern-Rügen"),
        ("Kreis Döbeln", "DE-SN", "Mittelsachsen"),
        ("Bernburg (Kreis) (Bernburg (Saale), Stadt)", "DE-ST", "Salzlandkreis"),
    ],
)
def test_a_district_that_was_merged_goes_to_that_of_today(gazetteer, matcher, name, land, today):
    (match,) = matcher.match([end(name, land=land)])
    assert match.how == "former_district"
    assert gazetteer.frame["name"][gazetteer.row_of[match.id]] == today
    assert matcher.match([end(name, land="DE-BY")])[0].how != "former_district"


def test_former_districts_are_of_today_and_bear_names_that_none_has_today():
    former = pl.read_csv(FORMER, infer_schema=False)
    today = load_places("germany").filter(pl.col("country") == "DE", pl.col("level") == "district")
    lands = dict(today.select("code", "land").iter_rows())
    assert all(lands[code] == land for land, code in former.select("land", "code").iter_rows())
    named = {district_key(name) for name in today["name"]}
    assert not named & {district_key(name) for name in former["name"]}
    assert former.select("land", "name").is_unique().all()


@pytest.mark.parametrize(
    ("name", "seat"), [("Kent", "Maidstone"), ("Grafschaft Kent", "Maidstone"), ("Fife", None)]
)
def test_a_british_county_goes_to_its_agent(gazetteer, matcher, name, seat):
    (match,) = matcher.match([end(name, country="GB")])
    row = gazetteer.row_of[match.id]
    assert match.how == "district"
    assert gazetteer.frame["level"][row] == "district"
    assert seat is None or gazetteer.frame["name"][row] == seat
    town = matcher.match([end("Maidstone (Kent)", country="GB")])[0]
    assert gazetteer.frame["level"][gazetteer.row_of[town.id]] == "municipality"


def test_namesakes_are_left_unless_something_tells_them_apart(gazetteer, matcher):
    alone, placed, wrong = matcher.match(
        [
            end("Springfield", "US"),
            end("Springfield", "US", lat=39.8, lon=-89.64),
            end("Springfield (Illinois)", "US"),
        ]
    )
    assert (alone.id, alone.how) == (None, "ambiguous")
    assert len(alone.nearest) > 1
    assert placed.id == wrong.id == 4_250_542


def test_wrong_coordinates_do_not_move_a_place_of_one_name(matcher):
    right, wrong = matcher.match([end("Besançon", "FR"), end("Besançon", "FR", lat=0.5, lon=99.0)])
    assert right.id == wrong.id is not None
    assert wrong.confidence < right.confidence


def test_an_identifier_goes_before_any_name(gazetteer, matcher):
    lyon = 2_996_944
    told = [
        end("Paris", "FR", ids=(lyon,)),
        end("Paris", "FR", codes=("69123",)),
        end("Paris", "IT", ids=(lyon,)),
    ]
    by_id, by_code, elsewhere = matcher.match(told)
    assert (by_id.id, by_id.how) == (lyon, "id")
    assert (by_code.id, by_code.how) == (lyon, "code")
    assert elsewhere.id != lyon


@pytest.mark.parametrize(
    ("told", "why"),
    [
        (end("Qqxxzyy", "FR"), "unknown"),
        (end("Lima", "PE"), "not_in_world"),
        (end("Lyon", None), "no_country"),
        (end("", "FR"), "no_name"),
        (end("  ..  ", "FR"), "no_name"),
        (end("москва", "FR"), "unknown"),
    ],
)
def test_what_is_not_found_says_why(matcher, told, why):
    (match,) = matcher.match([told])
    assert (match.id, match.how) == (None, why)


def test_a_name_in_another_land_is_another_place(matcher):
    assert matcher.match([end("Köln", land="DE-BY")])[0].id is None


def test_the_table_of_names_is_that_of_the_frame():
    import hashlib
    import json

    sidecar = json.loads(TABLE.with_suffix(".json").read_text("utf-8"))
    assert sidecar["places_sha256"] == data_hash()
    assert sidecar["sha256"] == hashlib.sha256(TABLE.read_bytes()).hexdigest()
    names = pl.read_parquet(TABLE)
    towns = load_places("germany").filter(pl.col("level") == "municipality")
    assert names["id"].is_in(towns["id"].implode()).all()
    sample = towns.sample(300, seed=1)
    own = names.filter(pl.col("kind") == OWN).select("id", "key").rows()
    keyed = [(i, simple_key(name)) for i, name in sample.select("id", "name").iter_rows()]
    missing = [pair for pair in keyed if len(pair[1]) > 1 and pair not in set(own)]
    assert missing == []


def test_names_are_built_from_what_geonames_lists():
    frame = load_places("toy").filter(pl.col("country") == "FR", pl.col("level") == "municipality")
    town = frame.row(0, named=True)
    raw = pl.DataFrame(
        {
            "geonameid": [town["id"], 1],
            "name": [town["name"], "Smallville"],
            "alternatenames": ["Otherburg,XYZ,lowercase,Москва", ""],
            "country": ["FR", "FR"],
            "admin4": [town["code"], "99999"],
            "lat": [town["lat"], 0.0],
            "lon": [town["lon"], 0.0],
        }
    )
    names = build.build(raw, {"99999": town["code"]}, frame.head(1))
    kinds = {key: kind for _, key, kind in names.iter_rows()}
    assert kinds["otherburg"] == OTHER
    assert kinds["smallville"] == WITHIN
    assert kinds[simple_key(town["name"])] in (OWN, CORE)
    assert set(kinds) == {"otherburg", "smallville", simple_key(town["name"])} | {
        keys_of(town["name"]).core
    }
