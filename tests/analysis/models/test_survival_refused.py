"""Hazards that cannot be fitted: what is refused, and what is left out and said."""

import math

import polars as pl
import pytest

from analysis.models.results import ModelError
from analysis.models.survival.cox import cox
from analysis.models.survival.discrete import hazard
from analysis.models.survival.episodes import Term, checked
from tests.analysis.models.lives_made_up import TERMS, drawn, process


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
