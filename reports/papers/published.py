"""The numbers as they were published, and whether numbers made again agree with them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reports.papers.numbers import Number, Numbers
from reports.papers.paper import Need, Paper
from reports.papers.providing import SEED
from scenarios.runs.kept import origin
from scenarios.runs.kept.folder import write_whole

FOLDER = Path(__file__).parents[1] / "published"
Verdict = Literal["as published", "published, not re-run", "differs", "missing", "not published"]
WRONG: tuple[Verdict, ...] = ("differs", "missing", "not published")
"""Verdicts with which a reproduction fails."""


@dataclass(frozen=True)
class Row:
    """One published number beside the same number made again.

    Attributes
    ----------
    paper, name, unit, program : of the number
    file : that holds the published one
    published, found : None where there is none
    verdict : see `Verdict`
    """

    paper: str
    name: str
    unit: str
    program: str
    file: str
    published: float | None
    found: float | None
    verdict: Verdict

    @property
    def wrong(self) -> bool:
        """Whether a reproduction fails with it."""
        return self.verdict in WRONG


def path_of(paper: str, *, draft: bool) -> Path:
    """File of a paper's published numbers."""
    return FOLDER / f"{paper}{'.draft' if draft else ''}.json"


def publish(paper: str, numbers: Numbers, needs: Iterable[Need], *, draft: bool) -> Path:
    """Write the numbers of a paper as published, with what made them."""
    content = {
        "paper": paper,
        "draft": draft,
        "seed": SEED,
        "runs": {need.name: need.draft if draft else need.replications for need in needs},
        "versions": origin.versions(),
        "hashes": origin.hashes(),
        "numbers": {
            number.name: {
                "value": number.value,
                "unit": number.unit,
                "program": number.program,
                "source": number.source,
                "tolerance": number.tolerance,
            }
            for number in numbers
        },
    }
    path = path_of(paper, draft=draft)
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    write_whole(path, text.encode())
    return path


def keep(paper: Paper, out: Path) -> None:
    """Publish the files of a paper that are kept whole, as they lie in a folder of reports.

    Raises
    ------
    ValueError
        If one is not there.
    """
    for name in paper.keeps:
        path = out / paper.name / name
        if not path.is_file():
            raise ValueError(f"{path.name}: is not there, so it cannot be published")
        (FOLDER / paper.name).mkdir(parents=True, exist_ok=True)
        write_whole(FOLDER / paper.name / name, path.read_bytes())


def read(paper: str, *, draft: bool) -> dict[str, Any]:
    """What was published of a paper.

    Raises
    ------
    ValueError
        If nothing was, or the file is damaged.
    """
    path = path_of(paper, draft=draft)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content["numbers"], dict):
            raise TypeError
    except OSError:
        raise ValueError(f"{path.name}: nothing is published of the report '{paper}'") from None
    except (ValueError, KeyError, TypeError):
        raise ValueError(f"{path.name}: is damaged; take it from the repository again") from None
    return dict(content)


def compare(
    paper: str, numbers: Sequence[Number], published: dict[str, Any], file: str
) -> list[Row]:
    """Every published number and every number made again, in the order in which they are made."""
    known = published["numbers"]
    rows = []
    for number in numbers:
        old = known.get(number.name)
        value = None if old is None else old["value"]
        verdict = "not published" if old is None else _verdict(number, old)
        told = (paper, number.name, number.unit, number.program, file)
        rows.append(Row(*told, value, number.value, verdict))
    made = {number.name for number in numbers}
    rows += [
        Row(paper, name, old["unit"], old["program"], file, old["value"], None, "missing")
        for name, old in known.items()
        if name not in made
    ]
    return rows


def _verdict(number: Number, old: dict[str, Any]) -> Verdict:
    """Whether a number agrees with the published one, within the published tolerance."""
    value = old["value"]
    if value is None or number.value is None:
        same = value is number.value
    else:
        same = abs(number.value - value) <= float(old["tolerance"]) * max(abs(value), 1e-12)
    if not same:
        return "differs"
    return "published, not re-run" if number.source == "estimates" else "as published"
