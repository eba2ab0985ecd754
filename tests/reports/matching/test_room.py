"""No circle of a map hides another, and no name stands over anything."""

from itertools import combinations

import numpy as np
import pytest

from reports.matching.room import Room, apart

SIZE = (356.0, 400.0)


def gaps(points):
    return [float(np.hypot(*(a - b))) for a, b in combinations(points, 2)]


@pytest.mark.parametrize("spread", [0.0, 3.0, 30.0])
def test_circles_of_a_cluster_move_apart_and_the_first_stays(spread):
    luck = np.random.default_rng(1)
    points = np.array([200.0, 200.0]) + spread * luck.uniform(-1.0, 1.0, (20, 2))
    moved = apart(points, 8.5, SIZE)
    assert min(gaps(moved)) > 2 * 8.5
    assert moved[0].tolist() == points[0].tolist()
    assert (apart(points, 8.5, SIZE) == moved).all()


def test_circles_that_have_room_stay_where_they_are():
    points = np.array([[50.0, 50.0], [100.0, 50.0], [300.0, 380.0]])
    assert (apart(points, 8.5, SIZE) == points).all()
    assert apart(points[:1], 8.5, SIZE).tolist() == [[50.0, 50.0]]


def test_a_cluster_in_a_corner_stays_on_the_map():
    points = np.array([[200.0, 200.0], *[[10.0, 10.0]] * 12])
    moved = apart(points, 8.5, SIZE)
    assert moved.min() >= 9.5
    assert min(gaps(moved)) > 2 * 8.5


def test_a_name_stands_below_above_or_beside_and_nowhere_twice():
    room = Room(400.0, 400.0)
    room.take(200.0, 200.0, 10.0, 10.0)
    beside = [room.find(200.0, 200.0, 11.0, 30.0, 8.0) for _ in range(5)]
    assert beside == [(200.0, 219.0), (200.0, 181.0), (241.0, 200.0), (159.0, 200.0), None]
    assert room.find(100.0, 390.0, 5.0, 30.0, 8.0) == (100.0, 377.0)  # below it the map ends
    assert room.find(399.0, 399.0, 11.0, 300.0, 8.0) is None
