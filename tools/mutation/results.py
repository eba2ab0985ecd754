"""RESULTS.md: the counts by room, and every mutant the tests did not see."""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

FATES = ("killed", "timed out", "survived", "not reached")
KEPT = "## Judgement"


def room_of(file: str) -> str:
    """`simulation/life` for a file of that folder, `simulation` for one above the rooms."""
    return "/".join(file.split("/")[:-1][:2])


def share_seen(fates: Counter) -> float:
    """Part of all mutants tried that some test saw, by failing or by not ending."""
    return (fates["killed"] + fates["timed out"]) / max(1, fates.total())


def key_of(row: Mapping) -> str:
    """How a mutant is called in `judged.toml`: file, line and change."""
    return f"{row['file']}:{row['line']}: {row['change']}"


def seen(row: Mapping) -> bool:
    """Whether some test saw the mutant."""
    return row["fate"] in {"killed", "timed out"}


def read_judged(path: Path, possible: set[str], only: Sequence[str]) -> dict[str, str]:
    """Reasons why an unseen mutant is no gap, by its key; a key that names no mutant is refused."""
    rows = tomllib.loads(path.read_text("utf-8")).get("judged", [])
    judged = {row["key"]: row["reason"] for row in rows}
    for key in judged:
        if key.startswith(tuple(only)) and key not in possible:
            sys.exit(f"{path.name}: no mutant is called {key!r}; did its line move?")
    return judged


def latest(rows: list[dict]) -> tuple[list[dict], list[dict]]:
    """The last row of each mutant, and those of them that tests see only since an earlier try."""
    last = {key_of(row): row for row in rows}
    missed = {key_of(row) for row in rows if not seen(row)}
    return list(last.values()), [row for key, row in last.items() if key in missed and seen(row)]


def listed(title: str, rows: list[dict], judged: Mapping[str, str]) -> list[str]:
    """A heading, and a line for each mutant, in the order of files; nothing where there is none."""
    out = ["", f"## {title}", ""]
    for row in sorted(rows, key=lambda row: (row["file"], row["line"])):
        change, reason = row["change"].replace("`", "'"), judged.get(key_of(row))
        why = f". {reason}" if reason else ""
        out.append(f"- {row['file']}:{row['line']} ({row['fate']}): `{change}`{why}")
    return out if rows else []


def write(
    path: Path,
    rows: list[dict],
    possible: int,
    where: str,
    seed: int,
    judged: Mapping[str, str],
) -> None:
    """Write the page anew; what a person wrote under `Judgement` stays."""
    tried, since = latest(rows)
    rooms: dict[str, Counter] = {}
    for row in tried:
        rooms.setdefault(room_of(row["file"]), Counter())[row["fate"]] += 1
    whole = sum(rooms.values(), Counter())
    today = dt.datetime.now(tz=dt.UTC).date()
    out = [
        "# Mutation check of simulation/",
        "",
        f"{today}, `python -m tools.mutation` with seed {seed} on `{where}`: {len(tried)} of",
        f"{possible} mutants tried, {share_seen(whole):.0%} seen by the tests. Each mutant met the",
        "quickest test files that reach its line, so a survivor may still be seen by slower ones.",
        "",
        f"| Room | Tried | {' | '.join(fate.capitalize() for fate in FATES)} | Seen |",
        f"|---|--:|{'--:|' * len(FATES)}--:|",
    ]
    for room, fates in [*sorted(rooms.items()), ("All", whole)]:
        counts = " | ".join(str(fates[fate]) for fate in FATES)
        out.append(f"| {room} | {fates.total()} | {counts} | {share_seen(fates):.0%} |")
    unseen = [row for row in tried if not seen(row)]
    out += listed("Not seen", [row for row in unseen if key_of(row) not in judged], {})
    out += listed("Not seen, and judged to be no gap", _those(unseen, judged), judged)
    out += listed("Seen only by tests written since", since, {})
    kept = path.read_text("utf-8").partition(KEPT)[2] if path.exists() else "\n\nNone yet.\n"
    path.write_text("\n".join([*out, "", KEPT]) + kept, "utf-8")


def _those(rows: list[dict], judged: Mapping[str, str]) -> list[dict]:
    return [row for row in rows if key_of(row) in judged]
