"""What a reader of the page did wrong, or what went wrong with what they asked for."""

from __future__ import annotations


class ExploreError(ValueError):
    """A wish that cannot be fulfilled: one sentence, shown on the page."""


class Withdrawn(Exception):
    """A simulation that nobody waits for."""
