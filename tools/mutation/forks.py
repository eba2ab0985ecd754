"""Tests in forked processes: the libraries are loaded once, `simulation` anew in each.

A fork works in a copy of the tree, has a limit of processor seconds (waiting for a busy machine
counts little), and tells pytest's exit code. Needs fork, so not Windows.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import signal
import sys
import time
import traceback
from pathlib import Path

LIBRARIES = ("numpy", "polars", "pydantic", "scipy.special", "pytest", "mesa")
SETTINGS = {"CI": "true", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "1"}
PASSED, FAILED = 0, 1
TIMED_OUT = -1
# A fork that only waits uses no processor; this many times its seconds by the clock is the end.
PATIENCE = 15


def prepare() -> None:
    """Load what no mutant changes; a fork has it for nothing."""
    os.environ |= SETTINGS
    for library in LIBRARIES:
        importlib.import_module(library)


def watched(folder: Path, into: Path) -> None:
    """Note every line of `folder` that runs, once, in a file when the process is done."""
    monitoring, lines = sys.monitoring, set[tuple[str, int]]()
    tool, root = 4, f"{folder}{os.sep}"

    def seen(code: object, line: int) -> object:
        name = code.co_filename  # type: ignore[attr-defined]
        if name.startswith(root):
            lines.add((os.path.relpath(name, folder.parent), line))
        return monitoring.DISABLE

    monitoring.use_tool_id(tool, "mutation")
    monitoring.register_callback(tool, monitoring.events.LINE, seen)
    monitoring.set_events(tool, monitoring.events.LINE)
    os.register_at_fork(after_in_child=lambda: monitoring.set_events(tool, 0))
    _AT_THE_END.append(lambda: into.write_text(json.dumps(sorted(lines))))


_AT_THE_END: list = []


def run(tree: Path, tests: list[str], seconds: int, log: Path, lines: Path | None = None) -> tuple:
    """Pytest's exit code (or `TIMED_OUT`) and the processor seconds of tests run in a copy."""
    child = os.fork()
    if child == 0:
        code = 70
        try:
            code = _inside(tree, tests, seconds, log, lines)
        except BaseException:  # noqa: BLE001  # a fork must never go on as its parent
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(code)
    ends = time.monotonic() + PATIENCE * seconds
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > ends:
            os.killpg(child, signal.SIGKILL)
            os.wait4(child, 0)
            return TIMED_OUT, float(seconds)
        time.sleep(0.05)
    spent = used.ru_utime + used.ru_stime
    if os.WIFSIGNALED(status):
        late = os.WTERMSIG(status) in {signal.SIGXCPU, signal.SIGKILL}
        return (TIMED_OUT if late else FAILED), spent
    return os.WEXITSTATUS(status), spent


def _inside(tree: Path, tests: list[str], seconds: int, log: Path, lines: Path | None) -> int:
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    out = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(out, 1)
    os.dup2(out, 2)
    os.chdir(tree)
    sys.path.insert(0, str(tree))
    sys.dont_write_bytecode = lines is None
    os.environ["PYTHONPATH"] = str(tree)
    if lines is not None:
        watched(tree / "simulation", lines)
    import pytest

    manners = ["-x", "-q", "-m", "not deep", "-p", "no:cacheprovider", "-p", "no:xdist"]
    code = int(pytest.main([*manners, *tests]))
    for last in _AT_THE_END:
        last()
    sys.stdout.flush()
    return code
