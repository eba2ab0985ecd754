"""The section on ablations: what the model loses without each mechanism, refitted."""

from __future__ import annotations

from typing import Any

from analysis.evidence.page.markdown import count, listed, number, table
from analysis.validation import targets

HEAD = "## Without one mechanism at a time"
VERDICTS = {"worse": "worse without it", "better": "**better without it**", "same": "no difference"}
CONTEST = ("gravity", "gravity_national")
"""Rivals whose gain on country shares is told."""
ALL = "all"


def section(content: dict[str, Any] | None) -> list[str]:
    """The lines of the section; what was not run yet is said to be so.

    Parameters
    ----------
    content : what `ablations.json` holds, None where there is none
    """
    if content is None:
        return [
            HEAD,
            "",
            "Not run yet: `python -m analysis.ablations --out out/ablations --write`.",
        ]
    lines = [HEAD, "", _intro(content), "", *_overview(content), ""]
    for name, mechanism in content["mechanisms"].items():
        lines += [*_mechanism(content, name, mechanism), ""]
    return lines + _contests(content)


def _intro(content: dict[str, Any]) -> str:
    held = sorted({name for one in content["mechanisms"].values() for name in one["held"]})
    kept = f" What a mechanism itself is calibrated by ({listed(held)}) is not." if held else ""
    return (
        f"Each model lacks one mechanism and is refitted as the whole model is here: appeals are "
        f"matched to the countries' totals, then {content['draws']} draws of what is left to "
        f"calibrate, on the fitted patterns alone.{kept} {content['runs']} predictive runs of each "
        "share their seeds with those of the whole. Distance: root mean square over the cells of a "
        "pattern, in units of the record's own error. Which patterns a mechanism is there for was "
        "declared before anything was refitted (`analysis/ablations/mechanisms.toml`)."
    )


def _overview(content: dict[str, Any]) -> list[str]:
    """One line a mechanism: does it earn its place, and where not."""
    lines = []
    for name, mechanism in content["mechanisms"].items():
        rows = [row for row in content["gains"] if row["model"] == name and row["expected"]]
        failed = [row for row in rows if row["verdict"] != "worse"]
        told = f"- **{mechanism['title']}**: worse on {len(rows) - len(failed)} of {len(rows)} "
        told += "sets of cells that the mechanism is there for"
        if failed:
            told += f"; not on {listed([_name(row) for row in failed])}"
        lines.append(f"{told}.")
    return lines


def _name(row: dict[str, Any]) -> str:
    verdict = "better without" if row["verdict"] == "better" else "no difference"
    return f"{targets()[row['pattern']].title} ({row['role']}: {verdict})"


def _mechanism(content: dict[str, Any], name: str, mechanism: dict[str, Any]) -> list[str]:
    """The table of one mechanism: what it is there for, and where else anything changed."""
    own = [row for row in content["gains"] if row["model"] == name]
    shown = [row for row in own if row["expected"]]
    shown += [row for row in own if not row["expected"] and row["verdict"] != "same"]
    same = len(own) - len(shown)
    rows = [
        (
            targets()[row["pattern"]].title,
            row["role"],
            row["cells"],
            number(row["whole"]),
            number(row["without"]),
            f"{row['gain']:+.2g} ({row['error']:.2g})",
            "yes" if row["expected"] else "",
            VERDICTS[row["verdict"]],
        )
        for row in shown
    ]
    head = (
        *("pattern", "role", "cells", "whole", "without", "gain (error)", "there for"),
        "verdict",
    )
    rest = f"{count(same, 'other set')} of cells did not change beyond chance." if same else ""
    text = table(head, rows, "llrrrrll").rstrip("\n")
    return [f"### {mechanism['title']}", "", mechanism["why"], "", text, "", rest]


def _contests(content: dict[str, Any]) -> list[str]:
    """How each model stands beside the rivals on kept-back country shares and counts."""
    if not content["contests"]:
        return []
    rows = []
    for name, found in content["contests"].items():
        title = content["mechanisms"].get(name, {"title": "The whole model"})["title"]
        scores = {row["rival"]: row for row in found["shares"] if row["land"] == ALL}
        counts = [row for row in found["counts"] if row["pattern"] == ALL]
        coverage = next(row["model_coverage"] for row in counts if row["entry"] == "model")
        told = (
            f"{scores[rival]['gain']:+.1f} (z {number(scores[rival]['z'], 2)})" for rival in CONTEST
        )
        rows.append((title, *told, number(coverage, 2)))
    head = ("model", *(f"shares against {rival}" for rival in CONTEST), "coverage of counts")
    return ["### Beside the rivals", "", table(head, rows, "lrrr").rstrip("\n"), ""]
