"""Calibration in waves: each bank is drawn from where the one before found the posterior.

A pilot first tells where in the prior a run would found far too many ties, or too few; no wave
goes there. The first bank fills the rest and serves both fits: `split`, which sees what is declared
as fitted and is scored on the rest, ends with it; `full`, which sees all targets and ships, goes on
in waves.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from analysis.calibration.adjust import Sample, weighted_quantiles
from analysis.calibration.bank import Call, Progress, run_bank
from analysis.calibration.design import LAST_STREAM, STRIDE, Box, prior_box
from analysis.calibration.folder import PILOT, SPLIT, make_ready, plan_of
from analysis.calibration.inference import Estimates, beyond, concluded, infer
from analysis.calibration.parameters import parameters
from analysis.calibration.pilot import RUNS as PILOT_RUNS
from analysis.calibration.pilot import learn_pilot
from analysis.calibration.posterior import (
    Posterior,
    class_of,
    rounded,
    width_ratio,
    write_posterior,
)
from analysis.calibration.summaries import summaries
from scenarios.runs import Chosen, RunError
from scenarios.runs.plan import check_call
from simulation.luck.keyed import MAX_SEED

FEWEST_DRAWS = 128
LATER = 4
"""Later waves have one run for so many of the first: their box is small, and earlier runs count."""
MOST_WAVES = 20
PILOT_STREAM = 0
REACH = np.array([0.01, 0.99])
"""Quantiles between which the next wave's box lies, before it is widened."""
MIDDLE = np.array([0.05, 0.95])
WIDENED = 0.25
"""The box grows by this share of its width, half of it on either side."""


def calibrate(
    out: Path,
    base: Chosen,
    draws: int = 1024,
    waves: int = 3,
    workers: int = 2,
    cluster: str | None = None,
    resume: bool = False,
    world: str = "germany",
    seed: int = 1,
    progress: Progress | None = None,
    split_base: Chosen | None = None,
    estimates: Estimates | None = None,
) -> Posterior:
    """Fit the parameters of `parameters.toml` to the record, twice: see the head of the module.

    Parameters
    ----------
    out : Path
        A new or empty folder, or with `resume` the same calibration, unfinished. It gets
        `pilot/`, `wave_1/` ... (the banks), `posterior.csv` and `posterior.json` (full), and both
        under `split/`.
    base : Chosen
        The scenario that holds everything else, from `scenarios.runs.choose`.
    draws : int
        Runs of the first wave, at least 128; a power of two fills the box most evenly. Each later
        wave has a quarter of them, and 128 at least.
    waves : int
        At least 1.
    workers, cluster : as in `scenarios.runs.ensemble`; the result does not depend on them
    resume : bool
    world : {"germany", "toy"}
    seed : int
        Of the designs, of the runs (see `design.run_seeds`) and of the errors of observation.
    progress : callable, optional
        Called with the runs finished, failed and planned, of all waves.
    split_base : Chosen, optional
        Holds everything else in the first wave: estimated without what is kept back.
    estimates : value and standard error by parameter, optional
        On single ties of the user's own, for both fits; those that ship, by default.

    Returns
    -------
    Posterior
        Of the full fit; `load_posterior(out / "split")` reads the other.

    Raises
    ------
    RunError
        If the call is not possible, `out` must not or cannot be written to, or more than a tenth
        of the runs of a wave failed.
    """
    check_numbers(draws, waves, seed, world, workers)
    out = Path(out).absolute()
    first = Call(split_base or base, world, seed, workers, cluster, resume)
    call = replace(first, base=base)
    make_ready(out, plan_of(call, first, draws, waves), resume=resume)
    box, later = prior_box(), max(draws // LATER, FEWEST_DRAWS)
    total = PILOT_RUNS + draws + later * (waves - 1)
    told = _shifted(progress, 0, total)
    tried = run_bank(first, out / PILOT, box, PILOT_RUNS, PILOT_STREAM, told)
    where = learn_pilot(tried, first.base.scenario).plausible
    told = _shifted(progress, PILOT_RUNS, total)
    banks = [run_bank(first, out / "wave_1", box, draws, 1, told, where)]
    plan = {"world": world, "draws": draws, "seed": seed}
    split = concluded(banks, box, "split", {**plan, "waves": 1}, estimates)
    (out / SPLIT).mkdir(exist_ok=True)
    write_posterior(split, out / SPLIT)
    chosen = summaries("full", estimates=estimates)
    chosen = chosen.without(beyond(banks[0], chosen))
    for wave in range(2, waves + 1):
        _, sample = infer(banks, box, chosen, seed)
        box = narrowed(sample, box)
        told = _shifted(progress, PILOT_RUNS + draws + later * (wave - 2), total)
        banks.append(run_bank(call, out / f"wave_{wave}", box, later, wave, told, where))
    posterior = concluded(banks, box, "full", {**plan, "waves": waves}, estimates)
    write_posterior(posterior, out)
    return posterior


def narrowed(sample: Sample, box: Box) -> Box:
    """The next wave's box: where the posterior lies, somewhat widened, inside this one.

    What the record says little about (class assumed) keeps its ends: the tails of a few hundred
    draws, cut wave after wave, would narrow it without any data.
    """
    theta = box.from_unit(sample.unit)
    low, high = weighted_quantiles(theta, sample.weights, REACH)
    more = (high - low) * WIDENED / 2.0
    low90, high90 = weighted_quantiles(theta, sample.weights, MIDDLE)
    told = [
        class_of(width_ratio(a, b, parameters()[name].prior)) == "calibrated"
        for name, a, b in zip(box.names, low90, high90, strict=True)
    ]
    low = np.where(told, np.maximum(low - more, box.low), box.low)
    high = np.where(told, np.minimum(high + more, box.high), box.high)
    # rounded, so that the last bits of a processor do not decide on a design
    low = np.maximum([rounded(end) for end in low], box.low)
    return replace(box, low=low, high=np.minimum([rounded(end) for end in high], box.high))


def check_numbers(draws: int, waves: int, seed: int, world: str, workers: int) -> None:
    """Refuse numbers and names that are not possible, before anything is touched."""
    if draws < FEWEST_DRAWS or draws >= STRIDE:
        raise RunError(f"--draws {draws}: expected at least {FEWEST_DRAWS} and less than {STRIDE}")
    if not 1 <= waves <= MOST_WAVES:
        raise RunError(f"--waves {waves}: expected between 1 and {MOST_WAVES}")
    if not 0 <= seed <= MAX_SEED - LAST_STREAM * STRIDE:
        upper = MAX_SEED - LAST_STREAM * STRIDE
        raise RunError(f"--seed {seed}: expected an integer between 0 and {upper}")
    check_call(seed, world, 1, workers)


def _shifted(progress: Progress | None, before: int, total: int) -> Progress | None:
    """Progress of one wave as progress of all."""
    if progress is None:
        return None

    def tell(done: int, failed: int, _planned: int) -> None:
        progress(before + done, failed, total)

    return tell
