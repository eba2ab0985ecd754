"""Many replications as one table, by hand."""

import math

import numpy as np
import polars as pl
import pytest

from analysis.models.material import made
from analysis.models.pooling import fitted, pooled
from analysis.models.results import Coefficient, ModelError, Table

TEXTS = dict.fromkeys(["name", "country", "land", "code", "level"], pl.String)
NUMBERS = {"id": pl.Int64, "population": pl.Int64, "lat": pl.Float64, "lon": pl.Float64}
PLACES = pl.DataFrame(schema=TEXTS | NUMBERS)


def table(estimate=1.0, se=0.5, *, name="t", terms=("x",), **more):
    rows = tuple(Coefficient(term, term.upper(), estimate, se, -1.0, 3.0, 0.04) for term in terms)
    said = {"n": 10, "period": (1950, 2000), "fit": {"R2": estimate}, "notes": ()} | more
    return Table(name, "Title", "OLS", "robust", "log", of="ties", source="s", rows=rows, **said)


def material(count):
    return made(PLACES, [{}] * count)


def test_one_table_is_returned_as_it_is():
    only = table()
    assert pooled([only]) is only


def test_numbers_are_those_of_a_hand_count():
    values, errors = [1.0, 2.0, 6.0], [0.3, 0.4, 1.2]
    tables = [table(v, e, n=n) for v, e, n in zip(values, errors, (10, 11, 13), strict=True)]
    whole = pooled(tables)
    row = whole.row("x")
    assert row.estimate == pytest.approx(3.0)
    assert row.se == pytest.approx(math.sqrt((0.09 + 0.16 + 1.44) / 3))
    assert row.between == pytest.approx(math.sqrt((4 + 1 + 9) / 2))
    assert (row.low, row.high) == (pytest.approx(1.1), pytest.approx(5.6))
    assert row.p is None
    assert (whole.runs, whole.n, whole.fit["R2"]) == (3, 11, pytest.approx(3.0))
    assert whole.period == (1950, 2000)
    assert "root mean square of those of 3 runs, each robust" in whole.errors


def test_a_term_that_some_runs_lack_is_said_with_how_many():
    whole = pooled([table(1.0, terms=("x", "z")), table(3.0, terms=("x", "y", "z")), table(5.0)])
    assert [row.term for row in whole.rows] == ["x", "y", "z"]
    assert whole.row("z").estimate == 2.0
    assert whole.row("z").note == "estimated in 2 of 3 runs"
    only = whole.row("y")
    assert (only.between, only.low, only.high) == (None, None, None)
    assert "'Y' could be estimated in 1 of 3 runs." in whole.notes
    assert not any("'X'" in note for note in whole.notes)


@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_counts_as_not_estimated(wrong):
    whole = pooled([table(2.0), table(wrong)])
    assert whole.row("x").estimate == 2.0
    assert whole.fit["R2"] == 2.0
    assert "'X' could be estimated in 1 of 2 runs." in whole.notes
    nothing = pooled([table(wrong), table(wrong)])
    assert nothing.rows == ()
    assert nothing.notes == ("'X' could be estimated in 0 of 2 runs and is left out.",)


def test_errors_and_periods_may_be_missing():
    whole = pooled([table(1.0, None, period=None), table(2.0, None, period=None)])
    assert whole.row("x").se is None
    assert whole.period is None
    half = pooled([table(1.0, None, period=None), table(2.0, 0.5, period=(1960, 2010))])
    assert half.row("x").se == 0.5
    assert half.period == (1960, 2010)


def test_notes_are_told_once_and_with_how_many_say_them():
    notes = [("A.", "3 ties left out.", "B."), ("A.", "14 ties left out."), ("A.",)]
    whole = pooled([table(notes=n) for n in notes])
    assert whole.notes == (
        "A.",
        "In 2 of 3 runs (numbers of the first): 3 ties left out.",
        "In 1 of 3 runs: B.",
    )


def test_tables_of_unlike_kind_are_not_pooled():
    with pytest.raises(ValueError, match="is not of one kind"):
        pooled([table(), table(name="other")])
    with pytest.raises(ValueError, match="at least one"):
        pooled([])


def test_every_replication_is_fitted_alone_and_failures_are_counted():
    def fit(replication):
        if replication.number == 1:
            raise ModelError("s: too few ties")
        more = [table(5.0, name="rare")] if replication.number == 3 else []
        return [table(float(replication.number), name="first"), *more, table(0.0, name="last")]

    first, rare, last = fitted(material(4), fit)
    assert [t.name for t in (first, rare, last)] == ["first", "rare", "last"]
    assert first.row("x").estimate == pytest.approx(np.mean([0, 2, 3]))
    assert first.notes == ("1 of 4 runs could not be fitted and are left out (s: too few ties).",)
    assert rare.runs == 1
    assert "3 of 4 runs could not be fitted" in rare.notes[0]


def test_if_nothing_can_be_fitted_the_first_reason_is_given():
    def fit(replication):
        raise ModelError(f"reason {replication.number}")

    with pytest.raises(ModelError, match="reason 0"):
        fitted(material(3), fit)
    with pytest.raises(ModelError, match="nothing could be fitted"):
        fitted(material(1), lambda _: [])
