"""The past, read before a history begins: a fault in a file shows then, and no year waits."""

from __future__ import annotations

from simulation.past.bonds.regions import load_land_pairings, load_partner_regions
from simulation.past.events import load_events
from simulation.past.people.migration import load_migration
from simulation.past.policy.mergers import load_mergers
from simulation.past.policy.programmes import load_programmes
from simulation.past.states.gates import load_gates


def read() -> None:
    """Read the tables that every year asks, once."""
    load_events()
    load_gates()
    load_land_pairings()
    load_mergers()
    load_migration()
    load_partner_regions(parts=True)
    load_programmes()
