import datetime as dt
import tomllib
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.past import Event, PastError, load_countries, load_events
from simulation.past.events import resolve_laender
from simulation.past.sources import Source
from simulation.past.words import FOLDER

NEEDED = [
    "zone_us_1947",
    "zone_gb_1947",
    "zone_fr_1947",
    "cemr_1951",
    "elysee_1963",
    "warsaw_treaty_1970",
    "saarlouis_1986",
    "opening_1989",
    "reunification_1990",
    "german_polish_treaty_1991",
    "eu_town_twinning_1989",
    "eu_enlargement_2004",
    "eu_enlargement_2007",
    "nicaragua_1984",
    "skew_2001",
    "russia_2022",
    "ukraine_2022",
]

GOOD = """
[groups]
pair = ["FR", "PL"]
[events.one]
title = "One"
date = 1963-01-22
source = { title = "Someone", url = "https://example.org/" }
expects = "Nothing."
acts = [{ what = "warm", countries = ["@pair"], laender = ["west"] }]
"""


def by_id():
    return {event.id: event for event in load_events()}


def dated(day):
    return Event("x", "X", day, Source("s", ""), "Nothing.", ())


def test_the_events_that_scenarios_rely_on_exist():
    assert set(NEEDED) <= set(by_id())


def test_events_come_by_date():
    dates = [event.date for event in load_events()]
    assert dates == sorted(dates)
    assert min(dates).year >= 1945


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("elysee_1963", dt.date(1963, 1, 22)),
        ("warsaw_treaty_1970", dt.date(1970, 12, 7)),
        ("saarlouis_1986", dt.date(1986, 9, 19)),
        ("opening_1989", dt.date(1989, 11, 9)),
        ("reunification_1990", dt.date(1990, 10, 3)),
        ("german_polish_treaty_1991", dt.date(1991, 6, 17)),
        ("eu_enlargement_2004", dt.date(2004, 5, 1)),
        ("russia_2022", dt.date(2022, 2, 24)),
    ],
)
def test_dates_of_record(name, date):
    assert by_id()[name].date == date


def test_every_event_ends_its_name_with_its_year():
    assert all(event.id.endswith(f"_{event.date.year}") for event in load_events())


def test_every_event_has_a_source_with_an_address():
    for event in load_events():
        assert event.source.title
        assert event.source.url.startswith(("http://", "https://")), event.id


def test_an_event_either_names_its_row_of_the_record_or_says_that_it_has_none():
    for event in load_events():
        title = event.source.title
        assert "not in events.csv" in title or "(E" in title, event.id


def test_no_event_carries_a_number():
    def numbers(value):
        if isinstance(value, dict):
            return [n for item in value.values() for n in numbers(item)]
        if isinstance(value, list):
            return [n for item in value for n in numbers(item)]
        return [value] if isinstance(value, int | float) else []

    raw = tomllib.loads((FOLDER / "events.toml").read_text(encoding="utf-8"))
    assert numbers(raw["events"]) == []


def test_occupation_zones_warm_their_own_laender_only():
    events = by_id()
    assert events["zone_gb_1947"].acts[0].laender == ("DE-HH", "DE-NI", "DE-NW", "DE-SH")
    assert "DE-BW" in events["zone_us_1947"].acts[0].laender
    assert "DE-BW" in events["zone_fr_1947"].acts[0].laender


def test_what_binds_the_federal_republic_binds_the_east_once_it_has_joined():
    act = by_id()["cemr_1951"].acts[0]
    everyone = resolve_laender(["all"], "f", "f")
    west = resolve_laender(["west"], "f", "f")
    assert act.laender_of(1951) == act.laender_of(1990) == west
    assert act.laender_of(1991) == act.laender_of(2014) == everyone
    zone = by_id()["zone_gb_1947"].acts[0]
    assert zone.laender_of(1991) == zone.laender  # a zone binds its own Länder only
    border = by_id()["opening_1989"].acts[-1]
    assert border.laender_of(1991) == west  # the Wall's fall opened the West's way east


def test_members_of_the_union_change_with_the_years():
    act = by_id()["eu_town_twinning_1989"].acts[0]
    assert len(act.countries_of(1989)) == 11  # the twelve without Germany
    assert "PL" not in act.countries_of(2003)
    assert "PL" in act.countries_of(2004)
    assert "GB" in act.countries_of(2019)
    assert "GB" not in act.countries_of(2020)
    assert len(act.countries_of(2025)) == 24  # the 27 without Germany, Cyprus and Malta
    assert all("DE" not in act.countries_of(year) for year in range(1945, 2046))


def test_groups_resolve_to_known_countries_without_doubles():
    known = set(load_countries()["country"])
    for event in load_events():
        for act in event.acts:
            for year in (1950, 1990, 2025):
                here = act.countries_of(year)
                assert set(here) <= known
                assert len(here) == len(set(here))
            assert act.members
            assert act.laender == tuple(sorted(set(act.laender)))


def test_berlin_is_west_and_the_two_sides_make_the_whole():
    west = resolve_laender(["west"], "f", "f")
    east = resolve_laender(["east"], "f", "f")
    assert "DE-BE" in west
    assert len(west) == 11
    assert len(east) == 5
    assert sorted(west + east) == list(resolve_laender(["all"], "f", "f"))


DAYS = st.dates(dt.date(1945, 1, 1), dt.date(2045, 12, 31))


@settings(deadline=None)
@given(DAYS)
def test_a_day_and_the_days_before_it_make_a_year(day):
    year = day.year
    length = (dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days
    before = day.timetuple().tm_yday - 1
    exact = 1 - Fraction(before, length)
    assert dated(day).fraction(year) == float(exact)
    assert 0.0 < dated(day).fraction(year) <= 1.0
    assert dated(day).fraction(year - 1) == 0.0
    assert dated(day).fraction(year + 1) == 1.0


@settings(deadline=None)
@given(DAYS, DAYS)
def test_a_later_event_never_has_more_of_a_year(one, other):
    first, second = sorted((one, other))
    for year in range(first.year - 1, second.year + 2):
        assert dated(first).fraction(year) >= dated(second).fraction(year)


def test_leap_years_count_366_days():
    assert dated(dt.date(2004, 12, 31)).fraction(2004) == 1 / 366
    assert dated(dt.date(2003, 12, 31)).fraction(2003) == 1 / 365
    assert dated(dt.date(2007, 1, 1)).fraction(2007) == 1.0


def test_a_good_file_is_read(tmp_path):
    path = tmp_path / "events.toml"
    path.write_text(GOOD, encoding="utf-8")
    (event,) = load_events(path)
    assert event.acts[0].countries_of(1950) == ("FR", "PL")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["@pair"]', '["XX"]', r"events\.toml: events\.one\.acts\[0\]\.countries names 'XX'"),
        ('["@pair"]', '["@none"]', r"names '@none', but the groups are @pair"),
        ('["@pair"]', "[]", r"acts\[0\]\.countries is empty"),
        ('["@pair"]', '"FR"', r"acts\[0\]\.countries is 'FR', but must be a list"),
        ('["FR", "PL"]', '["FR", "NA"]', r"groups\.pair names 'NA'"),
        ('["west"]', '["DE-XX"]', r"acts\[0\]\.laender names 'DE-XX'.*a Land such as DE-BY"),
        ('["west"]', "[]", r"acts\[0\]\.laender is empty"),
        ('"warm"', '"hot"', r"acts\[0\]\.what is 'hot', but must be one of warm, open"),
        ("1963-01-22", '"1963-01-22"', r"events\.one\.date is '1963-01-22', but must be a day"),
        ("1963-01-22", "1963-01-22T10:00:00", r"events\.one\.date is .* but must be a day"),
        ("1963-01-22", "1963-02-30", r"events\.toml: not readable as TOML"),
        ('title = "One"', 'title = " "', r"events\.one\.title is ' ', but must be a line"),
        ('title = "One"', "", r"events\.one\.title is missing"),
        ('expects = "Nothing."', "size = 0.3", r"events\.one\.size is unknown.*in the scenario"),
        ('"west"]', '"west"], size = 1', r"acts\[0\]\.size is unknown.*in the scenario"),
        ('"west"]', '"west"], motive = "love"', r"motive is 'love', but must be one of"),
        (', url = "https://example.org/"', "", r"events\.one\.source has the keys \['title'\]"),
        ('title = "Someone"', 'title = ""', r"events\.one\.source\.title is empty"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_and_field(tmp_path, old, new, message):
    assert old in GOOD
    path = tmp_path / "events.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PastError, match=message) as error:
        load_events(path)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("events = 3", r"bad\.toml: events is 3, but must be a table of events"),
        ("groups = 3", r"bad\.toml: groups is 3, but must be a table of lists"),
        ("[events]\none = 3", r"bad\.toml: events\.one is 3, but must be a table\."),
        (GOOD.partition("acts =")[0] + "acts = []", r"one\.acts is \[\], but must be a list"),
        (GOOD.partition("acts =")[0] + "acts = [3]", r"one\.acts\[0\] is 3, but must be a table"),
    ],
)
def test_what_should_be_a_table_is_no_number(tmp_path, text, message):
    path = tmp_path / "bad.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PastError, match=message):
        load_events(path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PastError, match=r"nowhere\.toml: no such file"):
        load_events(tmp_path / "nowhere.toml")
