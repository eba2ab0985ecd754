"""Events left out, false dates, the years before, all at once; and the words for it."""

from dataclasses import replace
from datetime import date

import numpy as np
import polars as pl
import pytest

from analysis.estimation.counts.penalised import is_pooled
from analysis.estimation.events.columns import before, shifted
from analysis.estimation.events.elysee import (
    always_open,
    beside_neighbours,
    difference,
    held_over_the_span,
)
from analysis.estimation.events.joint import (
    Together,
    against_false_dates,
    among_many,
    summed_up,
    together,
    two_sided,
)
from analysis.estimation.events.leftout import Foretold, followed, foretold
from analysis.estimation.events.placebo import (
    SHIFTS,
    Moved,
    apart,
    false_dates,
    lead,
    placebos,
    rank,
)
from analysis.estimation.events.verdicts import Size, doubts, verdict
from simulation.parameters import Response
from simulation.past import load_events

ELYSEE = next(event for event in load_events() if event.id == "elysee_1963")


def test_pooling_by_hand():
    """Three independent estimates of equal error: the spread is what their variance exceeds it."""
    noise = 0.5 * np.eye(4)
    found = foretold(np.array([9.0, 1.0, 2.0, 3.0]), noise, 0, [1, 2, 3])
    assert found.mean == pytest.approx(2.0)
    assert found.spread**2 == pytest.approx(1.0 - 0.5, abs=1e-3)
    assert found.error**2 == pytest.approx((0.5 + 0.5) / 3, abs=1e-3)
    assert found.wide**2 == pytest.approx(0.5 + 0.5 + 1 / 3, abs=1e-3)
    assert not found.holds(9.0)
    assert found.holds(3.5)
    # less scatter than their errors: one size for all
    alike = foretold(np.array([0.0, 1.9, 2.0, 2.1]), noise, 0, [1, 2, 3])
    assert alike.spread == pytest.approx(0.0, abs=1e-3)


def test_an_error_that_is_shared_is_allowed_for():
    """Where all estimates share one error, the left-out one is told the better by the others."""
    noise = 0.5 * np.eye(4)
    shared = noise + 0.4
    apart_from = foretold(np.array([2.0, 1.0, 2.0, 3.0]), noise, 0, [1, 2, 3])
    together_with = foretold(np.array([2.0, 1.0, 2.0, 3.0]), shared, 0, [1, 2, 3])
    assert together_with.wide == pytest.approx(apart_from.wide, rel=1e-3)
    assert together_with.error > apart_from.error


def test_a_size_foretold_gains_where_it_is_right():
    right = Foretold(mean=1.0, spread=0.2, error=0.1, wide=0.3)
    assert right.gain(1.0, 0.2) > 5.0
    assert right.gain(0.0, 0.2) < 0.0


def test_rows_after_an_event_are_foretold(laid_out, drawn):
    given, where, *_ = laid_out
    likely = Foretold(mean=1.0, spread=0.3, error=0.1, wide=0.5)
    name = "events.elysee_1963"
    after = followed(drawn({"elysee_1963": 1.0}, 1), where, name, 1963, likely, 0.7, 0.01)
    assert after.cells == 10
    assert after.gain > 5.0
    assert abs(after.pooled - after.rows) < abs(after.none - after.rows)
    nothing = followed(drawn({}, 1), where, name, 1963, likely, 0.7, 0.01)
    assert nothing.gain < -2.0
    late = where.years == 0
    assert followed(given, replace(where, years=0 * where.years), name, 1963, likely, 0.7, 0.1) is (
        None
    )
    assert late.any()


def test_false_dates_stay_within_the_years_and_off_the_true_one():
    sign, opening = Response(delay=2.0, half_life=6.0), Response(delay=0.5, half_life=4.0)
    assert [shift for shift in SHIFTS if apart(sign, shift)] == [-16, -12, -8, 8, 12, 16]
    assert -5 in [shift for shift in SHIFTS if apart(opening, shift)]
    assert false_dates(ELYSEE, sign) == [-16, -12, -8, 8, 12, 16]
    late = replace(ELYSEE, date=date(1990, 1, 1))
    assert false_dates(late, sign) == [-16, -12, -8]
    assert shifted(date(1984, 2, 29), 1) == date(1985, 2, 28)


def test_the_rank_among_false_dates_by_hand():
    false = [Moved(5, 0.2, 0.2), Moved(8, -0.9, 0.3), Moved(-5, 0.1, 0.4)]
    assert rank(Moved(0, 2.0, 0.5), false) == pytest.approx(1 / 4)
    assert rank(Moved(0, 0.6, 0.3), false) == pytest.approx(2 / 4)
    assert rank(Moved(0, 0.0, 0.3), false) == 1.0
    assert rank(Moved(0, 2.0, 0.5), []) is None


@pytest.mark.deep
def test_false_dates_are_centred_on_nothing(laid_out, drawn):
    """The true event is there and large; what is found beside it scatters as its errors say."""
    _, where, _, shapes = laid_out
    z = [
        moved.z
        for seed in range(20)
        for moved in placebos(
            *(drawn({"elysee_1963": 1.0}, seed), where, ELYSEE, shapes["elysee_1963"], 0.7, 1.0)
        )
    ]
    assert len(z) > 110
    assert abs(np.mean(z)) < 0.3
    assert 0.75 < np.std(z) < 1.35


def test_an_event_of_another_year_is_seen_at_its_date(laid_out, drawn):
    """Nothing happened in 1963 but at the false date, sixteen years on."""
    given, where, _, shapes = laid_out
    counts = drawn({}, 3)
    france = counts.groups == where.world.groups.index("FR")
    late = france & (where.years >= 1979) & (where.years < 1987)
    raised = replace(counts, counts=np.where(late, 3.0 * counts.counts, counts.counts))
    found = placebos(raised, where, ELYSEE, shapes["elysee_1963"], 0.7, 1.0)
    z = {moved.shift: moved.z for moved in found}
    assert z[16] > 4.0
    assert max(z, key=lambda shift: abs(z[shift])) == 16
    assert given.names == counts.names


def test_a_rise_before_the_event_is_seen(laid_out, drawn):
    where = laid_out[1]
    counts = drawn({"elysee_1963": 1.0}, 3)
    quiet = lead(counts, where, ELYSEE, 0.7, 1.0)
    assert abs(quiet.z) < 3.0
    france = counts.groups == where.world.groups.index("FR")
    early = france & (where.years >= 1960) & (where.years < 1963)
    raised = replace(counts, counts=np.where(early, 3.0 * counts.counts, counts.counts))
    seen = lead(raised, where, ELYSEE, 0.7, 1.0)
    assert seen.z > 4.0
    assert seen.size - quiet.size == pytest.approx(np.log(3.0), abs=0.5)
    felt = before(ELYSEE, where.world)
    years = np.flatnonzero(felt.any(axis=(0, 1))) + 1946
    assert years.tolist() == [1960, 1961, 1962]


def test_where_nobody_is_expected_no_date_is_tried(laid_out, drawn):
    where = laid_out[1]
    counts = drawn({}, 3)
    few = replace(counts, offset=counts.offset - 6.0, counts=np.zeros(len(counts.counts)))
    assert lead(few, where, ELYSEE, 0.7, 1.0) is None


def test_sizes_are_zero_together_or_not(laid_out, drawn):
    given = laid_out[0]
    names = [name for name, one in zip(given.names, is_pooled(given.names), strict=True) if one]
    none = together(drawn({}, 12, scatter=0.2), names, 0.7)
    assert none.sizes == len(names)
    assert min(none.quasi[1], none.binomial[1]) > 0.01
    sizes = {"elysee_1963": 1.5, "peoples_europe_1985": 0.7, "opening_1989": 1.0}
    some = together(drawn(sizes, 12, scatter=0.2), names, 0.7)
    assert max(some.quasi[1], some.binomial[1]) < 1e-3


def test_false_dates_that_scatter_take_the_edge_off_a_joint_test():
    found = Together(sizes=20, quasi=(8.0, 1e-20), binomial=(100.0, 1e-20))
    assert against_false_dates(found, 2.0, 80)[0] == pytest.approx(2.0)
    assert against_false_dates(found, 2.0, 80)[1] == pytest.approx(0.0157, abs=1e-3)
    assert against_false_dates(found, 0.5, 80)[0] == 8.0


def test_many_tests_by_hand():
    holm, hochberg = among_many([0.01, 0.04, 0.03])
    assert holm == pytest.approx([0.03, 0.06, 0.06])
    assert hochberg == pytest.approx([0.03, 0.04, 0.04])
    assert two_sided(-1.959964) == pytest.approx(0.05)


def size(value, error, **others):
    """A size whose three errors are the same."""
    return Size(value, error, error, error, binomial=(value, error), alone=(value, error))


def test_verdicts_follow_from_intervals():
    assert verdict(size(1.0, 0.5)) == "positive"
    assert verdict(size(-1.0, 0.5)) == "contrary"
    assert verdict(size(0.1, 0.2)) == "null"
    assert verdict(size(0.1, 0.6)) == "cannot be told"
    assert Size(0.5, 0.1, 0.4, 0.2, (0, 1), (0, 1)).widest == 0.4


def test_doubts_name_what_speaks_against():
    assert doubts(size(1.0, 0.2), (1.0, 0.2), 0.01, None) == []
    assert doubts(size(0.1, 0.2), (0.0, 0.2), 0.9, 0.01) == []
    against = replace(size(-1.0, 0.2), binomial=(-0.1, 0.2))
    assert doubts(against, (0.5, 0.2), 0.5, 0.01) == [
        "common to all countries",
        "not with negative-binomial counts",
        "false dates stand out as far",
        "the years before differ already",
    ]


def links(country, year):
    """One tie more in Italy every other year: no fit is perfect."""
    return (10 if year < 1963 else 20) + (country == "IT") * (year % 2)


def table(france):
    """Dated ties of five countries: ten a year, twenty from 1963 on; France by a factor more."""
    rows = [
        (country, year, links(country, year) * (france if late and country == "FR" else 1))
        for country in ("FR", "GB", "IT", "NL", "PL")
        for year in range(1950, 1980)
        for late in (year >= 1963,)
    ]
    return pl.DataFrame(rows, schema=["country", "year", "links"], orient="row")


def test_a_difference_in_differences_by_hand():
    found, error = difference(table(3), "FR", ["GB", "IT"])
    assert found == pytest.approx(np.log(3.0), abs=0.02)
    assert error < 0.02
    beside = beside_neighbours(table(3))
    assert beside.size == pytest.approx(np.log(3.0), abs=0.02)
    assert set(beside.neighbours) == {"GB", "IT", "NL"}  # no western town could twin with Poland
    assert beside_neighbours(table(1)).scatter < 0.03
    assert not always_open("PL")
    # an even rise over two years, then halving every six, seen from 22 January 1963 on
    held = held_over_the_span(ELYSEE.date, Response(delay=2.0, half_life=6.0))
    years = np.arange(0.0, 10.0, 0.001) - ELYSEE.date.timetuple().tm_yday / 365
    shape = np.where(years < 2.0, np.maximum(years, 0.0) / 2.0, 0.5 ** ((years - 2.0) / 6.0))
    assert held == pytest.approx(shape.mean(), abs=0.01)
    with pytest.raises(ValueError, match="1 neighbours with ties before 1963"):
        beside_neighbours(table(1).filter(pl.col("country").is_in(["FR", "GB"])))


def test_what_holds_of_all_is_summed_up():
    dates = [{"shift": 5, "size": 0.2, "z": 2.0}, {"shift": 8, "size": -0.2, "z": -1.0}]
    left = {"inside": True, "after": {"gain": 3.0}}
    rows = [
        {"placebo": {"dates": dates}, "lead": None, "left_out": left},
        {"placebo": {"dates": []}, "lead": dates[0], "left_out": {**left, "after": None}},
        {"placebo": {"dates": []}, "lead": None, "left_out": None},
    ]
    found = summed_up(rows)
    assert found["false_dates"]["z_spread"] == pytest.approx(2.5**0.5)
    assert found["false_dates"]["beyond"] == 0.5
    assert found["leads"] == {"dates": 1}
    assert found["left_out"]["inside"] == found["left_out"]["sizes"] == 2
    assert found["left_out"]["gain_error"] is None
