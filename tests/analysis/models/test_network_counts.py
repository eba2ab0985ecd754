"""Network measures against networkx and counts by hand, to six digits, on small fixed graphs."""

import itertools
import math

import networkx as nx
import numpy as np
import polars as pl
import pytest

from analysis.models.network.assortativity import assortativity_rows
from analysis.models.network.clustering import (
    closed,
    clustering_rows,
    expected_squares,
    triad_rows,
)
from analysis.models.network.communities import communities, community_frame, community_rows
from analysis.models.network.components import component_rows
from analysis.models.network.degrees import degree_rows, gini, gini_without
from analysis.models.network.net import net_of
from analysis.models.network.repeats import repeat_frame, repeat_rows

SIX = {"rel": 1e-6, "abs": 1e-9}
GERMAN, ABROAD = range(1, 19), range(101, 125)
LANDS = ("DE-BY", "DE-NW", "DE-SN")
COUNTRIES = ("FR", "GB", "PL", "IT")


def places_of():
    """18 German places and 24 abroad, of sizes that no formula makes."""
    rng = np.random.default_rng(11)
    ids = [*GERMAN, *ABROAD]
    german = np.array([identity in GERMAN for identity in ids])
    return pl.DataFrame(
        {
            "id": ids,
            "country": ["DE" if g else COUNTRIES[i % 4] for i, g in zip(ids, german, strict=True)],
            "land": [LANDS[i % 3] if g else None for i, g in zip(ids, german, strict=True)],
            "population": rng.integers(300, 400_000, len(ids)).tolist(),
            "level": ["municipality"] * len(ids),
        }
    )


def two_sided():
    """40 ties with one German end; hubs, squares and components."""
    rng = np.random.default_rng(5)
    weight = 1 / np.arange(1, 19)
    pairs = set()
    while len(pairs) < 40:
        home = int(rng.choice(GERMAN, p=weight / weight.sum()))
        pairs.add((home, int(rng.choice(ABROAD))))
    return sorted(pairs)


def mixed():
    """The same with eight ties within Germany, which close triangles."""
    inner = [(1, 2), (1, 3), (2, 3), (2, 4), (4, 5), (3, 7), (6, 9), (5, 1)]
    return [*two_sided(), *inner]


def net(pairs):
    ties = pl.DataFrame(pairs, schema={"home": pl.Int64, "away": pl.Int64}, orient="row")
    return net_of(ties, places_of())


@pytest.fixture(params=["two_sided", "mixed"])
def both(request):
    pairs = {"two_sided": two_sided, "mixed": mixed}[request.param]()
    return net(pairs), nx.Graph(pairs)


def found(rows):
    return {row.term: row.estimate for row in rows}


def test_degrees(both):
    mine, theirs = both
    told = found(degree_rows(mine))
    german = sorted(d for node, d in theirs.degree if node in GERMAN)
    abroad = sorted(d for node, d in theirs.degree if node in ABROAD)
    assert told["places"] == theirs.number_of_nodes()
    assert told["ties"] == theirs.number_of_edges()
    assert told["mean_degree"] == pytest.approx(2 * len(theirs.edges) / len(theirs), **SIX)
    for side, degrees in (("german", german), ("abroad", abroad)):
        assert told[f"{side}_places"] == len(degrees)
        assert told[f"{side}_max"] == degrees[-1]
        assert told[f"{side}_mean"] == pytest.approx(sum(degrees) / len(degrees), **SIX)
        differences = sum(abs(x - y) for x in degrees for y in degrees)
        by_hand = differences / (2 * len(degrees) * sum(degrees))
        assert told[f"{side}_gini"] == pytest.approx(by_hand, **SIX)


def test_gini_without_each_value():
    values = np.array([3, 1, 1, 9, 4, 2])
    by_hand = [gini(np.delete(np.sort(values), i)) for i in range(6)]
    assert gini_without(values) == pytest.approx(by_hand, **SIX)


def test_assortativity(both):
    mine, theirs = both
    told = found(assortativity_rows(mine))
    places = places_of()
    size = {i: math.log(p) for i, p in places.select("id", "population").iter_rows()}
    country = dict(places.select("id", "country").iter_rows())
    nx.set_node_attributes(theirs, country, "country")
    assert told["degree"] == pytest.approx(nx.degree_assortativity_coefficient(theirs), **SIX)
    ends = np.array([(size[x], size[y]) for a, b in theirs.edges for x, y in ((a, b), (b, a))])
    assert told["ln_population"] == pytest.approx(np.corrcoef(ends.T)[0, 1], **SIX)
    ties = [(min(edge), max(edge)) for edge in theirs.edges if max(edge) > 100]
    over = np.array([(size[a], size[b]) for a, b in ties])
    assert told["ln_population_ends"] == pytest.approx(np.corrcoef(over.T)[0, 1], **SIX)
    degrees = np.array([(theirs.degree[a], theirs.degree[b]) for a, b in ties])
    assert told["degree_ends"] == pytest.approx(np.corrcoef(degrees.T)[0, 1], **SIX)
    like = np.mean(np.abs(over[:, 0] - over[:, 1]) <= math.log(2))
    assert told["within_factor_two"] == pytest.approx(like, **SIX)
    if mine.two_sided:
        assert "country" not in told
    else:
        by_country = nx.attribute_assortativity_coefficient(theirs, "country")
        assert told["country"] == pytest.approx(by_country, **SIX)


def test_clustering(both):
    mine, theirs = both
    told = found(clustering_rows(mine, closed(mine)))
    # every square is found from each of its four corners
    squares = sum(
        math.comb(len(set(theirs[a]) & set(theirs[b])), 2)
        for a, b in itertools.combinations(theirs, 2)
    )
    assert told["squares"] == squares / 2 > 0
    if mine.two_sided:
        by_them = nx.bipartite.robins_alexander_clustering(theirs)
        assert told["square_clustering"] == pytest.approx(by_them, **SIX)
        assert not any("triangle" in term for term in told)
        return
    assert told["transitivity"] == pytest.approx(nx.transitivity(theirs), **SIX)
    assert told["mean_local_clustering"] == pytest.approx(nx.average_clustering(theirs), **SIX)
    assert told["triangles"] == sum(nx.triangles(theirs).values()) / 3 > 0


def test_triads(both):
    mine, theirs = both
    told = found(triad_rows(mine, closed(mine)))
    census = [0, 0, 0, 0]
    for three in itertools.combinations(theirs, 3):
        census[theirs.subgraph(three).number_of_edges()] += 1
    assert [told[f"triads_{number}"] for number in range(4)] == census
    middles = {"german": 0, "abroad": 0}
    for node, degree in theirs.degree:
        middles["german" if node in GERMAN else "abroad"] += math.comb(degree, 2)
    assert {side: told[f"paths_{side}"] for side in middles} == middles


def test_counts_without_each_place(both):
    mine, theirs = both
    counts = closed(mine)
    for row, identity in enumerate(mine.ids):
        less = theirs.copy()
        less.remove_node(int(identity))
        degree = dict(less.degree)
        triangles = sum(nx.triangles(less).values()) // 3
        squares = sum(
            math.comb(len(set(less[a]) & set(less[b])), 2)
            for a, b in itertools.combinations(less, 2)
        )
        twos = sum(math.comb(d, 2) for d in degree.values())
        threes = sum((degree[a] - 1) * (degree[b] - 1) for a, b in less.edges) - 3 * triangles
        assert counts.triangles_without[row] == triangles
        assert counts.squares_without[row] == squares // 2
        assert counts.twos_without[row] == twos
        assert counts.threes_without[row] == threes


def test_squares_expected_by_chance():
    """Stubs joined at random 4,000 times; a false alarm has a chance of 1 in 15,000."""
    mine = net(two_sided())
    rng = np.random.default_rng(2)
    degree = mine.degree
    german = np.repeat(np.arange(mine.places), np.where(mine.german, degree, 0))
    abroad = np.repeat(np.arange(mine.places), np.where(mine.german, 0, degree))
    drawn = []
    for _ in range(4_000):
        table = np.zeros((mine.places, mine.places))
        np.add.at(table, (german, rng.permutation(abroad)), 1)
        # two German places i, j and two places abroad u, v: ties iu, ju, iv, jv
        apart = (table @ table.T) ** 2 - table**2 @ (table**2).T
        drawn.append((apart.sum() - np.trace(apart)) / 4)
    mean, error = np.mean(drawn), np.std(drawn) / math.sqrt(len(drawn))
    assert expected_squares(mine) == pytest.approx(mean, abs=4 * error)


def test_components(both):
    mine, theirs = both
    told = found(component_rows(mine))
    parts = sorted(nx.connected_components(theirs), key=len, reverse=True)
    assert told["components"] == len(parts)
    assert told["pairs"] == sum(len(part) == 2 for part in parts)
    assert told["largest_places"] == pytest.approx(len(parts[0]) / len(theirs), **SIX)
    inside = theirs.subgraph(parts[0]).number_of_edges() / theirs.number_of_edges()
    assert told["largest_ties"] == pytest.approx(inside, **SIX)
    assert told["second"] == (len(parts[1]) if len(parts) > 1 else 0)


def test_modularity_of_the_partition(both):
    mine, theirs = both
    partition = communities(mine)
    ids = mine.ids[partition.inside].tolist()
    of = dict(zip(ids, partition.of.tolist(), strict=True))
    largest = theirs.subgraph(ids)
    if mine.two_sided:
        m, degree = largest.number_of_edges(), dict(largest.degree)
        by_hand = sum(
            (largest.has_edge(g, a) - degree[g] * degree[a] / m)
            for g in ids
            for a in ids
            if g in GERMAN and a in ABROAD and of[g] == of[a]
        )
        by_hand /= m
    else:
        groups = [{i for i in ids if of[i] == number} for number in sorted(set(of.values()))]
        by_hand = nx.community.modularity(largest, groups)
    assert partition.modularity == pytest.approx(by_hand, **SIX)
    assert partition.modularity > 0.2
    sizes = np.bincount(partition.of)
    assert (np.diff(sizes) <= 0).all()


def test_likeness_of_communities_and_countries(both):
    mine, _ = both
    partition = communities(mine)
    told = found(community_rows(mine, partition))
    german, country = mine.german[partition.inside], mine.country[partition.inside]
    land = mine.land[partition.inside]
    for name, one, other in (
        ("countries", partition.of[~german], country[~german]),
        ("lands", partition.of[german], land[german]),
    ):
        assert told[f"ari_{name}"] == pytest.approx(adjusted_rand(one, other), **SIX)
        assert told[f"nmi_{name}"] == pytest.approx(mutual_information(one, other), **SIX)


def adjusted_rand(one, other):
    """From pairs of places, after Hubert and Arabie (1985)."""
    pairs = list(itertools.combinations(range(len(one)), 2))
    a = np.array([one[i] == one[j] for i, j in pairs])
    b = np.array([other[i] == other[j] for i, j in pairs])
    chance = a.sum() * b.sum() / len(pairs)
    return ((a & b).sum() - chance) / ((a.sum() + b.sum()) / 2 - chance)


def mutual_information(one, other):
    def entropy(labels):
        share = np.unique(labels, return_counts=True, axis=0)[1] / len(labels)
        return -(share * np.log(share)).sum()

    codes = [np.unique(labels, return_inverse=True)[1] for labels in (one, other)]
    apart = entropy(codes[0]) + entropy(codes[1])
    return 2 * (apart - entropy(np.column_stack(codes))) / apart


def test_planted_communities_are_found():
    # three groups, tied fully within; 6 German places and 8 abroad each, joined in a chain
    groups = [(range(6 * g + 1, 6 * g + 7), range(8 * g + 101, 8 * g + 109)) for g in range(3)]
    pairs = [(h, a) for homes, aways in groups for h in homes for a in aways]
    mine = net([*pairs, (1, 109), (7, 117)])
    partition = communities(mine)
    of = dict(zip(mine.ids.tolist(), partition.of.tolist(), strict=True))
    for homes, aways in groups:
        assert len({of[i] for i in (*homes, *aways)}) == 1
    assert len(set(of.values())) == 3
    frame = community_frame(mine, partition)
    assert frame["places"].to_list() == [14, 14, 14]
    assert frame["ties_within"].to_list() == [48, 48, 48]


def test_communities_do_not_depend_on_what_was_drawn_before(both):
    import random

    mine, _ = both
    random.seed(1)
    first = communities(mine)
    random.seed(2)
    before = random.random()
    random.seed(2)
    second = communities(mine)
    assert (first.of == second.of).all()
    assert random.random() == before  # nor do they draw from what others draw from


def test_second_partners(both):
    mine, theirs = both
    told = found(repeat_rows(mine))
    country = dict(places_of().select("id", "country").iter_rows())
    ties = [(min(edge), country[max(edge)]) for edge in theirs.edges if max(edge) > 100]
    assert told["pairs"] == len(set(ties))
    assert told["repeat_share"] == pytest.approx(1 - len(set(ties)) / len(ties), **SIX)
    twos = list(itertools.combinations(ties, 2))
    same_country = np.mean([one[1] == other[1] for one, other in twos])
    of_place = [(one, other) for one, other in twos if one[0] == other[0]]
    seen = sum(one == other for one, other in of_place)
    assert told["ratio"] == pytest.approx(seen / (len(of_place) * same_country), **SIX)
    frame = repeat_frame(mine)
    assert frame["ties"].sum() == len(ties)
    assert frame["repeats"].sum() == len(ties) - len(set(ties))
