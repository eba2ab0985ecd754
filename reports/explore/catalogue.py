"""What the page can offer: scenarios, sliders, switches, strategies, the map, the charts."""

from __future__ import annotations

from functools import cache
from typing import Any

from reports.evidence import source_line
from reports.explore import charts
from reports.explore.frame import map_of
from reports.explore.levers import LEVERS
from reports.explore.strategies import MOST, REPLICATIONS, offered
from reports.explore.wishes import systems
from reports.history import country_name
from scenarios import load
from scenarios.files import names
from scenarios.schema import Scenario
from scenarios.strategies import load_strategy
from simulation.luck.keyed import MAX_SEED
from simulation.past import load_countries, load_events


@cache
def catalogue(world: str) -> dict[str, Any]:
    """Plain values, ready for JSON."""
    return {
        "world": world,
        "most_seed": MAX_SEED,
        "scenarios": [_scenario(load(name)) for name in names()],
        "levers": [lever.told() for lever in LEVERS],
        "events": [
            {
                "name": event.id,
                "title": event.title,
                "year": event.date.year,
                "expects": event.expects,
            }
            for event in sorted(load_events(), key=lambda event: (event.date, event.id))
        ],
        "systems": [
            {"name": one.name, "title": one.name.replace("_", " "), "real": one.real}
            for one in systems().values()
        ],
        "strategies": [{"name": name, "title": load_strategy(name).title} for name in offered()],
        "most_strategies": MOST,
        "replications": list(REPLICATIONS),
        "countries": {code: country_name(code) for code in load_countries()["country"]},
        "map": map_of(),
        "growth": charts.growth(),
        "sources": {"growth": source_line("dated")},
    }


def _scenario(scenario: Scenario) -> dict[str, Any]:
    """A scenario as a base, with the events that it leaves out; one that it does not name acts."""
    responses = scenario.events
    return {
        "name": scenario.name,
        "title": scenario.title,
        "until": scenario.until,
        "silent": [
            event.id
            for event in load_events()
            if event.id in responses and not responses[event.id].active
        ],
    }
