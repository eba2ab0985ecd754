"""The true stock of ties, informal ones included, and how complete the register is.

`python -m analysis.stock --out FOLDER --write` runs an ensemble with draws of the posterior and
writes `analysis/estimates/stock.json`; README.md says how the estimate works.
"""

from analysis.stock.counts import counts
from analysis.stock.estimate import stock
from analysis.stock.pairs import Pair, double_records, recorded_stock
from analysis.stock.pooling import Completeness, completeness, ranges

__all__ = [
    "Completeness",
    "Pair",
    "completeness",
    "counts",
    "double_records",
    "ranges",
    "recorded_stock",
    "stock",
]
