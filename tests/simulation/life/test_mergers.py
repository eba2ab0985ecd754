"""Mergers of municipalities on the toy world: which ties end, when, and what stays untouched."""

import json

import numpy as np
import polars as pl
import pytest

from simulation import simulate
from simulation.life import mergers
from simulation.model import TwinningModel
from simulation.municipality import Municipality
from simulation.parameters import Mergers
from simulation.past.policy.mergers import merger_rate
from simulation.run import cached_world
from simulation.ties import ENDED
from tests.simulation.conftest import lively

WAVE = 1974


def waves(**changes):
    """Years of the western waves, with every tie at risk that a merger can double."""
    return lively(**{"start": 1955, "until": 1980, "mergers": {"second": 1.0}, **changes})


@pytest.fixture(scope="module", autouse=True)
def _small_places():
    """The toy world's towns are large: here a tie's place is as likely merged as its Land says."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mergers, "SMALL", 1e9)
        yield


@pytest.fixture(scope="module")
def history():
    return simulate(waves(), seed=5, world="toy")


def ends(history, why="merger"):
    ended = history.ledger.filter(pl.col("event") == "ended")
    return [
        row for row in ended.iter_rows(named=True) if json.loads(row["detail"]).get("why") == why
    ]


def grown(until, **changes):
    """A model after its years up to `until`, before the mergers of the next."""
    model = TwinningModel(waves(**changes), cached_world("toy"), 5)
    while model.year < until:
        model.step()
    return model


def merged(model):
    """Ties that the mergers of the model's year end."""
    before = model.ties.rows("status").copy()
    mergers.merge(model, model.climates.of(model.year))
    return np.flatnonzero((model.ties.rows("status") == ENDED) & (before != ENDED)).tolist()


def test_effect_merger_chance(monkeypatch):
    monkeypatch.setattr(mergers, "SMALL", 5_000.0)
    chance = mergers.merger_chance(
        np.array([0.2, 0.2, 0.2, 0.0]), np.array([1.0, 5e3, 95e3, 1.0]), Mergers(second=0.5)
    )
    assert chance == pytest.approx([0.1, 0.05, 0.005, 0.0], rel=1e-3)
    assert not mergers.merger_chance(np.ones(2), np.ones(2), Mergers(second=0.0)).any()


def test_ties_end_only_in_waves_and_where_another_stays(history):
    found = ends(history)
    assert len(found) > 3
    world, ties = history.world, history.ties
    partner = dict(zip(world.ids.tolist(), world.group.tolist(), strict=True))
    land = dict(zip(world.ids.tolist(), world.land.tolist(), strict=True))
    for row in found:
        german = [end for end in (row["a"], row["b"]) if land[end] >= 0]
        rates = {end: merger_rate(world.laender[land[end]], row["year"]) for end in german}
        assert max(rates.values()) > 0.0
        kept = []
        for end in (end for end, rate in rates.items() if rate > 0.0):
            other = row["b"] if end == row["a"] else row["a"]
            here = ties.filter((pl.col("a") == end) | (pl.col("b") == end))
            here = here.filter(
                (pl.col("founded") <= row["year"])
                & (pl.col("ended").is_null() | (pl.col("ended") >= row["year"]))
                & (pl.col("tie") != row["tie"])
            )
            far = [b if a == end else a for a, b in here.select("a", "b").iter_rows()]
            kept.append(any(partner[one] == partner[other] for one in far))
        assert any(kept)


def test_the_last_tie_with_a_country_stays():
    model = grown(WAVE)
    held = model.held.copy()
    assert merged(model)
    abroad = [g for g, country in enumerate(model.world.group_country) if country != "DE"]
    rows = model.world.searchers
    before, after = held[rows][:, abroad], model.held[rows][:, abroad]
    assert (after < before).any()
    assert (after[after < before] >= 1).all()


def test_switched_off_nothing_ends_by_a_merger():
    assert not ends(simulate(waves(mergers={"active": False}), seed=5, world="toy"))
    model = grown(WAVE, mergers={"active": False})
    assert merged(model) == []


def test_no_wave_no_end():
    model = grown(1962)
    assert not mergers.rates(model.world.laender, 1962).any()
    assert merged(model) == []


def test_until_the_first_wave_both_histories_are_one(history):
    off = simulate(waves(mergers={"active": False}), seed=5, world="toy")
    first = min(row["year"] for row in ends(history))
    before = pl.col("year") < first
    assert history.ledger.filter(before).equals(off.ledger.filter(before))
    assert not history.ledger.equals(off.ledger)


def test_luck_is_keyed_by_ends_and_not_by_order():
    plain, more = grown(WAVE), grown(WAVE)
    rows = np.flatnonzero(more.world.land >= 0)
    pair = next(
        (int(a), int(b))
        for a in rows
        for b in rows
        if a < b and more.eligible(int(a), int(b)) and more.degree[a] == more.degree[b] == 0
    )
    number = more.ties.add(
        a=pair[0], b=pair[1], initiator=pair[0], founded=1960, formed=1960,
        form=2, kind=0, motive=0, status=0, term=0,
    )  # fmt: skip
    more.attach(number, *pair)
    assert merged(more) == merged(plain) != []


def test_districts_are_not_merged(monkeypatch):
    model = grown(WAVE)
    every = np.ones(len(model.world.ids), dtype=np.bool_)
    monkeypatch.setitem(model.world.__dict__, "is_district", every)
    assert merged(model) == []


def test_a_council_may_keep_both():
    class Faithful(Municipality):
        def drops(self, tie):
            return False

    run = simulate(waves(), seed=5, world="toy", agent_class=Faithful)
    assert not ends(run)
