"""Cells in plain words, for a page or a terminal."""

from __future__ import annotations

from functools import cache

from simulation.past import load_countries, load_laender

WORDS = {
    "all": "all countries",
    "elsewhere": "elsewhere",
    "other": "other countries",
    "county": "district",
    "kept": "Länder kept back",
    "rest": "other Länder",
    "small": "towns below 10,000 inhabitants",
    "large": "towns of 10,000 inhabitants and more",
    "corr_ln_pop": "correlation of ln inhabitants",
    "median_pop_ratio": "median ratio larger to smaller",
    "share_within_factor2": "share within a factor of two",
    "travel": "citizens' travel",
    "school": "school exchange",
    "music": "music",
    "sport": "sport",
    "many_travellers": "over 70 travellers a year",
    "stable": "as lively as before, or more",
    "weaker": "less lively than before",
    "dormant": "asleep",
    "over_60": "over 60",
    "under_30": "under 30",
    **{f"p{q}": f"{q} % quantile" for q in (10, 25, 50, 75, 90)},
}


@cache
def _names() -> dict[str, str]:
    places = [*load_countries().select("country", "name").iter_rows()]
    places += load_laender().select("land", "name").iter_rows()
    return {**dict(places), **WORDS}


def label(cell: str) -> str:
    """Say a cell in words: ``France, 1960-64`` for ``FR|1960-64``.

    A country that the model does not hold keeps its code.
    """
    names = _names()
    return ", ".join(names.get(part, part) for part in cell.split("|"))
