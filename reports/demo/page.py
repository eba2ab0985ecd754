"""Put the page together: one HTML file with everything in it."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from analysis.validation import Scorecard
from reports.demo import figures, provenance, summary, ties_map
from reports.demo.inputs import Ensemble, Run
from reports.evidence import Evidence, source_line
from reports.numbers import in_words, percent
from reports.templating import render
from reports.theme import palette

WORST = 8


def page(run: Run, ensemble: Ensemble, card: Scorecard) -> str:
    """The HTML of the page.

    Parameters
    ----------
    run : Run
        The history on the map.
    ensemble : Ensemble
        The histories behind the bands.
    card : Scorecard
        Of the ensemble.
    """
    evidence = Evidence(card)
    drawn = ties_map.draw(run.ties, run.municipalities)
    return render(
        "demo.html.j2",
        colours=palette(),
        record=run.record,
        facts=summary.facts(run, ensemble, card),
        map=drawn,
        map_svg=Markup(drawn.svg),
        map_source=provenance.map_source(),
        growth=figures.growth_panels(evidence),
        growth_source=source_line("dated"),
        total=figures.total(evidence),
        shapes=[
            figures.forms(evidence),
            figures.degree(evidence),
            figures.linked_by_size(evidence),
        ],
        distances=figures.distances(evidence),
        distance_source=source_line("distance"),
        **_scorecard(card),
        **_provenance(run, ensemble),
    )


def _scorecard(card: Scorecard) -> dict[str, Any]:
    """Rows of the two tables."""
    rows = [
        {**row, "error": _error(row["mean_absolute_relative_error"])}
        for row in card.summary.iter_rows(named=True)
    ]
    worst = [in_words(row) for row in card.worst(WORST).iter_rows(named=True)]
    return {"patterns": rows, "worst": worst}


def _error(share: float | None) -> str:
    return "–" if share is None else percent(share)


def _provenance(run: Run, ensemble: Ensemble) -> dict[str, Any]:
    seeds = ensemble.seeds
    whole = seeds == list(range(seeds[0], seeds[-1] + 1))
    return {
        "missing": provenance.not_modelled(
            run.ties, run.record["scenario"], str(run.record["world"])
        ),
        "changed": provenance.changed_since(run),
        "versions": provenance.versions(run),
        "seeds": f"{seeds[0]} to {seeds[-1]}" if whole else ", ".join(str(seed) for seed in seeds),
        "values": provenance.values(ensemble),
        "commands": provenance.commands(run, ensemble),
        "sources": provenance.data_sources(),
        "events": provenance.event_sources(),
    }
