"""What each scenario that ships does to the network, beside the history or the outlook it extends.

`python -m analysis.scenarios` runs all of them in pairs that share their luck.
"""

from analysis.scenarios.runs import MEASURES, measures
from analysis.scenarios.study import base_of, study

__all__ = ["MEASURES", "base_of", "measures", "study"]
