"""What was fitted and kept back, the calibration, and direct estimates beside it."""

from __future__ import annotations

from typing import Any

import polars as pl

from analysis.evidence.inputs import Inputs
from analysis.evidence.ledger import Row
from analysis.evidence.page.markdown import count, listed, number, table
from analysis.validation import label, observed, split, targets

JOINT = 2.0
"""Joint standard errors beyond which two estimates of one number contradict each other."""
PLANTED = "planted"
LOOSE = 0.7
"""Posterior over prior spread above which a direction is as good as untold."""


def fitted_and_kept_back() -> str:
    """Patterns with their roles, and the rule that chose what is kept back."""
    roles = observed().group_by("pattern", "role").agg(cells=pl.len(), kept=pl.col("cell"))
    cells = {(pattern, role): n for pattern, role, n, _ in roles.iter_rows()}
    rows = [
        (
            target.title,
            cells.get((name, "fitted"), ""),
            cells.get((name, "kept back"), ""),
            target.why,
        )
        for name, target in targets().items()
    ]
    held = split()
    laender, countries = (
        listed([label(c) for c in part]) for part in (held.laender, held.countries)
    )
    fitted = sum(n for (_, role), n in cells.items() if role == "fitted")
    kept = sum(n for (_, role), n in cells.items() if role == "kept back")
    return f"""## What was fitted, and what was kept back

{count(len(rows), "pattern")} with {count(fitted + kept, "cell")} were declared before anything was
fitted (`analysis/validation/targets.toml`): {count(fitted, "cell")} are fitted, {kept:,} kept back.
In the split fit nothing is estimated or calibrated on what is kept back; only there is a match
evidence. The full fit was made after the scores with all of it in view; which patterns it uses,
`analysis/calibration/summaries.py` says.

- Länder kept back: {laender}. {held.laender_rule}. Which ones, a hash of the code decides.
- Countries whose pairs of places are kept back: {countries}. {held.countries_rule}.

{table(("pattern", "fitted", "kept back", "why"), rows, "lrrl")}"""


def two_fits(inputs: Inputs) -> str:
    """Priors and posteriors of what the model was run for, of both fits."""
    head = "## Priors and posteriors\n\n"
    found, scored = inputs.posterior, inputs.split and inputs.split.posterior
    if found is None:
        return f"{head}Not run yet: `jumelage calibrate --out out/calibration`.\n"
    parts = [
        head + "Two fits are kept. The *split* fit saw only what is declared as fitted; all scores "
        "above are its own. The *full* fit had all targets in view, and ships: its draws are what "
        "every ensemble runs with, their middle is the default history.\n"
    ]
    if scored:
        parts.append("### The split fit\n\n" + _one_fit(scored))
    parts.append("### The full fit\n\n" + _one_fit(found))
    parts.append(_planted(inputs) + _unreached(inputs))
    parts.append(_directions(found))
    return "\n".join(part for part in parts if part)


def _one_fit(found: dict[str, Any]) -> str:
    """How one fit was made, and its posterior."""
    entries = [entry for entry in found["parameters"] if entry["name"] != PLANTED]
    narrow = [entry for entry in entries if entry["class"] == "calibrated"]
    later = "" if found["waves"] == 1 else f" and narrower boxes in {found['waves'] - 1} more"
    told = (
        f"{count(found['draws'], 'run')} of the world `{found['world']}` drawn evenly from the "
        f"priors (Sobol' design, seed {found['seed']}){later}; {found['accepted']:,} whose "
        f"{found['summaries']:,} summaries come nearest to the record "
        "were kept and adjusted by local-linear regression. "
        f"{len(narrow)} of {count(len(entries), 'parameter')} came out narrow enough to count as "
        "calibrated.\n"
    )
    rows = [
        (
            f"`{entry['name']}`",
            entry["meaning"],
            " to ".join(number(end) for end in entry["prior"]),
            number(entry["median"]),
            f"{number(entry['low90'])} to {number(entry['high90'])}",
            number(entry["width_ratio"], 2),
            entry["data_points"],
            entry["class"],
        )
        for entry in entries
    ]
    titles = ("parameter", "meaning", "prior", "median", "90 %", "width", "cells", "class")
    return f"{told}\n{table(titles, rows, 'llrrrrrl')}"


def _directions(found: dict[str, Any]) -> str:
    """Combinations of parameters that the data tell least."""
    loose = [row for row in found.get("directions", []) if row["width"] > LOOSE]
    if not loose:
        return ""
    lines = [
        (
            " ".join(f"{load:+.2f} `{name}`" for name, load in row["loads"].items()),
            number(row["width"], 2),
        )
        for row in loose
    ]
    return (
        "### What the data tell only together\n\nDirections of the parameter space along which "
        f"the posterior of the full fit keeps more than {LOOSE:g} of the prior's spread: moving "
        "these numbers together, as the signs say, changes little that is recorded.\n\n"
        + table(("direction", "width"), lines, "lr")
    )


def _planted(inputs: Inputs) -> str:
    """What became of the parameter that reaches nothing."""
    entry = inputs.calibrated().get(PLANTED)
    if entry is None:
        return "No irrelevant parameter was planted.\n"
    verdict = "as it must be" if entry["class"] == "assumed" else "which it must not be"
    return (
        f"A parameter that reaches nothing in the model was planted among them. Its posterior is "
        f"{number(entry['width_ratio'], 2)} of its prior, and so it is *{entry['class']}*, "
        f"{verdict}.\n"
    )


def _unreached(inputs: Inputs) -> str:
    """Summaries whose recorded value no run came near."""
    cells = (inputs.posterior or {}).get("unreached", [])
    if not cells:
        return ""
    return (
        f"\nNo run of the first wave came near the record in: {listed(list(cells))}. These are "
        "left out of the fit: what no parameter reaches is a fault of the model, and would pull "
        "the others astray.\n"
    )


def beside_estimates(rows: list[Row]) -> str:
    """Direct estimates on single ties, and what the calibration says of the same numbers."""
    head = "## Two ways to the same number\n\n"
    checked = [(row, row.check) for row in rows if row.check is not None]
    if not checked:
        return f"{head}Not run yet: `jumelage calibrate --out out/calibration`.\n"
    apart = [row.leaf.path for row, check in checked if abs(check.difference) > JOINT]
    verdict = (
        f"Further apart than {JOINT:g} joint standard errors: {listed(apart)}. There the single "
        "ties and the patterns contradict each other, and the model lacks something."
        if apart
        else f"None lies further from its estimate than {JOINT:g} joint standard errors."
    )
    lines = [
        (
            f"`{row.leaf.path}`",
            number(check.estimate),
            number(check.error, 2),
            number(check.median),
            f"{number(check.low90)} to {number(check.high90)}",
            f"{check.difference:+.1f}",
            f"{number(row.leaf.value)} ({number(row.grounds.error, 2)})",
        )
        for row, check in checked
    ]
    titles = ("parameter", "single ties", "se", "patterns alone", "90 %", "difference", "ships")
    return (
        f"{head}Some numbers are estimated on single ties and speak in the patterns as well. Each "
        "way is shown alone; what ships is the posterior that sees both, with its standard "
        f"deviation. Differences in joint standard errors. {verdict}\n\n"
        f"{table(titles, lines, 'lrrrrrr')}"
    )
