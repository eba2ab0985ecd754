"""Components: which places hang together at all."""

from __future__ import annotations

import numpy as np

from analysis.models.network.errors import row
from analysis.models.network.net import Integers, Net
from analysis.models.results import Coefficient


def component_rows(net: Net) -> list[Coefficient]:
    """Number and sizes of components."""
    member = components_of(net)
    sizes = np.sort(np.bincount(member))[::-1]
    in_largest = int((member[net.u] == np.argmax(np.bincount(member))).sum())
    return [
        row("components", "components", len(sizes)),
        row("pairs", "components of two places", int((sizes == 2).sum())),
        row("largest_places", "share of places in the largest", sizes[0] / net.places),
        row("largest_ties", "share of ties in the largest", in_largest / net.ties),
        row("second", "places in the second largest", int(sizes[1]) if len(sizes) > 1 else 0),
    ]


def components_of(net: Net) -> Integers:
    """Component of each place, shape (n,)."""
    member: Integers = np.array(net.graph.connected_components().membership, dtype=np.int64)
    return member
