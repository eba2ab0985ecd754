"""A European run beside published totals of Europe: what the register of 2015 cannot tell."""

from __future__ import annotations

from analysis.validation.european.card import EuropeanCard, compared
from analysis.validation.european.measured import measure

__all__ = ["EuropeanCard", "compared", "measure"]
