"""Recovery of known truths, scores beside the rivals, and what the data cannot tell."""

from __future__ import annotations

from typing import Any

from analysis.evidence.inputs import Inputs
from analysis.evidence.ledger import Row
from analysis.evidence.page.markdown import count, listed, number, percent, table
from analysis.validation import label

ALL, NAMED = "all", "gravity"
"""The row of a contest that sums up, and the rival that the rules name."""
DECIDED = 2.0
"""Gain over its error from which one is shown to be better."""
COVERAGE = (0.80, 0.97)
"""Where the coverage of 90 % intervals must lie."""


def known_truths(inputs: Inputs) -> str:
    """Whether the calibration finds truths that are known."""
    head = "## Known truths found again\n\n"
    found = inputs.recovery
    if found is None:
        return (
            f"{head}Not run yet: `python -m analysis.calibration.recovery --out out/recovery`. "
            "Estimates on single ties and on counts are recovered by tests.\n"
        )
    low, high = COVERAGE
    verdict = "as it must" if low <= found["coverage"] <= high else "which it must not"
    lines = [
        (f"`{row['name']}`", percent(row["coverage"]), number(row["width_ratio"], 2))
        for row in found["parameters"]
    ]
    return (
        f"{head}{count(found['truths'], 'history', 'histories')} with known parameters, drawn from "
        "the priors, passed through the register and were fitted as the record is. 90 % intervals "
        f"hold the truth in {percent(found['coverage'])} of the cases; this lies "
        f"{'within' if verdict == 'as it must' else 'outside'} {percent(low)} to {percent(high)}, "
        f"{verdict}.\n\n"
        + table(("parameter", "intervals that hold the truth", "mean width"), lines, "lrr")
    )


def rivals(inputs: Inputs) -> str:
    """How the model and simple rivals predict what was kept back."""
    head = "## Beside the rivals, on what was kept back\n\n"
    found = inputs.contest
    if found is None:
        return f"{head}Not run yet: `python -m analysis.evidence --contest out/contest --write`.\n"
    titles = found["titles"]
    rules = table(
        ("what must hold", "found", "needed", "holds"),
        [
            (row["rule"], number(row["value"]), number(row["needed"]), _yes(row["holds"]))
            for row in found["rules"]
        ],
        "lrrl",
    )
    failed = [row["rule"] for row in found["rules"] if not row["holds"]]
    verdict = f"Does not hold: {'; '.join(failed)}." if failed else "All of it holds."
    return "\n".join(
        [
            f"{head}{count(found['runs'], 'run')} of the split fit, each with a draw of its "
            "posterior (`analysis/evidence/predictive.py`), beside rivals that are fitted on the "
            f"same data. {verdict}\n",
            rules,
            _shares(found["shares"], titles),
            _counts(found["counts"], titles),
            _five_year(found["five_year"], titles),
        ]
    )


def _shares(rows: list[dict[str, Any]], titles: dict[str, str]) -> str:
    """Paired gains in log score of the country shares of the Länder kept back."""
    lines = [
        (
            titles[row["rival"]],
            "all" if row["land"] == ALL else label(row["land"]),
            f"{row['ties']:,.0f}",
            number(row["gain"]),
            number(row["error"], 2),
            number(row["z"], 2),
        )
        for row in rows
        if row["land"] == ALL or row["rival"] == NAMED
    ]
    close = [titles[row["rival"]] for row in rows if row["land"] == ALL and row["z"] < DECIDED]
    verdict = (
        f" Not shown to be better, with a gain of less than two errors, than: {'; '.join(close)}."
        if close
        else ""
    )
    return (
        "### Country shares of the Länder kept back\n\nGain: how much likelier the recorded ties "
        "are under the model than under the rival (nats, all ties; above 0 the model is better), "
        "with its standard error over ties and runs. Single Länder for the rival that the rules "
        "name. What each rival has seen: `analysis/contest/README.md`; national totals by country "
        f"the model has seen too.{verdict}\n\n"
        + table(("rival", "Land", "ties", "gain", "error", "gain / error"), lines, "llrrrr")
    )


def _counts(rows: list[dict[str, Any]], titles: dict[str, str]) -> str:
    """Coverage and interval scores of all kept-back counts together."""
    lines = [
        (
            titles[row["entry"]],
            row["cells"],
            percent(row["model_coverage"]),
            *(_or_nothing(row, "rival_coverage"), number(row["model_score"])),
            *(number(row.get("rival_score")), number(row.get("gain")), number(row.get("error"), 2)),
        )
        for row in rows
        if row["pattern"] == ALL
    ]
    head = (
        *("contestant", "cells", "model's intervals hold", "rival's hold"),
        *("model's score", "rival's", "gain", "error"),
    )
    return (
        "### Counts kept back\n\nCells of which the model expects 5 or more and that both can "
        "predict. Interval score in ties: less is better; a gain above 0 means that the model is "
        "better.\n\n" + table(head, lines, "lrrrrrrr")
    )


def _five_year(rows: list[dict[str, Any]], titles: dict[str, str]) -> str:
    """Negative-binomial log scores of five-year counts."""
    lines = [
        (
            titles[row["rival"]],
            row["cells"],
            number(row["gain"]),
            number(row["error"], 2),
            number(row["z"], 2),
        )
        for row in rows
        if row["period"] == ALL
    ]
    head = ("rival", "countries and periods", "gain", "error", "gain / error")
    return "### Five-year counts kept back\n\nNegative-binomial log score, nats.\n\n" + table(
        head, lines, "lrrrr"
    )


def cannot_tell(rows: list[Row], inputs: Inputs) -> str:
    """Numbers that data were asked for and did not tell, and pairs that they tell only together."""
    softly = [
        row.leaf.path
        for row in rows
        if row.grounds.kind == "assumed" and row.grounds.basis != "assumed"
    ]
    paths = [f"- `{row.leaf.path}` is {row.grounds.note}." for row in rows if _is_one_with(row)]
    parts = [
        "## What the data cannot tell\n",
        f"Data were asked for {count(len(softly), 'number')} and left them as wide as they were "
        f"held possible before: {listed([f'`{path}`' for path in softly])}.\n"
        if softly
        else "No number that data were asked for stayed as wide as before.\n",
        "Numbers that stand for one another:\n",
        "- `consent.base` and all appeals: a refusal leaves no trace, so that only the product "
        "of search and consent is told. `rate.level` and all appeals likewise.",
        "- Rates of deepening and shares of forms at founding: the register dates the form a tie "
        "has, not the changes before it.",
        "- Chances that a tie ends and the level of early searches: only survivors are recorded.",
        *paths,
        *_pairs(inputs),
    ]
    return "\n".join(parts) + "\n"


def _pairs(inputs: Inputs) -> list[str]:
    """Pairs that the posterior leaves correlated."""
    pairs = (inputs.posterior or {}).get("correlations", [])
    return [
        f"- `{pair['a']}` and `{pair['b']}` in the posterior (correlation {pair['r']:+.2f})."
        for pair in pairs
    ]


def _is_one_with(row: Row) -> bool:
    return row.grounds.note.startswith("one with ")


def _yes(holds: bool) -> str:
    return "yes" if holds else "**no**"


def _or_nothing(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    return "" if value is None else percent(value)
