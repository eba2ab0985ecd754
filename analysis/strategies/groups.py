"""The groups of ties that may gain: size, side, border and country."""

from __future__ import annotations

SIZES = ("under 5,000", "5,000-19,999", "20,000-99,999", "100,000 and more")
BOUNDS = (5_000, 20_000, 100_000)
"""Inhabitants of the smaller German end at which the next class begins."""
SIDES = ("east", "west", "between")
BORDERS = ("near", "far")
COUNTRIES = ("FR", "PL", "GB", "IT", "CZ", "AT", "NL", "BE", "HU", "US", "DE")
OTHER = "other"

GROUPS: dict[str, tuple[str, ...]] = {
    "all": ("all",),
    "size": SIZES,
    "side": SIDES,
    "border": BORDERS,
    "country": (*COUNTRIES, OTHER),
}
"""Every `by` and its groups, in the order in which they are shown."""
