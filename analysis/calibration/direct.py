"""Estimates on single ties of numbers that are calibrated too, and the folder of each fit.

Two fits are kept: `split` saw only what is declared as fitted, and is what the scores on the rest
are of; `full` saw all targets, and is what ships. The estimates of each lie in a folder of its own.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

Fit = Literal["split", "full"]
FITS: tuple[Fit, ...] = ("split", "full")

ESTIMATES = Path(__file__).parents[1] / "estimates"
LINKS = "links.json"


def folder_of(fit: Fit) -> Path:
    """Folder of the estimates of a fit."""
    return ESTIMATES / "split" if fit == "split" else ESTIMATES


def estimates_of(links: dict[str, Any]) -> dict[str, tuple[float, float]]:
    """Value and standard error of each calibrated number that single ties tell, too.

    Those of the rate are not among them: a register that lost years and ties shows a place's load
    and what it keeps for good too weakly, so that these estimates do not find their own truth.

    Parameters
    ----------
    links : what `links.json` holds
    """
    choice, held = links["choice"], links["held"]
    return {
        "choice.distance": (choice["common"]["mean"], choice["common"]["error"]),
        "choice.similar": (choice["values"]["similar"], choice["errors"]["similar"]),
        "choice.held": (held["value"], held["error"]),
    }


@cache
def shipped_estimates(fit: Fit) -> dict[str, tuple[float, float]]:
    """The estimates of a fit that ship."""
    return estimates_of(json.loads((folder_of(fit) / LINKS).read_bytes()))
