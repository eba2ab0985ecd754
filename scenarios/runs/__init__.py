"""Runs and ensembles: what is simulated, where it is kept, and how it is read again.

>>> from pathlib import Path
>>> from scenarios.runs import choose, ensemble, open_results, run
>>> run(choose("history"), Path("out/history"))  # doctest: +SKIP
>>> ensemble([choose("history")], Path("out/many"), replications=20, workers=2)  # doctest: +SKIP
>>> open_results("out/many").table("ties")  # doctest: +SKIP
"""

from scenarios.runs.designs import (
    design_ensemble,
    make_design,
    read_design,
    read_parameters,
    with_values,
)
from scenarios.runs.designs.writing import write_design
from scenarios.runs.ensembles import ensemble
from scenarios.runs.kept.origin import version
from scenarios.runs.kept.read import Results, open_results
from scenarios.runs.mistakes import RunError
from scenarios.runs.plan import Chosen, choose
from scenarios.runs.single import run
from scenarios.runs.strategies import read_inputs, strategies_ensemble
from scenarios.runs.tables import TABLES
from scenarios.runs.work import Ensemble, summary

__all__ = [
    "TABLES",
    "Chosen",
    "Ensemble",
    "Results",
    "RunError",
    "choose",
    "design_ensemble",
    "ensemble",
    "make_design",
    "open_results",
    "read_design",
    "read_inputs",
    "read_parameters",
    "run",
    "strategies_ensemble",
    "summary",
    "version",
    "with_values",
    "write_design",
]
