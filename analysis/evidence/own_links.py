"""A base for calibration whose rate and choice rest on single ties of the user's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analysis.canonical import canonical
from scenarios.runs import Chosen
from scenarios.runs.kept.folder import write_whole


def on_own_links(base: Chosen, path: Path) -> tuple[Chosen, dict[str, Any]]:
    """Estimate single ties anew and put what they say into a scenario.

    Parameters
    ----------
    base : the scenario that holds everything else; its appeals and events stay as they are
    path : single ties (CSV), read and never kept

    Returns
    -------
    Chosen, dict
        The scenario, and the estimates as `links.json` holds them.

    Raises
    ------
    ValueError
        If the file is not what it should be (`LinksError`).
    """
    from analysis.estimation import write  # statsmodels takes time to load
    from analysis.estimation.single_ties.estimates import links_of

    links = dict(links_of(path))
    law, rate = write.choice_of(links), write.rate_of(links, base.scenario.rate)
    return Chosen(base.scenario.model_copy(update={"choice": law, "rate": rate})), links


def save_links(folder: Path, estimates: dict[str, Any]) -> None:
    """Leave the estimates beside the posterior that they led to, as `links.json`.

    Raises
    ------
    RunError
        If they cannot be written.
    """
    write_whole(folder / "links.json", canonical(estimates))
