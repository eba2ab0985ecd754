"""The sampler against the full scan with every effect of the law of choice at work.

On a small world each effect moves the weights that are drawn from, and draws follow them; on the
real one (deep) twenty searchers draw out of all places. Chances of a false alarm are stated where
they arise; seeds are fixed.
"""

import numpy as np
import polars as pl
import pytest
from scipy.stats import chisquare

from simulation.choice import Law, Pairs, Sampler
from simulation.choice.serving import NOBODY
from simulation.model import TwinningModel
from simulation.motives import MOTIVES, NAMES, REUNIFICATION
from simulation.pairing import region_factors
from simulation.parameters import Choice
from simulation.run import cached_world
from simulation.ways import groups
from simulation.world import World
from tests.simulation.conftest import lively
from tests.simulation.test_sampler import ALARM, FreshLuck, assert_agrees, everyone

DRAWS = 12_000
YEAR = 1991
MOTIVE = NAMES.index("reconciliation")
ALL = {
    "distance": {"default": -1.2, "FR": -0.7, "PL": -1.7},
    "near": -1.5,
    "near_km": 120.0,
    "similar": -0.5,
    "mass": 0.5,
    "traits": {"seat": 1.0, "port": -0.5, "spa": 0.7},
    "same_name": 3.0,
    "region": 0.8,
    "region_country": 0.4,
    "remote": -0.6,
    "held": -1.0,
}
OFF = {
    "distance": {"default": 0.0},
    "traits": {},
    **dict.fromkeys(("near", "similar", "mass", "same_name"), 0.0),
    **dict.fromkeys(("region", "region_country", "remote", "held"), 0.0),
}
LISTED = ("fellow", "shared")


def model_of(world, **without):
    """The toy world in 1991 after lively years, groups and all; some effects switched off."""
    together = {"hanse": 1.0, "ring": 0.2, "fellow": 1.5, "shared": 1.0}
    groups = {**together, **{name: 0.0 for name in without if name in LISTED}}
    choice = {**ALL, **{name: off for name, off in without.items() if name not in LISTED}}
    willing = {"consent": {"base": 1.0, "load": 0.0}, "reunification": {"wish": 0.5}}
    return lively(choice=choice, groups=groups, until=YEAR, **willing)


@pytest.fixture(scope="module")
def past(toy):
    """A model with all effects, as the searches of 1991 begin.

    In the toy world no towns of two countries share a name: here some French ones are given those
    of German ones.
    """
    towns = toy.frame.filter(pl.col("level") == "municipality").sort("population", "id")
    french, german = (towns.filter(pl.col("country") == c)["id", "name"] for c in ("FR", "DE"))
    names = dict(zip(french["id"][-9:], german["name"][-9:], strict=True))
    renamed = pl.col("id").replace_strict(names, default=pl.col("name"), return_dtype=pl.String)
    named = World("toy", toy.frame.with_columns(name=renamed))
    model = TwinningModel(model_of(named), named, 8)
    while model.year < YEAR:
        model.step()
    return model


def law_of(model, row):
    """Factors, extra pairs and weights over all places of one search of that place."""
    rows, climate = np.array([row]), model.climates.of(YEAR)
    sampler = model.samplers[bool(model.world.is_district[row])]
    # whatever they search for: so every country is sought
    motives = [motive for motive in range(len(MOTIVES)) if motive != REUNIFICATION]
    factors = sum(region_factors(model, rows, motive, climate)[0] for motive in motives)
    extra = Pairs(*groups.listed(model, rows, MOTIVE))
    return sampler, factors, extra, sampler.scan_weights(row, factors, model.are_eligible, extra)


def drawn(model, row):
    """How often each place is drawn, with the weights of the full scan."""
    sampler, factors, extra, weight = law_of(model, row)
    many = Pairs(
        np.repeat(np.arange(DRAWS), len(extra.partner)),
        np.tile(extra.partner, DRAWS),
        np.tile(extra.effect, DRAWS),
    )
    rows, appeal = np.full(DRAWS, row), np.broadcast_to(factors, (DRAWS, len(factors)))
    luck = FreshLuck(20261123)
    partner = sampler.draw(rows, appeal, model.are_eligible, luck, YEAR, MOTIVE, many)
    assert NOBODY not in partner
    return np.bincount(partner, minlength=len(model.world.ids))[sampler.law.rows], weight


def moved_by(model, effect, rows):
    """First of some places whose weights are others, relative to each other, without an effect."""
    without = TwinningModel(model_of(model.world, **{effect: OFF.get(effect, 0.0)}), model.world, 8)
    for name in ("ties", "held", "degree", "ties_abroad", "_parts", "agent_of_row"):
        setattr(without, name, getattr(model, name))  # the same past
    for row in rows:
        ours, theirs = (law_of(one, row)[-1] for one in (model, without))
        shares = ours / ours.sum(), theirs / theirs.sum()
        if not np.allclose(*shares, rtol=1e-6, atol=0.0):
            return row
    raise AssertionError(f"{effect} moves nothing here")


@pytest.mark.parametrize("effect", [*OFF, *LISTED])
def test_draws_follow_the_full_scan_over_every_effect(past, effect):
    """Of a place whose weights this effect moves; one false alarm in a thousand for each."""
    world = past.world
    most_tied = world.searchers[np.argsort(-past.degree[world.searchers], kind="stable")].tolist()
    found, weight = drawn(past, moved_by(past, effect, most_tied))
    assert_agrees(found, weight)


def real_searchers(world):
    """Twenty municipalities of all sizes, from all over Germany."""
    towns = world.searchers[~world.is_district[world.searchers]]
    by_size = towns[np.argsort(world.size[towns], kind="stable")]
    return by_size[np.linspace(0, len(by_size) - 1, 20).astype(np.int64)].tolist()


@pytest.mark.deep
def test_twenty_real_searchers_draw_as_the_full_scan_of_all_real_places():
    """False alarm: one in a thousand for all twenty together (Bonferroni)."""
    world = cached_world("germany")
    sampler = Sampler(Law(world, Choice(**ALL), districts=False))
    appeal = np.random.default_rng(4).uniform(0.2, 1.0, len(world.regions))
    rows = real_searchers(world)
    assert len({int(world.land[row]) for row in rows}) >= 6
    for row in rows:
        weight = sampler.scan_weights(row, appeal, everyone)
        many = np.broadcast_to(appeal, (DRAWS, len(appeal)))
        who = np.full(DRAWS, row)
        partner = sampler.draw(who, many, lambda a, b: a != b, FreshLuck(row), YEAR, MOTIVE)
        found = np.bincount(partner, minlength=len(world.ids))[sampler.law.rows]
        assert found[weight == 0.0].sum() == 0
        # places in the order of their weights, put together until each bin expects forty draws
        order = np.argsort(-weight, kind="stable")
        expected = np.cumsum(weight[order]) / weight.sum() * DRAWS
        bins = np.floor(expected / 40.0).astype(np.int64)
        seen = np.bincount(bins, weights=found[order])
        due = np.bincount(bins, weights=weight[order] / weight.sum() * DRAWS)
        kept = due > 5.0
        parts = [*seen[kept], seen[~kept].sum()], [*due[kept], due[~kept].sum()]
        parts = [list(part[:-1]) if parts[1][-1] < 5.0 else list(part) for part in parts]
        parts[1] = np.array(parts[1]) / np.sum(parts[1]) * np.sum(parts[0])
        assert chisquare(*parts).pvalue > ALARM / 20, row
