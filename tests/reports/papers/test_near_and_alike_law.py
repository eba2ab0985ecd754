"""The law of places as the report reads and draws it."""

import math

import polars as pl
import pytest

from reports.papers.near_and_alike import law
from reports.papers.numbers import Numbers

VALUES = {"similar": -0.8, "mass": 0.5, **{f"distance.{c}": -1.0 for c in law.COUNTRIES}}


def test_a_partner_as_large_has_all_of_its_chance() -> None:
    assert law.size_chance(1.0, VALUES) == 1.0


def test_size_counts_for_likeness_and_for_mass() -> None:
    assert law.size_chance(2.0, VALUES) == pytest.approx(2 ** (-0.8 + 0.5))
    assert law.size_chance(0.5, VALUES) == pytest.approx(2 ** (-0.8 - 0.5))


def test_a_slope_of_minus_one_halves_the_chance_at_each_doubling() -> None:
    curves = law.distance_curves(VALUES, -2.0)
    france = curves.filter(pl.col("who") == "FR")
    at = dict(france.select("km", "chance").iter_rows())
    assert at[50.0] == 1.0
    assert at[100.0] == pytest.approx(0.5)
    assert at[400.0] == pytest.approx(0.125)
    common = dict(curves.filter(pl.col("who") == "common").select("km", "chance").iter_rows())
    assert common[100.0] == pytest.approx(0.25)


def test_overseas_has_no_curve() -> None:
    assert "US" not in set(law.distance_curves(VALUES, -1.0)["who"])


def test_factors_follow_from_the_estimates_that_ship() -> None:
    numbers, ties = Numbers("test"), law.read()
    law.add(numbers, ties)
    slope = ties.choice["distance.FR"]
    assert numbers.value("twice_as_far.FR") == pytest.approx(2**slope)
    assert numbers.value("held") == pytest.approx(math.exp(ties.full["held"]["value"]))
    for number in numbers:
        assert number.source == "estimates"
        if number.name.endswith(".low"):
            name = number.name.removesuffix(".low")
            assert number.value is not None
            assert number.value < numbers.value(name) < numbers.value(f"{name}.high")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ValueError, match=r"nowhere\.json: cannot be read"):
        law.estimates("nowhere")
