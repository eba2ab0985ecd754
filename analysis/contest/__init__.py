"""The contest: proper scores of the model and of simple rivals on what was kept back.

`contest(summaries)` takes the summaries of many runs (`analysis.validation.folders.summaries`) and
gives a `Contest`: frames, rules, a rendering for the terminal.
"""

from analysis.contest.contest import Contest, contest

__all__ = ["Contest", "contest"]
