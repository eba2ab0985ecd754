"""Persistence: each country goes on twinning as it did in the last bin.

Each country is counted half a tie more than the record has: without it a country that opens
later would be impossible. Fitted bins are predicted far better with it.
"""

from __future__ import annotations

from analysis.contest.rivals.periods import ahead
from analysis.contest.rivals.prediction import Prediction
from analysis.contest.rivals.tables import UNSEEN, period_table


def persistence() -> Prediction:
    """Predict a bin's ties a year by those of the last bin known."""
    table = period_table()
    yearly = (table.ties + UNSEEN) / table.years
    return ahead(
        "persistence",
        "persistence",
        table,
        0,
        lambda origin, bin_: yearly[:, origin] * table.years[bin_],
    )


def persistence_scaled() -> Prediction:
    """Predict each country's share of a bin by its share of the last bin known: the fair rival.

    The totals of all bins are fitted, and tell that the register holds less of what is recent:
    the model has seen them too.
    """
    table = period_table()
    counted = table.ties + UNSEEN
    shares = counted / counted.sum(axis=0)
    return ahead(
        "persistence_scaled",
        "persistence, recorded totals",
        table,
        0,
        lambda origin, bin_: shares[:, origin] * table.totals[bin_],
    )
