"""What a user waits for: the full default history, and `jumelage --help`."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.contest import Measured, spread
from benchmarks.one import fresh, processed
from benchmarks.results import table

JUMELAGE = [sys.executable, "-c", "from jumelage import main; main()"]


@dataclass(frozen=True)
class Whole:
    """Measurements of histories and of whole commands `jumelage run`, by world; and of help."""

    histories: dict[str, list[Measured]]
    commands: dict[str, Measured]
    help: list[Measured]

    def peak(self, world: str) -> float:
        """Largest peak of the processes that ran the history from Python, MB."""
        return max(float(one["memory"]) for one in self.histories[world])

    def command_peak(self, world: str) -> float:
        """Peak of `jumelage run`, which writes all tables, MB."""
        return float(self.commands[world]["memory"])


def measure(worlds: Sequence[str], repeats: int) -> Whole:
    histories: dict[str, list[Measured]] = {world: [] for world in worlds}
    for repeat in range(repeats):
        for world in worlds:
            one = fresh({"contestant": "history", "world": world, "seed": 1 + repeat})
            histories[world].append(one)
            print(f"history: {world}, years {one['years']:.2f} s, {one['memory']:.0f} MB")
    commands = {world: command(world) for world in worlds}
    asked = [processed([*JUMELAGE, "--help"]) for _ in range(repeats + 1)]
    return Whole(histories, commands, asked[1:])  # the first may have compiled


def command(world: str) -> Measured:
    """One `jumelage run history`, tables written."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["run", "history", "--world", world, "--out", str(Path(folder) / "run"), "--quiet"]
        return processed([*JUMELAGE, *words])


def told(whole: Whole) -> str:
    """Both as a table of seconds."""
    rows = []
    for world, some in whole.histories.items():
        rows += [
            [f"default history, `{world}` ({some[0]['ties']} ties): {what}", *two(some, key)]
            for what, key in (
                ("world read and laid out", "places"),
                ("years, world loaded", "years"),
                ("ledger and table of ties", "tables"),
            )
        ]
        rows.append([f"the same, whole process, peak {whole.peak(world):.0f} MB", *both(some)])
        run = whole.commands[world]
        what = f"`jumelage run history --world {world}`, tables written, {run['memory']:.0f} MB"
        rows.append([what, *both([run])])
    rows.append(["`jumelage --help`", *both(whole.help)])
    return table(["Seconds", "CPU", "wall clock"], rows)


def two(some: list[Measured], key: str) -> list[str]:
    """CPU and wall seconds of a stage."""
    return [spread([one[name] for one in some], 2) for name in (key, f"{key} wall")]


def both(some: list[Measured]) -> list[str]:
    """CPU and wall seconds of processes."""
    return [spread([one[name] for one in some], 2) for name in ("cpu", "wall")]
