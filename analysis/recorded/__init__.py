"""The record: what registers and publications count, as shipped tables with their sources.

Only aggregate counts are here; single links of the register do not ship. README.md says what each
table holds and what is wrong with it.

Examples
--------
>>> from analysis.recorded import country_totals, load
>>> country_totals()["links"].sum()
7102
>>> load("nonsense")  # doctest: +ELLIPSIS
Traceback (most recent call last):
ValueError: No table 'nonsense' in the record; there are rgre2015_links_by_year, ...
"""

from analysis.recorded.catalogue import TABLES
from analysis.recorded.counts import (
    FORMS,
    PERIODS,
    UNIT_TYPES,
    before_1945,
    country_totals,
    country_year,
    five_year_counts,
    forms,
)
from analysis.recorded.published import facts, published
from analysis.recorded.reading import changed, load, sha256, sidecar
from analysis.recorded.shapes import (
    SCOPES,
    degree,
    distance_quantiles,
    french_share_linked_by_size,
    share_linked_by_size,
    size_similarity,
)

__all__ = [
    "FORMS",
    "PERIODS",
    "SCOPES",
    "TABLES",
    "UNIT_TYPES",
    "before_1945",
    "changed",
    "country_totals",
    "country_year",
    "degree",
    "distance_quantiles",
    "facts",
    "five_year_counts",
    "forms",
    "french_share_linked_by_size",
    "load",
    "published",
    "sha256",
    "share_linked_by_size",
    "sidecar",
    "size_similarity",
]
