"""Hazards that cannot be fitted: what is refused, and what is left out and said."""

import math

import numpy as np
import polars as pl
import pytest

from analysis.models.results import ModelError
from analysis.models.survival.cox import cox
from analysis.models.survival.discrete import hazard
from analysis.models.survival.episodes import Process, Term, checked

TERMS = (Term("x", "a measure"), Term("z", "a side", binary=True))


def process(rows: pl.DataFrame, terms=TERMS, bins=(1, 4, 8)) -> Process:
    group = rows if "group" in rows.columns else rows.with_columns(group=pl.lit("one"))
    return Process(
        *("ending", "ended", "ties", "years since the founding", bins),
        terms=terms,
        episodes=group.with_columns(stratum=pl.lit(0)),
        period=(1950, 2000),
    )


def drawn(
    seed: int, number: int, effects=(0.5, -0.7), base=0.06, last=12, bend=0.0
) -> pl.DataFrame:
    """Times until an event with proportional hazards; half are cut in two where z turns to one.

    `bend` lets the effect of x change with time, which no proportional hazard does.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for one in range(number):
        x = round(float(rng.normal(0.0, 0.8)) * 4) / 4  # on the grid of the classes
        turn = int(rng.integers(1, last)) if rng.random() < 0.5 else last
        censor = int(rng.integers(last // 2, last + 1))
        start, z = 0, 0.0
        for year in range(1, censor + 1):
            if year - 1 == turn:
                rows.append((one, start, turn, False, x, z))
                start, z = turn, 1.0
            slope = effects[0] + bend * (year - last / 2)
            rate = base * (1.0 if year < 4 else 1.6) * math.exp(slope * x + effects[1] * z)
            if rng.random() < -math.expm1(-rate):
                rows.append((one, start, year, True, x, z))
                break
        else:
            rows.append((one, start, censor, False, x, z))
    schema = {
        **dict.fromkeys(("id", "start", "stop"), pl.Int64),
        "event": pl.Boolean,
        **dict.fromkeys("xz", pl.Float64),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_too_few_events_are_refused():
    rows = drawn(7, 200).with_columns(event=pl.int_range(pl.len()) < 9)
    with pytest.raises(ModelError, match=r"^mine: ending: 9 of its ties ended, but a hazard is"):
        checked(process(rows), "mine")


def test_a_term_that_does_not_vary_is_left_out_and_said():
    found = checked(process(drawn(8, 200).with_columns(x=pl.lit(2.0))), "mine")
    assert [term.name for term in found.terms] == ["z"]
    assert found.notes == ("'a measure' is the same for all ties and is left out.",)


def test_a_side_without_events_is_left_out_with_its_years():
    rows = drawn(10, 300).with_columns(event=pl.col("event") & (pl.col("z") == 0.0))
    found = checked(process(rows), "mine")
    assert [term.name for term in found.terms] == ["x"]
    assert (found.episodes["z"] == 0.0).all()
    assert "None ended while 'a side' is yes" in found.notes[0]
    assert math.isfinite(hazard(found, "mine").effects[0])


def test_more_terms_than_events_allow_are_left_out():
    rows = drawn(11, 400).with_columns(
        event=pl.col("event") & (pl.col("event").cum_sum() <= 12), w=pl.col("id") % 7 / 7.0
    )
    found = checked(process(rows, (*TERMS, Term("w", "a third"))), "mine")
    assert [term.name for term in found.terms] == ["x", "z"]
    assert "'a third' is left out: there are too few events for so many terms." in found.notes


@pytest.mark.parametrize("fit", [hazard, cox])
def test_collinear_terms_are_refused(fit):
    rows = drawn(12, 300).with_columns(w=2.0 * pl.col("x") + 1.0)
    with pytest.raises(ModelError, match=r"a measure, twice it say the same of all ties"):
        fit(process(rows, (*TERMS, Term("w", "twice it"))), "mine")


@pytest.mark.parametrize("fit", [hazard, cox])
def test_a_measure_that_separates_is_refused(fit):
    rows = drawn(13, 300).with_columns(
        x=pl.when("event").then(pl.lit(5.0)).otherwise(pl.lit(-5.0)) + pl.col("x") / 100.0
    )
    with pytest.raises(ModelError, match=r"'a measure' separates those that ended from all others"):
        fit(process(rows), "mine")


def test_stretches_without_events_are_told():
    rows = drawn(14, 300).filter(pl.col("stop") != 0)
    late = rows.filter(~(pl.col("event") & (pl.col("stop") < 4)))
    assert hazard(process(late), "mine").idle == (1,)
