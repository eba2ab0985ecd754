"""Published figures of single years, read off small runs that are made by hand."""

import pytest

from analysis.validation import targets
from analysis.validation.patterns.published import PUBLISHED, inner_german
from analysis.validation.patterns.vitality import VITALITY
from tests.analysis.validation.patterns.chronicles import PLACES, Past, run_of


def read(pattern, run):
    """Values by cell, as the shipped declaration asks for them."""
    found = PUBLISHED[pattern](run, targets()[pattern].facts)
    return dict(found.iter_rows())


def test_every_pattern_of_published_figures_has_one_reader():
    readers = [*PUBLISHED, *VITALITY, "inner_german"]
    assert sorted(readers) == sorted(name for name, t in targets().items() if t.facts)


def test_inner_german_contracts_count_from_their_signing_to_the_year_before_their_end():
    past = Past()
    past.found(1986, 1, 3)
    past.add(2011, "ended", past.found(1990, 2, 3))
    past.found(1990, 1, 2)  # both in the West
    past.found(1989, 2, 4, form="friendship")  # no contract
    found = inner_german(run_of(past).ties, PLACES, targets()["inner_german"].facts)
    assert dict(found.iter_rows()) == {"1986": 1, "1988": 1, "1989": 1, "1990": 2, "2011": 1}


def test_applications_wait_until_there_is_a_partner_across():
    past = Past()
    for year, place in ((1975, 1), (1988, 1), (1980, 2), (1980, 3), (1990, 2)):
        past.ledger.append_place(year, "applied", place)
    assert read("waiting", run_of(past)) == {"1989": 2}  # 3 lies in the East
    past.found(1987, 1, 2)  # both in the West
    past.add(1988, "ended", past.found(1986, 1, 3))
    past.found(1989, 2, 4)
    assert read("waiting", run_of(past)) == {"1989": 1}


def test_partnerships_with_nicaragua():
    past = Past()
    past.found(1986, 1, 51)
    past.add(2021, "ended", past.found(1987, 2, 51))
    past.found(1988, 3, 51, form="contact")
    past.add(2022, "deepened", past.found(2000, 4, 51, form="contact"), new="partnership")
    assert read("nicaragua", run_of(past)) == {"2021": 1}


def test_ukrainian_friendships_count_from_their_beginning_and_contacts_do_not():
    past = Past()
    past.found(2005, 1, 41, form="friendship")
    past.found(2005, 2, 41, form="contact")
    late = past.found(2005, 3, 41, form="contact")
    past.add(2022, "deepened", late, new="friendship", old="contact")
    past.found(2022, 4, 41)
    assert read("ukraine", run_of(past)) == {"2021": 1, "2022": 3}


def test_british_contracts_are_those_that_the_register_holds():
    past = Past()
    for tie in [past.found(1960, 1, 21) for _ in range(4)][:1]:
        past.add(2015, "ended", tie)
    past.found(2005, 2, 21)
    whole = run_of(past)
    assert read("british", whole) == {"2011": 5, "2020": 4}
    assert read("british_change", whole)["2020"] == pytest.approx(-1 / 5)
    half = run_of(past, reported={"contact": 0.5, "friendship": 0.5, "partnership": 0.5})
    assert read("british", half) == {"2011": 4.5, "2020": 3.5}
    slow = read("british", run_of(past, lag=6.5))  # 6.5 years from mid-2005 to the end of 2011
    assert slow["2011"] == pytest.approx(4 + 0.5)


def test_no_british_contract_at_first_leaves_no_change_to_tell():
    past = Past()
    past.found(2015, 1, 21)
    assert read("british_change", run_of(past)) == {"2020": None}


def test_russian_ties_alive_before_the_war_are_counted_once():
    past = Past()
    ties = [past.found(1990, home, 31) for home in (1, 2, 3, 4)]
    past.add(2000, "ended", ties[0])
    past.add(2022, "suspended", ties[1], why="rupture")
    past.add(2022, "ended", ties[2], why="asleep")
    past.add(2022, "suspended", past.found(1990, 1, 41), why="rupture")  # with Ukraine
    run = run_of(past)
    assert read("russia_suspended", run)["2022"] == pytest.approx(1 / 3)
    assert read("russia_ended", run)["2022"] == pytest.approx(1 / 3)
    assert read("russia_ended", run_of(Past())) == {"2022": None}


def test_climate_partnerships_count_once_by_whatever_step_they_were_admitted():
    past = Past()
    first, second, third, other = (
        past.found(2000, home, 51, form="contact", kind="development") for home in (1, 2, 3, 4)
    )
    past.add(2011, "deepened", first, new="friendship", old="contact", theme="climate")
    past.add(2015, "renewed", second, form="friendship", theme="climate")
    past.add(2016, "renewed", second, form="friendship", theme="climate")
    past.add(2017, "granted", third, programme="calls", theme="climate")
    past.add(2012, "deepened", other, new="friendship", old="contact", stage="limited project")
    assert read("climate", run_of(past)) == {"2011": 1, "2015": 2, "2017": 3, "2021": 3}


def test_members_of_the_league_come_and_go_and_rings_are_no_league():
    past = Past()
    for place in (1, 2, 11):
        past.ledger.append_place(1980, "joined", place, group=1, kind="hanse")
    past.ledger.append_place(1990, "joined", 3, group=2, kind="ring")
    past.ledger.append_place(2022, "left", 1, group=1, kind="hanse")
    assert read("hanse", run_of(past)) == {"2019": 3, "2024": 2}


def test_the_lag_of_sponsorships_is_that_of_those_converted_by_then():
    past = Past()
    lags = {1954: 1990, 1955: 1992, 1956: 2006, 1957: 2020}
    for since, year in lags.items():
        tie = past.found(since, 1, 11, form="contact", kind="sponsorship", motive="sponsorship")
        twinning = {"form": "partnership", "kind": "twinning", "motive": "exchange"}
        past.add(year, "converted", tie, **twinning, signed=year)
    past.found(1955, 2, 11, form="contact", kind="sponsorship", motive="sponsorship")
    assert read("sponsorships", run_of(past)) == {"2007": 37}
    assert read("sponsorships", run_of(Past())) == {"2007": None}


def test_people_meet_at_ties_abroad_only():
    columns = ("year", "motive", "stock", "people")
    rows = [(2006, "exchange", 3, 900), (2006, "development", 1, 100), (2007, "exchange", 9, 9)]
    rows += [(2006, "reunification", 7, 5000), (2006, "sponsorship", 7, 0)]
    yearly = [dict(zip(columns, row, strict=True)) for row in rows]
    assert read("people", run_of(Past(), yearly=yearly)) == {"2006": 250}
    silent = [{**row, "people": None} for row in yearly]
    assert read("people", run_of(Past(), yearly=silent)) == {"2006": None}


@pytest.mark.parametrize("pattern", PUBLISHED)
def test_a_run_that_ends_before_has_nothing_to_compare(pattern):
    run = run_of(Past(), until=1980)
    assert set(read(pattern, run).values()) == {None}
