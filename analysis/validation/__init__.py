"""Does a run look like the record? Patterns declared before fitting, and the scorecard.

Examples
--------
>>> from analysis.validation import observed
>>> observed().filter(pattern="total")["recorded"].to_list()
[7102.0]
"""

from analysis.validation.comparison import compare
from analysis.validation.labels import label
from analysis.validation.observed import observed
from analysis.validation.patterns.chronicle import Chronicle, chronicle
from analysis.validation.scorecard import Scorecard, score, scores
from analysis.validation.summary import summarise
from analysis.validation.targets import Split, Target, split, targets

__all__ = [
    "Chronicle",
    "Scorecard",
    "Split",
    "Target",
    "chronicle",
    "compare",
    "label",
    "observed",
    "score",
    "scores",
    "split",
    "summarise",
    "targets",
]
