"""From estimates to the default scenario: every value with its error, class and source."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from analysis.canonical import canonical
from analysis.estimation.counts.rounds import Calibration
from analysis.estimation.single_ties.choice import ChoiceFit
from analysis.estimation.single_ties.rate import RateFit
from analysis.estimation.single_ties.reach import ReachFit
from analysis.estimation.single_ties.regions import RegionFit
from analysis.recorded import sha256
from simulation.parameters import Choice, Parameters, Rate
from simulation.places.traits import TRAITS

FOLDER = Path(__file__).parent.parent / "estimates"
LINKS, FLOWS = FOLDER / "links.json", FOLDER / "flows.json"
HISTORY = Path(__file__).parents[2] / "scenarios" / "library" / "history.toml"

COUNTED = ("rgre2015_links_by_year", "rgre2015_links_by_land", "growth")
"""Tables that the flows are estimated on."""


def save(path: Path, content: dict[str, Any]) -> None:
    """Write canonical JSON: sorted, indented, one line end."""
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(canonical(content))


def read(path: Path) -> dict[str, Any]:
    """Read estimates that a run has saved."""
    return dict(json.loads(path.read_text(encoding="utf-8")))


def links_content(
    sha: str,
    choice: ChoiceFit,
    reach: ReachFit,
    paired: RegionFit,
    rate: RateFit,
    asked: dict[str, object],
) -> dict[str, Any]:
    """What estimation on single ties leaves behind: coefficients, errors, the input's hash."""
    return {
        "source": "RGRE register of spring 2015, sample of single ties (not shipped)",
        "sha256": sha,
        "choice": asdict(choice),
        "held": {"value": reach.held, "error": reach.held_error, "ties": reach.ties},
        "reach": asdict(reach),
        "rate": asdict(rate),
        "region": asdict(paired),
        "checks": asked,
    }


def with_links(parameters: Parameters, links: dict[str, Any]) -> Parameters:
    """Parameters whose rate and choice are those of the estimates on single ties.

    What a common name weighs stays: it is matched to a count.
    """
    choice = choice_of(links).model_copy(update={"same_name": parameters.choice.same_name})
    return parameters.model_copy(update={"choice": choice, "rate": rate_of(links, parameters.rate)})


def choice_of(links: dict[str, Any]) -> Choice:
    """The coefficients of choice; what the choice among countries tells is 0 before it is asked."""
    values, reach = links["choice"]["values"], links.get("reach", {})
    slopes = {
        name.split(".")[1]: round(value, 4)
        for name, value in values.items()
        if name.startswith("distance.")
    }
    return Choice(
        distance={"default": round(links["choice"]["common"]["mean"], 4), **slopes},
        near=round(values["near"], 4),
        near_km=50.0,
        similar=round(values["similar"], 4),
        mass=round(values["mass"], 4),
        region_country=round(reach.get("paired", (0.0, 0.0))[0], 4),
        remote=0.0,  # a null: ties left out are foretold no better with it
        region=round(links.get("region", {"value": 0.0})["value"], 4),
        traits={name: round(values[f"traits.{name}"], 4) for name in TRAITS},
        held=round(links["held"]["value"], 4),
    )


def rate_of(links: dict[str, Any], now: Rate) -> Rate:
    """The coefficients of the rate; imitation stays out where its placebo speaks as loudly."""
    values = {name: round(value, 4) for name, value in links["rate"]["values"].items()}
    return now.model_copy(update={**values, "imitation": 0.0})


def flows_content(done: Calibration) -> dict[str, Any]:
    """What estimation on the shipped counts leaves behind."""
    return {
        "source": "recorded counts by country and year, the model's own exposure as offset",
        "tables": {name: sha256(name) for name in COUNTED},
        "estimates": {e.name: [round(e.value, 4), round(e.error, 4)] for e in done.fit.estimates},
        "shapes": done.shapes,
        "spread": round(done.fit.spread, 4),
        "log_likelihood": round(done.fit.log_likelihood, 2),
        "dispersion": round(done.fit.dispersion, 3),
        "largest_change": round(done.change, 4),
        "forms": done.parameters.forms.model_dump(),
        "district": done.parameters.rate.district,
        "wish": done.parameters.reunification.wish,
        "same_name": done.parameters.choice.same_name,
    }
