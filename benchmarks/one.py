"""One measurement in a fresh process: `python -m benchmarks.one CASE`, with CASE in JSON.

`fresh` starts it and adds what only the caller sees: CPU seconds and peak memory of the whole
process, start of the interpreter and imports included.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

CONTESTANTS = ("plain", "bare", "reduced")
BYTES = 1 if sys.platform == "darwin" else 1024
"""What one unit of `ru_maxrss` stands for."""
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")


def processed(command: Sequence[str]) -> dict[str, Any]:
    """Run a command to its end; returns its output, CPU and wall seconds, and peak memory (MB).

    Raises
    ------
    RuntimeError
        If it fails, with the end of what it said.
    """
    env = os.environ | dict.fromkeys(THREADS, "1")
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as told:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=told, env=env)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        for file in (out, told):
            file.seek(0)
        if process.returncode != 0:
            raise RuntimeError(f"{' '.join(command)} failed: {told.read()[-2000:]}")
        return {
            "output": out.read(),
            "cpu": used.ru_utime + used.ru_stime,
            "wall": wall,
            "memory": used.ru_maxrss * BYTES / 1e6,
        }


def fresh(case: Mapping[str, Any]) -> dict[str, Any]:
    """Measure a case in a process of its own."""
    done = processed([sys.executable, "-m", "benchmarks.one", json.dumps(case)])
    found: dict[str, Any] = json.loads(done.pop("output").splitlines()[-1])
    return found | done


class Clock:
    """CPU and wall seconds of named stages."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def stage(self, name: str, work: Callable[[], Any]) -> Any:
        cpu, wall = time.process_time(), time.perf_counter()
        result = work()
        self.seconds[name] = time.process_time() - cpu
        self.seconds[f"{name} wall"] = time.perf_counter() - wall
        return result


def contestant(case: Mapping[str, Any]) -> dict[str, Any]:
    """Run one contestant through one history.

    `case` names the contestant, the world, the copies of it, `rate.level` and the seed.
    """
    from benchmarks import places, settings

    clock, told = Clock(), settings.read()
    world, copies = case["world"], case["copies"]
    here = clock.stage("places", lambda: places.load(told, world, copies))
    key = told, here, case["level"], case["seed"]
    if case["contestant"] == "plain":
        from benchmarks import plain

        run = clock.stage("setup", lambda: plain.prepare(*key))
    elif case["contestant"] == "bare":
        from benchmarks import bare

        run = clock.stage("setup", lambda: bare.prepare(*key))
    else:
        from benchmarks import reduced

        run = clock.stage("setup", lambda: reduced.prepare(*key, world, copies))
    outcome = clock.stage("years", run)
    return clock.seconds | {
        "choosing": outcome.choosing,
        "draws": outcome.draws,
        "ties": len(outcome.asker),
        "living": int(np.count_nonzero(outcome.living)),
        "searchers": len(here.searchers),
        "eligible": len(here.eligible),
    }


def pilot(case: Mapping[str, Any]) -> dict[str, Any]:
    """`rate.level` at which a history has as many draws as wanted."""
    from benchmarks import bare, places, settings

    told = settings.read()
    here = places.load(told, case["world"], case["copies"])
    return {"level": bare.level_of(told, here, case["draws"], case["seed"])}


def history(case: Mapping[str, Any]) -> dict[str, Any]:
    """The default history: the world is loaded and laid out, then simulated."""
    from scenarios import load
    from simulation import simulate
    from simulation.run import begin

    clock, scenario = Clock(), load("history")
    clock.stage("places", lambda: begin(scenario, case["seed"], case["world"]))
    done = clock.stage("years", lambda: simulate(scenario, case["seed"], case["world"]))
    clock.stage("tables", lambda: (done.ledger, done.ties))
    return clock.seconds | {"ties": done.ties.height}


KINDS: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
    **dict.fromkeys(CONTESTANTS, contestant),
    "pilot": pilot,
    "history": history,
}


def main() -> None:
    case = json.loads(sys.argv[1])
    print(json.dumps(KINDS[case["contestant"]](case)))


if __name__ == "__main__":
    main()
