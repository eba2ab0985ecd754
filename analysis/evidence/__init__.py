"""What every number of the default scenario rests on: the ledger, the file and the page made of it.

`python -m analysis.evidence --write` writes the default scenario's file, the table of the ledger
and `analysis/CALIBRATION.md` from the estimates in `analysis/estimates`.

Examples
--------
>>> from analysis.evidence import frame, ledger
>>> from scenarios import load
>>> rows = frame(ledger(load("history")))
>>> rows.filter(parameter="consent.base")["class"].item()
'assumed'
"""

from analysis.evidence.inputs import Inputs, read_inputs
from analysis.evidence.ledger import Row, frame, ledger
from analysis.evidence.sources.assumptions import assumed_events, settled, with_assumed
from analysis.evidence.sources.merged import merged

__all__ = [
    "Inputs",
    "Row",
    "assumed_events",
    "frame",
    "ledger",
    "merged",
    "read_inputs",
    "settled",
    "with_assumed",
]
