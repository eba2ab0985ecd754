"""Print what an installed .venv depends on, for `set-up` to compare with what it once wrote down.

The first line stands for the packages: the lock, the interpreter and the folder, since the
scripts of an environment hold its absolute path. The second stands for jumelage's own entry and
its compiled loops, which take seconds to renew where the packages take a minute.
"""

import hashlib
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ("pyproject.toml", "hatch_build.py", "simulation/compiled/kernels.c")


def digest(name: str) -> str:
    """SHA-256 of a file of the checkout."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


print("packages", digest("requirements.lock"), sys.version.split()[0], sys.base_prefix, ROOT)
print("project", *map(digest, OWN))
