"""Second partners in a country: ties that are not the first of a German place with a country."""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy import sparse

from analysis.models.network.errors import deletion_error, row
from analysis.models.network.net import Floats, Net
from analysis.models.results import Coefficient


def repeat_rows(net: Net) -> list[Coefficient]:
    """How often a place comes back to a country, beside chance; of ties abroad alone."""
    if not net.abroad.any():
        return [row("repeat_share", _SHARE, float("nan")), row("ratio", _RATIO, float("nan"))]
    matrix = _matrix(net)
    by_place = np.column_stack([_sum(matrix, 1), _sum(matrix > 0, 1), _sum(_pairs(matrix), 1)])
    degree = by_place[:, 0]
    totals = by_place.sum(axis=0)
    without = totals - by_place
    share = _share(totals)
    share_error = deletion_error(float(share), _share(without))
    ratio, ratio_without = _ratios(matrix, degree, totals, without)
    return [
        row("pairs", "pairs of a German place and a country", int(totals[1])),
        row("repeat_share", _SHARE, float(share), share_error, least=0.0),
        row("ratio", _RATIO, ratio, deletion_error(ratio, ratio_without), least=0.0),
    ]


_SHARE = "share of ties abroad that are not the place's first with the country"
_RATIO = "pairs of ties of one place with one country, per pair expected by chance"


def _matrix(net: Net) -> sparse.csr_array:
    """Ties of each German place with each country, shape (places, countries)."""
    places, row_of = np.unique(net.u[net.abroad], return_inverse=True)
    countries, column_of = np.unique(net.country[net.v[net.abroad]], return_inverse=True)
    ones = np.ones(len(row_of))
    return sparse.csr_array((ones, (row_of, column_of)), shape=(len(places), len(countries)))


def _sum(matrix: sparse.csr_array, axis: int) -> Floats:
    return np.asarray(matrix.sum(axis=axis), dtype=np.float64).ravel()


def _pairs(matrix: sparse.csr_array) -> sparse.csr_array:
    """Pairs of ties in each cell."""
    result = matrix.copy()
    result.data = result.data * (result.data - 1) / 2
    return result


def _share(totals: Floats) -> Floats:
    """From ties and pairs of place and country, in the last axis."""
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = (totals[..., 0] - totals[..., 1]) / totals[..., 0]
    return result


def _ratios(
    matrix: sparse.csr_array, degree: Floats, totals: Floats, without: Floats
) -> tuple[float, Floats]:
    """Observed per expected, of all and without each place.

    By chance the countries are dealt out among the ties: two ties of a place fall on one country
    with the share of pairs of ties that do.
    """
    ties = totals[0]
    country = _sum(matrix, 0)
    same = float((country * (country - 1)).sum())
    squares = matrix.copy()
    squares.data = squares.data**2
    same_without = same - matrix @ (2 * country - 1) + _sum(squares, 1)
    pairs = degree * (degree - 1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = totals[2] * ties * (ties - 1) / (pairs.sum() * np.float64(same))
        left = without[:, 0]
        parts = without[:, 2] * left * (left - 1) / ((pairs.sum() - pairs) * same_without)
    return float(whole), parts


def repeat_frame(net: Net) -> pl.DataFrame:
    """By country abroad: country, ties, german_places that have one there, repeats."""
    ties = pl.DataFrame(
        {"home": net.u[net.abroad], "country": net.country[net.v[net.abroad]]},
        schema={"home": pl.Int64, "country": pl.String},
    )
    return (
        ties.group_by("country")
        .agg(
            ties=pl.len().cast(pl.Float64),
            german_places=pl.col("home").n_unique().cast(pl.Float64),
        )
        .with_columns(repeats=pl.col("ties") - pl.col("german_places"))
        .sort("country")
    )
