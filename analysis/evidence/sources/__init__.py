"""Where the numbers come from: single ties, counts, dated events, the calibration, judgement."""

from analysis.evidence.grounds import Grounds
from analysis.evidence.inputs import Inputs
from analysis.evidence.sources.assumptions import grounds_of_assumptions
from analysis.evidence.sources.counts import grounds_of_counts
from analysis.evidence.sources.events import grounds_of_events
from analysis.evidence.sources.merged import with_merged
from analysis.evidence.sources.ties import grounds_of_ties


def grounds(inputs: Inputs) -> dict[str, Grounds]:
    """Grounds of every number that anything is known of, by dotted path."""
    alone = {
        **grounds_of_assumptions(inputs),
        **grounds_of_ties(inputs),
        **grounds_of_counts(inputs),
        **grounds_of_events(inputs),
    }
    return with_merged(alone, inputs)
