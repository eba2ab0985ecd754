import json

import polars as pl
import pytest

from simulation.past import PastError, load_events
from simulation.past.policy.programmes import budget_of, load_programmes
from simulation.past.reading import in_area, system_sources
from simulation.past.sources import load_sources
from simulation.past.words import FOLDER

TABLES = ("programmes", "mergers", "homelands", "origins", "hanse", "rings", "migration")


def named():
    keys = set()
    for table in TABLES:
        for cell in pl.read_csv(next(FOLDER.rglob(f"{table}.csv")), infer_schema=False)["source"]:
            keys |= set(cell.split("+"))
    return keys


def test_every_source_of_the_systems_is_used_and_has_a_note():
    own = load_sources(FOLDER / "sources_systems.toml")
    assert named() - set(load_sources()) == set(own)
    assert all(source.note for source in own.values())
    assert set(system_sources()) == set(own) | set(load_sources())


@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_its_card(name):
    card = json.loads(next(FOLDER.rglob(f"{name}.json")).read_text(encoding="utf-8"))
    assert set(card) == {"title", "producer", "source", "date", "licence", "done"}
    assert all(card.values())


@pytest.mark.parametrize(
    ("area", "prefix", "inside"),
    [
        ("PL.72.0264", "PL.72", True),
        ("PL.72.0264", "PL.72.0264", True),
        ("PL.72.0264", "PL", True),
        ("PL.72", "PL.72.0264", False),
        ("PL.72.0264", "PL.7", False),
        ("PL.72.0264", "PL.72.026", False),
        ("12054", "12", True),
        ("05512", "12", False),
    ],
)
def test_areas_are_covered_by_whole_codes(area, prefix, inside):
    assert in_area(area, prefix) is inside


@pytest.mark.parametrize(
    ("programme", "year", "eur"),
    [
        ("citizens_fund", 2020, 2_400_000),
        ("citizens_fund", 2022, 5_000_000),
        ("municipal_development", 2013, 5_000_000),
        ("municipal_development", 2020, 30_900_000),
        ("municipal_development", 2021, 38_500_000),
        ("municipal_development", 2022, 31_000_000),
        ("eu_twinning", 2004, 14_000_000),
        ("eu_twinning", 2024, 4_000_000),
        ("pl_youth_office", 2016, 5_000_000),
        ("fr_youth_office", 1980, 20_800_000),
        ("fr_youth_office", 2019, 26_000_000),
        ("citizens_fund", 2019, None),
        ("citizens_fund", 2023, None),
        ("municipal_development", 2012, None),
    ],
)
def test_budgets_of_record(programme, year, eur):
    assert budget_of(programme, year) == eur


def test_no_programme_pays_before_the_event_that_opened_it():
    events = {event.id: event for event in load_events()}
    for budget in load_programmes():
        event = events[budget.event]
        assert budget.year >= event.date.year
        assert any(act.what == "pay" for act in event.acts), budget.event


def test_a_programme_pays_where_its_event_does():
    events = {event.id: event for event in load_events()}
    for budget in load_programmes():
        acts = [act for act in events[budget.event].acts if act.what == "pay"]
        paid = {country for act in acts for country in act.countries_of(budget.year)}
        assert set(budget.countries()) == paid, (budget.programme, budget.year)


def test_the_european_programme_follows_membership():
    by_year = {b.year: b.countries() for b in load_programmes() if b.programme == "eu_twinning"}
    assert "PL" in by_year[2004]
    assert "RO" not in by_year[2006]
    assert "RO" in by_year[2007]
    assert "GB" not in by_year[2021]


def test_published_rows_say_so_and_grants_are_ordered():
    rows = load_programmes()
    assert {row.kind for row in rows} == {"published", "interpolated"}
    assert sum(row.kind == "published" for row in rows) == 19
    grants = {row.year: (row.grant_min_eur, row.grant_max_eur) for row in rows if row.grant_max_eur}
    assert grants == {2016: (None, 25_000), 2024: (8_455, 50_745)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",5000000,grants+projects,", ",0,grants+projects,", "must be a positive sum in EUR"),
        (",youth,FR,", ",bribes,FR,", "pays in line 2 is 'bribes'"),
        (",youth,FR,", ",youth,XX,", "countries in line 2 names 'XX'"),
        ("youth_office_fr_1963", "nothing_1963", "event in line 2 is 'nothing_1963'"),
        ("youth_office_fr_1963", "citizens_fund_2020", "year in line 2 is 1963"),
        (",published,,,dfjw_constant", ",guessed,,,dfjw_constant", "kind in line 2 is 'guessed'"),
        ("dfjw_constant+dfjw_2012", "hearsay", "source of line 2 is 'hearsay'"),
        (",1964,20800000,", ",1964,20900000,", "must be 20800000, on the line between 1963 and"),
        (",1964,", ",1965,", "is 1965, but must be 1964"),
        (",1963,", ",,", "year in line 2 is empty"),
        (",published,,,dfjw_constant", ",interpolated,,,dfjw_constant", "begin and end with a pub"),
    ],
)
def test_a_mistake_is_one_sentence(edited, old, new, message):
    with pytest.raises(PastError, match=message) as error:
        load_programmes(edited("programmes.csv", old, new))
    assert str(error.value).startswith("programmes.csv: ")


def test_an_unknown_programme_is_refused():
    with pytest.raises(PastError, match="'lottery' is no programme"):
        budget_of("lottery", 2020)
