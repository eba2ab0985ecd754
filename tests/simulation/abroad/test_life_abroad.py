"""What happens to ties of two places abroad, where life asks which of them is the partner."""

import numpy as np
import polars as pl

from simulation.life import stock
from simulation.life.halts import Meetings, times_named
from simulation.ways import contacts
from tests.simulation.abroad.conftest import lively, run


def test_of_two_abroad_the_one_that_more_halts_name_is_the_partner(history):
    assert times_named("GB") > times_named("FR") >= 1
    world, table = history.world, history.ties
    lives = stock.lives(history)
    country = np.array([world.group_country[group] for group in world.group])
    a, b = country[table.rows("a")], country[table.rows("b")]
    partner = np.array([world.group_country[group] for group in lives.partner])
    abroad = (a != "DE") & (b != "DE")
    british = abroad & ((a == "GB") | (b == "GB"))
    assert british.sum() > 5
    assert (partner[british] == "GB").all()
    other = abroad & ~british
    assert (partner[other] == b[other]).all()
    german = ~abroad & (a != b)
    assert (partner[german] != "DE").all()


def test_tables_name_the_same_partner():
    places = Meetings({1: "DE", 2: "FR", 3: "GB", 4: "IT"}, {})
    assert places.partner(1, 2) == places.partner(2, 1) == "FR"
    assert places.partner(2, 3) == places.partner(3, 2) == "GB"
    assert places.partner(2, 4) == "IT"


def test_grants_go_to_german_towns_alone(small):
    parameters = lively(start=1990, until=2006, money={"share": 1.0, "apply": 1.0})
    model = run(small, parameters)
    granted = model.ledger.frame().filter(pl.col("event") == "granted")
    german = pl.Series(small.ids[small.land >= 0]).implode()
    assert granted.height > 10
    assert granted.filter(~pl.col("a").is_in(german) & ~pl.col("b").is_in(german)).is_empty()


def test_prior_contacts_say_nothing_of_two_places_abroad(history):
    world, table = history.world, history.ties
    abroad = (world.land[table.rows("a")] < 0) & (world.land[table.rows("b")] < 0)
    ease = contacts.ease(history, np.arange(table.count))
    assert (ease[abroad] == 1.0).all()
    assert not (ease[~abroad] == 1.0).all()
    rows, others = table.rows("a")[abroad], table.rows("b")[abroad]
    assert (contacts.prior(history, rows, others) == 0.0).all()
