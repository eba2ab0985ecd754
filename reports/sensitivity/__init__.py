"""What a study of sensitivity looks like: a page beside its runs, and a table on the terminal."""

from reports.sensitivity.page import publish

__all__ = ["publish"]
