"""Copies of the repository, in which commands may change what ships."""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.docs.documents import ROOT

HERE_ALONE = {**os.environ, "PYTHONPATH": ".", "PYTHONWARNINGS": "error"}
"""So that a module is that of the copy."""


def copied(there: Path, out: Path) -> Path:
    """A copy of what git tracks, with the tables that a call names and results of calls before."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (there / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, there / name)
    shutil.copytree(there / "analysis" / "recorded" / "tables", there / "FOLDER")
    for words in (["init", "--quiet"], ["add", "--all"]):  # some tests ask git what ships
        subprocess.run(["git", *words], cwd=there, check=True)
    out.mkdir(exist_ok=True)
    (there / "out").symlink_to(out)
    return there


def run_in(copy: Path, words: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run Python with some words in a copy."""
    call = [sys.executable, *words]
    return subprocess.run(call, cwd=copy, env=HERE_ALONE, capture_output=True, text=True)
