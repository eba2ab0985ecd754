"""How much stronger or weaker a strategy's effects must be to break even."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.material import Compared, Material
from analysis.strategies.tables.costs import significant
from analysis.strategies.tables.fieller import ratio_of_means

Floats = NDArray[np.float64]

STRENGTH = ".strength"
"""Ends the path of the number that multiplies all effects of a measure."""
COST = "cost"
"""Break-even with a stated cost, in place of another strategy."""
BENDS = 2.576
"""|t| from which a curvature is spoken of (1 % two-sided)."""

BREAKEVEN_SCHEMA: dict[str, Any] = {
    **dict.fromkeys(("strategy", "against"), pl.String),
    **dict.fromkeys(
        ("target", "factor", "factor_low", "factor_high", "simulated_low", "simulated_high"),
        pl.Float64,
    ),
    "supported": pl.Boolean,
    "bend": pl.Float64,
    "text": pl.String,
}


def strengths(material: Material, strategy: Compared) -> Floats:
    """How strong a strategy's effects were drawn, against their central values, (replications,).

    For each measure the mean over its effects of drawn / central value, times that of its strength
    of all effects; then the mean over the measures. Effects whose central value is zero say
    nothing of strength. One in every replication where no effect is uncertain.
    """
    central = {one.path: one.value for one in material.ranges}
    common: dict[str, Floats] = {}
    single: dict[str, list[Floats]] = {}
    for path in sorted(strategy.effects):
        measure = path.partition(".")[0]
        if central.get(path, 0.0) == 0.0:
            continue
        drawn = material.inputs[path].to_numpy().astype(np.float64) / central[path]
        if path == f"{measure}{STRENGTH}":
            common[measure] = drawn
        else:
            single.setdefault(measure, []).append(drawn)
    even = np.ones(material.inputs.height)
    measures = sorted({*common, *single})
    found = [
        common.get(name, even) * np.mean(single.get(name, [even]), axis=0) for name in measures
    ]
    result: Floats = np.mean(found or [even], axis=0)
    return result


def bend(strength: Floats, gained: Floats) -> float | None:
    """Curvature: the t value of c in gained = b s + c s^2, errors clustered by replication.

    Parameters
    ----------
    strength, gained : (points, replications)
        One point for each scale at which a replication ran. Both go through zero: without effect
        a strategy changes nothing, exactly.
    """
    x, y = strength.ravel(), gained.ravel()
    design = np.stack([x, x * x], axis=1)
    inner = design.T @ design
    if np.linalg.cond(inner) > 1e10:
        return None
    inverse = np.linalg.inv(inner)
    slope = inverse @ design.T @ y
    scores = (design * (y - design @ slope)[:, None]).reshape(*strength.shape, 2).sum(axis=0)
    count = len(scores)
    spread = inverse @ (scores.T @ scores) @ inverse
    variance = float(spread[1, 1]) * count / (count - 1)
    bends = float(slope[1])
    # where the fit is perfect the errors are rounding, and so is their ratio
    return bends / variance**0.5 if variance > 1e-18 * bends**2 else None


def breakeven(
    material: Material,
    own: dict[str, Floats],
    equal: dict[str, Floats],
    spent: dict[str, Floats],
    order: Sequence[str],
    stated: float | None,
) -> pl.DataFrame:
    """Factor on a strategy's effects at which it equals another, or costs what is stated.

    Outcomes are taken to be proportional to the strength of the effects (log effects times a
    factor), so the factor is a ratio of paired means with Fieller's 90 % interval. `bend` tests
    that on the strengths that were drawn (and on the runs at equal effect per euro), and a factor
    is `supported` only where it lies within them.

    Parameters
    ----------
    material : Material
    own, equal, spent : dict of str to array, (replications,)
        Additional living tie-years on own and on equal terms, and EUR.
    order : sequence of str
        Strategies by rank: the first is set against the second, all others against the first.
    stated : float or None
        EUR per additional living tie-year.
    """
    rows = []
    for one in sorted(material.strategies, key=lambda one: order.index(one.name)):
        strength = strengths(material, one)
        points, gains = [strength], [own[one.name]]
        if one.scale is not None and one.name in equal:
            points, gains = [*points, strength * one.scale], [*gains, equal[one.name]]
        reached = np.concatenate(points) / strength.mean() if strength.mean() else np.ones(1)
        known = {
            "strategy": one.name,
            "simulated_low": float(reached.min()),
            "simulated_high": float(reached.max()),
            "bend": bend(np.array(points), np.array(gains)),
        }
        rivals = [name for name in order[:2] if name != one.name][:1]
        targets = [(rival, own[rival]) for rival in rivals]
        if stated is not None:
            targets.append((COST, spent[one.name] / stated))
        rows += [
            {**known, "against": name, **_factor(target, own[one.name], known)}
            for name, target in targets
        ]
    return pl.DataFrame(rows, schema=BREAKEVEN_SCHEMA)


def _factor(target: Floats, gained: Floats, known: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {"target": float(target.mean()), "supported": False}
    ratio = ratio_of_means(target, gained)
    if ratio.value is None:
        return found | {"text": "no factor: it is not shown to gain anything"}
    low, high = known["simulated_low"], known["simulated_high"]
    within = low <= ratio.value <= high
    text = f"{significant(ratio.value)} times its effects"
    if not within:
        text += f", beyond what was simulated ({significant(low)} to {significant(high)})"
    elif known["bend"] is not None and abs(known["bend"]) > BENDS:
        text += ", roughly: its outcome bends with their strength"
    return found | {
        "factor": ratio.value,
        "factor_low": ratio.low,
        "factor_high": ratio.high,
        "supported": within,
        "text": text,
    }
