"""How many ties places have, and which German municipalities have one at all."""

from __future__ import annotations

import math

import numpy as np
import polars as pl

from analysis.models.network.errors import FEWEST, row, share_row
from analysis.models.network.net import GERMANY, Floats, Integers, Net
from analysis.models.results import Coefficient

QUANTILES = (0.5, 0.9, 0.99)
SIDES = ("german", "abroad")
SIDE_LABEL = {"german": "German places", "abroad": "places abroad"}


def degree_rows(net: Net) -> list[Coefficient]:
    """Places, ties, and how ties are spread over the places that have one."""
    rows = [
        row("places", "places with a tie", net.places),
        row("ties", "ties (tied pairs)", net.ties),
        row("mean_degree", "ties per place with a tie", 2 * net.ties / net.places),
    ]
    for side in SIDES:
        degree = of_side(net, side)
        if len(degree):
            rows += _side_rows(side, degree)
    return rows


def of_side(net: Net, side: str) -> Integers:
    """Degrees of the German places or of those abroad."""
    return net.degree[net.german if side == "german" else ~net.german]


def _side_rows(side: str, degree: Integers) -> list[Coefficient]:
    of = SIDE_LABEL[side]
    known = len(degree) >= FEWEST
    error = float(np.std(degree, ddof=1)) / math.sqrt(len(degree)) if known else None
    gini_error = _independent_error(gini_without(degree)) if known else None
    return [
        row(f"{side}_places", f"{of} with a tie", len(degree)),
        row(f"{side}_mean", f"ties per place, {of}", float(degree.mean()), error),
        *(
            row(
                f"{side}_p{round(100 * share)}",
                f"ties, {round(100 * share)} % quantile, {of}",
                float(np.quantile(degree, share)),
            )
            for share in QUANTILES
        ),
        row(f"{side}_max", f"most ties of one place, {of}", int(degree.max())),
        row(f"{side}_gini", f"Gini coefficient of ties, {of}", gini(degree), gini_error),
    ]


def gini(values: Integers) -> float:
    """Gini coefficient of positive numbers: 0 if all are equal, near 1 if one has all."""
    ordered = np.sort(values)
    n = len(ordered)
    ranked = float(np.sum((2 * np.arange(1, n + 1) - n - 1) * ordered))
    return ranked / (n * float(ordered.sum()))


def gini_without(values: Integers) -> Floats:
    """Gini coefficients with one value left out, in ascending order of that value, shape (n,)."""
    ordered = np.sort(values).astype(np.float64)
    n, total = len(ordered), ordered.sum()
    ranks = np.arange(1, n + 1)
    weighted = np.sum(ranks * ordered)
    above = total - np.cumsum(ordered)  # those above move down by one rank
    left = total - ordered
    result: Floats = (2 * (weighted - ranks * ordered - above) - n * left) / ((n - 1) * left)
    return result


def _independent_error(without: Floats) -> float:
    """Error of a statistic of independent values, from its values without each."""
    n = len(without)
    return math.sqrt((n - 1) / n * float(np.sum((without - without.mean()) ** 2)))


def degree_frame(net: Net) -> pl.DataFrame:
    """Number of places by side and number of ties: side, degree, places."""
    parts = []
    for side in SIDES:
        degree, places = np.unique(of_side(net, side), return_counts=True)
        parts.append(pl.DataFrame({"side": [side] * len(degree), "degree": degree, "n": places}))
    return pl.concat(parts).select(
        "side", pl.col("degree").cast(pl.Int64), pl.col("n").cast(pl.Float64).alias("places")
    )


def size_frame(net: Net, places: pl.DataFrame) -> pl.DataFrame:
    """German municipalities by size: from_people, size_class, municipalities, linked, ties.

    Joint municipalities, boroughs and districts are no municipalities; those of unknown population
    are left out. `ties` are those abroad, as in the record.
    """
    from analysis.validation.patterns.cells import size_class

    of = places.filter(pl.col("country") == GERMANY, pl.col("level") == "municipality")
    count = net.at_places(net.abroad.astype(np.int64)).astype(np.int64)
    ties = pl.DataFrame({"id": net.ids, "ties": count}).filter(pl.col("ties") > 0)
    known = of.with_columns(size_class(of["population"])).drop_nulls("size_class")
    return (
        known.join(ties, on="id", how="left")
        .group_by("size_class")
        .agg(
            municipalities=pl.len().cast(pl.Float64),
            linked=pl.col("ties").is_not_null().sum().cast(pl.Float64),
            ties=pl.col("ties").sum().cast(pl.Float64),
        )
        .select(
            pl.col("size_class").str.extract(r"^(\d+)").cast(pl.Int64).alias("from_people"),
            pl.all(),
        )
        .sort("from_people")
    )


def linked_rows(sizes: pl.DataFrame) -> list[Coefficient]:
    """Share of German municipalities with a tie abroad, of all and by size."""
    cells = [
        ("all", int(sizes["linked"].sum()), int(sizes["municipalities"].sum())),
        *(
            (str(name), int(linked), int(of))
            for name, linked, of in sizes.select(
                "size_class", "linked", "municipalities"
            ).iter_rows()
        ),
    ]
    return [
        share_row(
            f"linked_{name}",
            "share of municipalities with a tie abroad"
            + ("" if name == "all" else f", {name} inhabitants"),
            linked,
            of,
        )
        for name, linked, of in cells
        if of
    ]
