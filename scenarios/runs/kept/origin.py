"""What a result depends on besides its scenario and seed: versions, data, processor."""

from __future__ import annotations

import hashlib
import platform
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import simulation

PACKAGES = ("mesa", "numpy", "polars")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file (hexadecimal)."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def version() -> str:
    """Return the version of jumelage, also where it runs uninstalled from a checkout."""
    project = Path(__file__).parents[3] / "pyproject.toml"
    try:
        return str(tomllib.loads(project.read_text("utf-8"))["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return metadata.version("jumelage")


@cache
def model_hash() -> str:
    """Return the SHA-256 of the model's source: a version number may stand for several states."""
    room = Path(simulation.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(room.rglob("*.py")):
        if "build" not in path.relative_to(room).parts:
            digest.update(path.relative_to(room).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Return the versions that bytes depend on."""
    packages = {name: metadata.version(name) for name in PACKAGES}
    return {"jumelage": version(), "python": platform.python_version(), **packages}


def hashes() -> dict[str, str]:
    """Return the SHA-256 of what the model reads, and of the model itself."""
    room = Path(simulation.__file__).parent
    read = [*room.glob("past/**/*.csv"), *room.glob("*/*.toml"), *room.glob("places/*.parquet")]
    files = {path.name: sha256(path) for path in sorted([*read, room / "places" / "boroughs.csv"])}
    return {**files, "simulation": model_hash()}


def processor() -> str:
    """Return the processor's own name where the system tells it, else its kind."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        lines = []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, "") or platform.processor() or platform.machine()
