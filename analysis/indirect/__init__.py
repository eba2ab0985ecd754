"""Indirect inference: the field's models on recorded and on simulated data, side by side."""

from analysis.indirect.comparison import Comparison, check, comparable, compared, fitted_again
from analysis.indirect.frame import indirect
from analysis.indirect.pairs import Couple, Pair, Tally, couple, tally

__all__ = [
    "Comparison",
    "Couple",
    "Pair",
    "Tally",
    "check",
    "comparable",
    "compared",
    "couple",
    "fitted_again",
    "indirect",
    "tally",
]
