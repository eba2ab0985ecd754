"""python -m tools.mutation --sample 300: the check, outside the normal suite; resumes by itself."""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
import time
from pathlib import Path

from tools.mutation import forks
from tools.mutation.mutants import Mutant, mutants_of, sample
from tools.mutation.results import key_of, read_judged, seen, write

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("simulation", "scenarios", "analysis", "reports", "tests")
# Scripts that make the shipped tables: no part of what runs.
SKIPPED = "simulation/places/build/"
JUDGED = ROOT / "tools/mutation/judged.toml"


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, default=300, help="mutants to try")
    parser.add_argument("--seed", type=int, default=1, help="of the sample")
    parser.add_argument("--only", nargs="*", default=["simulation/"], help="beginnings of paths")
    parser.add_argument("--tests", nargs="*", default=["tests/simulation"], help="files, folders")
    parser.add_argument("--seconds", type=int, default=30, help="of tests, for each mutant")
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    parser.add_argument(
        "--scratch", type=Path, default=ROOT / "out/mutation", help="copy and notes"
    )
    parser.add_argument("--results", type=Path, default=ROOT / "tools/mutation/RESULTS.md")
    return parser.parse_args()


def copy_of_the_tree(scratch: Path) -> Path:
    """A fresh copy of what the tests need."""
    tree = scratch / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("pyproject.toml", "jumelage.py"):
        shutil.copy2(ROOT / file, tree / file)
    return tree


def digest_of(*wanted: Path) -> str:
    """Of the files, and of those in the folders: their names and content."""
    digest = hashlib.sha256()
    for path in wanted:
        for file in [path] if path.is_file() else sorted(path.rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def forget_if_changed(scratch: Path) -> None:
    """Notes of another state of the model are no answer: begin anew."""
    state, now = scratch / "state.txt", digest_of(ROOT / "simulation")
    if not state.exists() or state.read_text() != now:
        shutil.rmtree(scratch / "reached", ignore_errors=True)
        (scratch / "tried.jsonl").unlink(missing_ok=True)
    state.write_text(now)


def settled(rows: list[dict], tests: str) -> set[str]:
    """Mutants not to be tried: seen before, or unseen by the very tests there are now.

    Parameters
    ----------
    rows : what `tried.jsonl` holds, oldest first
    tests : digest of the tests
    """
    return {key_of(row) for row in rows if seen(row) or row["state"] == tests}


def test_files(wanted: list[str]) -> list[str]:
    """The test files of some files and folders, as paths in the tree."""
    found: set[Path] = set()
    for name in wanted:
        path = ROOT / name
        found |= {path} if path.is_file() else set(path.rglob("test_*.py"))
    return sorted(str(path.relative_to(ROOT)) for path in found)


def reached(tree: Path, tests: list[str], scratch: Path) -> dict[str, dict]:
    """For each test file that passes unchanged: its seconds and the lines it reaches. Kept."""
    notes = scratch / "reached"
    notes.mkdir(parents=True, exist_ok=True)
    known = {}
    for test in tests:
        shared = [path / "conftest.py" for path in (ROOT / test).parents if path != ROOT.parent]
        own = digest_of(ROOT / test, *(path for path in shared if path.is_file()))
        note = notes / f"{test.replace('/', '.')}.{own[:12]}.json"
        if not note.exists():
            lines = scratch / "lines.json"
            code, spent = forks.run(tree, [test], 600, scratch / "log.txt", lines)
            if code not in {forks.PASSED, 5}:
                sys.exit(f"{test} fails without any mutant: see {scratch / 'log.txt'}")
            text = {"seconds": spent, "lines": json.loads(lines.read_text())}
            note.write_text(json.dumps(text))
            print(f"{spent:6.1f} s  {test}", flush=True)
        known[test] = json.loads(note.read_text())
        known[test]["lines"] = {tuple(line) for line in known[test]["lines"]}
    return known


def chosen(mutant: Mutant, known: dict[str, dict], seconds: float) -> list[str]:
    """The quickest test files that reach the line; at least one, then while time is left."""
    # A line of a module or class runs at import, in whichever file came first.
    hits = [t for t, what in known.items() if (mutant.file, mutant.line) in what["lines"]]
    picked: list[str] = []
    for test in sorted(hits, key=lambda hit: known[hit]["seconds"]):
        seconds -= known[test]["seconds"]
        if picked and seconds < 0:
            break
        picked.append(test)
    return picked


def verdict(mutant: Mutant, tree: Path, known: dict, seconds: int, log: Path) -> dict:
    """What the tests say of one mutant; the copy is as before afterwards."""
    tests = chosen(mutant, known, seconds)
    answer = {"file": mutant.file, "line": mutant.line, "change": str(mutant), "tests": tests}
    if not tests:
        return {**answer, "fate": "not reached", "spent": 0.0}
    file = tree / mutant.file
    before = file.read_bytes()
    try:
        file.write_bytes(mutant.applied(before))
        for cached in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            cached.unlink()
        limit = 20 + int(3 * sum(known[test]["seconds"] for test in tests))
        code, spent = forks.run(tree, tests, limit, log)
    finally:
        file.write_bytes(before)
    fates = {forks.PASSED: "survived", forks.TIMED_OUT: "timed out"}
    return {**answer, "fate": fates.get(code, "killed"), "spent": spent}


def main() -> None:
    """Sample, try, report; what was tried before is not tried again."""
    asked = arguments()
    asked.scratch.mkdir(parents=True, exist_ok=True)
    forget_if_changed(asked.scratch)
    files = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "simulation").rglob("*.py"))
    files = [n for n in files if n.startswith(tuple(asked.only)) and not n.startswith(SKIPPED)]
    everything = [mutant for name in files for mutant in mutants_of(ROOT, name)]
    picked = sample(everything, asked.sample, asked.seed)
    print(f"{len(everything)} mutants in {len(files)} files, a sample of {len(picked)}", flush=True)
    tree = copy_of_the_tree(asked.scratch)
    forks.prepare()
    known = reached(tree, test_files(asked.tests), asked.scratch)
    done = asked.scratch / "tried.jsonl"
    tried = [json.loads(row) for row in done.read_text().splitlines()] if done.exists() else []
    tests = digest_of(ROOT / "tests" / "simulation", *(ROOT / name for name in asked.tests))
    before = settled(tried, tests)
    end = time.monotonic() + 60 * asked.minutes
    for mutant in picked:
        if time.monotonic() > end:
            break
        if f"{mutant.file}:{mutant.line}: {mutant}" in before:
            continue
        row = verdict(mutant, tree, known, asked.seconds, asked.scratch / "log.txt")
        row["state"] = tests
        tried.append(row)
        with done.open("a") as notes:
            notes.write(json.dumps(row) + "\n")
        place = f"{row['file']}:{row['line']}"
        print(f"{row['fate']:12} {row['spent']:5.1f} s  {place}  {mutant}", flush=True)
    judged = read_judged(JUDGED, {f"{m.file}:{m.line}: {m}" for m in everything}, asked.only)
    write(asked.results, tried, len(everything), " ".join(asked.only), asked.seed, judged)


if __name__ == "__main__":
    main()
