"""The page on which strategies are compared honestly."""

from reports.strategies.page import NAME, build, page
from reports.strategies.publish import publish

__all__ = ["NAME", "build", "page", "publish"]
