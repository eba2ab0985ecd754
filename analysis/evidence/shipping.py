"""What a calibration leaves is taken into the package, for each of the two fits.

First `take` the posteriors; then the estimates on counts are made anew around them
(`python -m analysis.estimation`); then `draw` the whole posterior of each fit.
"""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl

from analysis.calibration import Posterior, load_posterior
from analysis.calibration.bank import read_bank
from analysis.calibration.direct import FITS, Fit, folder_of
from analysis.calibration.folder import SPLIT
from analysis.calibration.totals import learn_totals
from analysis.evidence.inputs import read_inputs, save
from analysis.evidence.joint import joint_draws
from analysis.evidence.ledger import ledger
from analysis.evidence.surplus import measured
from analysis.recorded import sidecar
from scenarios.posterior import FOLDER as SHIPPED
from scenarios.posterior.card import HISTORY as SHIPPED_HISTORY
from scenarios.posterior.writing import write_draws
from scenarios.runs import Chosen, choose

POSTERIOR = "posterior"
CALIBRATED = "calibrated"
"""Table of draws of the calibrated numbers alone; those of the whole posterior are `draws.csv`."""
HISTORY = "history.toml"


def central(fit: Fit) -> Chosen:
    """The central history of a fit: the one that ships, or the one that saw less."""
    return choose("history" if fit == "full" else str(folder_of(fit) / HISTORY))


def take(calibration: Path) -> None:
    """Take both posteriors of a finished calibration into the folders of estimates.

    Raises
    ------
    RunError
        If there is none.
    """
    for fit in FITS:
        found = load_posterior(calibration / SPLIT if fit == "split" else calibration)
        folder = folder_of(fit)
        save(folder / f"{POSTERIOR}.json", found.content)
        done = "Rejection with local-linear adjustment; `posterior.json` says of what."
        write_table(
            found.draws, folder, CALIBRATED, f"Draws of the calibrated numbers, {fit} fit", done
        )


def draw(calibration: Path, fit: Fit) -> pl.DataFrame:
    """Draw the whole posterior of a fit, around its central history.

    Parameters
    ----------
    calibration : the finished calibration whose posteriors were taken
    fit : {"split", "full"}

    Raises
    ------
    RunError, ValueError
        If the calibration is not whole, or estimates are missing or do not fit each other.
    """
    from analysis.estimation.covariance import read_covariance

    folder, base = folder_of(fit), central(fit).scenario
    inputs = read_inputs(folder)
    posterior = Posterior(read_table(folder, CALIBRATED), inputs.posterior or {})
    totals = learn_totals(read_bank(calibration / "wave_1"))
    counted = read_covariance(folder)
    return joint_draws(posterior, ledger(base, inputs), counted, totals, base, measured(fit))


def ship(calibration: Path) -> None:
    """Draw the whole posterior of both fits and write it where its readers look for it.

    Raises
    ------
    RunError, ValueError
        See `draw`.
    """
    for fit in FITS:
        folder = folder_of(fit)
        runs = read_inputs(folder).posterior or {}
        shipped = fit == "full"
        write_draws(
            draw(calibration, fit),
            SHIPPED if shipped else folder,
            fit=fit,
            runs=f"{runs['draws']} in the first of {runs['waves']} waves, seed {runs['seed']}",
            producer="jumelage: `jumelage calibrate`, `python -m analysis.evidence --ship`",
            source="simulated histories and single ties beside analysis/validation/targets.toml",
            date=str(sidecar("rgre2015_links_by_year")["date"]),
            done="Calibrated numbers by rejection with local-linear adjustment; what ties and "
            "counts tell, normal around its estimate; appeals keep the countries' totals.",
            history=SHIPPED_HISTORY if shipped else folder / HISTORY,
        )


def read_table(folder: Path, name: str) -> pl.DataFrame:
    """A table of draws.

    Raises
    ------
    ValueError
        If it is missing.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise ValueError(f"{path.name}: no posterior ships; run jumelage calibrate and take it in")
    return pl.read_csv(path)


def write_table(table: pl.DataFrame, folder: Path, name: str, title: str, done: str) -> None:
    """Write a table of draws with its card."""
    (folder / f"{name}.csv").write_text(table.write_csv(), encoding="utf-8", newline="")
    card = {
        "title": title,
        "producer": "jumelage: `jumelage calibrate`, `python -m analysis.evidence`",
        "source": "simulated histories beside the cells of analysis/validation/targets.toml",
        "date": sidecar("rgre2015_links_by_year")["date"],
        "licence": "The project's own results; MIT.",
        "done": done,
        "rows": table.height,
    }
    text = json.dumps(card, indent=2, ensure_ascii=False) + "\n"
    (folder / f"{name}.json").write_text(text, encoding="utf-8", newline="")
