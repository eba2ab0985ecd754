"""Numbers of papers: kept under one name, written in one manner, in two languages."""

import math

import pytest

from reports.papers.numbers import Numbers, rounded, written

THIN = "\u202f"


@pytest.mark.parametrize(
    ("value", "style", "told"),
    [
        (1234.0, "plain", f"1{THIN}234"),
        (0.123456, "plain", "0.123"),
        (1234.6, "whole", f"1{THIN}235"),
        (-3.0, "whole", "−3"),
        (0.0841, "share", f"8.4{THIN}%"),
        (-0.5, "share", f"−50{THIN}%"),
        (2.345, "one", "2.3"),
        (2.346, "two", "2.35"),
        (-0.0123, "points", "−1.2 percentage points"),
        (36_182.67, "three", f"36{THIN}200"),
        (0.01234, "three", "0.0123"),
        (0.0, "three", "0"),
        (552.5, "signed", "+552"),
        (-2.354, "signed", "−2.35"),
        (0.0, "signed", "0"),
    ],
)
def test_a_number_is_written_in_the_manner_of_its_style(value, style, told):
    assert written(value, style) == told


@pytest.mark.parametrize(
    ("value", "style", "told"),
    [
        (0.0841, "share", f"8,4{THIN}%"),
        (2.345, "one", "2,3"),
        (1_234_567.0, "plain", f"1{THIN}234{THIN}567"),
        (0.0123, "points", "1,2 Prozentpunkte"),
    ],
)
def test_german_has_a_comma(value, style, told):
    assert written(value, style, "de") == told


def test_a_number_is_kept_and_given_back():
    numbers = Numbers("here")
    assert numbers.add("ties", 2 / 3, "ties") == 0.666666666667
    assert [(one.name, one.program, one.source) for one in numbers] == [("ties", "here", "runs")]
    assert numbers.value("ties") == 0.666666666667
    assert len(numbers) == 1


def test_the_same_number_may_be_made_twice_but_not_another_one():
    numbers = Numbers("here")
    numbers.add("ties", 7, "ties")
    numbers.add("ties", 7, "ties")
    with pytest.raises(ValueError, match="'ties' is made twice, and differently"):
        numbers.add("ties", 8, "ties")
    with pytest.raises(ValueError, match="'ties' is made twice"):
        numbers.add("ties", 7, "people")


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_cannot_be_published(value):
    with pytest.raises(ValueError, match="not finite"):
        Numbers("here").add("ratio", value, "ratio")
    with pytest.raises(ValueError, match="not finite"):
        rounded(value)


def test_a_number_without_a_value_is_said_so():
    numbers = Numbers("here")
    numbers.add("ties", None, "ties")
    assert numbers.say("ties") == "not known"
    assert numbers.say("ties", language="de") == "nicht bekannt"
    with pytest.raises(ValueError, match="'ties' has no value"):
        numbers.value("ties")
    with pytest.raises(KeyError):
        numbers.say("other")


def test_an_interval_is_said_from_low_to_high():
    numbers = Numbers("here")
    numbers.add("gain.low", -1.5, "ties")
    numbers.add("gain.high", 2.5, "ties")
    assert numbers.band("gain", "one") == "−1.5 to 2.5"
    assert numbers.band("gain", "one", "de") == "−1,5 bis 2,5"
