"""The section on sensitivity: which groups of numbers move what people read off a run."""

from __future__ import annotations

from typing import Any

from analysis.evidence.page.markdown import listed, table

HEAD = "## What the numbers move"
LUCK = "luck"
SINGLE = 2
"""Single numbers that are named for an outcome."""
LEAST = 0.05
"""Total index under which a cell stays empty."""


def section(content: dict[str, Any] | None) -> list[str]:
    """The lines of the section; what was not run yet is said to be so.

    Parameters
    ----------
    content : what `sensitivity.json` holds, None where there is none
    """
    if content is None:
        told = "`jumelage sensitivity history --draws 64 --out out/sensitivity`"
        return [HEAD, "", f"Not run yet: {told}, then copy its `sensitivity.json`."]
    return [HEAD, "", _intro(content), "", *_totals(content), "", *_singles(content)]


def _intro(content: dict[str, Any]) -> str:
    varied = sum(group["numbers"] for group in content["groups"])
    return (
        f"{content['runs']:,} runs of `{content['scenario']}` on the world `{content['world']}`, "
        f"{content['draws']} base points: {varied} numbers in {len(content['groups'])} groups, "
        "luck among them. Estimated and calibrated numbers vary over the 90 % range of their "
        "error, assumed ones over their stated range; what was fitted jointly is drawn as one "
        "group. A cell is the total Sobol' index in percent, the share of an outcome's variance "
        "that would stay if all other groups were known, with its 90 % interval; in brackets where "
        "the interval reaches zero. Nothing is fitted anew when an assumed number moves, so what "
        "multiplies all ties at once weighs more here than a refit would leave it."
    )


def _totals(content: dict[str, Any]) -> list[str]:
    """One row an outcome, one column a group that reaches a twentieth of any outcome."""
    by = {(row["outcome"], row["group"]): row for row in content["indices"]}
    groups = [
        group
        for group in content["groups"]
        if any(by[o["name"], group["name"]]["total"] >= LEAST for o in content["outcomes"])
    ]
    rows = [
        (outcome["label"], *(_cell(by[outcome["name"], group["name"]]) for group in groups))
        for outcome in content["outcomes"]
    ]
    head = ("outcome", *(group["title"] for group in groups))
    text = table(head, rows, "l" + "r" * len(groups)).rstrip("\n")
    quiet = [group["title"] for group in content["groups"] if group not in groups]
    note = f"Under {100 * LEAST:.0f} % of every outcome: {listed(quiet)}." if quiet else ""
    return [text, "", note] if note else [text]


def _cell(row: dict[str, Any]) -> str:
    if row["total"] < LEAST:
        return ""
    low, high = max(0.0, row["total_low90"]), row["total_high90"]
    text = f"{100 * row['total']:.0f} ({100 * low:.0f} to {100 * high:.0f})"
    return f"[{text}]" if row["total_low90"] <= 0.0 else text


def _singles(content: dict[str, Any]) -> list[str]:
    """What single numbers stand out, as a screening."""
    lines = []
    for outcome in content["outcomes"]:
        own = [row for row in content["screening"] if row["outcome"] == outcome["name"]][:SINGLE]
        if own:
            words = [
                f"`{row['path']}` ({'+' if row['direction'] > 0 else '−'}, "
                f"{100 * row['first']:.0f} %)"
                for row in own
            ]
            lines.append(f"- {outcome['label']}: {listed(words)}")
    if not lines:
        return ["No single number stands out beyond chance in a screening of the same runs."]
    head = (
        "Single numbers that stand out in a screening of the same runs (share of variance by "
        "themselves; + raises, − lowers; about one in ten may be there by chance):"
    )
    return [head, "", *lines]
