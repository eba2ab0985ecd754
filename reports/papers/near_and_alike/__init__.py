"""Report 3, *Near and alike*: who pairs with whom, in the record and in the model."""

from reports.papers.near_and_alike.building import PAPER

__all__ = ["PAPER"]
