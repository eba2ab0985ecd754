"""Numbers of the page on strategies: signs, digits, units, sentences set in type."""

import pytest

from reports.strategies.charts.parts import around_zero
from reports.strategies.wording import chance, difference, level, plain, points, signed, typeset

GAP, MINUS = "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (12345.6, f"12{GAP}300"),
        (-1234.0, f"{MINUS}1{GAP}230"),
        (0.0, "0"),
        (0.1234, "0.123"),
        (99.96, "100"),
        (None, "\u2013"),
        (float("inf"), "\u2013"),
    ],
)
def test_three_digits_count(number, text):
    assert plain(number) == text


def test_differences_carry_their_sign():
    assert signed(0.0) == "0"
    assert signed(5.0) == "+5"
    assert difference(-0.61) == f"{MINUS}0.6"
    assert difference(19.0) == "+19.0"
    assert difference(99.96) == "+100"
    assert points(0.0123) == f"+1.23{GAP}pp"
    assert points(-0.0123) == f"{MINUS}1.23{GAP}pp"
    assert points(0.0) == f"0{GAP}pp"


def test_no_chance_is_told_as_certain():
    assert chance(0.999) == f"over{GAP}99{GAP}%"
    assert chance(0.001) == f"under{GAP}1{GAP}%"
    assert (chance(1.0), chance(0.0)) == (f"100{GAP}%", f"0{GAP}%")
    assert chance(0.616) == f"62{GAP}%"


def test_an_input_is_read_as_what_it_is():
    assert level("grants.what.begins.travel", 0.0) == f"\u00d7{GAP}1.00"
    assert level("grants.what.vacancy", -0.2) == f"\u00d7{GAP}0.82"
    assert level("grants.strength", 1.5) == f"\u00d7{GAP}1.50"
    assert level("grants.cost", 4000.0) == f"EUR{GAP}4{GAP}000"
    assert level("grants.take_up", 0.25) == f"25{GAP}%"
    assert level("life.succession", 0.25) == "0.25"


def test_sentences_are_set_in_type():
    said = "leads by -1,240 ties in 2026-2045 (90 % of runs: -310 to +2,000) under 5,000-19,999"
    assert typeset(said) == (
        f"leads by {MINUS}1{GAP}240 ties in 2026\u20132045 (90{GAP}% of runs: {MINUS}310 to "
        f"+2{GAP}000) under 5{GAP}000-19{GAP}999"
    )


def test_an_axis_holds_zero_and_is_never_empty():
    assert around_zero([]) == (-1.0, 1.0)
    assert around_zero([0.0, None, float("nan")]) == (-1.0, 1.0)
    low, high = around_zero([3.0, 5.0])
    assert low == 0.0
    assert high > 5.0
    assert around_zero([-4.0])[0] < -4.0
