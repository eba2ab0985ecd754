"""Numbers that are assumed, and those that the calibration may move off what is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from analysis.calibration.parameters import parameters
from analysis.evidence.grounds import Grounds, Prior
from analysis.evidence.inputs import Inputs, read_inputs
from analysis.evidence.leaves import put
from analysis.evidence.sources.judgement import judgement
from analysis.evidence.sources.ties import DIGITS
from simulation.parameters import Parameters, Response
from simulation.ties import FORMS

POSTERIOR = "posterior.json: the calibration"
SETTLED = (
    "recording.reported",
    "recording.lag",
    "life.spread",
    "ending.partnership",
)
"""Calibrated numbers that no single tie tells: where the posterior is narrow, its median ships.
The others have a direct estimate, see `merged`, or are one with all appeals (`rate.level`)."""


def assumed_grounds(path: str) -> Grounds:
    """Grounds of a number of `assumed/`."""
    entry = judgement().values[path]
    prior = Prior("uniform", entry.low, entry.high)
    return Grounds(
        *("assumed", entry.value, prior, None, None, 0, "", entry.source), note=entry.reason
    )


def grounds_of_assumptions(inputs: Inputs) -> dict[str, Grounds]:
    """Grounds of all that no direct estimate tells, events left out."""
    plain = {
        path: assumed_grounds(path) for path in judgement().values if not path.startswith("events.")
    }
    return {**plain, **dict(_from_posterior(inputs))}


def settled(parameters: Parameters, inputs: Inputs | None = None) -> Parameters:
    """Parameters with the posterior's values where they ship; unchanged without a posterior.

    Parameters
    ----------
    parameters : what stands before
    inputs : estimates; those that ship, by default
    """
    return put(parameters, settled_values(read_inputs() if inputs is None else inputs))


def settled_values(inputs: Inputs) -> dict[str, float]:
    """Values that the posterior settles, by dotted path; empty where it settles none."""
    return {
        path: grounds.value
        for path, grounds in _from_posterior(inputs)
        if grounds.kind == "calibrated"
    }


def with_assumed(parameters: Parameters) -> Parameters:
    """Parameters with every assumed value put in; events keep theirs, see `assumed_events`."""
    values = judgement().values.items()
    return put(parameters, {p: e.value for p, e in values if not p.startswith("events.")})


def assumed_events(events: dict[str, Response]) -> dict[str, Response]:
    """Events with the assumed sizes, delays and half-lives put in."""
    result = dict(events)
    for path, entry in judgement().values.items():
        section, _, rest = path.partition(".")
        if section == "events":
            name, _, field = rest.partition(".")
            before = result.get(name, Response())
            result[name] = before.model_copy(update={field: entry.value})
    return result


def _from_posterior(inputs: Inputs) -> Iterator[tuple[str, Grounds]]:
    for name, entry in inputs.calibrated().items():
        if name in SETTLED:
            for path, scale in _paths(name):
                yield path, _grounds(path, scale, entry)


def _paths(name: str) -> list[tuple[str, float]]:
    """The numbers that one calibrated parameter stands for, each with its ratio to it."""
    known = parameters()[name]
    if known.anchor is None:
        return [(name, 1.0)]
    values = judgement().values
    leading = values[f"{known.table}.{known.anchor}"].value
    paths = [f"{known.table}.{form}" for form in FORMS]
    return [(path, values[path].value / leading) for path in paths]


def _grounds(path: str, scale: float, entry: dict[str, Any]) -> Grounds:
    """Grounds of a number that the posterior tells; where it is too wide, the assumed value."""
    low, high = entry["prior"]
    prior = Prior("uniform", low * scale, high * scale)
    told = Grounds(
        basis="posterior",
        value=round(entry["median"] * scale, DIGITS) + 0.0,  # no -0.0
        prior=prior,
        width=(entry["high90"] - entry["low90"]) * scale,
        error=entry["sd"] * scale,
        data_points=int(entry["data_points"]),
        data_unit="cells of patterns",
        source=POSTERIOR,
        note="" if scale == 1.0 else f"{scale:.2f} of that of partnerships",
    )
    if told.kind == "calibrated":
        return told
    entry_assumed = judgement().values[path]
    return Grounds(
        *("posterior", entry_assumed.value, prior, told.width, told.error, told.data_points),
        *(told.data_unit, POSTERIOR),
        note=f"{entry_assumed.reason}; the calibration leaves it as wide as before",
    )
