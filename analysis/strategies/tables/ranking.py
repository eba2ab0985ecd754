"""Which strategy is best, how often, and what is regretted where another would have been."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.tables.bands import band

Floats = NDArray[np.float64]

SURE = 0.8
"""What a probability must reach before it is spoken of as a fact."""
NORMAL_90 = 1.6448536269514722
"""Standard normal quantile of a two-sided 90 % interval."""


def ranking(terms: str, names: Sequence[str], gains: Floats) -> pl.DataFrame:
    """Rank strategies at one budget by their mean.

    The histories that an ensemble shows are all alike in weight; what is counted holds luck and
    unknown inputs together. Doing nothing is the base of all and takes no part: whether a
    strategy beats it is `helps`.

    Parameters
    ----------
    terms : {"own", "equal"}
    names : sequence of str
    gains : array of float, (strategies, replications)
        Additional living tie-years, paired.

    Returns
    -------
    polars.DataFrame
        One row a strategy, best mean first: the band; `best`, the share of replications in which
        none is better (several at once share it), with the 90 % interval of that share; `helps`
        and `shown`; mean and 90 % quantile of the regret (best of the replication less own); mean
        rank (ties share theirs).
    """
    top = gains.max(axis=0)
    winners = gains == top
    best = (winners / winners.sum(axis=0)).mean(axis=1)
    low, high = wilson(best, gains.shape[1])
    helps = (gains > 0.0).mean(axis=1)
    regret = top - gains
    frame = pl.DataFrame(
        {
            "terms": [terms] * len(names),
            "strategy": list(names),
            **band(gains.T),
            "best": best,
            "best_low": low,
            "best_high": high,
            "helps": helps,
            "shown": helps >= SURE,
            "regret": regret.mean(axis=1),
            "regret_90": np.quantile(regret, 0.9, axis=1),
            "mean_rank": mean_rank(gains),
        }
    )
    # the name decides between equals, so that the order of the tables never does
    frame = frame.sort(["mean", "strategy"], descending=[True, False])
    rank = pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("rank")
    return frame.select("terms", "strategy", rank, pl.exclude("terms", "strategy"))


def mean_rank(gains: Floats) -> Floats:
    """Mean over the replications of the rank in each, 1 for the highest; equals share theirs."""
    higher = (gains[None] > gains[:, None]).sum(axis=1)
    equal = (gains[None] == gains[:, None]).sum(axis=1) - 1
    result: Floats = (1.0 + higher + equal / 2.0).mean(axis=1)
    return result


def wilson(share: Floats, trials: int, z: float = NORMAL_90) -> tuple[Floats, Floats]:
    """Wilson score interval of shares (Wilson 1927, doi:10.1080/01621459.1927.10502953)."""
    centre = (share + z**2 / (2 * trials)) / (1 + z**2 / trials)
    spread = np.sqrt(share * (1 - share) / trials + z**2 / (4 * trials**2))
    half = z * spread / (1 + z**2 / trials)
    return np.maximum(centre - half, 0.0), np.minimum(centre + half, 1.0)
