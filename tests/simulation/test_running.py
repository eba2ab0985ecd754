"""Draws from running totals: both ways find the column that a plain look finds."""

import numpy as np

from simulation.choice.running import first_beyond, last_rise, pick


def totals():
    """Running totals with columns of no weight at the beginning, within and at the end."""
    weight = np.array([[0.0, 2.0, 0.0, 0.0, 1.0, 5.0, 0.0], [1.0, 0.0, 3.0, 1.0, 0.0, 0.0, 0.0]])
    return np.cumsum(weight, axis=1)


def test_both_ways_find_the_first_column_beyond_the_fraction():
    total = totals()
    for row in (0, 1):
        for fraction in np.linspace(0.0, 1.0, 41)[:-1]:
            plain = next(c for c, t in enumerate(total[row]) if t > fraction * total[row, -1])
            one = np.array([row])
            last = last_rise(total)[one]
            goal = fraction * total[one, -1]
            assert pick(total[one].T, np.array([fraction])).tolist() == [plain]
            assert first_beyond(total, one, (0 * one, last), goal).tolist() == [plain]


def test_a_column_of_no_weight_is_never_drawn_even_at_the_very_end():
    total = totals()
    rows = np.arange(2)
    assert last_rise(total).tolist() == [5, 3]
    assert pick(total.T, np.ones(2)).tolist() == [5, 3]
    assert first_beyond(total, rows, (0 * rows, last_rise(total)), total[:, -1]).tolist() == [5, 3]


def test_bisection_stays_within_its_columns():
    total, row = totals(), np.array([0])
    low, high = np.array([3]), np.array([4])
    assert first_beyond(total, row, (low, high), np.array([0.0])).tolist() == [3]
    assert first_beyond(total, row, (low, high), np.array([100.0])).tolist() == [4]
