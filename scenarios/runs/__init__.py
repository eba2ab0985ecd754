"""Runs and ensembles: what is simulated, where it is kept, and how it is read again.

>>> from pathlib import Path
>>> from scenarios.runs import choose, ensemble, open_results, run
>>> run(choose("history"), Path("out/history"))  # doctest: +SKIP
>>> ensemble([choose("history")], Path("out/many"), replications=20, workers=2)  # doctest: +SKIP
>>> open_results("out/many").table("ties")  # doctest: +SKIP
"""

from scenarios.runs.designs import design_ensemble, read_design, with_values
from scenarios.runs.ensembles import Ensemble, ensemble, summary
from scenarios.runs.mistakes import RunError
from scenarios.runs.origin import version
from scenarios.runs.plan import Chosen, check_strategy, choose
from scenarios.runs.read import Results, open_results
from scenarios.runs.single import run

__all__ = [
    "Chosen",
    "Ensemble",
    "Results",
    "RunError",
    "check_strategy",
    "choose",
    "design_ensemble",
    "ensemble",
    "open_results",
    "read_design",
    "run",
    "summary",
    "version",
    "with_values",
]
