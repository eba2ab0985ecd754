"""Block of findings that quote an estimate: written from what ships, so that none grows old."""

from __future__ import annotations

import math

from analysis.evidence.inputs import read_inputs

DECIDED = 2.0
"""Standard errors beyond which an effect counts as told."""


def findings() -> str:
    """What single ties say of accessibility, of Länder's own likings and of size over time."""
    links = read_inputs().links
    checks = links["checks"]
    return "".join(
        [
            _access(*checks["rate_access"]),
            _spread(math.exp(links["reach"]["land_spread"])),
            _size(checks["rate_size_by_period"]),
        ]
    )


def _access(value: float, error: float) -> str:
    often = "no more often"
    if abs(value) > DECIDED * error:
        often = "more often" if value > 0.0 else "no more often, rather less"
    return (
        f"- **Accessibility and the rate.** Towns with many places in reach search {often} "
        f"({value:.2f}, standard error {error:.2f}, per unit of its log); the default lets "
        "nearness decide whom, not how often.\n"
    )


def _spread(factor: float) -> str:
    return (
        "- **One law of distance serves both choices.** Which country a town picks tells slopes of "
        "distance as which place within it does; what a Land has with a country for reasons of its "
        f"own scatters by a factor of {factor:.1f} at most (one standard deviation, "
        "`links.json`).\n"
    )


def _size(periods: dict[str, tuple[float, float]]) -> str:
    first, last = min(periods), max(periods)
    return (
        f"- **Size over time.** On single ties the effect of size on the rate falls from "
        f"{periods[first][0]:.1f} in {first}-{int(first) % 100 + 4} to {periods[last][0]:.1f} in "
        f"{last}-96. One number for all years is used here, so the descent down the urban "
        "hierarchy is missing (pattern `founders`, kept back).\n"
    )
