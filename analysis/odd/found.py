"""Block of findings that quote an estimate: written from what ships, so that none grows old."""

from __future__ import annotations

import math

from analysis.evidence.inputs import read_inputs
from analysis.validation import label

Slope = tuple[float, float]

DECIDED = 2.0
"""Standard errors beyond which an effect counts as told."""


def findings() -> str:
    """What single ties say of accessibility, of Länder's own likings and of size over time."""
    links = read_inputs().links
    checks = links["checks"]
    return "".join(
        [
            _access(*checks["rate_access"]),
            _slopes(links["choice"]["raw"], links["reach"]["across"]),
            _spread(math.exp(links["reach"]["land_spread"])),
            _regions(links["region"], links["reach"]["paired"]),
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
        "- **Likings of Länder.** What a Land has with a country for reasons of its own scatters "
        f"by a factor of {factor:.1f} at most (one standard deviation, `links.json`).\n"
    )


def _slopes(within: dict[str, Slope], across: dict[str, Slope]) -> str:
    """Whether which place and which country tell one slope of distance, country by country."""
    apart = [
        name
        for name in sorted({*within} & {*across})
        if abs(within[name][0] - across[name][0])
        > DECIDED * math.hypot(within[name][1], across[name][1])
    ]
    told = "; ".join(
        f"{label(name)} {within[name][0]:.1f} (standard error {within[name][1]:.1f}) within, "
        f"{across[name][0]:.1f} ({across[name][1]:.1f}) across"
        for name in apart
    )
    where = (
        f"They contradict each other for {told}. The default takes their mean, and so puts those "
        "partners too near."
        if apart
        else "They contradict each other nowhere."
    )
    return (
        "- **One law of distance for two choices.** Which place within a country and which country "
        f"a town picks each tell a slope of distance. {where}\n"
    )


def _regions(found: dict[str, float], lift: Slope) -> str:
    return (
        f"- **Partner regions.** {found['inside']:.0f} dated ties lie in regions that were paired "
        f"by then, where the law of places alone puts {found['expected']:.1f}; regions paired only "
        f"later draw {found['later']:.2f} ({found['later_error']:.2f}) searches for each that goes "
        f"by places, those paired before {found['value']:.2f} ({found['error']:.2f}; a single "
        f"pairing holds {found['largest']} of them). A pairing also lifts its country as a whole "
        f"by {lift[0]:.2f} ({lift[1]:.2f}) on the log scale.\n"
    )


def _size(periods: dict[str, tuple[float, float]]) -> str:
    first, last = min(periods), max(periods)
    return (
        f"- **Size over time.** On single ties the effect of size on the rate falls from "
        f"{periods[first][0]:.1f} in {first}-{int(first) % 100 + 4} to {periods[last][0]:.1f} in "
        f"{last}-96. One number for all years is used here, so the descent down the urban "
        "hierarchy is missing (pattern `founders`, kept back).\n"
    )
