"""The report of `make demo`: one page about the default history."""

from reports.demo.building import build
from reports.demo.inputs import FEWEST_SEEDS

__all__ = ["FEWEST_SEEDS", "build"]
