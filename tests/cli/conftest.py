"""The command line, in this process and as a command of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import jumelage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def call():
    """`call("run", ...)` in this process; the result has exit_code, stdout, stderr."""

    def calling(*words, typed=None):
        return CliRunner().invoke(jumelage.app, [str(word) for word in words], input=typed)

    return calling


@pytest.fixture
def command():
    """`command("run", ...)` as a user types it: the installed command, or the module."""
    installed = Path(sys.executable).with_name("jumelage")
    start = [str(installed)] if installed.exists() else [sys.executable, "-m", "jumelage"]

    def calling(*words):
        env = {**os.environ, "PYTHONWARNINGS": "error"}
        words = [os.fspath(word) for word in words]
        return subprocess.run(
            [*start, *words], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120
        )

    return calling
