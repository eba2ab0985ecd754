import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.luck import exp, great_circle_km, log, unit_vectors
from simulation.luck.exact import EARTH_RADIUS_KM, FEW

pytestmark = pytest.mark.usefixtures("_both_ways")

MANY = FEW + 1


@given(st.floats(-700, 700))
def test_exp_is_right_to_the_last_digits(x):
    assert float(exp(x)) == pytest.approx(math.exp(x), rel=4e-16)


@given(st.floats(-800, 700))
def test_exp_of_one_number_has_the_bits_of_the_array(x):
    alone = exp(x)
    assert isinstance(alone, float)
    assert alone.hex() == float(exp([x])[0]).hex()
    assert alone.hex() == float(exp(np.full(MANY, x))[0]).hex()


@given(st.floats(5e-324, 1.7e308))
def test_log_of_a_few_numbers_has_the_bits_of_many(x):
    assert float(log(x)).hex() == float(log(np.full(MANY, x))[0]).hex()


def test_exp_of_one_number_ends_where_the_array_does():
    assert exp(-700.5) == 0.0
    with pytest.raises(OverflowError, match="at most 700"):
        exp(700.5)


@pytest.mark.parametrize("function", [exp, log])
def test_a_large_array_has_the_bits_of_its_parts(function):
    """Large arrays are worked on in pieces."""
    x = np.linspace(0.01, 600.0, 50_001).reshape(3, 16_667)
    whole = function(x.T)
    assert whole.shape == (16_667, 3)
    assert np.array_equal(whole, np.array([function(row) for row in x]).T)
    assert np.array_equal(whole.T[:, ::977], function(x[:, ::977]))


@given(st.floats(1e-300, 1e300))
def test_log_is_right_to_the_last_digits(x):
    assert float(log(x)) == pytest.approx(math.log(x), rel=1e-15, abs=1e-15)


def test_exp_ends_where_the_model_must_not_go():
    assert float(exp(-701.0)) == 0.0
    with pytest.raises(OverflowError, match="at most 700"):
        exp([1.0, 701.0])


@pytest.mark.parametrize("x", [0.0, -1.0, math.inf, math.nan])
def test_log_refuses_what_has_none(x):
    with pytest.raises(ValueError, match="positive"):
        log([1.0, x])


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-90, 90), st.floats(-180, 180))
def test_distance_agrees_with_the_haversine_formula(lat1, lon1, lat2, lon2):
    points = unit_vectors([lat1, lat2], [lon1, lon2])
    half_lat = math.sin(math.radians(lat2 - lat1) / 2) ** 2
    half_lon = math.sin(math.radians(lon2 - lon1) / 2) ** 2
    chord = half_lat + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * half_lon
    km = 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))
    # half the way round the Earth the formula itself loses digits
    assert float(great_circle_km(points[0], points[1])) == pytest.approx(km, abs=2e-3)


def test_points_off_the_globe_are_refused():
    with pytest.raises(ValueError, match="90"):
        unit_vectors([91.0], [0.0])
    with pytest.raises(ValueError, match="180"):
        unit_vectors([0.0], [181.0])
