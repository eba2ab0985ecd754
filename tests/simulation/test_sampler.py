"""The sampler draws from the law exactly: chi-square against the full scan.

Each test raises a false alarm for one seed in a thousand; seeds are fixed.
"""

import numpy as np
import pytest
from scipy.stats import chisquare

from simulation.choice import Law, Pairs, Sampler, samplers_of
from simulation.choice.geometry import near_pairs
from simulation.choice.nearby import nearby
from simulation.choice.serving import NOBODY
from simulation.luck import GRID, Luck, great_circle_km
from simulation.parameters import Choice
from simulation.run import cached_world

pytestmark = pytest.mark.usefixtures("_both_ways")

CHOICE = Choice(
    distance={"default": -1.4, "FR": -0.7, "PL": -1.9}, near=-2.2, similar=-0.25, mass=0.6
)
LIKE = CHOICE.model_copy(update={"traits": {"seat": 1.5, "port": -0.5}, "same_name": 3.0})
ALARM = 1e-3
LEAST = 5.0


def everyone(ones, others):
    return [one != other for one, other in zip(ones, others, strict=True)]


class FreshLuck(Luck):
    """Luck without keys, so that one place may draw many times in one call."""

    def __init__(self, seed):
        super().__init__(seed)
        self.generator = np.random.default_rng(seed)

    def fractions(self, purpose, year, identity, **key):
        shape = np.broadcast_shapes(*(np.shape(part) for part in (identity, *key.values())))
        return np.floor(self.generator.random(shape) * GRID) / GRID

    def fractions_of(self, purposes, year, identity, **key):
        return np.array([self.fractions(purpose, year, identity, **key) for purpose in purposes])


def counts(sampler, row, appeal, draws, eligible=everyone, extra=None):
    """How often each place of the law is drawn."""
    rows = np.full(draws, row)
    many = np.broadcast_to(appeal, (draws, len(appeal)))
    partner = sampler.draw(rows, many, eligible, FreshLuck(20261122), 1970, 0, extra)
    return np.bincount(partner, minlength=len(sampler.law.world.ids))[sampler.law.rows]


def assert_agrees(found, weight):
    expected = weight / weight.sum() * found.sum()
    assert found[weight == 0.0].sum() == 0
    rare = expected < LEAST
    groups = [expected[~rare], [expected[rare].sum()]]
    seen = [found[~rare], [found[rare].sum()]]
    keep = np.concatenate(groups) > 0
    test = chisquare(np.concatenate(seen)[keep], np.concatenate(groups)[keep])
    assert test.pvalue > ALARM


@pytest.mark.parametrize("districts", [False, True])
def test_the_sampler_follows_the_full_scan_on_the_toy_world(toy, districts):
    sampler = Sampler(Law(toy, CHOICE, districts=districts))
    own = [row for row in toy.searchers if toy.is_district[row] == districts]
    appeal = np.linspace(0.2, 1.0, len(toy.regions))
    for row in (own[0], own[len(own) // 2], own[-1]):
        found = counts(sampler, int(row), appeal, 40_000)
        assert_agrees(found, sampler.scan_weights(int(row), appeal, everyone))


def test_those_who_may_not_meet_are_never_drawn_and_the_rest_keep_their_shares(toy):
    sampler = Sampler(Law(toy, CHOICE, districts=False))
    row = int(toy.searchers[~toy.is_district[toy.searchers]][3])
    appeal = np.ones(len(toy.regions))
    weight = sampler.scan_weights(row, appeal, everyone)
    likeliest = int(sampler.law.rows[np.argmax(weight)])

    def not_that_one(_, others):
        return [other not in (row, likeliest) for other in others]

    found = counts(sampler, row, appeal, 40_000, not_that_one)
    assert_agrees(found, sampler.scan_weights(row, appeal, not_that_one))


def test_the_full_scan_serves_whom_no_proposal_finds(toy):
    """Where all likely partners are taken, patience ends and the scan draws the last one."""
    sampler = Sampler(Law(toy, CHOICE, districts=False))
    row = int(toy.searchers[~toy.is_district[toy.searchers]][0])
    appeal = np.ones(len(toy.regions))
    weight = sampler.scan_weights(row, appeal, everyone)
    rarest = int(sampler.law.rows[np.argmin(np.where(weight > 0, weight, np.inf))])

    def only(wanted):
        return lambda _, others: [other == wanted for other in others]

    asks = np.array([row]), appeal[None, :]
    assert sampler.draw(*asks, only(rarest), Luck(1), 1950, 0).tolist() == [rarest]
    assert sampler.draw(*asks, only(NOBODY), Luck(1), 1950, 0).tolist() == [NOBODY]


def test_no_appeal_no_partner(toy):
    sampler = Sampler(Law(toy, CHOICE, districts=False))
    rows = toy.searchers[~toy.is_district[toy.searchers]][:5]
    nothing = np.zeros((5, len(toy.regions)))
    assert set(sampler.draw(rows, nothing, everyone, Luck(1), 1950, 0)) == {NOBODY}


def test_a_draw_is_the_same_whoever_else_draws(toy):
    sampler = Sampler(Law(toy, CHOICE, districts=False))
    rows = toy.searchers[~toy.is_district[toy.searchers]]
    appeal = np.ones((len(rows), len(toy.regions)))
    together = sampler.draw(rows, appeal, everyone, Luck(4), 1970, 2)
    alone = [
        int(sampler.draw(rows[i : i + 1], appeal[:1], everyone, Luck(4), 1970, 2)[0])
        for i in range(len(rows))
    ]
    assert together.tolist() == alone


def test_motives_drawn_together_draw_what_each_draws_alone(toy):
    sampler = Sampler(Law(toy, CHOICE, districts=False))
    rows = toy.searchers[~toy.is_district[toy.searchers]]
    appeal = np.ones((len(rows), len(toy.regions)))
    alone = [sampler.draw(rows, appeal, everyone, Luck(4), 1970, kind) for kind in (0, 3)]
    both = np.concatenate([rows, rows]), np.concatenate([appeal, appeal])
    kinds = np.repeat([0, 3], len(rows))
    together = sampler.draw(*both, everyone, Luck(4), 1970, kinds)
    assert together.tolist() == np.concatenate(alone).tolist()
    assert alone[0].tolist() != alone[1].tolist()


def test_models_of_one_law_share_their_samplers(toy):
    first = samplers_of(toy, CHOICE)
    assert samplers_of(toy, CHOICE.model_copy()) is first
    other = samplers_of(toy, CHOICE.model_copy(update={"mass": 0.3}))
    assert other[False].law.choice.mass == 0.3
    assert other[False].law.geometry is first[False].law.geometry
    assert not np.array_equal(other[False].access, first[False].access)


def test_every_pair_weighs_at_most_its_bound(toy):
    """The whole of exactness rests on this: checked for every pair of the toy world."""
    law = Law(toy, CHOICE, districts=False)
    sampler = Sampler(law)
    cell_of = dict(zip(law.rows.tolist(), law.geometry.cells.cell.tolist(), strict=True))
    for row in toy.searchers[~toy.is_district[toy.searchers]]:
        km = great_circle_km(toy.point[row], toy.point[law.rows])
        own_size = np.full(len(law.rows), toy.size[row])
        group = toy.group[law.rows]
        base = law.pair_base(km, own_size, toy.size[law.rows], group) - law.reference_mass[group]
        own = sampler.tables.cell[row], sampler.tables.size_class[row]
        for place, partner in enumerate(law.rows.tolist()):
            cell = cell_of[partner]
            classes = np.flatnonzero(sampler.tables.counts[cell] > 0)
            bound = sampler.tables.distance[own[0], cell] * sampler.tables.size[own[1], classes]
            assert np.exp(base[place]) <= bound.max()


def test_what_is_listed_is_what_the_base_lacks(toy):
    """Near places and namesakes; traits weigh in both parts."""
    law = Law(toy, LIKE, districts=False)
    sampler = Sampler(law)
    for place, row in enumerate(toy.searchers[~toy.is_district[toy.searchers]]):
        abroad = law.rows[toy.group[law.rows] != toy.group[row]]
        region, group = toy.region[abroad], toy.group[abroad]
        km = great_circle_km(toy.point[row], toy.point[abroad])
        own = np.full(len(abroad), row)
        full = np.exp(law.log_weights(int(row), abroad))
        base = law.pair_base(km, toy.size[own], toy.size[abroad], group)
        base = np.exp(base + law.likeness(own, abroad) - law.reference_mass[group])
        excess = np.bincount(region, weights=full - base, minlength=len(toy.regions))
        assert sampler._nearby.total[place] == pytest.approx(excess, abs=1e-12)


def test_traits_names_and_extra_pairs_are_drawn_as_the_scan_weighs_them(toy):
    """A seat with seats, a namesake, and pairs that a group singles out; regions weigh apart."""
    sampler = Sampler(Law(toy, LIKE, districts=False))
    rng = np.random.default_rng(3)
    appeal = rng.uniform(0.2, 1.0, len(toy.regions))
    towns = toy.searchers[~toy.is_district[toy.searchers]]
    seats = towns[toy.traits[towns].any(axis=1)]
    for row in (int(seats[0]), int(towns[7])):
        abroad = sampler.law.rows[toy.group[sampler.law.rows] != toy.group[row]]
        chosen = abroad[[3, 40, -1]]
        extra = Pairs(np.zeros(3, dtype=np.int64), chosen, np.array([5.0, 3.0, 1.0]))
        many = Pairs(
            np.repeat(np.arange(40_000), 3), np.tile(chosen, 40_000), np.tile(extra.effect, 40_000)
        )
        found = counts(sampler, row, appeal, 40_000, extra=many)
        assert_agrees(found, sampler.scan_weights(row, appeal, everyone, extra))
        assert found[np.isin(sampler.law.rows, chosen)].sum() > 1000


@pytest.fixture(scope="module")
def real():
    world = cached_world("germany")
    return world, Sampler(Law(world, CHOICE, districts=False))


@pytest.mark.parametrize("town", ["Kehl", "Görlitz", "Kassel"])
def test_the_sampler_follows_the_full_scan_of_a_real_town_over_all_places(real, town):
    """On a border, on another, and in the middle of the country."""
    world, sampler = real
    frame = world.frame.with_row_index("row")
    here = frame.filter((frame["name"] == town) & (frame["country"] == "DE"))
    row = int(here["row"][0])
    appeal = np.ones(len(world.regions))
    found = counts(sampler, row, appeal, 40_000)
    assert_agrees(found, sampler.scan_weights(row, appeal, everyone))


def test_places_far_from_germany_have_a_small_reference_mass_not_none(toy):
    """Appeal is the reference place's log rate, however little a country weighs by distance."""
    law = Law(toy, CHOICE.model_copy(update={"distance": {"default": -4.0}}), districts=False)
    group, km = toy.group[law.rows], law.geometry.reference_km
    weight = np.exp(law.pair(km, np.zeros(len(km)), toy.size[law.rows], group))
    total = np.bincount(group, weights=weight, minlength=len(toy.groups))
    there = total > 0.0
    assert (total[there] < 1.0).any()
    assert law.reference_mass[there] == pytest.approx(np.log(total[there]))
    assert (law.reference_mass[~there] == 0.0).all()


def test_what_is_listed_nearby_and_the_base_make_up_the_law(toy):
    """Traits, names and distances: each pair's excess is all that its base weight lacks."""
    law = Law(toy, LIKE.model_copy(update={"near_km": 300.0}), districts=False)
    pairs = near_pairs(law.geometry, law.choice.near_km)
    whole = np.exp(law.log_weights(pairs.own, pairs.partner))
    base = law.base_weights(pairs.own, pairs.partner)
    excess = np.diff(nearby(law).running, prepend=0.0)
    assert (law.likeness(pairs.own, pairs.partner) != 0.0).any()
    assert base + excess == pytest.approx(whole, rel=1e-6)
