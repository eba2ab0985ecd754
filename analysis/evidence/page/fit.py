"""What was fitted and kept back, the fit in small, and direct estimates beside it."""

from __future__ import annotations

import polars as pl

from analysis.evidence.inputs import Inputs
from analysis.evidence.ledger import Row
from analysis.evidence.page.markdown import count, listed, number, table
from analysis.validation import label, observed, split, targets

JOINT = 2.0
"""Joint standard errors beyond which two estimates of one number contradict each other."""
PLANTED = "planted"


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
Nothing is estimated or calibrated on what is kept back; only there is a match evidence.

- Länder kept back: {laender}. {held.laender_rule}. Which ones, a hash of the code decides.
- Countries whose pairs of places are kept back: {countries}. {held.countries_rule}.

{table(("pattern", "fitted", "kept back", "why"), rows, "lrrl")}"""


def fit_in_small(inputs: Inputs) -> str:
    """Priors and posteriors of what the model was run for."""
    head = "## The fit in small: priors and posteriors\n\n"
    found = inputs.posterior
    if found is None:
        return f"{head}Not run yet: `jumelage calibrate --out out/calibration`.\n"
    entries = [entry for entry in found["parameters"] if entry["name"] != PLANTED]
    narrow = [entry for entry in entries if entry["class"] == "calibrated"]
    told = (
        f"{count(found['draws'], 'run')} in each of {count(found['waves'], 'wave')} on the world "
        f"`{found['world']}`, drawn evenly from the priors (Sobol' design, seed {found['seed']}); "
        f"{found['accepted']:,} whose {found['summaries']:,} summaries come nearest to the record "
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
    return (
        f"{head}{told}\n{table(titles, rows, 'llrrrrrl')}\n{_planted(inputs)}{_unreached(inputs)}"
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
    return f"\nNo run of the first wave came near the record in: {listed(list(cells))}.\n"


def beside_estimates(rows: list[Row]) -> str:
    """Direct estimates on single ties, and what the fit in small says of the same numbers."""
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
            number(row.leaf.value),
            number(row.grounds.error, 2),
            number(check.median),
            f"{number(check.low90)} to {number(check.high90)}",
            f"{check.difference:+.1f}",
        )
        for row, check in checked
    ]
    titles = ("parameter", "estimate", "se", "posterior median", "90 %", "difference")
    return (
        f"{head}Some numbers are estimated on single ties and found a second time by the fit in "
        "small, which sees patterns only. The estimate ships; the posterior is the cross-check. "
        f"Differences in joint standard errors. {verdict}\n\n{table(titles, lines, 'lrrrrr')}"
    )
