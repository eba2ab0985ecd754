"""Closed paths: triangles where they can be, squares where each tie has one German end.

Two German places that share a partner abroad make no triangle, for neither is tied to the other.
What can close is the path of three ties: two German places that share two partners. Its closed
share is the coefficient of Robins and Alexander (2004).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.models.network.errors import deletion_error, row
from analysis.models.network.net import Floats, Integers, Net
from analysis.models.results import Coefficient


@dataclass(frozen=True, eq=False)
class Closed:
    """Counts of the whole network, and of what is left without each place (shape (n,)).

    Attributes
    ----------
    triangles, squares : cycles of three and four places
    twos, threes : paths of two and of three ties
    """

    triangles: int
    squares: int
    twos: int
    threes: int
    triangles_without: Floats
    squares_without: Floats
    twos_without: Floats
    threes_without: Floats


def closed(net: Net) -> Closed:
    """Count cycles and paths."""
    adjacency, degree = net.adjacency, net.degree
    shared = (adjacency @ adjacency).tocsr()
    shared.setdiag(0)
    shared.eliminate_zeros()
    at_triangles = _sums(shared.multiply(adjacency)) // 2
    pairs = shared.copy()
    pairs.data = pairs.data * (pairs.data - 1) // 2
    at_squares = _sums(pairs)
    triangles, squares = int(at_triangles.sum()) // 3, int(at_squares.sum()) // 4

    around = adjacency @ (degree - 1)  # ties of the neighbours, but for those to the place
    twos = int((degree * (degree - 1) // 2).sum())
    twos_lost = degree * (degree - 1) // 2 + around
    products = int(((degree[net.u] - 1) * (degree[net.v] - 1)).sum())
    lost = (degree - 1) * around + adjacency @ around - degree * (degree - 1)
    left = products - lost + at_triangles
    triangles_left = triangles - at_triangles
    return Closed(
        *(triangles, squares, twos, products - 3 * triangles),
        triangles_without=triangles_left.astype(np.float64),
        squares_without=(squares - at_squares).astype(np.float64),
        twos_without=(twos - twos_lost).astype(np.float64),
        threes_without=(left - 3 * triangles_left).astype(np.float64),
    )


def _sums(matrix: object) -> Integers:
    summed: Integers = np.asarray(matrix.sum(axis=1)).ravel().astype(np.int64)  # type: ignore[attr-defined]
    return summed


def clustering_rows(net: Net, counts: Closed) -> list[Coefficient]:
    """Closed shares, and cycles beside those that chance would make of the same degrees."""
    squares = _ratio(4 * counts.squares, counts.threes)
    rows = []
    if not net.two_sided:
        rows = _triangle_rows(net, counts)
    chance = expected_squares(net)
    return [
        *rows,
        row(
            "square_clustering",
            "share of three-tie paths that close to a square (Robins-Alexander)",
            squares,
            deletion_error(squares, _ratios(4 * counts.squares_without, counts.threes_without)),
            least=0.0,
        ),
        row("squares", "squares", counts.squares),
        row("squares_expected", "squares expected by chance, degrees as they are", chance),
        row("squares_ratio", "squares per square expected", _ratio(counts.squares, chance)),
    ]


def _triangle_rows(net: Net, counts: Closed) -> list[Coefficient]:
    value = _ratio(3 * counts.triangles, counts.twos)
    degree = net.degree.astype(np.float64)
    chance = float(((degree * (degree - 1)).sum() / degree.sum()) ** 3 / 6)
    local = net.graph.transitivity_avglocal_undirected(mode="zero")
    return [
        row(
            "transitivity",
            "share of two-tie paths that close to a triangle (global clustering)",
            value,
            deletion_error(value, _ratios(3 * counts.triangles_without, counts.twos_without)),
            least=0.0,
        ),
        row("mean_local_clustering", "mean local clustering, 0 for places with one tie", local),
        row("triangles", "triangles", counts.triangles),
        row("triangles_expected", "triangles expected by chance, degrees as they are", chance),
        row("triangles_ratio", "triangles per triangle expected", _ratio(counts.triangles, chance)),
    ]


def expected_squares(net: Net) -> float:
    """Squares in a random network with the same degrees.

    Of a two-sided network exact for stubs joined at random (a pair may be joined twice), else the
    leading term for many places.
    """
    degree = net.degree.astype(np.float64)
    pairs = degree * (degree - 1)
    if not net.two_sided:
        return float((pairs.sum() / degree.sum()) ** 4 / 8)
    m = net.ties
    if m < 4:
        return 0.0
    product = 1.0
    for side in (net.german, ~net.german):
        product *= float(pairs[side].sum() ** 2 - (pairs[side] ** 2).sum())
    return product / 4 / m / (m - 1) / (m - 2) / (m - 3)


def triad_rows(net: Net, counts: Closed) -> list[Coefficient]:
    """Sets of three places by the number of ties among them."""
    n, m = net.places, net.ties
    two = counts.twos - 3 * counts.triangles
    one = m * (n - 2) - 2 * two - 3 * counts.triangles
    none = n * (n - 1) * (n - 2) // 6 - one - two - counts.triangles
    found = (none, one, two, counts.triangles)
    words = ("no tie", "one tie", "two ties", "three ties")
    rows = [
        row(f"triads_{number}", f"sets of three places with {word}", count)
        for number, (word, count) in enumerate(zip(words, found, strict=True))
    ]
    degree = net.degree
    for side, of in ((net.german, "German"), (~net.german, "abroad")):
        middle = int((degree[side] * (degree[side] - 1) // 2).sum())
        name = "german" if of == "German" else "abroad"
        rows.append(row(f"paths_{name}", f"paths of two ties whose middle is {of}", middle))
    return rows


def _ratio(one: float, other: float) -> float:
    return one / other if other else float("nan")


def _ratios(one: Floats, other: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        result: Floats = one / other
    return result
