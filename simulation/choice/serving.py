"""Who of those who made proposals is served: by the first that is accepted and welcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Eligible = Callable[[Sequence[int], Sequence[int]], Sequence[bool]]
"""(rows of choosers, rows of candidates, pair by pair) -> which pairs may found a tie?"""

NOBODY = -1


def serve(
    found: Integers, choosers: Integers, eligible: Eligible, places: Integers, partners: Integers
) -> None:
    """Note for each chooser the first of its accepted proposals that is eligible.

    Parameters
    ----------
    found : (m,) partner of each chooser; those who propose have `NOBODY` yet
    choosers : (m,) rows
    eligible : who may meet
    places, partners : (k,) who proposes, ascending, as index into the choosers, and whom, a row
    """
    first = np.ones(len(places), dtype=np.bool_)
    np.not_equal(places[1:], places[:-1], out=first[1:])
    who, whom = places[first], partners[first]
    welcome = np.array(eligible(choosers[who].tolist(), whom.tolist()), dtype=np.bool_)
    found[who[welcome]] = whom[welcome]
    refused = set(zip(who[~welcome].tolist(), whom[~welcome].tolist(), strict=True))
    if not refused:
        return
    # who was turned down looks at the next of its own; few are
    left = np.flatnonzero(~first & (found[places] == NOBODY))
    for place, partner in zip(places[left].tolist(), partners[left].tolist(), strict=True):
        if found[place] == NOBODY and (place, partner) not in refused:
            if eligible([int(choosers[place])], [partner])[0]:
                found[place] = partner
            refused.add((place, partner))
