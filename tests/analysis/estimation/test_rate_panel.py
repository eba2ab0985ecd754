"""The panel behind the rate: years counted once, weights by Land, and a law that is found again."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.estimation.single_ties.rate import (
    PERIODS,
    SAMPLED_SHARE,
    Panel,
    _stretches,
    _weights,
    fitted,
    terms,
    with_spread,
)
from analysis.estimation.single_ties.rate_left_out import spread_left_out

TRUTH = {"size": 1.2, "size_curve": -0.08, "load": -1.3, "east": -0.4, "spread": 1.0}
LEVEL = -3.0


def searching(places=1200, seed=2):
    """Places that search as the model's do, year by year; every fifth is in the East."""
    generator = np.random.default_rng(seed)
    size, east = generator.normal(-0.5, 1.0, places), np.arange(places) % 5 == 0
    spread = TRUTH["spread"]
    own = spread * generator.normal(size=places) - 0.5 * spread**2
    years = np.arange(PERIODS[0], PERIODS[-1])
    by_year = np.zeros((places, len(years)))
    for number, year in enumerate(years):
        load = TRUTH["load"] * np.log1p(by_year.sum(axis=1))
        free = ~east | (year >= PERIODS[-2])
        by_size = TRUTH["size"] * size + TRUTH["size_curve"] * size**2
        rate = np.exp(LEVEL + by_size + load + TRUTH["east"] * east + own)
        by_year[:, number] = generator.poisson(rate * free)
    starts = np.array(PERIODS[:-1]) - PERIODS[0]
    return Panel(
        rows=np.arange(places),
        ties=np.add.reduceat(by_year, starts, axis=1),
        by_year=by_year,
        weight=np.ones(places),
        size=size,
        east=east,
        point=np.zeros((places, 3)),
        district=np.arange(places) // 20,
    )


DATA = searching()


def test_the_law_is_found_again():
    fit = fitted(DATA, terms(DATA))
    assert fit.values.keys() == TRUTH.keys() == fit.errors.keys()
    for name, value in TRUTH.items():
        assert abs(fit.values[name] - value) < 3.5 * fit.errors[name], name
    assert max(fit.errors[name] for name in ("size", "load", "spread")) < 0.25
    assert fit.spread_gain > 20.0
    assert fit.ties == DATA.ties.sum()


def test_taken_as_alike_places_with_ties_seem_less_loaded_than_they_are():
    columns = terms(DATA)
    assert columns.keys() == TRUTH.keys() - {"spread"}
    plain = dict(zip(columns, with_spread(DATA, columns).alone.tolist(), strict=False))
    assert plain["load"] > TRUTH["load"] + 0.5


def test_the_spread_foretells_places_of_a_land_left_out():
    even = np.arange(1200) % 5 == 0
    land = np.where(even, np.arange(1200) // 5 % 2, 2 + np.arange(1200) // 5 % 2)
    world = SimpleNamespace(land=land, laender=("E1", "E2", "W1", "W2"))
    found = spread_left_out(DATA, world)
    assert found["laender"].keys() == set(world.laender)
    assert found["gain"] == pytest.approx(sum(found["laender"].values()))
    assert found["gain"] > 2.0 * found["error"] > 0.0


def test_where_places_are_alike_the_spread_foretells_nothing():
    places = 1200
    generator = np.random.default_rng(3)
    free = ~DATA.east[:, None] | (np.arange(PERIODS[0], PERIODS[-1]) >= PERIODS[-2])[None, :]
    by_year = generator.poisson(0.03 * np.exp(DATA.size)[:, None] * free).astype(float)
    starts = np.array(PERIODS[:-1]) - PERIODS[0]
    alike = replace(DATA, by_year=by_year, ties=np.add.reduceat(by_year, starts, axis=1))
    world = SimpleNamespace(land=np.arange(places) // 5 % 2, laender=("A", "B"))
    found = spread_left_out(alike, world)
    assert found["gain"] < 2.0 * found["error"] + 1.0


def test_each_year_and_each_tie_is_in_one_stretch():
    place, period, before, ties, years = _stretches(DATA)
    assert ties.sum() == DATA.ties.sum()
    free = np.where(DATA.east, PERIODS[-1] - PERIODS[-2], PERIODS[-1] - PERIODS[0])
    assert np.bincount(place, years).tolist() == free.tolist()
    assert np.all(before <= DATA.ties.sum(axis=1)[place])
    first = (before == 0) & (ties > 0)
    assert np.all(np.bincount(place[first], minlength=1200) <= 1)
    assert np.all(DATA.ties[place, period] >= ties)


def test_a_period_without_ties_is_left_out():
    empty = replace(DATA, ties=DATA.ties.copy(), by_year=DATA.by_year.copy())
    empty.ties[:, 0] = 0.0
    empty.by_year[:, : PERIODS[1] - PERIODS[0]] = 0.0
    assert _stretches(empty)[1].min() == 1


def test_those_without_sampled_ties_stand_for_the_rest_of_their_land_and_size():
    land = np.repeat(np.array([1, 2], dtype=np.int16), 10)
    size = np.zeros(20)
    sampled = np.zeros(20, dtype=np.bool_)
    sampled[:5], sampled[10:12] = True, True
    weight = _weights(size, land, sampled)
    assert weight[sampled].tolist() == [1.0] * 7
    assert weight[5:10] == pytest.approx((SAMPLED_SHARE * 10 - 5) / 5)
    assert weight[12:] == pytest.approx((SAMPLED_SHARE * 10 - 2) / 8)
    assert weight[land == 1].sum() == weight[land == 2].sum() == pytest.approx(6.0)


def test_where_more_are_sampled_than_expected_the_others_count_nothing():
    sampled = np.arange(10) < 8
    weight = _weights(np.zeros(10), np.ones(10, dtype=np.int16), sampled)
    assert weight.tolist() == [1.0] * 8 + [0.0] * 2
