"""Put the page of a comparison together: one HTML file that loads nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.strategies import figures, rows, sentences
from reports.strategies.cards import cards
from reports.strategies.heat import heat
from reports.strategies.tables import Tables
from reports.templating import render
from reports.theme import palette
from scenarios.runs.kept.folder import write_whole
from scenarios.runs.mistakes import writing

if TYPE_CHECKING:
    from analysis.strategies import Comparison
    from scenarios.strategies import Strategy

NAME = "compare.html"


def page(
    comparison: Comparison, strategies: Sequence[Strategy], provenance: Mapping[str, Any]
) -> str:
    """The HTML of the page; arguments as of `build`."""
    tables = Tables(comparison)
    since, until = comparison.horizon
    # What may be missing is looked at before anything is drawn.
    origin = sentences.origin(tables, provenance)
    evidence = cards(tables, strategies)
    return render(
        "compare.html.j2",
        colours=palette(),
        facts={"since": since, "until": until},
        deck=sentences.deck(tables),
        verdict=sentences.verdict(tables),
        sure=sentences.sure(tables),
        gains=figures.gains(tables),
        years=figures.years(tables),
        robust=figures.robust(tables),
        robust_text=sentences.robust(tables),
        has_equal=tables.has_equal,
        turning_text=sentences.turning(tables),
        tornado=figures.turning(tables),
        unknowns=rows.unknowns(tables),
        who=heat(tables),
        metrics=rows.metrics(tables),
        classes_text=sentences.classes(tables),
        cards=evidence,
        method=sentences.method(tables),
        limits=sentences.limits(tables),
        origin=origin,
        commands=list(provenance.get("commands", [])),
    )


def build(
    comparison: Comparison,
    strategies: Sequence[Strategy],
    provenance: Mapping[str, Any],
    out: Path,
) -> Path:
    """Write the page on which strategies are compared.

    Parameters
    ----------
    comparison : Comparison
        Of `analysis.strategies.compare`.
    strategies : sequence of Strategy
        Of `scenarios.strategies`: what the evidence cards show, in any order.
    provenance : mapping
        What `manifest.json` of the ensemble says: seed, world and versions at least; `commands`
        (a list of lines to type) may be added.
    out : Path
        Folder for the page; made where it is missing. The page links to `NAME.csv` beside it for
        each of its tables: write them from `comparison.frames()`.

    Returns
    -------
    Path
        Of the page, `compare.html`: one file that loads nothing from elsewhere. The same
        comparison gives the same bytes.

    Raises
    ------
    ValueError
        If a compared strategy has no card, the manifest lacks an entry, or `out` cannot be written
        to: one sentence.
    """
    path = Path(out) / NAME
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, page(comparison, strategies, provenance).encode())
    return path
