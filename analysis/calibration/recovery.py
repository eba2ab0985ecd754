"""Are known truths found again? ``python -m analysis.calibration.recovery --out DIR``.

Truths are drawn from the prior and each is run on its own, passes through the register and is
read with the record's errors. The bank then says what it says of a record; how often its 90 %
intervals hold the truth, and how wide they are, is the finding.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.calibration.adjust import Sample, learn, posterior_sample, weighted_quantiles
from analysis.calibration.bank import Bank, Call, Progress, run_bank
from analysis.calibration.design import Box, Stream, prior_box
from analysis.calibration.inference import together
from analysis.calibration.posterior import class_of, rounded, width_ratio
from analysis.calibration.summaries import Summaries, summaries
from analysis.calibration.waves import check_numbers
from analysis.canonical import canonical
from scenarios.runs import Chosen, RunError, choose
from scenarios.runs.kept.folder import write_whole

Floats = NDArray[np.float64]

FILE = "recovery.json"
LEVELS = np.array([0.05, 0.5, 0.95])


def recovery(
    out: Path,
    base: Chosen,
    *,
    truths: int = 40,
    draws: int = 1024,
    workers: int = 2,
    cluster: str | None = None,
    resume: bool = False,
    world: str = "toy",
    seed: int = 1,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Simulate truths, infer each from one bank, and report how well they are found.

    Parameters
    ----------
    out : Path
        Gets `bank/`, `truths/` and `recovery.json`; with `resume` both are gone on with.
    base : Chosen
        The scenario that holds everything else.
    truths, draws : int
        Runs that play the record, and runs of the bank; none shares its luck with another.
    workers, cluster, resume, world, seed, progress : as in `calibrate`

    Returns
    -------
    dict
        See `report`.

    Raises
    ------
    RunError
        If the call is not possible, or `out` cannot be written to.
    """
    check_numbers(draws, 1, seed, world, workers)
    if truths < 2:
        raise RunError(f"--truths {truths}: expected at least 2")
    out = Path(out).absolute()
    box, call = prior_box(), Call(base, world, seed, workers, cluster, resume)
    bank = run_bank(call, out / "bank", box, draws, 1, progress)
    real = run_bank(call, out / "truths", box, truths, Stream.TRUTHS, progress)
    content = report(bank, real, box, summaries(), seed)
    content |= {"world": world, "draws": draws, "seed": seed}
    write_whole(out / FILE, canonical(content))
    return content


def report(bank: Bank, real: Bank, box: Box, chosen: Summaries, seed: int) -> dict[str, Any]:
    """How well truths are found by a bank that does not hold them.

    Returns
    -------
    dict
        truths, summaries (that the bank uses), coverage (share of all 90 % intervals that hold
        the truth), width_ratio (mean), parameters: of each name, coverage, width_ratio (mean),
        bias (mean of median minus truth, in widths of the prior), bias_error (its standard
        error), rank (mean share of the posterior below the truth; 0.5 where unbiased),
        correlation (of median and truth), assumed (share of truths for which it is so classed).
    """
    theta, x = together([bank], box, chosen, seed)
    true, records = together([real], box, chosen, seed)
    unit = box.to_unit(theta)
    learnt = learn(unit, x)
    samples = [posterior_sample(unit, learnt, record) for record in records]
    intervals = np.stack([weighted_quantiles(s.unit, s.weights, LEVELS) for s in samples])
    rows = [
        _row(name, box.to_unit(true)[:, place], intervals[:, :, place], samples, place)
        for place, name in enumerate(box.names)
    ]
    return {
        "truths": len(true),
        "summaries": int(learnt.usable.sum()),
        "coverage": rounded(float(np.mean([row["coverage"] for row in rows]))),
        "width_ratio": rounded(float(np.mean([row["width_ratio"] for row in rows]))),
        "parameters": rows,
    }


def _row(
    name: str, true: Floats, intervals: Floats, samples: Sequence[Sample], place: int
) -> dict[str, Any]:
    """What is found of one parameter; everything in units of its prior."""
    low, median, high = intervals.T
    ratios = [width_ratio(a, b, (0.0, 1.0)) for a, b in zip(low, high, strict=True)]
    below = [
        float(sample.weights[sample.unit[:, place] < truth].sum())
        for sample, truth in zip(samples, true, strict=True)
    ]
    error = median - true
    figures = {
        "coverage": np.mean((low <= true) & (true <= high)),
        "width_ratio": np.mean(ratios),
        "bias": error.mean(),
        "bias_error": error.std(ddof=1) / np.sqrt(len(true)),
        "rank": np.mean(below),
        "correlation": np.corrcoef(median, true)[0, 1],
        "assumed": np.mean([class_of(ratio) == "assumed" for ratio in ratios]),
    }
    return {"name": name, **{key: rounded(float(value)) for key, value in figures.items()}}


def main(arguments: Sequence[str]) -> int:
    """Run the study; 2 for a wrong call."""
    parser = argparse.ArgumentParser(
        prog="python -m analysis.calibration.recovery", description=__doc__
    )
    parser.add_argument("--truths", type=int, default=40)
    parser.add_argument("--draws", type=int, default=1024)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--world", default="toy")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        content = recovery(
            options.out,
            choose("history"),
            truths=options.truths,
            draws=options.draws,
            workers=options.workers,
            resume=options.resume,
            world=options.world,
            seed=options.seed,
        )
    except RunError as error:
        sys.stderr.write(f"Error: {error}\n")
        return 2
    sys.stdout.write(_told(content))
    return 0


def _told(content: dict[str, Any]) -> str:
    """The report as a short table."""
    head = f"{'':24}{'coverage':>10}{'width':>8}{'bias':>8}{'assumed':>9}"
    lines = [
        f"{row['name']:24}{row['coverage']:>10.2f}{row['width_ratio']:>8.2f}"
        f"{row['bias']:>8.3f}{row['assumed']:>9.2f}"
        for row in content["parameters"]
    ]
    last = f"{'all':24}{content['coverage']:>10.2f}{content['width_ratio']:>8.2f}"
    return "\n".join([head, *lines, last, ""])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
