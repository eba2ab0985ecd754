"""Median rank, mean reciprocal rank and share in the top twenty, with bootstrap errors by town."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.single_ties.links import read_links
from analysis.evidence.inputs import FOLDER, SPLIT
from analysis.matching.quality.ranks import LAW, Ranks, rank_partners
from analysis.validation.targets import split
from scenarios import load
from simulation.world import load_world

Floats = NDArray[np.float64]

TOP = 20
"""Candidates that `jumelage match` lists by itself."""
RESAMPLES = 2_000
SEED = 1
FEWEST = 5
"""No cell of fewer ties is told."""
HISTORY = FOLDER / SPLIT / "history.toml"
"""The fit that saw no tie of the Länder kept back."""


def study(links: Path) -> dict[str, Any]:
    """Rank the recorded partners of the Länder kept back.

    Parameters
    ----------
    links : Path
        Single ties (CSV), read and never kept: what is returned are sums and the SHA-256.

    Raises
    ------
    ValueError
        If the file cannot be used.
    """
    read, kept = read_links(links), split()
    parameters = load(str(HISTORY))
    ranks = rank_partners(
        read.frame, load_world("germany"), parameters, kept.laender, kept.countries
    )
    return {"sha256": read.sha256, **told(ranks)}


def told(ranks: Ranks) -> dict[str, Any]:
    """What ships of the ranks: measures with errors, and the law against each rival."""
    picks = resamples(ranks.town)
    measures = {name: _measures(values, picks) for name, values in ranks.by.items()}
    beside = {
        name: _beside(ranks.by[LAW], values, picks)
        for name, values in ranks.by.items()
        if name != LAW
    }
    countries = {}
    for country in sorted(set(ranks.country.tolist())):
        here = ranks.country == country
        if here.sum() >= FEWEST:
            countries[country] = {
                "ties": int(here.sum()),
                "places": int(ranks.places[here][0]),
                "median_rank": {n: float(np.median(v[here])) for n, v in ranks.by.items()},
            }
    return {
        "ties": len(ranks.town),
        "towns": len(set(ranks.town.tolist())),
        "laender": sorted(set(ranks.land.tolist())),
        "unplaced": ranks.unplaced,
        "gravity_fitted_on": ranks.fitted_on,
        "resamples": RESAMPLES,
        "measures": measures,
        "beside": beside,
        "countries": countries,
    }


def resamples(town: NDArray[np.int64], count: int = RESAMPLES) -> list[NDArray[np.int64]]:
    """Ties of towns drawn with replacement: ties of one town are not independent."""
    _, place = np.unique(town, return_inverse=True)
    order = np.argsort(place, kind="stable")
    first = np.searchsorted(place[order], np.arange(place.max() + 2))
    members = [order[first[k] : first[k + 1]] for k in range(int(place.max()) + 1)]
    drawn = np.random.default_rng(SEED).integers(0, len(members), (count, len(members)))
    return [np.concatenate([members[k] for k in row]) for row in drawn.tolist()]


def _measures(ranks: Floats, picks: list[NDArray[np.int64]]) -> dict[str, Any]:
    of = {"median_rank": _median, "mean_reciprocal_rank": _reciprocal, "top": _top}
    found = {}
    for name, measure in of.items():
        again = np.array([measure(ranks[pick]) for pick in picks])
        low, high = np.quantile(again, [0.05, 0.95])
        found[name] = {
            "value": _short(measure(ranks)),
            "error": _short(again.std(ddof=1)),
            "low90": _short(low),
            "high90": _short(high),
        }
    return found


def _beside(law: Floats, rival: Floats, picks: list[NDArray[np.int64]]) -> dict[str, Any]:
    """How much better the law ranks: ratio of median ranks, and ties that it ranks higher."""
    again = np.array([np.median(law[p]) / np.median(rival[p]) for p in picks])
    low, high = np.quantile(again, [0.05, 0.95])
    return {
        "ratio": _short(np.median(law) / np.median(rival)),
        "low90": _short(low),
        "high90": _short(high),
        "share_better": _short(np.mean(law < rival) + 0.5 * np.mean(law == rival)),
        "chance_below": _short(np.mean(again < 1.0)),
    }


def _median(ranks: Floats) -> float:
    return float(np.median(ranks))


def _reciprocal(ranks: Floats) -> float:
    return float(np.mean(1.0 / ranks))


def _top(ranks: Floats) -> float:
    return float(np.mean(ranks <= TOP))


def _short(number: Any) -> float:
    """Four digits: what follows differs between processors."""
    return float(f"{float(number):.4g}")
