"""How complete the register is: pooled from double records."""

import math

import numpy as np
import pytest

from analysis.evidence.sources.judgement import judgement
from analysis.stock import Pair, completeness, double_records, ranges
from analysis.stock.pooling import agreed_ties, informal_ratios, late_partnerships


def pair(name, early, late, surveyed, role="pooled", group=None, size=2000, spread=0.03):
    """A pair of which the truth is known."""
    other = size * (surveyed / early + (1 - surveyed) / late)
    found = Pair(name, group or name, role, "", size, other, surveyed, spread, "C007", "")
    assert found.ratio < 1
    return found


def of(*pairs):
    return agreed_ties(pairs, np.random.default_rng(1))


def test_known_shares_are_found_again():
    early, late = of(*(pair(str(share), 0.9, 0.4, share) for share in (1.0, 0.9, 0.6, 0.3, 0.1)))
    assert np.median(early) == pytest.approx(0.9, abs=0.03)
    assert np.median(late) == pytest.approx(0.4, abs=0.04)


def test_shares_stay_within_one():
    early, late = of(Pair("a", "a", "pooled", "", 2000, 1000, 1.0, 0.03, "C007", ""))
    assert early.max() <= 1.0
    assert np.median(early) > 0.85
    assert late.max() <= 1.0


def test_only_pooled_pairs_count_and_a_group_counts_once():
    known = [pair("a", 0.9, 0.4, 1.0), pair("b", 0.8, 0.4, 1.0)]
    alone = np.median(of(*known)[0])
    aside = pair("c", 0.55, 0.4, 1.0, role="checked"), pair("d", 0.55, 0.4, 1.0, role="set_aside")
    assert np.median(of(*known, *aside)[0]) == alone
    twice = of(known[0], *(pair(f"b{i}", 0.8, 0.4, 1.0, group="b") for i in range(9)))[0]
    nine = of(known[0], *(pair(f"b{i}", 0.8, 0.4, 1.0) for i in range(9)))[0]
    assert np.median(twice) == pytest.approx(alone, abs=0.01)
    assert np.std(nine) < np.std(twice)


def test_pairs_that_differ_widen_what_is_known():
    alike = of(*(pair(name, 0.8, 0.4, 1.0) for name in "abcd"))[0]
    unlike = of(*(pair(n, c, 0.4, 1.0) for n, c in zip("abcd", (0.6, 0.7, 0.9, 0.99), strict=True)))
    assert np.std(unlike[0]) > 1.5 * np.std(alike)


def test_the_draws_are_the_same_each_time():
    again = agreed_ties(double_records(), np.random.default_rng(20261122))
    assert np.array_equal(again[0], completeness().early)
    assert np.array_equal(again[1], completeness().late)


def test_looser_forms_are_known_less():
    found = completeness()
    assert (found.surveyed("contact") <= found.surveyed("friendship")).all()
    assert (found.surveyed("friendship") <= found.surveyed("partnership")).all()
    assert np.array_equal(found.surveyed("partnership"), found.early)
    low, high = np.quantile(found.surveyed("contact"), (0.05, 0.95))
    assert high - low > 0.5


def test_the_surveys_say_what_their_figures_say():
    """66 contacts beside 305 agreed ties with Austria; 109 informal ties beside 610."""
    name, ratio, error = informal_ratios()[0]
    assert name == "austria_1997"
    assert ratio == pytest.approx(math.log(66 / 305 / (109 / 610)))
    assert error == pytest.approx((1 / 66 + 1 / 305 + 1 / 109 + 1 / 610) ** 0.5)


def test_the_assumed_ranges_are_those_of_the_double_records():
    values = judgement().values
    found = ranges()
    for form in ("contact", "friendship", "partnership"):
        entry = values[f"recording.surveyed.{form}"]
        assert (entry.value, entry.low, entry.high) == pytest.approx(
            found[f"surveyed.{form}"], abs=0.0051
        )


def test_later_partnerships_are_told_with_an_error():
    log, error = late_partnerships()
    middle, low, high = ranges()["late.partnership"]
    assert low < math.exp(log) < high
    assert math.exp(log) == pytest.approx(middle, rel=0.15)
    assert 0.1 < error < 0.5
