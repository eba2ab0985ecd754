"""What a pairing of a Land with a region abroad adds: a share of the searches, whatever its size.

A dated tie lands in region r of its country with chance (p_r + d paired_r) / (1 + d pairs), where
p_r is the region's share under the law of places for this town, and `pairs` how many regions of the
country its Land is paired with by then; d is `choice.region`. Pairings that came only in the year
of the tie or later have a d of their own, a placebo: regions pair off where their towns have ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from analysis.estimation.single_ties.choice_contest import Placed, law_utility, placed
from analysis.estimation.single_ties.links import Links
from simulation.luck import great_circle_km
from simulation.parameters import Choice
from simulation.past.bonds.regions import PartnerRegion, load_partner_regions
from simulation.world import World

Floats = NDArray[np.float64]

MOST = 20.0
"""Bound of an effect that nothing else holds."""


@dataclass(frozen=True)
class RegionFit:
    """Effect of a partner region.

    Attributes
    ----------
    value, error : share that a pairing in force adds, its standard error clustered by pairing
    later, later_error : of pairings that came only in the year of the tie or after it
    ties : dated ties whose Land has such a pairing with their country, now or later
    inside, expected : ties that lie in a region paired by then, and how many of these same ties
        the law of places alone would put there (the sum of their chances)
    largest : ties of the one pairing that holds most of those inside
    """

    value: float
    error: float
    later: float
    later_error: float
    ties: int
    inside: int
    expected: float
    largest: int


def fit_regions(
    links: Links, world: World, choice: Choice, kept_back: Sequence[str] = ()
) -> RegionFit:
    """Estimate `choice.region` and its placebo given the law of places.

    Raises
    ------
    ValueError
        If no tie's Land has a pairing with its country.
    """
    ties = placed(links.frame, world)
    utility = law_utility(ties, world, choice.model_copy(update={"region": 0.0}))
    share, now, later, counts, cluster = [], [], [], [], []
    for tie, row in enumerate(ties.frame.iter_rows(named=True)):
        if row["year"] is None or row["year_is_default"] or row["country"] in kept_back:
            continue
        pairings = {
            when: [
                pairing
                for pairing in load_partner_regions(parts=True)
                if pairing.country == row["country"]
                and pairing.land == row["land"]
                and pairing.covers(row["ags"] or "")
                and (pairing.start >= row["year"] if when else pairing.holds(row["year"] - 1))
            ]
            for when in (False, True)
        }
        if not pairings[False] and not pairings[True]:
            continue
        here = world.regions[world.region[ties.partner[tie]]]
        share.append(_share(tie, here, ties, world, utility))
        now.append(_lies_in(here, pairings[False]))
        later.append(_lies_in(here, pairings[True]))
        counts.append([len(pairings[False]), len(pairings[True])])
        cluster.append(f"{row['land']}|{here}")
    if not share:
        raise ValueError("regions: no dated tie of a Land that has a pairing with its country")
    inside = np.array([now, later], dtype=np.float64).T
    return _fit(np.array(share), inside, np.array(counts, dtype=np.float64), cluster)


def _lies_in(region: str, pairings: Sequence[PartnerRegion]) -> bool:
    return any(region == f"{pairing.country}:{pairing.region}" for pairing in pairings)


def _share(tie: int, region: str, ties: Placed, world: World, utility: object) -> float:
    """Share of a region in the weight that the law of places gives a country for one tie."""
    countries = np.array(world.frame["country"].to_list())
    rows = np.flatnonzero((countries == ties.country[tie]) & ~world.is_district)
    km = great_circle_km(ties.point[tie], world.point[rows])
    weight = utility(tie, km, np.full(len(rows), ties.size[tie]), rows)  # type: ignore[operator]
    weight = np.exp(weight - weight.max())
    within = world.region[rows] == world.regions.index(region)
    return float(weight[within].sum() / weight.sum())


def _fit(share: Floats, inside: Floats, counts: Floats, cluster: list[str]) -> RegionFit:
    """Maximum likelihood of both effects, with errors clustered by Land and region."""

    def loss(effect: Floats) -> float:
        chance = (share + inside @ effect) / (1.0 + counts @ effect)
        return -float(np.log(chance).sum())

    bounds = [(0.0, MOST)] * 2
    best = minimize(loss, np.full(2, 0.2), bounds=bounds, method="L-BFGS-B").x
    reached, whole = share + inside @ best, 1.0 + counts @ best
    scores = inside / reached[:, None] - counts / whole[:, None]
    curvature = (inside / reached[:, None]).T @ (inside / reached[:, None])
    curvature -= (counts / whole[:, None]).T @ (counts / whole[:, None])
    _, place = np.unique(cluster, return_inverse=True)
    sums = np.zeros((int(place.max()) + 1, 2))
    np.add.at(sums, place, scores)
    inverse = np.linalg.pinv(curvature)
    errors = np.sqrt(np.diag(inverse @ (sums.T @ sums) @ inverse))
    told = inside[:, 0] > 0.0
    return RegionFit(
        *(float(best[0]), float(errors[0]), float(best[1]), float(errors[1])),
        *(len(share), int(told.sum()), float(share[told].sum())),
        int(np.bincount(place[told]).max()) if told.any() else 0,
    )
