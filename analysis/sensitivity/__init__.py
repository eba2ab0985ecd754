"""Which of the model's numbers move what people read off it: Sobol' indices of groups.

>>> from pathlib import Path
>>> from analysis.sensitivity import run_sensitivity, read_sensitivity
>>> from scenarios.runs import choose
>>> run_sensitivity(choose("history"), Path("out/sensitivity"), draws=64)  # doctest: +SKIP
>>> read_sensitivity(Path("out/sensitivity"))  # doctest: +SKIP
"""

from analysis.sensitivity.factors import Factor, factors
from analysis.sensitivity.study import (
    CSV,
    JSON,
    PAGE,
    read_sensitivity,
    run_sensitivity,
    write_sensitivity,
)

__all__ = [
    "CSV",
    "JSON",
    "PAGE",
    "Factor",
    "factors",
    "read_sensitivity",
    "run_sensitivity",
    "write_sensitivity",
]
