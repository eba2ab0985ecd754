"""Communities within the largest component: places that are tied among themselves."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis.models.network.components import components_of
from analysis.models.network.errors import row
from analysis.models.network.net import Flags, Integers, Net, igraph
from analysis.models.results import Coefficient

SEED = 20150331
"""Of the search for communities, the same for every network: the register is of spring 2015."""
ROUNDS = 10
"""Rounds of the search at most; it ends earlier where nothing improves."""
LARGEST = 20
"""Communities that are told one by one."""


@dataclass(frozen=True, eq=False)
class Communities:
    """A partition of the places of the largest component.

    Attributes
    ----------
    inside : whether a place belongs to the largest component, shape (n,)
    of : community of each of these, numbered by size, shape (k,)
    modularity : Barber's (2007) where every tie has one German end, else Newman's
    """

    inside: Flags
    of: Integers
    modularity: float


def communities(net: Net) -> Communities:
    """Find communities by the Leiden algorithm, with a fixed seed.

    Modularity is what is maximised. Where every tie has one German end, it expects no tie within
    a side (Barber 2007), which the constant Potts model with degrees as weights gives exactly.
    """
    member = components_of(net)
    inside = member == np.argmax(np.bincount(member))
    number = np.cumsum(inside) - 1
    used = inside[net.u]
    u, v = number[net.u[used]], number[net.v[used]]
    graph = igraph().Graph(
        n=int(inside.sum()), edges=np.column_stack([u, v]), directed=net.two_sided
    )
    igraph().set_random_number_generator(random.Random(SEED))
    try:
        found = _leiden(graph, net.degree[inside], net.german[inside], two_sided=net.two_sided)
    finally:
        igraph().set_random_number_generator(random)
    return Communities(inside, _by_size(np.array(found.membership)), float(found.quality))


def _leiden(graph: Any, degree: Integers, german: Flags, *, two_sided: bool) -> Any:
    if not two_sided:
        return graph.community_leiden(objective_function="modularity", n_iterations=ROUNDS)
    return graph.community_leiden(
        objective_function="CPM",
        resolution=1 / graph.ecount(),
        node_weights=(degree * german).tolist(),
        node_in_weights=(degree * ~german).tolist(),
        n_iterations=ROUNDS,
    )


def _by_size(member: Integers) -> Integers:
    """Number communities from the largest; of equal ones that with the first place comes first."""
    size = np.bincount(member)
    first = np.full(len(size), len(member))
    np.minimum.at(first, member, np.arange(len(member)))
    rank = np.empty(len(size), dtype=np.int64)
    rank[np.lexsort((first, -size))] = np.arange(len(size))
    result: Integers = rank[member]
    return result


def community_rows(net: Net, found: Communities) -> list[Coefficient]:
    """Number, modularity, and likeness to countries and Länder."""
    size = np.bincount(found.of)
    rows = [
        row("places", "places in the largest component", int(found.inside.sum())),
        row("communities", "communities", len(size)),
        row("modularity", "modularity", found.modularity),
        row("ten_largest", "share of places in the ten largest", size[:10].sum() / size.sum()),
    ]
    german, land = net.german[found.inside], net.land[found.inside]
    groups = (
        ("countries", "countries, places abroad", net.country[found.inside], ~german),
        ("lands", "Länder, German places", land, german & (land != "")),
    )
    for name, label, group, among in groups:
        for short, method in (("ari", "adjusted_rand"), ("nmi", "nmi")):
            value = _likeness(found.of[among], group[among], method)
            words = "adjusted Rand index" if short == "ari" else "normalised mutual information"
            rows.append(row(f"{short}_{name}", f"{words} with {label}", value))
    return rows


def _likeness(one: Integers, other: Any, method: str) -> float:
    if len(one) < 2:
        return float("nan")
    codes = [np.unique(part, return_inverse=True)[1] for part in (one, other)]
    if any(len(np.unique(part)) == 1 for part in codes):
        return float("nan")  # one group of all is like nothing and unlike nothing
    return float(igraph().compare_communities(*(part.tolist() for part in codes), method=method))


def community_frame(net: Net, found: Communities) -> pl.DataFrame:
    """The largest communities: places, ties within, and who prevails in them."""
    inside = found.inside
    frame = pl.DataFrame(
        {
            "community": found.of,
            "country": net.country[inside],
            "land": net.land[inside],
            "german": net.german[inside],
        }
    )
    member = np.full(net.places, -1)
    member[inside] = found.of
    within = member[net.u][(member[net.u] == member[net.v]) & inside[net.u]]
    ties = pl.DataFrame({"community": np.arange(len(np.bincount(found.of)))}).with_columns(
        pl.Series("ties_within", np.bincount(within, minlength=int(found.of.max()) + 1))
    )
    abroad = frame.filter(~pl.col("german"))
    told = ties.filter(pl.col("community") < LARGEST).join(
        frame.group_by("community").agg(places=pl.len().cast(pl.Int64)), on="community"
    )
    for part, name in ((abroad, "country"), (frame.filter(pl.col("land") != ""), "land")):
        told = told.join(_prevailing(part, name), on="community", how="left")
    return told.sort("community").with_columns(pl.col("community") + 1)


def _prevailing(part: pl.DataFrame, name: str) -> pl.DataFrame:
    """The commonest value of a column in each community, and its share."""
    counts = part.group_by("community", name).agg(n=pl.len())
    return (
        counts.sort(["community", "n", name], descending=[False, True, False])
        .group_by("community", maintain_order=True)
        .agg(
            pl.col(name).first().alias(f"top_{name}"),
            (pl.col("n").first() / pl.col("n").sum()).alias(f"top_{name}_share"),
        )
    )
