"""The survey of Franco-German twinnings, asked of small runs that are made by hand."""

import pytest

from analysis.observation.surveys import Survey
from analysis.validation import targets
from analysis.validation.patterns import vitality
from analysis.validation.patterns.vitality import SHARES, VITALITY, survey
from analysis.validation.targets import Fact
from tests.analysis.validation.patterns.chronicles import COMMUNES, Past, run_of


@pytest.fixture
def everyone(monkeypatch):
    """Everybody answers."""
    monkeypatch.setattr(vitality, "Survey", lambda: Survey(active=1.0, dormant=1.0))


def shares(run):
    facts = [fact for name in VITALITY for fact in targets()[name].facts]
    return dict(vitality.shares(run, tuple(facts)).iter_rows())


def lively():
    """Five French partnerships, one of them asleep; a friendship and an English partnership.

    With `meeting` at 4, of 284 people 71 are sent, of 280 no more than 70.
    """
    past = Past()
    one, two, three, four, asleep = (past.found(1970 + i, 1 + i % 4, 11) for i in range(5))
    friends, english = past.found(1980, 2, 12, form="friendship"), past.found(1980, 3, 21)
    for tie in (friends, english):
        past.begin(1990, tie, "school", people=1000, under_30=1000)
    past.begin(1990, one, "travel", people=284, under_30=20, over_60=200)
    past.begin(1991, one, "digital", people=100, under_30=30, over_60=10)
    past.begin(1990, two, "travel", people=180, under_30=20, over_60=150)
    past.begin(1990, two, "school", people=100, under_30=80)
    past.begin(1995, three, "music", people=40, over_60=20)
    past.begin(1996, three, "sport", people=96, under_30=40)
    past.add(2012, "stopped", three, activity="music", age=60, why="nobody takes over")
    past.begin(2010, four, "school", people=100, under_30=90)
    past.begin(2018, four, "music", people=100)
    past.begin(1990, asleep, "travel", people=50)
    past.add(2010, "stopped", asleep, activity="travel", age=60, why="nobody takes over")
    past.add(2013, "slept", asleep, why="activities")
    return past


def test_shares_of_the_answers(everyone):
    found = shares(run_of(lively()))
    assert found == pytest.approx(
        {
            "travel": 2 / 5,
            "school": 2 / 5,
            "music": 0,
            "sport": 1 / 5,
            "many_travellers": 1 / 5,
            "weaker": 1 / 5,
            "stable": 3 / 5,
            "dormant": 1 / 5,
            "over_60": 360 / 860,
            "under_30": 280 / 860,
        }
    )


def test_only_partnerships_with_france_are_asked(everyone):
    answers = survey(run_of(lively()), 2017)
    assert answers["tie"].to_list() == [0, 1, 2, 3, 4]
    assert answers["travellers"].to_list() == [71, 70, 24, 25, 0]
    assert answers["people"].to_list() == [384, 280, 96, 100, 0]
    assert answers["status"].to_list() == ["active"] * 4 + ["dormant"]


def test_what_sleeps_answers_less_often():
    past = Past()
    for number, commune in enumerate(COMMUNES):
        tie = past.found(1970, 1 + number % 4, commune)
        past.begin(1990, tie, "travel", people=4)
        if number % 2:
            past.add(2000, "slept", tie, why="activities")
    found = survey(run_of(past), 2017)
    asleep = (found["status"] == "dormant").sum()
    awake = found.height - asleep
    own = Survey()
    for answers, chance in ((awake, own.active), (asleep, own.dormant)):
        assert abs(answers - 200 * chance) < 5 * (200 * chance * (1 - chance)) ** 0.5
    assert asleep < awake


def test_the_same_run_is_answered_alike():
    one, two = (survey(run_of(lively()), 2017) for _ in range(2))
    assert one.equals(two)


def test_without_activities_or_years_there_is_nothing_to_tell(everyone):
    quiet = Past()
    quiet.found(1970, 1, 11)
    assert set(shares(run_of(quiet)).values()) == {None}
    assert set(shares(run_of(lively(), until=2016)).values()) == {None}


def test_without_french_ties_there_is_nothing_to_tell(everyone):
    past = Past()
    past.begin(1990, past.found(1970, 1, 21), "school", people=10)
    assert set(shares(run_of(past)).values()) == {None}


def test_every_declared_cell_is_a_share_of_the_survey():
    declared = {fact.cell for name in VITALITY for fact in targets()[name].facts}
    assert declared == set(SHARES)
    unknown = Fact(cell="theatre", year=2017, low="V07")
    with pytest.raises(ValueError, match="cell 'theatre': must be one of travel, school"):
        vitality.shares(run_of(lively()), (unknown,))
