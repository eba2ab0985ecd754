"""The observation model of surveys: who answers depends on how alive a tie is.

A survey asks about living ties. Whoever runs an active tie answers more readily than whoever is
left with one that sleeps, so dormancy among answers understates dormancy. With a share d of dormant
ties, a chance p to answer for a dormant and q for an active tie, the answers show::

    d p / (d p + (1 - d) q)

These chances describe a survey, not a history: they are no part of a scenario. A figure from a
survey of Franco-German ties says nothing of other countries.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from pydantic import Field

from simulation.luck import Luck, Purpose, threshold
from simulation.parameters import Section, Share
from simulation.ties import KINDS

DORMANT = ("dormant", "suspended")
"""States in which a living tie rests."""
AWAKE = ("active", "weak")


class Survey(Section):
    """How readily living ties answer a survey.

    Of about 4,100 municipalities with a French partner 32 % answered in 2017 (vitality V31c), and
    35 of 1,322 answers spoke of a tie that rests (V59a). With the chances below that is a dormancy
    of 8 %, three times what the answers show. That dormant ties answer less is an assumption.
    """

    active: Share = Field(
        0.34,
        description="chance that an active or weak tie answers; near the 32 % of 2017 (V31c), "
        "most of which spoke for active ties",
    )
    dormant: Share = Field(
        0.10,
        description="chance that a dormant or suspended tie answers; assumed, 0.02 to the chance "
        "of an active one",
    )


def answers(ties: pl.DataFrame, year: int, survey: Survey, seed: int) -> pl.DataFrame:
    """The ties for which somebody answers a survey at the end of a year.

    Parameters
    ----------
    ties : polars.DataFrame
        Ties as they stand at the end of `year` (`History.ties_at`): at least a, b (ids), kind,
        founded (year) and status. Ended ties are not asked.
    year : int
        Of the survey. A tie answers one survey whatever it did in another.
    survey : Survey
        Chances to answer.
    seed : int
        Seed of the history.

    Returns
    -------
    polars.DataFrame
        The rows of `ties` that answer, in their order.

    Raises
    ------
    ValueError
        If a status is neither awake, dormant nor ended.
    """
    living = ties.filter(pl.col("status") != "ended")
    strange = sorted(set(living["status"]) - {*DORMANT, *AWAKE})
    if strange:
        raise ValueError(
            f"survey: a tie has the status '{strange[0]}', must be one of "
            f"{', '.join((*AWAKE, *DORMANT))}, ended"
        )
    chance = np.where(living["status"].is_in(DORMANT), survey.dormant, survey.active)
    kinds = np.array([KINDS.index(kind) for kind in living["kind"]], dtype=np.int64)
    salt = living["founded"].to_numpy().astype(np.int64) * 256 + kinds
    draws = Luck(seed).draws(
        Purpose.SURVEYED, year, living["a"].to_numpy(), other=living["b"].to_numpy(), salt=salt
    )
    return living.filter(pl.Series(draws < threshold(chance), dtype=pl.Boolean))


def dormancy(ties: pl.DataFrame) -> float | None:
    """Share of living ties that are dormant or suspended (0-1); None where there is no tie."""
    living = ties.filter(pl.col("status") != "ended")
    return None if living.is_empty() else float(living["status"].is_in(DORMANT).sum() / len(living))


def among_answers(dormant: float, survey: Survey) -> float | None:
    """Dormancy to expect among answers, from the true share; None where nobody answers."""
    asleep, awake = dormant * survey.dormant, (1.0 - dormant) * survey.active
    return None if asleep + awake == 0.0 else asleep / (asleep + awake)


def behind_answers(shown: float, survey: Survey) -> float | None:
    """True dormancy behind a share among answers: the inverse of `among_answers`.

    None where the chances tell nothing of it: where dormant, or active, ties never answer.
    """
    if survey.dormant == 0.0 or survey.active == 0.0:
        return None
    asleep, awake = shown / survey.dormant, (1.0 - shown) / survey.active
    return asleep / (asleep + awake)
