"""The scenario before the counts are fitted, and after: what assumptions, ties and counts make."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from analysis.estimation import write
from analysis.estimation.counts.rounds import Calibration
from analysis.estimation.counts.shapes import START, Shape
from analysis.evidence import assumed_events, merged, read_inputs, settled, with_assumed
from analysis.evidence.inputs import Inputs
from analysis.recorded import forms
from simulation.parameters import Ending, Forms, Parameters, Rate, Recording, Reunification
from simulation.ties import FORMS


def starting(links: dict[str, Any], folder: Path = write.FOLDER) -> Parameters:
    """What stands before the counts are fitted: assumptions, posterior, and estimates on ties.

    Shares of unknown years are read off the record; forms, districts and wishes start from
    rough values and are matched.

    Parameters
    ----------
    links : estimates on single ties
    folder : of the estimates, whose posterior is taken
    """
    undated = {row["form"]: row["undated"] / row["links"] for row in forms().iter_rows(named=True)}
    recording = Recording(year_unknown={form: round(undated[form], 4) for form in FORMS})
    blank = _blank(recording)
    stands = write.with_links(settled(with_assumed(blank), _inputs(folder)), links)
    return merged(stands, links, _inputs(folder))


def starting_before(links: dict[str, Any]) -> Parameters:
    """What stands before a fit that must not know of later ties: assumptions and early ties.

    No posterior: the patterns it has seen hold later ties. Undated rows may be later, so the
    shares of unknown years are the model's own defaults; they cut all years alike, and the
    appeals take them up.
    """
    return write.with_links(with_assumed(_blank(Recording())), links)


def _blank(recording: Recording) -> Parameters:
    return Parameters(
        rate=Rate(district=-0.5),
        forms=Forms(partnership_at_once=0.54, friendship_at_once=0.14),
        ending=Ending(rupture=round(17 / 61, 4)),  # of 61 cities 17 suspended (V14a)
        reunification=Reunification(wish=0.03),
        recording=recording,
    )


def _inputs(folder: Path) -> Inputs | None:
    """The estimates of another folder than the one that ships; None for that one."""
    return None if folder == write.FOLDER else read_inputs(folder)


def saved_shapes(folder: Path = write.FOLDER) -> dict[str, Shape]:
    """Delays and half-lives that an earlier search found."""
    path = folder / write.FLOWS.name
    found = write.read(path)["shapes"] if path.exists() else {}
    return {**START, **{kind: (shape[0], shape[1]) for kind, shape in found.items()}}


def finished(done: Calibration) -> Parameters:
    """The default scenario: what the last fit says, undamped, and what was matched or assumed."""
    fitted = {estimate.name: round(estimate.value, 4) for estimate in done.fit.estimates}
    now = done.parameters
    events = {
        name: response.model_copy(update={"size": fitted.get(f"events.{name}", response.size)})
        for name, response in now.events.items()
    }
    appeal = {country: fitted[f"appeal.{country}"] for country in now.appeal}
    restricted = round(float(np.exp(fitted["gates.restricted"])), 4)
    return now.model_copy(
        update={
            "appeal": appeal,
            "events": assumed_events(events),
            "gates": now.gates.model_copy(update={"restricted": min(restricted, 1.0)}),
            "rate": now.rate.model_copy(update={"growth": fitted["rate.growth"]}),
            "until": 2025,
        }
    )
