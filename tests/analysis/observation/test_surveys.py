"""Surveys: dormancy among answers understates dormancy by as much as theory says."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from analysis.observation.surveys import Survey, among_answers, answers, behind_answers, dormancy

MANY = 20_000
STATES = ("active", "active", "weak", "dormant", "suspended")
"""Two fifths of the living ties rest."""


def ties(count=MANY, states=STATES):
    return pl.DataFrame(
        {
            "a": range(1, count + 1),
            "b": range(count + 1, 2 * count + 1),
            "kind": ["twinning"] * count,
            "founded": [1970] * count,
            "status": [states[i % len(states)] for i in range(count)],
        },
        schema_overrides={"founded": pl.Int32},
    )


def test_dormancy_among_answers_falls_short_by_what_theory_says():
    survey = Survey(active=0.6, dormant=0.2)
    asked = ties()
    found = answers(asked, 2017, survey, seed=5)
    assert dormancy(asked) == 0.4
    expected = 0.4 * 0.2 / (0.4 * 0.2 + 0.6 * 0.6)  # 2/11 for 2/5
    assert among_answers(0.4, survey) == pytest.approx(expected)
    shown = dormancy(found)
    # four standard errors: a false alarm once in 16,000, and the seed is fixed
    assert shown == pytest.approx(expected, abs=4 * math.sqrt(expected / found.height))
    assert found.height == pytest.approx(MANY * 0.44, abs=4 * math.sqrt(MANY * 0.25))
    assert behind_answers(shown, survey) == pytest.approx(0.4, abs=0.03)


def test_where_all_answer_alike_nothing_is_hidden():
    survey = Survey(active=0.5, dormant=0.5)
    found = answers(ties(), 2017, survey, seed=5)
    assert dormancy(found) == pytest.approx(0.4, abs=0.02)


def test_the_survey_of_2017_hides_two_thirds():
    """35 of 1,322 answers speak of a tie that rests; 32 % of those asked answered."""
    survey = Survey()
    true = behind_answers(35 / 1322, survey)
    assert true == pytest.approx(0.085, abs=0.005)
    assert true * survey.dormant + (1 - true) * survey.active == pytest.approx(0.32, abs=0.005)


def test_ended_ties_are_not_asked():
    all_answer = Survey(active=1.0, dormant=1.0)
    mixed = ties(10, ("active", "ended"))
    assert answers(mixed, 2017, all_answer, 1)["status"].to_list() == ["active"] * 5
    assert dormancy(mixed) == 0.0
    assert dormancy(mixed.clear()) is None


def test_an_answer_hangs_on_the_tie_alone():
    survey = Survey()
    asked = ties(500)
    found = answers(asked, 2017, survey, 3)
    backwards = answers(asked.reverse(), 2017, survey, 3)
    assert backwards.sort("a").equals(found)
    half = answers(asked.filter(pl.col("a") <= 250), 2017, survey, 3)
    assert half.equals(found.filter(pl.col("a") <= 250))
    assert not answers(asked, 2018, survey, 3).equals(found)
    assert not answers(asked, 2017, survey, 4).equals(found)


def test_whoever_answered_goes_on_where_the_chance_rises():
    asked = ties(500)
    few = set(answers(asked, 2017, Survey(active=0.3, dormant=0.1), 3)["a"])
    more = set(answers(asked, 2017, Survey(active=0.5, dormant=0.4), 3)["a"])
    assert few < more


@given(st.floats(0.0, 1.0), st.floats(0.01, 1.0), st.floats(0.01, 1.0))
def test_truth_and_answers_are_inverse(true, active, dormant):
    survey = Survey(active=active, dormant=dormant)
    shown = among_answers(true, survey)
    assert behind_answers(shown, survey) == pytest.approx(true, abs=1e-9)
    assert (shown <= true + 1e-12) == (dormant <= active) or shown == pytest.approx(true)


def test_where_nobody_answers_there_is_nothing_to_say():
    silent = Survey(active=0.0, dormant=0.0)
    assert answers(ties(50), 2017, silent, 1).is_empty()
    assert among_answers(0.5, silent) is None
    assert behind_answers(0.5, Survey(active=0.5, dormant=0.0)) is None


def test_an_unknown_status_is_refused():
    with pytest.raises(ValueError, match="status 'asleep', must be one of active, weak, dormant"):
        answers(ties(5, ("asleep",)), 2017, Survey(), 1)


def test_a_chance_is_a_share():
    with pytest.raises(ValidationError, match="less than or equal to 1"):
        Survey(active=1.2)
