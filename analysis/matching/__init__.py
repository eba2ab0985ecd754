"""Partner matching: places ranked as partners of a town by the estimated law of choice."""

from analysis.matching.answer import Answer, Candidate, match
from analysis.matching.mistakes import AmbiguousError, MatchError
from analysis.matching.question import Question

__all__ = ["AmbiguousError", "Answer", "Candidate", "MatchError", "Question", "match"]
