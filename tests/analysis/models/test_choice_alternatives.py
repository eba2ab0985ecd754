"""Sampled alternatives: even within their strata, keyed, and corrected for."""

import numpy as np
import pytest
from scipy.stats import chi2

from analysis.models.choice.alternatives import NEAR_KM, Chooser, Pool, sets
from simulation.luck import great_circle_km, unit_vectors

FR, PL = 200, 30
"""Places of two countries; the first is large enough to be drawn from by index."""


def world(seed=2):
    generator = np.random.default_rng(seed)
    lat = generator.uniform(47, 49, FR + PL)
    lon = np.concatenate([generator.uniform(2, 7, FR), generator.uniform(14, 18, PL)])
    points, rows = unit_vectors(lat, lon), np.arange(FR + PL)
    part = {"FR": slice(0, FR), "PL": slice(FR, None)}
    return points, {name: Pool(rows[s], 1000 + 7 * rows[s], points[s]) for name, s in part.items()}


def choosers(count, lat=48.0, lon=4.5, first=0):
    home = np.full(count, 5)
    point = unit_vectors(np.full(count, lat), np.full(count, lon))
    return Chooser(home, 10_000 + first + np.arange(count), point)


def test_every_place_of_a_stratum_is_drawn_as_often():
    """Chi-square of the draws of each stratum; false alarms in one of a thousand."""
    points, pools = world()
    chooser = choosers(3000)
    near = great_circle_km(points, chooser.points[0]) < NEAR_KM
    near[FR:] = False
    partner = int(np.flatnonzero(~near)[0])
    drawn = sets(chooser, np.full(3000, partner), pools, 4, {"FR": 12, "PL": 6})
    assert (drawn.rows[:, 0] == partner).all()
    counts = np.bincount(drawn.rows[:, 1:][drawn.rows[:, 1:] >= 0], minlength=FR + PL)
    assert counts[partner] == 0
    others = np.arange(FR + PL) != partner
    strata = {
        "near": (near & others, 4),
        "far": (~near & others & (np.arange(FR + PL) < FR), 11),  # the partner is the twelfth
        "PL": (np.arange(FR + PL) >= FR, 6),
    }
    for members, each in strata.values():
        seen, expected = counts[members], 3000 * each / members.sum()
        assert seen.sum() == 3000 * each
        # without replacement the spread is that of a hypergeometric draw
        share = each / members.sum()
        statistic = ((seen - expected) ** 2).sum() / (expected * (1 - share))
        assert statistic < chi2.ppf(0.999, members.sum() - 1)


def test_the_correction_is_that_of_the_strata():
    points, pools = world()
    chooser = choosers(5)
    near = great_circle_km(points[:FR], chooser.points[0]) < NEAR_KM
    for partner, stratum, k in ((int(np.flatnonzero(near)[0]), near, 4), (0, ~near, 12)):
        assert stratum[partner]
        drawn = sets(chooser, np.full(5, partner), pools, 4, {"FR": 12, "PL": 6})
        assert drawn.offset[:, 0] == pytest.approx(np.log(stratum.sum() / k))
        for tie in range(5):
            used = drawn.rows[tie] >= 0
            assert len(set(drawn.rows[tie][used])) == used.sum() == 4 + 12 + 6
            assert np.isneginf(drawn.offset[tie][~used]).all()
            for row, added in zip(drawn.rows[tie][used], drawn.offset[tie][used], strict=True):
                if row >= FR:
                    size, number = PL, 6
                else:
                    size, number = (near.sum(), 4) if near[row] else ((~near).sum(), 12)
                assert added == pytest.approx(np.log(size / number))


def test_small_strata_are_taken_whole_and_need_no_correction():
    _, pools = world()
    drawn = sets(choosers(3, lon=16.0), np.full(3, FR), {"PL": pools["PL"]}, 99, {"PL": 99})
    assert (np.sort(drawn.rows, axis=1) == np.arange(FR, FR + PL)).all()
    assert drawn.offset == pytest.approx(0.0, abs=1e-12)


def test_a_set_depends_on_its_own_tie_alone():
    _, pools = world()
    chooser, far = choosers(20), {"FR": 12, "PL": 6}
    chosen = np.arange(20)
    whole = sets(chooser, chosen, pools, 4, far)
    order = np.array([7, 3, 11])
    some = Chooser(chooser.home[order], chooser.away[order], chooser.points[order])
    part = sets(some, chosen[order], pools, 4, far)
    for place, tie in enumerate(order):
        one = {(r, o) for r, o in zip(part.rows[place], part.offset[place], strict=True) if r >= 0}
        all_ = {(r, o) for r, o in zip(whole.rows[tie], whole.offset[tie], strict=True) if r >= 0}
        assert one == all_


def test_another_tie_of_the_same_place_has_other_alternatives():
    _, pools = world()
    drawn = sets(choosers(2), np.array([0, 0]), {"FR": pools["FR"]}, 4, {"FR": 12})
    assert set(drawn.rows[0]) != set(drawn.rows[1])
