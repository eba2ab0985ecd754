"""Ablations and counterfactuals of the library, run: each moves what it says, and nothing before.

The toy world is made to search more often, so that few runs show a direction.
"""

from functools import cache

import polars as pl
import pytest

from analysis.scenarios import measures
from scenarios import load
from scenarios.runs import with_values
from simulation import simulate
from simulation.ledger import FOUNDED, GRANTED
from simulation.model import TwinningModel
from simulation.motives.money import money_of
from simulation.run import cached_world

SEED = 11
MIDDLE, LATE = 1985, 2010
"""Last years: most mechanisms show before the opening, the roots of expellees only after it."""


@cache
def run(name, until=MIDDLE, **changes):
    scenario = with_values(load(name), {"rate.level": 1.0, **changes})
    return simulate(scenario, seed=SEED, world="toy", until=until)


def before(history, year):
    return history.ledger.filter(pl.col("year") < year)


def with_country(history, country):
    place = history.municipalities.filter(pl.col("country") == country)["id"].implode()
    return history.ties.filter(pl.col("a").is_in(place) | pl.col("b").is_in(place))


def founded_with(history, country, before):
    """Twinnings with a country founded as such before a year: no sponsorship of old."""
    new = history.ledger.filter(
        pl.col("event") == FOUNDED, pl.col("detail").str.contains('"kind":"twinning"', literal=True)
    )["tie"]
    ties = with_country(history, country)
    return ties.filter(pl.col("tie").is_in(new.implode()), pl.col("founded") < before).height


def alike(history):
    """Share of ties between places whose inhabitants differ by less than a factor of two."""
    size = dict(history.municipalities.select("id", "population").iter_rows())
    ties = history.ties.filter(pl.col("kind") == "twinning")
    ratio = [size[a] / size[b] for a, b in ties.select("a", "b").iter_rows()]
    return sum(0.5 <= one <= 2.0 for one in ratio) / len(ratio)


@pytest.mark.parametrize(
    ("name", "country", "last", "first"),
    [("no_elysee", "FR", 1962, 1964), ("no_opening", "PL", 1988, 1990)],
)
def test_without_an_event_its_wave_does_not_come(name, country, last, first):
    without, history = run(name, LATE), run("history", LATE)
    assert before(without, last + 1).equals(before(history, last + 1))
    wave = pl.col("founded").is_between(first, first + 12)
    few, many = (with_country(one, country).filter(wave).height for one in (without, history))
    assert few < 0.8 * many


def test_without_expellees_fewer_ties_lead_to_where_they_came_from():
    without, history = run("no_expellees", LATE), run("history", LATE)
    assert before(without, 1950).equals(before(history, 1950))
    assert not (without.ties["kind"] == "sponsorship").any()
    for country in ("PL", "CZ"):
        assert with_country(without, country).height < with_country(history, country).height


def test_roots_are_what_no_expellees_leaves_out_beside_sponsorships():
    more = with_country(run("no_sponsorships", LATE), "PL").height
    assert with_country(run("no_expellees", LATE), "PL").height < more


def test_without_proximity_partners_lie_farther_away():
    far, near = (run(name).ties["distance_km"].median() for name in ("no_proximity", "history"))
    assert far > near + 10.0


def test_without_similarity_partners_are_less_alike():
    assert alike(run("no_similarity")) < 0.75 * alike(run("history"))


def test_without_history_every_border_is_open_and_no_wave_comes():
    without, history = run("no_history"), run("history")
    assert founded_with(without, "PL", 1965) > 5 * founded_with(history, "PL", 1965)
    assert founded_with(without, "FR", 1980) < 0.8 * founded_with(history, "FR", 1980)
    assert (history.ledger["event"] == GRANTED).any()
    assert not (without.ledger["event"] == GRANTED).any()
    assert not set(without.ties["motive"]) & {"reunification", "sponsorship", "local_democracy"}


def test_what_is_zero_in_the_history_is_no_imitation_already():
    null = run("history", **{"rate.imitation": 0.0, "contacts.neighbours": 0.0})
    assert null.ledger.equals(run("history").ledger)


def test_neighbours_would_be_imitated_if_they_were():
    """The null is one of the numbers, not of the program."""
    assert not run("history", **{"rate.imitation": 0.7}).ledger.equals(run("history").ledger)


def test_without_imitation_a_partner_in_common_counts_for_nothing():
    """Not before Germans have partners among each other, which nobody wishes before 1970."""
    without, history = run("no_imitation", LATE), run("history", LATE)
    assert before(without, 1970).equals(before(history, 1970))
    assert not without.ledger.equals(history.ledger)
    alone = run("history", LATE, **{"groups.shared": 0.0})
    assert without.ledger.equals(alone.ledger)


def test_without_skew_no_money_is_there_for_development():
    """The toy world has no town of the Global South."""
    money = {}
    for name in ("history", "no_skew"):
        model = TwinningModel(load(name), cached_world("toy"), SEED)
        active = [event.id for event in model.climates.events]
        money[name] = [money_of("development", year, active) for year in (2005, 2015, 2025)]
    assert money["no_skew"] == [0.0, 0.0, 0.0]
    assert min(money["history"]) > 1e6


@pytest.mark.deep
def test_without_skew_fewer_development_ties_last():
    runs = {name: simulate(load(name), seed=SEED) for name in ("history", "no_skew")}
    assert before(runs["no_skew"], 2001).equals(before(runs["history"], 2001))
    found = {name: dict(measures(one).iter_rows())["development"] for name, one in runs.items()}
    assert found["no_skew"] < found["history"]
