"""Simple rivals of the model, fitted on the same data.

Examples
--------
>>> [rival.name for rival in rivals()]  # doctest: +NORMALIZE_WHITESPACE
['gravity', 'gravity_national', 'gravity_bloc', 'pooled', 'pooled_national', 'persistence',
 'persistence_scaled', 'trend']
"""

from functools import cache

from analysis.contest.rivals.gravity import gravity, gravity_bloc, gravity_national
from analysis.contest.rivals.persistence import persistence, persistence_scaled
from analysis.contest.rivals.pooled import pooled, pooled_national
from analysis.contest.rivals.prediction import Prediction
from analysis.contest.rivals.trend import trend

__all__ = ["Prediction", "rivals"]


@cache
def rivals() -> tuple[Prediction, ...]:
    """What every rival predicts; fitted once a process, in about two seconds."""
    return (
        gravity(),
        gravity_national(),
        gravity_bloc(),
        pooled(),
        pooled_national(),
        persistence(),
        persistence_scaled(),
        trend(),
    )
