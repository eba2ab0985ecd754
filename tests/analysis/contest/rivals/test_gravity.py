"""Gravity: planted effects, both sums, and nothing learnt from what is kept back."""

import dataclasses

import numpy as np
import pytest

from analysis.contest.rivals.ppml import expected_ties, ppml, raked
from analysis.contest.rivals.prediction import by_land
from analysis.contest.rivals.tables import REST, UNSEEN, land_table
from analysis.validation import observed, split


@pytest.fixture(scope="module")
def table():
    return land_table()


def test_planted_effects_are_found():
    luck = np.random.default_rng(2)
    origin, partner = luck.normal(3, 1, 12), np.append(0.0, luck.normal(0, 1, 29))
    pairs = luck.normal(6, 1, (12, 30, 2))
    slopes = np.array([-0.8, 0.5])
    mean = np.exp(origin[:, None] + partner + pairs @ slopes)
    found = ppml(np.round(mean * 1e6), pairs)  # whole counts at their means
    assert found.slopes == pytest.approx(slopes, abs=1e-5)
    assert found.origin == pytest.approx(origin + np.log(1e6), abs=1e-4)
    assert found.partner == pytest.approx(partner, abs=1e-4)
    noisy = ppml(luck.poisson(mean * 20).astype(float), pairs)
    assert noisy.slopes == pytest.approx(slopes, abs=0.05)


def test_fitted_sums_are_the_recorded_ones_and_unknown_partners_have_half_a_tie(table):
    rows = table.fitted
    mean = expected_ties(table, table.ln_km[:, :, None], rows)
    ties = table.ties[rows]
    known = ties.sum(axis=0) > 0
    assert known.sum() == 47  # all but Rwanda
    assert mean[rows][:, known].sum(axis=1) == pytest.approx(ties.sum(axis=1), rel=1e-6)
    assert mean[rows].sum(axis=0) == pytest.approx(np.maximum(ties.sum(axis=0), UNSEEN), rel=1e-6)
    assert (mean > 0).all()


def test_an_origin_without_ties_is_refused():
    with pytest.raises(ValueError, match="without a single tie"):
        ppml(np.array([[1.0, 2.0], [0.0, 0.0]]), np.zeros((2, 2, 1)))


def test_raking_meets_both_sums(table):
    rows = table.fitted
    start = expected_ties(table, table.ln_km[:, :, None], rows)
    mean = raked(start, table, rows)
    assert mean.sum(axis=0) == pytest.approx(table.national, rel=1e-8)
    assert mean[rows].sum(axis=1) == pytest.approx(table.ties[rows].sum(axis=1), rel=1e-8)
    # raking scales rows and columns only: ratios of ratios stay
    odds = mean[0, 0] * mean[5, 7] / (mean[0, 7] * mean[5, 0])
    assert odds == pytest.approx(start[0, 0] * start[5, 7] / (start[0, 7] * start[5, 0]))


def test_raking_that_cannot_end_says_so(table):
    rows = table.fitted
    empty = np.ones((16, 48))
    empty[rows[-1], 1:] = 0.0  # all its ties would have to be with the first country
    assert table.ties[rows[-1]].sum() > table.national[0]
    with pytest.raises(ArithmeticError, match="not met"):
        raked(empty, table, rows)


def test_what_is_kept_back_is_blank_to_rivals(table):
    seen = {table.laender[row] for row in table.fitted}
    assert seen.isdisjoint(split().laender)
    assert len(seen) == 7
    hidden = np.setdiff1d(np.arange(16), table.fitted)
    assert np.isnan(table.ties[hidden]).all()
    kept = [table.laender[row] for row in table.kept]
    assert kept == list(split().laender)


def test_a_land_that_is_left_out_does_not_inform_its_own_prediction(table):
    land = table.fitted[2]
    louder = table.ties.copy()
    louder[land] = louder[land] * 3 + 5
    other = dataclasses.replace(table, ties=louder)

    def left_out(used):
        rows = used.fitted[used.fitted != land]
        return raked(expected_ties(used, used.ln_km[:, :, None], rows), used, rows)[land]

    assert left_out(other) == pytest.approx(left_out(table))


def test_each_fitted_land_is_predicted_without_itself(table):
    asked = []

    def rule(rows):
        asked.append(tuple(rows))
        return np.full((16, 48), float(len(asked)))

    prediction = by_land("x", "x", table, rule)
    everyone = tuple(table.fitted)
    assert asked[0] == everyone
    assert asked[1:] == [tuple(row for row in everyone if row != left) for left in everyone]
    total = prediction.left_out.filter(prediction.left_out["pattern"] == "ties_by_land")
    assert total["cell"].to_list() == [table.laender[row] for row in everyone]
    # each from the very fit that left it out
    assert total["mean"].to_list() == [48.0 * number for number in range(2, 9)]


def test_distances_are_those_of_the_map(table):
    def km(land, country):
        return np.exp(table.ln_km[table.laender.index(land), table.partners.index(country)])

    # centres: Stuttgart's region to the middle of France, Berlin to the middle of Poland
    assert 500 < km("DE-BW", "FR") < 700
    assert 350 < km("DE-BE", "PL") < 500
    assert km("DE-SL", "FR") < km("DE-MV", "FR")
    assert (table.ln_km[:, table.partners.index(REST)] == 0).all()


def test_bloc_marks_eastern_laender_with_the_former_eastern_bloc(table):
    def bloc(land, country):
        return table.bloc[table.laender.index(land), table.partners.index(country)]

    assert bloc("DE-TH", "PL") == 1
    assert bloc("DE-TH", "FR") == bloc("DE-BY", "CZ") == bloc("DE-BE", "PL") == 0


def test_the_table_is_the_record(table):
    rows = observed().filter(observed()["pattern"] == "ties_by_land")
    recorded = dict(rows.select("cell", "recorded").iter_rows())
    for row in table.fitted:
        assert table.ties[row].sum() == recorded[table.laender[row]]
    assert table.national.sum() == 7102
