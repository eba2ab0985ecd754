"""What banks tell: the posterior of the record, with single ties and without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.adjust import Sample, Statistics, learn, posterior_sample
from analysis.calibration.bank import Bank
from analysis.calibration.design import Box, prior_box
from analysis.calibration.direct import Fit, shipped_estimates
from analysis.calibration.posterior import (
    Posterior,
    correlations,
    data_points,
    described,
    directions,
    resampled,
)
from analysis.calibration.summaries import Summaries, summaries

Floats = NDArray[np.float64]
Estimates = Mapping[str, tuple[float, float]]


def concluded(
    banks: list[Bank],
    box: Box,
    fit: Fit,
    plan: dict[str, Any],
    estimates: Estimates | None = None,
) -> Posterior:
    """The posterior of a fit from its banks, and what it would be without single ties.

    Parameters
    ----------
    banks : the first fills the prior, but for what the pilot ruled out
    box : of the last wave
    fit : {"split", "full"}
    plan : world, draws and waves of the calibration, and its seed
    estimates : on single ties; those of the fit that ship, by default
    """
    known = shipped_estimates(fit) if estimates is None else estimates
    seed, chosen = int(plan["seed"]), summaries(fit, estimates=known)
    # what no parameter reaches is a fault of the model, and would pull the others astray
    unreached = beyond(banks[0], chosen)
    chosen = chosen.without(unreached)
    alone_with = summaries(fit, ties=False).without(unreached)
    whole, _ = infer(banks[:1], prior_box(), chosen, seed)
    points = data_points(whole, box.names)
    learnt, sample = infer(banks, box, chosen, seed)
    # only the first bank spans the prior: a later box was drawn with single ties in view
    _, alone = infer(banks[:1], prior_box(), alone_with, seed)
    content = {
        **plan,
        "fit": fit,
        "accepted": len(sample.draws),
        "summaries": int(learnt.usable.sum()),
        "parameters": described(sample, box, points),
        "patterns_alone": described(alone, prior_box(), points),
        "estimates": {name: list(told) for name, told in known.items()},
        "correlations": correlations(sample, box.names),
        "directions": directions(sample, box),
        "unreached": unreached,
    }
    return Posterior(resampled(sample, box, seed), content)


def infer(banks: list[Bank], box: Box, chosen: Summaries, seed: int) -> tuple[Statistics, Sample]:
    """Learn from all draws that lie in the box, and sample the posterior of the record.

    Priors are uniform where the pilot did not rule points out, so the draws of earlier waves that
    lie in a later box are as good as its own and need no weights.
    """
    theta, x = together(banks, box, chosen, seed)
    unit = box.to_unit(theta)
    learnt = learn(unit, x)
    return learnt, posterior_sample(unit, learnt, chosen.recorded)


def together(banks: list[Bank], box: Box, chosen: Summaries, seed: int) -> tuple[Floats, Floats]:
    """Parameters and summaries, with errors of observation, of all draws in a box."""
    theta = np.vstack([bank.theta for bank in banks])
    noisy = [
        chosen.matrix(bank.table, bank.theta, box.names) + chosen.noise(seed, bank.seeds)
        for bank in banks
    ]
    inside = box.inside(theta)
    return theta[inside], np.vstack(noisy)[inside]


def beyond(bank: Bank, chosen: Summaries) -> list[str]:
    """Cells whose record no draw of the first bank reaches, within twice the record's error."""
    x = chosen.matrix(bank.table, bank.theta, prior_box().names)
    low, high = np.nanmin(x, axis=0, initial=np.inf), np.nanmax(x, axis=0, initial=-np.inf)
    far = np.maximum(low - chosen.recorded, chosen.recorded - high) > 2.0 * chosen.error
    return [name for name, out in zip(chosen.names, far.tolist(), strict=True) if out]
