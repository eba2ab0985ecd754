"""Two estimates of one coefficient: how far apart, in whose errors, how many agree by chance."""

import math

import numpy as np
import pytest

from analysis.indirect import Comparison, Pair, couple, indirect, tally
from analysis.models import Coefficient, Table
from analysis.models.pooling import pooled


def table(*rows, unit="log rate", **change):
    said = {
        "name": "poisson",
        "title": "Ties",
        "estimator": "Poisson",
        "errors": "robust",
        "n": 100,
        "of": "cells",
        "period": (1950, 2014),
        "source": "here",
    }
    return Table(rows=tuple(rows), unit=unit, **{**said, **change})


def of(estimate, se=None, between=None, term="x"):
    return Coefficient(term, f"label of {term}", estimate, se, between=between)


def test_the_difference_is_counted_in_joint_errors():
    pair = Pair(of(1.0, se=0.3), of(1.9, se=9.0, between=0.4), "fitted")
    assert pair.difference == pytest.approx(0.9)
    assert pair.error == pytest.approx(0.5)  # 3-4-5: the error of a run does not enter
    assert pair.z == pytest.approx(1.8)
    assert pair.inside is False


def test_of_one_run_its_own_error_stands_for_the_spread():
    assert Pair(of(1.0, se=0.3), of(1.9, se=0.4), "fitted").error == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("recorded", "simulated"),
    [
        (of(1.0), of(1.0, se=0.1, between=0.1)),  # a statistic of a test has no error
        (of(1.0, se=0.1), of(1.0)),
        (of(1.0, se=math.inf), of(1.0, se=0.1)),
        (of(1.0, se=math.nan), of(1.0, se=0.1)),
        (of(math.nan, se=0.1), of(1.0, se=0.1)),
        (of(1.0, se=0.0), of(1.0, se=0.0)),
    ],
)
def test_without_errors_nothing_is_judged(recorded, simulated):
    pair = Pair(recorded, simulated, "fitted")
    assert pair.z is None
    assert pair.inside is None


def test_the_edge_is_the_90_percent_quantile():
    at = 1.645 * math.hypot(0.3, 0.4)
    assert Pair(of(0.0, se=0.3), of(at - 1e-9, se=0.4), "fitted").inside
    assert not Pair(of(0.0, se=0.3), of(at + 1e-9, se=0.4), "fitted").inside


def test_terms_are_joined_by_name_and_what_is_alone_is_told():
    recorded = table(of(1.0, 0.1, term="a"), of(2.0, 0.1, term="b"))
    simulated = table(of(2.5, 0.1, term="b"), of(3.0, 0.1, term="c"))
    found = couple("gravity", recorded, simulated, lambda _term: "fitted", "why")
    assert [(one.recorded.estimate, one.simulated.estimate) for one in found.pairs] == [(2.0, 2.5)]
    assert found.alone == (("label of a",), ("label of c",))


def test_units_that_differ_are_refused():
    with pytest.raises(ValueError, match="in log rate on the record and in log odds"):
        couple("gravity", table(of(1.0)), table(of(1.0), unit="log odds"), lambda _: "fitted", "")


def test_counts_by_role_and_by_chance():
    near, far = of(0.0, se=1.0), of(9.0, se=1.0)
    pairs = [
        *[Pair(of(0.0, se=1.0), near, "fitted")] * 3,
        *[Pair(of(0.0, se=1.0), far, "kept back")] * 2,
        Pair(of(0.0), near, "fitted"),
    ]
    assert (tally(pairs).inside, tally(pairs).judged) == (3, 5)
    assert tally(pairs).expected == pytest.approx(4.5)
    assert (tally(pairs, "kept back").inside, tally(pairs, "kept back").judged) == (0, 2)


def simulated_pairs(shift):
    """400 coefficients of one process: a record and 20 runs each, the runs moved by `shift`."""
    luck = np.random.default_rng(20150331)
    pairs = []
    for _ in range(400):
        truth, se = luck.normal(), luck.uniform(0.1, 2.0)
        runs = luck.normal(truth + shift * se, se, size=20)
        record = table(of(luck.normal(truth, se), se))
        many = pooled([table(of(float(value), se)) for value in runs])
        pairs += couple("gravity", record, many, lambda _term: "fitted", "").pairs
    return pairs


def test_one_process_lies_inside_at_least_as_often_as_said():
    # The luck of a run is in both errors, so 97.6 % are expected, and fewer than 90 % of 400
    # with a chance below one in a thousand million.
    assert tally(simulated_pairs(0.0)).inside >= 360


def test_another_process_is_found():
    # Four errors apart lie inside in 4.6 % of cases: 60 of 400 with a chance below one in 10**12.
    assert tally(simulated_pairs(4.0)).inside < 60


def test_the_frame_holds_every_pair_with_its_verdict():
    found = couple(
        "gravity",
        table(of(1.0, 0.3), n=564),
        table(of(1.9, 0.2, 0.4), runs=8, n=560, source="there"),
        lambda _term: "kept back",
        "why",
    )
    row = indirect([Comparison("gravity", (found,))]).row(0, named=True)
    assert (row["model"], row["table"], row["term"]) == ("gravity", "poisson", "x")
    assert (row["role"], row["runs"], row["inside"]) == ("kept back", 8, False)
    assert (row["recorded_n"], row["simulated_n"]) == (564, 560)
    assert row["z"] == pytest.approx(1.8)
    assert row["joint_error"] == pytest.approx(0.5)
