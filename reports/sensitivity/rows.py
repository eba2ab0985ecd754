"""What a study found, in the rows that figures, tables and the terminal show."""

from __future__ import annotations

from typing import Any

from reports.numbers import GAP, percent, thousands

SHOWN = 6
"""Groups that a panel shows."""
SINGLE = 3
"""Single numbers that are named for an outcome."""
ENOUGH = 64
"""Base points from which a page may be read without a warning."""
MOSTLY = 0.1
"""Total index from which a group is said to matter, if its interval is above zero."""

Content = dict[str, Any]


def ordered(content: Content, outcome: str) -> list[dict[str, Any]]:
    """Groups by their total index for one outcome, largest first, with their titles."""
    titles = {group["name"]: group["title"] for group in content["groups"]}
    own = [row for row in content["indices"] if row["outcome"] == outcome]
    own.sort(key=lambda row: (-row["total"], row["group"]))
    return [{**row, "title": titles[row["group"]]} for row in own]


def matter(content: Content, outcome: str) -> list[dict[str, Any]]:
    """Groups that are shown to matter for an outcome, luck left out."""
    return [
        row
        for row in ordered(content, outcome)
        if row["group"] != "luck" and row["total"] >= MOSTLY and row["total_low90"] > 0.0
    ]


def singles(content: Content, outcome: str) -> list[dict[str, Any]]:
    """The strongest single numbers of the screening, as words."""
    own = [row for row in content["screening"] if row["outcome"] == outcome]
    return [
        {
            "path": row["path"],
            "share": share(row["first"]),
            "band": f"{share(row['low90'])} to {share(row['high90'])}",
            "moves": "raises" if row["direction"] > 0 else "lowers",
        }
        for row in own[:SINGLE]
    ]


def share(index: float) -> str:
    """An index as a percentage; what chance puts below zero is none."""
    return percent(max(0.0, round(index, 2)))


def told(value: float, measure: str) -> str:
    """A value of an outcome, as its measure is written."""
    if measure == "share":
        return percent(value)
    if measure == "index":
        return f"{value:.2f}"
    return thousands(value if abs(value) < 3000 else float(f"{value:.3g}"))


def range_of(outcome: dict[str, Any]) -> str:
    """Mean and 90 % range of an outcome."""
    mean, low, high = (
        told(outcome[key], outcome["measure"]) for key in ("mean", "low90", "high90")
    )
    return f"{mean} ({low} to {high})"


def end(value: float) -> str:
    """An end of a range; years without a gap."""
    return f"{value:.4g}" if abs(value) < 10_000 else thousands(value).replace(" ", GAP)


def verdict(content: Content) -> list[str]:
    """What a reader should know first, in sentences."""
    counts: dict[str, list[str]] = {}
    for outcome in content["outcomes"]:
        leading = [row for row in ordered(content, outcome["name"]) if row["group"] != "luck"]
        if leading and leading[0]["total_low90"] > 0.0:
            counts.setdefault(leading[0]["title"], []).append(outcome["label"])
    ranked = sorted(counts.items(), key=lambda item: (-len(item[1]), item[0]))
    sentences = []
    if content["draws"] < ENOUGH:
        sentences.append(
            f"With {content['draws']} base points this is a trial: intervals are wide, and the "
            f"order is mostly chance. Take {ENOUGH} or more."
        )
    sentences += [
        f"“{title}” weighs most on {len(labels)} of {len(content['outcomes'])} outcomes: "
        f"{_listed(labels)}."
        for title, labels in ranked
    ]
    luck = [
        (row["total"], outcome["label"])
        for outcome in content["outcomes"]
        for row in ordered(content, outcome["name"])
        if row["group"] == "luck"
    ]
    if luck:
        low, high = min(luck), max(luck)
        sentences.append(
            f"Luck alone is behind {share(low[0])} ({_small(low[1])}) to "
            f"{share(min(1.0, high[0]))} ({_small(high[1])}) of what varies."
        )
    return sentences


def _small(label: str) -> str:
    """A label within a sentence."""
    return label[:1].lower() + label[1:]


def _listed(labels: list[str]) -> str:
    words = [_small(label) for label in labels]
    return words[0] if len(words) == 1 else f"{'; '.join(words[:-1])}; and {words[-1]}"
