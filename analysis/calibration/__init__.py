"""What cannot be estimated directly is calibrated: a bank of runs, and what it says of the record.

>>> from pathlib import Path
>>> from analysis.calibration import calibrate
>>> from scenarios.runs import choose
>>> calibrate(Path("out/calibration"), choose("history"))  # doctest: +SKIP
"""

from analysis.calibration.parameters import overrides, parameters, scenario_of
from analysis.calibration.posterior import Posterior, load_posterior, posterior_design
from analysis.calibration.waves import calibrate

__all__ = [
    "Posterior",
    "calibrate",
    "load_posterior",
    "overrides",
    "parameters",
    "posterior_design",
    "scenario_of",
]
