"""How new ties changed around the dates of treaties, accessions and ruptures: event studies.

`fit` studies a run, an ensemble or a register, `recorded_events` the counts that ship: each dated
event of the project's own table beside countries that it does not touch (event study with leads
and lags), the countries touched by themselves (interrupted time series), false dates, and joint
tests adjusted for the number of events.
"""

from analysis.models.events.model import fit, recorded_events

__all__ = ["fit", "recorded_events"]
