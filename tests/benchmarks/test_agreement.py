"""The three contestants follow one law: term by term, and in what their histories come to.

Each chi-square alarms falsely with a chance of at most 0.0001: ties of one history hold each other
back (a country held, a partner's load), so counts vary less than independent ones would. Seeds are
fixed, so what passes once passes always.
"""

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2_contingency, chisquare, ttest_ind

from benchmarks import bare, plain, reduced
from benchmarks.blocks import Blocks
from benchmarks.places import frame
from benchmarks.settings import Table, growth
from simulation import pairing
from simulation.search import search_rates

FALSE_ALARM = 1e-4
HISTORIES = 6
DISTANCES = (0, 50, 100, 200, 300, 450, 600, 900, 20_000)
SIZES = (0, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 1e9)


# ------------------------------------------------------------------------ the law, term by term


@pytest.fixture(scope="module")
def core_model(told, toy_places, level, copies):
    return reduced.model_of(told, toy_places, level, 1, "toy", copies)


@pytest.fixture(scope="module")
def peer(told, toy_places, level):
    return plain.Twinning(told, toy_places, level, 1)


def model_row(model, places, place):
    """What the model weighs: each eligible place's share, for a place without ties."""
    row = int(places.rows[place])
    climate = model.climates.of(1970)
    factors = pairing.region_factors(model, np.array([row]), reduced.EXCHANGE, climate)[0]
    sampler = model.samplers[False]
    weight = np.zeros(len(model.world.ids))
    weight[sampler.law.rows] = sampler.scan_weights(row, factors, model.are_eligible)
    return weight / weight.sum(), weight[places.rows[places.eligible]] / weight.sum()


def test_the_peer_weighs_every_place_as_the_model_does(core_model, peer, toy_places):
    for agent in list(peer.searchers)[::21]:
        weights = agent.weights()
        everywhere, row = model_row(core_model, toy_places, agent.place)
        assert row.sum() == pytest.approx(everywhere.sum())  # nobody else is eligible
        np.testing.assert_allclose(weights / weights.sum(), row, rtol=1e-9)


def test_all_search_at_the_rates_of_the_model(core_model, toy_places, told, level):
    base = np.exp(toy_places.base_rate(told.law.rate, level))
    towns = ~core_model.world.is_district[core_model.world.searchers]
    for year in (1950, 2010):
        rates = search_rates(core_model, core_model.climates.of(year))
        assert rates[~towns].sum() < 1e-6
        expected = base * np.exp(growth(year, told.law.rate))
        np.testing.assert_allclose(rates[towns].sum(axis=1), expected, rtol=1e-9)
        assert np.count_nonzero(rates.sum(axis=0)) == 1  # one motive


def test_the_bare_draws_follow_the_peers_row(peer, toy_places):
    blocks, rng = Blocks(toy_places), np.random.default_rng(3)
    held = np.zeros((len(toy_places.searchers), len(toy_places.countries)), dtype=np.int16)
    for number in (0, 75, 150):
        weights = list(peer.searchers)[number].weights()
        drawn = blocks.draw(np.full(20_000, number), held, set(), rng)
        expected = weights / weights.sum() * len(drawn)
        counts = np.bincount(drawn, minlength=len(weights))
        often = expected >= 5.0
        merged = [np.append(x[often], x[~often].sum()) for x in (counts, expected)]
        if merged[1][-1] < 5.0:  # the rest is too rare for a class of its own
            last = [x[-1] for x in merged]
            merged = [x[:-1] for x in merged]
            at = int(np.argmax(merged[1]))
            for part, more in zip(merged, last, strict=True):
                part[at] += more
        assert chisquare(*merged).pvalue > FALSE_ALARM


# ------------------------------------------------------------------------ whole histories


def histories(prepare, *key):
    return [prepare(*key[:3], seed, *key[3:])() for seed in range(11, 11 + HISTORIES)]


@pytest.fixture(scope="module")
def all_histories(told, toy_places, level, copies):
    key = told, toy_places, level
    return {
        "plain": histories(plain.prepare, *key),
        "bare": histories(bare.prepare, *key),
        "reduced": histories(reduced.prepare, *key, "toy", copies),
    }


@pytest.fixture(scope="module")
def columns(copies):
    table = frame("toy", copies)
    country = np.unique(table["country"].to_numpy(), return_inverse=True)[1]
    lat, lon = np.radians(table["lat"].to_numpy()), np.radians(table["lon"].to_numpy())
    point = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)
    return country, point, table["population_imputed"].to_numpy()


def km(outcome, columns):
    cosine = (columns[1][outcome.asker] * columns[1][outcome.asked]).sum(axis=1)
    return 6371.0 * np.arccos(np.clip(cosine, -1.0, 1.0))


def classes(some, columns):
    """Counts by class, for each thing that is compared, over all histories."""
    country, _, inhabitants = columns
    asked = np.concatenate([one.asked for one in some])
    ties = [np.bincount(one.asked, minlength=len(country)) for one in some]
    own = [np.bincount(one.asker, minlength=len(country)) for one in some]
    far = np.concatenate([km(one, columns) for one in some])
    form = np.concatenate([one.form for one in some])
    living = np.concatenate([one.living for one in some])
    pairs = [np.unique(one.asker * 100 + country[one.asked], return_counts=True) for one in some]
    with_one = np.concatenate([count for _, count in pairs])
    return {
        "country of the partner": np.bincount(country[asked], minlength=country.max() + 1),
        "size of the partner": np.histogram(inhabitants[asked], SIZES)[0],
        "distance": np.histogram(far, DISTANCES)[0],
        "form and life": np.bincount(form * 2 + living, minlength=6),
        "ties of who is asked": np.bincount(np.minimum(np.concatenate(ties), 12), minlength=13),
        "ties with one country": np.bincount(np.minimum(with_one, 8), minlength=9),
        "ties of who asks": np.bincount(np.minimum(np.concatenate(own), 20), minlength=21),
    }


def surprises(one, other, columns):
    """What two sets of histories differ in, with the chance of as large a difference."""
    found = {}
    pairs = classes(one, columns), classes(other, columns)
    for name in pairs[0]:
        counts = np.array([part[name] for part in pairs])
        often = counts.sum(axis=0) >= 20
        merged = np.column_stack([counts[:, often], counts[:, ~often].sum(axis=1)])
        found[name] = chi2_contingency(merged[:, merged.sum(axis=0) > 0]).pvalue
    for name, figure in {
        "mean distance": lambda h: km(h, columns).mean(),
        "draws": lambda h: h.draws,
        "ties": lambda h: len(h.asker),
    }.items():
        found[name] = ttest_ind([figure(h) for h in one], [figure(h) for h in other]).pvalue
    return {name: chance for name, chance in found.items() if chance < FALSE_ALARM}


@pytest.mark.parametrize("name", ["plain", "reduced"])
def test_histories_agree_with_the_bare_ones(name, all_histories, columns):
    assert surprises(all_histories[name], all_histories["bare"], columns) == {}


@pytest.mark.parametrize(
    ("section", "field", "value", "seen"),
    [
        ("choice", "similar", -0.5, "size of the partner"),
        ("choice", "held", 0.0, "ties with one country"),
        ("consent", "load", 0.0, "ties"),
        ("rate", "load", -1.0, "draws"),
        ("ending", "partnership", 0.006, "form and life"),
    ],
)
def test_another_law_is_found_out(
    section, field, value, seen, told, toy_places, level, all_histories, columns
):
    content = deepcopy(told.content)
    content["law"][section][field] = value
    other = Table(content)
    here = replace(toy_places, settings=other)
    found = histories(bare.prepare, other, here, level)
    assert seen in surprises(found, all_histories["plain"], columns)
