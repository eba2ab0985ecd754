"""Compiles `kernels.c`: at set-up and into a wheel, called by `hatch_build.py`.

It imports nothing of the model: its packages may not be installed yet.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("kernels.c")
SUFFIX = ".dylib" if sys.platform == "darwin" else ".so"
LIBRARY = SOURCE.with_suffix(SUFFIX)
SEAL = SOURCE.with_suffix(".sha256")
"""SHA-256 of the source and of the library made of it: a library without is never opened."""
FLAGS = ("-O3", "-ffp-contract=off", "-shared", "-fPIC")
"""No fused multiplication and addition: it rounds once where NumPy rounds twice."""
WITHOUT = "NumPy alone: the same results, slower"


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def build(library: Path = LIBRARY, source: Path = SOURCE) -> str:
    """Compile, with the compiler that `CC` names, or the usual one; returns what came of it.

    A library that was there before is replaced at once, and does not outlive a failure: it could
    be of another source.
    """
    named, seal = os.environ.get("CC", "cc"), library.with_suffix(SEAL.suffix)
    compiler = next(filter(None, map(shutil.which, (named, "gcc", "clang"))), None)
    if sys.platform == "win32" or compiler is None:
        _remove(library, seal)
        return f"no C compiler here ({WITHOUT})"
    part = library.with_name(f".{library.name}.{os.getpid()}")
    call = [compiler, *FLAGS, "-o", str(part), str(source), "-lm"]
    done = subprocess.run(call, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        _remove(part, library, seal)
        last = (done.stderr.strip() or "no message").splitlines()[-1]
        return f"{compiler} failed: {last} ({WITHOUT})"
    fresh = part.with_suffix(SEAL.suffix)
    fresh.write_text(f"{digest(source)} {digest(part)}\n")
    part.replace(library)
    fresh.replace(seal)
    return f"inner loops compiled with {compiler}"


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    print(build())
