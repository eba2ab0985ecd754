"""Regions that registers write beside a place: departments, states, provinces."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl

from analysis.names.keys import simple_key

TABLE = Path(__file__).with_name("areas.csv")


@cache
def _areas() -> dict[tuple[str, str], frozenset[str]]:
    """GeoNames admin codes of each region, by country and key of the name."""
    found: dict[tuple[str, str], set[str]] = {}
    for country, code, name in pl.read_csv(TABLE, infer_schema=False).iter_rows():
        found.setdefault((country, simple_key(name)), set()).add(code)
        found.setdefault((country, code.lower()), set()).add(code)
    return {key: frozenset(codes) for key, codes in found.items()}


def is_area(country: str, key: str) -> bool:
    """Whether a key names a region of a country."""
    return (country, key) in _areas()


def in_area(country: str, key: str, area: str) -> bool:
    """Whether the area of a place (``FR.84.38``) lies in a region."""
    return not _areas().get((country, key), frozenset()).isdisjoint(area.split(".")[1:])


def codes_of(country: str, key: str) -> frozenset[str]:
    """GeoNames admin codes of a region; none where the key names none."""
    return _areas().get((country, key), frozenset())
