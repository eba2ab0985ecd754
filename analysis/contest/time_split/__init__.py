"""The time split: fitted on ties dated up to 1986, told only the date of the opening.

Everything here was fixed before the first run: cells, rivals, scores, and the distribution that
the size of the opening is drawn from.

`python -m analysis.contest.time_split --out FOLDER` runs it and writes `time_split.json`; the
estimates it needs are those of `python -m analysis.estimation --until 1986 --into
analysis/estimates/until_1986 --links FILE`.
"""

from analysis.contest.time_split.cells import Cells, declared
from analysis.contest.time_split.design import central, predictive_draws
from analysis.contest.time_split.verdict import verdict

__all__ = ["Cells", "central", "declared", "predictive_draws", "verdict"]
