"""A register for teaching: simulated, with the law that made it known to the last number.

`truth.toml` is that law, `register.parquet` the ties that it left in 2014, `truth.json` what an
estimate should find. `docs/GUIDE.md` works with all three.
"""

from analysis.teaching.beside import beside, estimates
from analysis.teaching.build import build, write
from analysis.teaching.shipped import REGISTER, SCENARIO, SIDECAR, TRUTH, faults, truth

__all__ = [
    "REGISTER",
    "SCENARIO",
    "SIDECAR",
    "TRUTH",
    "beside",
    "build",
    "estimates",
    "faults",
    "truth",
    "write",
]
