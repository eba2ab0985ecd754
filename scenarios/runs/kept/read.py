"""Opening a run or an ensemble again, whole or not at all."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import polars as pl
from polars.exceptions import PanicException, PolarsError

from scenarios.runs.kept.effective import effective
from scenarios.runs.kept.folder import read_marker
from scenarios.runs.kept.parts import part_name
from scenarios.runs.kept.records import check_record
from scenarios.runs.mistakes import RunError, shown
from scenarios.schema import Scenario

Kind = Literal["run", "ensemble"]


@dataclass(frozen=True)
class Results:
    """A finished run or ensemble.

    Attributes
    ----------
    folder : where it lies
    kind : `run` or `ensemble`
    record : what its `run.json` or `manifest.json` says
    """

    folder: Path
    kind: Kind
    record: dict[str, Any]

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that are there."""
        names = tuple(self.record["tables"])
        return names if self.kind == "run" else ("municipalities", *names, "failures")

    def table(self, name: str) -> pl.DataFrame:
        """Read a table whole; of an ensemble, all its runs, in the order of the plan.

        Raises
        ------
        RunError
            If there is no such table, or a file is missing or damaged.
        """
        frames = [_read(path, self._sha256(name)) for path in self.paths(name)]
        try:
            return pl.concat(frames)
        except PolarsError:
            raise RunError(
                f"{shown(self.folder / name)}: its parts differ in their columns, not all are "
                "files that jumelage wrote; make them again with --resume"
            ) from None

    def scan(self, name: str) -> pl.LazyFrame:
        """Open a table lazily, for what does not fit into memory; damage shows when it is read.

        Raises
        ------
        RunError
            If there is no such table, or a file is missing.
        """
        return pl.scan_parquet(self.paths(name))

    def scenario_of(self, scenario: str | None = None, replication: int = 0) -> Scenario:
        """Return the parameters that one run had, its draw of the posterior among them.

        Parameters
        ----------
        scenario : str, optional
            Its name; not needed where the folder holds one.
        replication : int
            0 of a run. Of runs under strategies, this is the scenario that all of them share.

        Raises
        ------
        RunError
            If there is no such run, or what the folder holds cannot be read.
        """
        return effective(self.folder, self.record, scenario, replication)

    def paths(self, name: str) -> list[Path]:
        """Return the files of a table.

        Raises
        ------
        RunError
            If there is no such table, or all its runs failed.
        """
        if name not in self.tables:
            raise RunError(
                f"{shown(self.folder)}: has no table '{shown(name)}'; there are "
                f"{', '.join(self.tables)}"
            )
        if self.kind == "run" or name in ("municipalities", "failures"):
            return [self.folder / f"{name}.parquet"]
        failed = _failed(self.folder)
        numbers = [run["run"] for run in self.record["runs"] if run["run"] not in failed]
        if not numbers:
            raise RunError(f"{shown(self.folder)}: all its runs failed, see failures.parquet")
        return [self.folder / name / part_name(number) for number in numbers]

    def _sha256(self, name: str) -> str | None:
        return str(self.record["tables"][name]["sha256"]) if self.kind == "run" else None


def open_results(folder: str | Path) -> Results:
    """Open the folder that a run or an ensemble left.

    Raises
    ------
    RunError
        If it is neither, is not finished, or misses a file.
    """
    path = Path(folder)
    if not path.is_dir():
        wrong = "is a file" if path.exists() else "no such folder"
        raise RunError(f"{shown(path)}: {wrong}; give the folder of a run or an ensemble")
    run, many = read_marker(path, ["run.json"]), read_marker(path, ["manifest.json"])
    record = run or many
    if record is None or record.get("kind") != ("run" if run else "ensemble"):
        hint = " (try its run/ or ensemble/)" if read_marker(path, ["demo.json"]) else ""
        raise RunError(
            f"{shown(path)}: is neither a run (it would hold run.json) nor an ensemble "
            f"(manifest.json){hint}"
        )
    check_record(path, "run.json" if run else "manifest.json", record)
    results = Results(path, "run" if run else "ensemble", record)
    _check_whole(results)
    return results


def _check_whole(results: Results) -> None:
    """Refuse a folder that misses files."""
    if results.kind == "ensemble":
        unfinished = _unfinished(results)
        if unfinished:
            raise RunError(
                f"{shown(results.folder)}: {len(unfinished):,} of "
                f"{len(results.record['runs']):,} runs are missing; finish the ensemble with "
                "--resume"
            )
        return
    for name in results.tables:
        if not (results.folder / f"{name}.parquet").is_file():
            raise RunError(f"{shown(results.folder)}: {name}.parquet is missing; run it again")


def _unfinished(results: Results) -> Sequence[int]:
    """Return the numbers of the runs that are neither there nor told as failed."""
    folder = results.folder
    names = {name: _listed(folder / name) for name in results.record["tables"]}
    failed = _failed(folder)
    return [
        run["run"]
        for run in results.record["runs"]
        if run["run"] not in failed
        and not all(part_name(run["run"]) in listed for listed in names.values())
    ]


def _listed(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _failed(folder: Path) -> set[int]:
    """Return the numbers of the runs that failed; none are told before an ensemble ends."""
    path = folder / "failures.parquet"
    if not path.is_file():
        return set()
    table = _read(path, None)
    if "run" not in table.columns or not table["run"].dtype.is_integer():
        raise RunError(f"{shown(path)}: lacks the numbers of runs; make it again with --resume")
    return set(table["run"].to_list())


def _read(path: Path, sha256: str | None) -> pl.DataFrame:
    """Read a file, and check it against its SHA-256 where that is known."""
    try:
        data = path.read_bytes()
        damaged = sha256 is not None and hashlib.sha256(data).hexdigest() != sha256
        frame = pl.DataFrame() if damaged else pl.read_parquet(io.BytesIO(data))
    except FileNotFoundError:
        raise RunError(f"{shown(path)}: is missing; make it again with --resume") from None
    except OSError as error:
        raise RunError(f"{shown(path)}: cannot be read ({error.strerror})") from None
    except (PolarsError, PanicException):
        damaged = True
    if damaged:
        raise RunError(
            f"{shown(path)}: is damaged, not the file that jumelage wrote; make it again (an "
            "ensemble with --resume)"
        )
    return frame
