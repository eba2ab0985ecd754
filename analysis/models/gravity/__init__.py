"""Gravity: how many ties join two regions, by mass, distance, borders, language and history."""

from analysis.models.gravity.fitting import fit
from analysis.models.gravity.recorded import RECORDED_LAENDER, recorded_gravity

__all__ = ["RECORDED_LAENDER", "fit", "recorded_gravity"]
