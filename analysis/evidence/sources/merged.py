"""Numbers that both single ties and patterns speak of: the posterior ships.

Of choice the estimate on single ties was one summary of the fit, so the posterior holds both. Of
the rate it was not, for a register that lost ties and years shows too little of what places keep
for good: there patterns alone decide, and the estimate stands beside them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from analysis.evidence.grounds import Grounds
from analysis.evidence.inputs import Inputs, read_inputs
from analysis.evidence.leaves import put
from analysis.evidence.sources.assumptions import POSTERIOR
from analysis.evidence.sources.ties import COMMON, DIGITS
from simulation.parameters import Parameters

SOURCE = "links.json and posterior.json: single ties and patterns"
TABLE = "choice.distance"
SETTLED = "calibrated"
"""Class of what patterns narrow down."""


def entries(inputs: Inputs) -> dict[str, dict[str, Any]]:
    """Entries of the posterior of which an estimate on single ties was one summary, by path.

    Empty where there is no posterior, or one that saw patterns alone.
    """
    told = (inputs.posterior or {}).get("estimates", {})
    known = inputs.calibrated()
    return {COMMON if name == TABLE else name: known[name] for name in told if name in known}


def merged_values(inputs: Inputs) -> dict[str, float]:
    """Values that ship, by dotted path; slopes of single countries keep their distance."""
    known = entries(inputs)
    values = {path: round(entry["median"], DIGITS) for path, entry in known.items()}
    values |= {path: round(entry["median"], DIGITS) for path, entry in _rates(inputs).items()}
    if COMMON in values:
        off = values[COMMON] - round(inputs.links["choice"]["common"]["mean"], DIGITS)
        for name, slope in inputs.links["choice"]["values"].items():
            if name.startswith("distance."):
                values[f"choice.{name}"] = round(round(slope, DIGITS) + off, DIGITS)
    return values


def _rates(inputs: Inputs) -> dict[str, dict[str, Any]]:
    """Entries of the numbers of the rate that patterns narrow down."""
    if not (inputs.posterior or {}).get("estimates"):
        return {}
    known = inputs.calibrated()
    names = [f"rate.{name}" for name in inputs.links["rate"]["values"]]
    return {name: known[name] for name in names if known.get(name, {}).get("class") == SETTLED}


def merged(
    parameters: Parameters, links: dict[str, Any], inputs: Inputs | None = None
) -> Parameters:
    """Parameters with what ties and patterns tell together; unchanged without a posterior.

    Parameters
    ----------
    parameters : with what single ties alone tell
    links : the estimates on single ties
    inputs : estimates; those that ship, by default
    """
    known = replace(read_inputs() if inputs is None else inputs, links=links)
    return put(parameters, merged_values(known))


def with_merged(grounds: dict[str, Grounds], inputs: Inputs) -> dict[str, Grounds]:
    """Grounds in which what single ties tell is what they and the patterns tell."""
    known, values, result = entries(inputs), merged_values(inputs), dict(grounds)
    rates = _rates(inputs)
    for path, value in values.items():
        alone = grounds[path]
        if path in rates:
            result[path] = _by_patterns(alone, value, rates[path])
            continue
        if path not in known:
            note = f"{alone.note}, which patterns moved by {value - alone.value:+.3f}"
            result[path] = replace(alone, value=value, note=note)
            continue
        entry = known[path]
        result[path] = replace(
            alone,
            basis="merged",
            value=value,
            width=entry["high90"] - entry["low90"],
            error=entry["sd"],
            source=SOURCE,
            note=f"single ties alone {alone.value:.3g} (se {alone.error:.2g})",
        )
    return result


def _by_patterns(alone: Grounds, value: float, entry: dict[str, Any]) -> Grounds:
    """Grounds of a number of the rate."""
    return replace(
        alone,
        basis="posterior",
        value=value,
        width=entry["high90"] - entry["low90"],
        error=entry["sd"],
        data_points=int(entry["data_points"]),
        data_unit="cells of patterns",
        source=POSTERIOR,
        note=f"single ties alone {alone.value:.3g} (se {alone.error:.2g})",
    )
