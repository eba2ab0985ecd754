"""What statistical analyses look like: tables on the terminal, a page, tables for papers."""

from reports.analysis.publish import publish

__all__ = ["publish"]
