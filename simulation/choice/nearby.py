"""Places close by or of one name, pair by pair: what the law adds to its base.

The law rises so steeply near a place, and so much for a common name, that no bound over a cell
would be tight there. So the weight of a pair is split: a base, in which nothing lies nearer than
`near_km` and names do not count, which is drawn by rejection, and an excess, which only few
pairs have. Those are listed once, and drawn directly.
"""

from __future__ import annotations

from simulation.choice.geometry import near_pairs
from simulation.choice.law import Law
from simulation.choice.listed import Listed, listed
from simulation.luck import exp


def nearby(law: Law) -> Listed:
    """List the pairs of the law within `near_km` or of one name, and their excess over the base.

    Owners are the searchers of the law's level, in their order.
    """
    world, pairs = law.world, near_pairs(law.geometry, law.choice.near_km)
    own, partner = pairs.own, pairs.partner
    group = world.group[partner]
    sizes = world.size[own], world.size[partner]
    common = law.likeness(own, partner) - law.reference_mass[group]
    full = exp(law.pair(pairs.km, *sizes, group) + law.namesake(own, partner) + common)
    base = exp(law.pair_base(pairs.km, *sizes, group) + common)
    shape = (len(law.geometry.searchers), len(world.regions))
    owner = law.geometry.place_of_row[own]
    return listed(owner, pairs.region, partner, full - base, shape)
