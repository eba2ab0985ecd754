"""Strategies compared fairly: in pairs of runs that share their luck, with what is not known.

`outcomes.outcomes` makes a small table of each run; `compare` reads those of finished ensembles.

>>> from analysis.strategies import Compared, Material, Range, compare
>>> said = compare(Material("outlook", strategies, outcomes, spending, inputs, ranges))
... # doctest: +SKIP
>>> said.verdict.sentences, said.frames()["ranking"]  # doctest: +SKIP
"""

from analysis.strategies.comparison import Comparison, compare
from analysis.strategies.material import BASE, EQUAL, LEAST, Compared, Material, Range
from analysis.strategies.verdict import Verdict

__all__ = [
    "BASE",
    "EQUAL",
    "LEAST",
    "Compared",
    "Comparison",
    "Material",
    "Range",
    "Verdict",
    "compare",
]
