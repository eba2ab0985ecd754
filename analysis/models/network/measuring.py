"""The network of one replication as tables and frames."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from analysis.models.network.assortativity import assortativity_rows
from analysis.models.network.blocks import land_frame, mixing_frame, mixing_rows
from analysis.models.network.clustering import Closed, closed, clustering_rows, triad_rows
from analysis.models.network.communities import Communities, communities, community_rows
from analysis.models.network.components import component_rows
from analysis.models.network.degrees import degree_frame, degree_rows, linked_rows, size_frame
from analysis.models.network.errors import DYADIC
from analysis.models.network.making import Maker
from analysis.models.network.net import Net
from analysis.models.network.repeats import repeat_frame, repeat_rows
from analysis.models.results import Table

Frames = dict[str, pl.DataFrame]

FRAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "degrees": (("side", "degree"), ("places",)),
    "sizes": (("from_people", "size_class"), ("ties", "municipalities", "linked")),
    "land_by_country": (("land", "country"), ("ties", "expected")),
    "country_by_country": (("country_a", "country_b"), ("ties", "expected")),
    "repeats": (("country",), ("ties", "german_places", "repeats")),
}
"""What each frame is sorted by, and which of its columns count something."""


def measured(
    net: Net, places: pl.DataFrame, period: tuple[int, int] | None, source: str
) -> tuple[tuple[Table, ...], Frames, Communities]:
    """Measure a network.

    Parameters
    ----------
    net : Net
    places : columns of `municipalities.parquet`
    period : first and last year of its ties
    source : how tables name the data
    """
    make, counts, found = Maker(net, period, source), closed(net), communities(net)
    frames = {
        "degrees": degree_frame(net),
        "sizes": size_frame(net, places),
        "land_by_country": land_frame(net, places),
        "country_by_country": mixing_frame(net),
        "repeats": repeat_frame(net),
    }
    tables = (
        _degrees(make),
        _linked(make, frames["sizes"]),
        _assortativity(make),
        _clustering(make, counts),
        make.table("triads", "Sets of three places", triad_rows(net, counts), estimator="counts"),
        make.table(
            "components",
            "How the network hangs together",
            component_rows(net),
            estimator="counts (igraph)",
        ),
        _communities(make, found),
        _repeats(make),
        _mixing(make, frames["land_by_country"]),
    )
    return tables, frames, found


def _degrees(make: Maker) -> Table:
    return make.table(
        "degrees",
        "Places and their ties",
        degree_rows(make.net),
        estimator="counts of a simple graph",
        errors="of means the standard error of the mean, of Gini coefficients the jackknife, "
        "places taken as independent; of counts and quantiles none",
        of=(make.net.places, "places with a tie"),
    )


def _linked(make: Maker, sizes: pl.DataFrame) -> Table:
    return make.table(
        "linked",
        "German municipalities with a tie abroad",
        linked_rows(sizes),
        estimator="shares",
        errors="binomial, municipalities taken as independent; intervals by Wilson",
        of=(int(sizes["municipalities"].sum()), "German municipalities"),
        notes=("Districts, boroughs, joint municipalities and unknown populations are left out.",),
    )


def _assortativity(make: Maker) -> Table:
    note = (
        "Every tie joins Germany with a place abroad, so that assortativity by country is fixed "
        "and left out; Newman's coefficients mix likeness with what sets the two sides apart: "
        "read the correlations of the German end with its partner."
    )
    return make.table(
        "assortativity",
        "Is like tied to like?",
        assortativity_rows(make.net),
        estimator="correlations over ties (Newman 2002)",
        errors=f"{DYADIC}, numbers of ties held as they are; of nominal assortativity none",
        notes=(note,) if make.net.two_sided else (),
    )


def _clustering(make: Maker, counts: Closed) -> Table:
    note = (
        "Every tie has one German end, so that no two partners of a place are tied and triangles "
        "are impossible; squares are the shortest paths that can close."
    )
    return make.table(
        "clustering",
        "Do paths close?",
        clustering_rows(make.net, counts),
        estimator="counts of cycles (Robins and Alexander 2004)",
        errors="of closed shares the network jackknife, every place left out once; of counts none",
        notes=(note,) if make.net.two_sided else (),
    )


def _communities(make: Maker, found: Communities) -> Table:
    kind = "Barber's (2007), one end German" if make.net.two_sided else "Newman's"
    note = (
        "A partition that maximises modularity is one of many that are nearly as good, and "
        "modularity is high in sparse random networks too."
    )
    return make.table(
        "communities",
        "Communities of the largest component",
        community_rows(make.net, found),
        estimator=f"Leiden algorithm (igraph, fixed seed), modularity {kind}",
        of=(int(found.inside.sum()), "places of the largest component"),
        notes=(note,),
    )


def _repeats(make: Maker) -> Table:
    return make.table(
        "repeats",
        "Second partners in a country",
        repeat_rows(make.net),
        estimator="counts of ties abroad beside countries dealt out by chance",
        errors="jackknife over German places",
        of=(int(make.net.abroad.sum()), "tied pairs, one end abroad"),
    )


def _mixing(make: Maker, lands: pl.DataFrame) -> Table:
    note = (
        "One end of every tie is German, so that in the frame country_by_country expected is what "
        "is there; chance is told by Land and country."
    )
    return make.table(
        "mixing",
        "Länder and partner countries",
        mixing_rows(make.net, lands),
        estimator="counts of ties beside independent margins",
        notes=(note,) if make.net.two_sided else (),
    )
