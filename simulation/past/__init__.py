"""History: countries, Länder, dated events and gates, each row with its source.

Everything here is a fact of the project's own, typed by hand from a named source. Sizes, delays
and half-lives are no facts: they are parameters and stand in the scenario.

Examples
--------
>>> from simulation.past import load_events
>>> [event.id for event in load_events() if event.date.year == 1963]
['elysee_1963', 'youth_office_fr_1963']
"""

from simulation.past.events import Act, Event, load_events
from simulation.past.groups import Groups, Membership, load_groups
from simulation.past.sources import Source, load_sources
from simulation.past.states.countries import (
    load_countries,
    load_laender,
    load_zones,
    side_of,
    zone_of,
)
from simulation.past.states.gates import Gate, load_gates, state_of
from simulation.past.words import PastError

__all__ = [
    "Act",
    "Event",
    "Gate",
    "Groups",
    "Membership",
    "PastError",
    "Source",
    "load_countries",
    "load_events",
    "load_gates",
    "load_groups",
    "load_laender",
    "load_sources",
    "load_zones",
    "side_of",
    "state_of",
    "zone_of",
]
