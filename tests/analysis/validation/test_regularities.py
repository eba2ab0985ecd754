"""What only single ties tell, by hand: second partners, founders, small towns, likeness."""

import math

import polars as pl
import pytest

from analysis.validation.patterns.regularities import (
    REGULARITIES,
    founders,
    likeness_kept,
    repeats,
    small_towns,
)

SCHEMA = {
    "home": pl.Int64,
    "land": pl.String,
    "level": pl.String,
    "population": pl.Int64,
    "country": pl.String,
    "away_population": pl.Int64,
    "km": pl.Float64,
    "year": pl.Int32,
    "undated": pl.Boolean,
}


def links(*rows):
    """Ties: home, land, population, country, away_population, km, year."""
    full = [
        (home, land, "municipality", people, country, away, km, year, year is None)
        for home, land, people, country, away, km, year in rows
    ]
    return pl.DataFrame(full, schema=SCHEMA, orient="row")


def cells(frame, column="value"):
    return dict(frame.select("cell", column).iter_rows())


TIES = links(
    (1, "DE-BW", 9_999, "FR", 5_000, 500.0, 1962),
    (1, "DE-BW", 9_999, "FR", 9_000, 600.0, 1963),
    (1, "DE-BW", 9_999, "PL", 4_000, 700.0, 1991),
    (2, "DE-TH", 10_000, "FR", 20_000, 800.0, 1964),
    (2, "DE-TH", 10_000, "BR", None, 9_000.0, None),
    (3, "DE-BY", 50_000, "PL", 60_000, 650.0, 1990),
    (3, "DE-BY", 50_000, "PL", 70_000, 660.0, 1993),
    (3, "DE-BY", 50_000, "FR", 70_000, 660.0, 1996),
    (4, "DE-BE", 90_000, "FR", 70_000, 900.0, 1961),
    (5, "DE-HB", 90_000, "FR", 70_000, 900.0, 1961),
    (6, "DE-SN", 90_000, "FR", 70_000, 900.0, 1961),
)


def test_repeats_are_ties_beyond_the_first_by_laender_kept_back_and_rest():
    found = repeats(TIES)
    assert cells(found) == {
        "kept|FR": pytest.approx(1 / 3),
        "kept|PL": 0.0,
        "kept|other": 0.0,
        "kept|all": pytest.approx(1 / 5),
        "rest|PL": 0.5,
        "rest|FR": 0.0,
        "rest|all": pytest.approx(1 / 3),
    }
    assert cells(found, "n")["kept|all"] == 4
    assert cells(found, "towns")["kept|all"] == 2


def test_two_small_countries_are_no_second_partner():
    found = repeats(
        links(
            (1, "DE-BY", 5_000, "BR", None, None, None),
            (1, "DE-BY", 5_000, "CL", None, None, None),
        )
    )
    assert cells(found) == {"rest|other": 0.0, "rest|all": 0.0}


def test_founders_are_dated_and_end_with_the_full_survey():
    found = founders(TIES)
    assert cells(found) == {"1960-64": 9_999, "1990-94": 50_000}
    assert cells(found, "n") == {"1960-64": 3, "1990-94": 3}
    assert cells(found, "towns") == {"1960-64": 2, "1990-94": 2}


def test_ten_thousand_people_are_a_large_town():
    assert cells(small_towns(TIES)) == {"PL|small": 700.0, "PL|large": 655.0}
    czech = links(
        (2, "DE-TH", 10_000, "CZ", 1, 300.0, 1990), (1, "DE-TH", 9_999, "CZ", 1, 200.0, 1990)
    )
    assert cells(small_towns(czech)) == {"CZ|large": 300.0, "CZ|small": 200.0}


def test_likeness_is_that_of_the_laender_kept_back():
    found = cells(likeness_kept(TIES))
    ratios = sorted([9_999 / 5_000, 9_999 / 9_000, 2.0])
    assert found["FR|median_pop_ratio"] == pytest.approx(ratios[1])
    assert found["FR|share_within_factor2"] == 1.0
    everyone = sorted([*ratios, 9_999 / 4_000])
    assert found["all|median_pop_ratio"] == pytest.approx(math.fsum(everyone[1:3]) / 2)
    assert found["all|share_within_factor2"] == pytest.approx(3 / 4)
    assert found["PL|corr_ln_pop"] is None


@pytest.mark.parametrize("name", list(REGULARITIES))
def test_districts_and_other_laender_do_not_count(name):
    districts = TIES.with_columns(level=pl.lit("county"))
    assert REGULARITIES[name](districts).is_empty()
    elsewhere = TIES.filter(pl.col("land").is_in(["DE-BE", "DE-HB", "DE-SN"]))
    assert REGULARITIES[name](elsewhere).is_empty()


@pytest.mark.parametrize("name", list(REGULARITIES))
def test_the_order_of_ties_does_not_matter(name):
    one = REGULARITIES[name](TIES).sort("cell")
    two = REGULARITIES[name](TIES.reverse()).sort("cell")
    assert one["cell"].equals(two["cell"])
    for first, second in zip(one["value"], two["value"], strict=True):
        assert first == second if first is None else first == pytest.approx(second, rel=1e-12)
