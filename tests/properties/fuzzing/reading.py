"""Reads damaged copies of good files, and tells what escaped that no user should see."""

from __future__ import annotations

import shutil
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from analysis.estimation.single_ties.links import LinksError
from analysis.matching.mistakes import MatchError
from analysis.models.results import ModelError
from analysis.registers.errors import RegisterError
from scenarios import ScenarioError
from scenarios.runs import RunError
from tests.properties.fuzzing.damage import damaged, odd_json, odd_parquet
from tests.properties.fuzzing.readers import Target, sign

HOUSE = (ScenarioError, RunError, MatchError, RegisterError, ModelError, LinksError)
SECONDS = 20.0
"""Longest that one input may take, on a busy machine."""


@dataclass
class Told:
    """What came of it: how many inputs each reader had, refused, and what went wrong."""

    inputs: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    cpu: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)
    slowest: tuple[float, str] = (0.0, "")


def bad_bytes(target: Target, luck: Random) -> bytes:
    """Damaged bytes of a target: any injury, or a whole file with odd values."""
    data, kind = target.file.read_bytes(), target.file.suffix
    whole = {".json": odd_json, ".parquet": odd_parquet}.get(kind)
    if whole is not None and luck.random() < 0.65:
        return whole(data, luck)
    return damaged(data, luck)


def fuzz(targets: list[Target], inputs: int, seed: int, scratch: Path) -> Told:
    """Give every reader its share of damaged inputs; input n is the same in every call."""
    told = Told()
    for number in range(inputs):
        target = targets[number % len(targets)]
        luck = Random(f"{seed} {number}")
        path = scratch / target.good.name
        _put(target, path, bad_bytes(target, luck))
        told.inputs[target.name] += 1
        began, cpu = time.monotonic(), time.process_time()
        wrong = _read(target, path, told)
        took = time.monotonic() - began
        told.cpu[target.name] += time.process_time() - cpu
        told.slowest = max(told.slowest, (took, f"{target.name}, input {number}"))
        if took > SECONDS:
            wrong = wrong or f"took {took:.0f} seconds"
        if wrong:
            key = f"{target.name}: {wrong.strip().splitlines()[-1][:200]}"
            told.wrong.setdefault(key, f"input {number}\n{wrong}")
    return told


def _put(target: Target, path: Path, data: bytes) -> None:
    if target.part is None:
        path.write_bytes(data)
        return
    shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(target.good, path)
    (path / target.part).write_bytes(data)
    if target.signed:
        sign(path, target.part)


def _read(target: Target, path: Path, told: Told) -> str | None:
    """Read it; give what no user should see, if there is such a thing."""
    try:
        target.read(path)
    except HOUSE as error:
        told.refused[target.name] += 1
        return None if str(error).strip() else "an empty sentence"
    except ValueError as error:
        if type(error) is ValueError and path.name in str(error):  # a sentence on this file
            told.refused[target.name] += 1
            return None
        return traceback.format_exc()
    except BaseException as error:  # polars panics are no Exception
        if isinstance(error, KeyboardInterrupt):
            raise
        return traceback.format_exc()
    return None
