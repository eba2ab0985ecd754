"""Block of findings that quote an estimate: written from what ships, so that none grows old."""

from __future__ import annotations

import math
from typing import Any

from analysis.evidence.inputs import read_inputs

Slope = tuple[float, float]

DECIDED = 2.0
"""Standard errors beyond which an effect counts as told."""


def findings() -> str:
    """What single ties say of accessibility, of Länder's own likings and of size over time."""
    inputs = read_inputs()
    links, scored = inputs.links, (inputs.split or inputs).links
    checks = links["checks"]
    return "".join(
        [
            _access(*checks["rate_access"]),
            _remote(links["reach"]["remote"], scored["checks"]["remote_left_out"]),
            _spread(math.exp(links["reach"]["land_spread"])),
            _regions(links["region"], links["reach"]["paired"]),
            _size(checks["rate_size_by_period"], links["rate"]),
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


def _remote(told: Slope, left_out: dict[str, Slope]) -> str:
    """What the distance to a country as a whole adds, and whether that holds out of sample."""
    value, error = told
    gains = " and ".join(
        f"{gain:+.1f} nats (error {off:.1f}) over {name}" for name, (gain, off) in left_out.items()
    )
    return (
        "- **Two choices, two distances.** Which place within a country tells the slopes of "
        f"distance. That towns far from a country as a whole turn to it less is {value:.2f} "
        f"(standard error {error:.2f}) beside it; ties left out are foretold {gains} better with "
        "it. One slope for both choices put French partners too near.\n"
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


def _size(periods: dict[str, Slope], rate: dict[str, Any]) -> str:
    first, last = min(periods), max(periods)
    spread = f"{rate['values']['spread']:.2f}, standard error {rate['errors']['spread']:.2f}"
    return (
        "- **Size over time.** Once the load of the ties that places have and what they keep for "
        f"good (spread {spread}) are counted, single ties show an effect of size on the rate of "
        f"{periods[first][0]:.1f} ({periods[first][1]:.1f}) in {first}-{int(first) % 100 + 4} and "
        f"of {periods[last][0]:.1f} ({periods[last][1]:.1f}) in {last}-96. One number is used for "
        "all years: that ever smaller places found ties (pattern `founders`, kept back) follows "
        "from large ones that find partners early and fill up.\n"
    )
