"""Where everything comes from: data and their licences, versions, and what is not modelled yet."""

from __future__ import annotations

import json
from importlib import metadata
from typing import Any

import polars as pl

from analysis.recorded import sidecar
from analysis.validation import targets
from reports import borders
from reports.demo.forces import events_act
from reports.demo.inputs import Ensemble, Run
from scenarios.runs.kept import origin
from simulation import past
from simulation.past.words import FOLDER
from simulation.places import SIDECAR as PLACES
from simulation.world import EUROPE, NOT_CALIBRATED

DRAWN_WITH = ("altair", "vl-convert-python", "jinja2")


def data_sources() -> list[dict[str, str]]:
    """Title, source, licence and date of every table behind the page, from its sidecar."""
    places = json.loads(PLACES.read_text(encoding="utf-8"))
    places["source"] = "; ".join(
        f"{entry['producer']}: {entry['source']}" for entry in places["sources"]
    )
    countries = json.loads((FOLDER / "states" / "countries.json").read_text(encoding="utf-8"))
    tables = dict.fromkeys(target.table for target in targets().values())
    content = [places, countries, *(sidecar(name) for name in tables), borders.sidecar()]
    return [
        {key: str(entry.get(key, "")).rstrip(".") for key in ("title", "source", "licence", "date")}
        for entry in content
    ]


def map_source() -> str:
    """Source line of the map, from the sidecars of borders and places."""
    places = json.loads(PLACES.read_text(encoding="utf-8"))
    about = borders.sidecar()
    return f"Borders: {about['source']}; {about['licence']}. Places: {places['licence']}."


def event_sources() -> list[dict[str, str]]:
    """Every dated event of the past with who says so."""
    return [
        {"year": str(event.date.year), "title": event.title, "source": event.source.title}
        for event in past.load_events()
    ]


def changed_since(run: Run) -> list[str]:
    """Names of data or code that are no longer what the run was made with.

    The dates in the figures come from the files of today; where these changed, the page says so.
    """
    made_with = run.record["data"]
    today = origin.hashes()
    return [name for name, digest in today.items() if made_with.get(name, digest) != digest]


def versions(run: Run) -> dict[str, str]:
    """Versions that made the numbers, then those that drew the page."""
    return {**run.record["versions"], **{name: metadata.version(name) for name in DRAWN_WITH}}


def commands(run: Run, ensemble: Ensemble) -> list[str]:
    """What to type to get the same numbers."""
    name, world = run.record["scenario"]["name"], run.record["world"]
    first, count = ensemble.seeds[0], len(ensemble.record["runs"])
    options = f"--seed {first} --world {world} --replications {count}"
    if not ensemble.record.get("draws"):
        options += " --central"
    both = [
        f"jumelage run {name} --seed {run.record['seed']} --world {world} --out out/run",
        f"jumelage ensemble {name} {options} --out out/ensemble",
    ]
    # The demo does both, and draws this page; it knows the default scenario only.
    drawn = bool(ensemble.record.get("draws"))
    demo = name == "history" and first == run.record["seed"] and drawn
    return [f"jumelage demo {options} --out out/demo"] if demo else both


def values(ensemble: Ensemble) -> str:
    """Which values the histories have that make the bands."""
    if ensemble.record.get("draws"):
        return "map central values; bands a draw of the posterior for each history"
    return "central values in every history"


def not_modelled(ties: pl.DataFrame, scenario: dict[str, Any], world: str = "germany") -> list[str]:
    """What the model should hold and this run does not: read off its tables where it can be."""
    missing = [NOT_CALIBRATED[world]] if world in NOT_CALIBRATED else []
    if ties["vitality"].null_count() == ties.height:
        missing.append(
            "The life of a tie: who meets, how often, at what cost, and how ties fall asleep. "
            "Ties end at a constant chance a year by form."
        )
    if not events_act(scenario):
        missing.append(
            "Treaties and programmes: in this scenario no dated event has an effect of its own, "
            "only the opening and closing of borders has."
        )
    kinds = set(ties["kind"].to_list())
    if "sponsorship" not in kinds:
        missing.append("Sponsorships for places of origin in the East, and their conversion.")
    if "development" not in kinds | set(ties["motive"].to_list()):
        missing.append("Development and climate partnerships as a path of their own.")
    unseen = "within other countries" if world == EUROPE else "between two places abroad"
    missing.append(f"Ties {unseen}, and joint municipalities.")
    missing.append("Strategies after 2025: this page looks back only.")
    return missing
