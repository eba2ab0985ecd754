"""Tables of a finished run, all derived by replaying the ledger."""

from simulation.tables.money import yearly_money
from simulation.tables.places import groups, municipalities
from simulation.tables.replay import activities, details, replay, with_distance
from simulation.tables.spending import spending
from simulation.tables.yearly import yearly

__all__ = [
    "activities",
    "details",
    "groups",
    "municipalities",
    "replay",
    "spending",
    "with_distance",
    "yearly",
    "yearly_money",
]
