"""Country shares of the kept-back Länder: the model's log score against each rival's."""

from __future__ import annotations

import math

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.contest.entries import ALL
from analysis.contest.predictive import LEAST_MEAN
from analysis.contest.rivals import Prediction
from analysis.contest.scores import multinomial_log_score
from analysis.validation import observed, split
from analysis.validation.patterns import cells

Floats = NDArray[np.float64]

PATTERN = "ties_by_land_country"

PARTNERS = (*cells.main_countries(), cells.OTHER)


def shares_of(ties: Floats) -> Floats:
    """Shares along the last axis; no cell counts less than `LEAST_MEAN` ties."""
    floored = np.maximum(ties, LEAST_MEAN)
    result: Floats = floored / floored.sum(axis=-1, keepdims=True)
    return result


def share_scores(summaries: pl.DataFrame, predictions: tuple[Prediction, ...]) -> pl.DataFrame:
    """Compare the log scores of country shares, Land by Land.

    The model's share is that of its mean ties over runs. The error of a gain has two parts, added
    in quadrature: the ties of the record are a multinomial sample, and the means of the model a
    sample of runs (jackknife: each run left out once).

    Parameters
    ----------
    summaries : polars.DataFrame
        Rows of `summarise` with a column replication, two runs or more, each with all cells.
    predictions : tuple of Prediction
        Rivals; those without ties by Land and country are passed over.

    Returns
    -------
    polars.DataFrame
        rival, land (then ``all``), ties, model and rival_score (log score a tie, nats), gain
        (total, nats, above 0 where the model is better), error, sampling_error, run_error, z
        (gain / error), ahead (Länder in which the model is better).
    """
    laender = split().laender
    recorded = recorded_ties(laender)
    simulated = simulated_ties(summaries, laender)
    rows = []
    for prediction in predictions:
        ties = _predicted(prediction, laender)
        if ties is not None:
            rows += _against(prediction.name, laender, recorded, simulated, ties)
    return pl.DataFrame(rows)


def _against(
    name: str, laender: tuple[str, ...], recorded: Floats, simulated: Floats, ties: Floats
) -> list[dict[str, object]]:
    """Rows of one rival: each Land, then all."""
    model, rival = shares_of(simulated.mean(axis=0)), shares_of(ties)
    own = np.array([multinomial_log_score(*pair) for pair in zip(recorded, model, strict=True)])
    other = np.array([multinomial_log_score(*pair) for pair in zip(recorded, rival, strict=True)])
    variance = _sampling_variance(recorded, np.log(model / rival))
    left_out = _gains_without_each_run(recorded, simulated, rival)
    groups = [(land, [i]) for i, land in enumerate(laender)]
    groups.append((ALL, list(range(len(laender)))))
    rows: list[dict[str, object]] = []
    for land, members in groups:
        number, gain = recorded[members].sum(), (own - other)[members].sum()
        sampling = math.sqrt(variance[members].sum())
        run = _jackknife_error(left_out[:, members].sum(axis=1))
        error = math.hypot(sampling, run)
        rows.append(
            {
                "rival": name,
                "land": land,
                "ties": number,
                "model": own[members].sum() / number,
                "rival_score": other[members].sum() / number,
                "gain": gain,
                "error": error,
                "sampling_error": sampling,
                "run_error": run,
                "z": gain / error if error > 0.0 else None,
                "ahead": int(((own - other)[members] > 0.0).sum()),
            }
        )
    return rows


def _sampling_variance(recorded: Floats, log_ratio: Floats) -> Floats:
    """Variance of each Land's gain if its ties were drawn anew in the recorded shares."""
    number = recorded.sum(axis=1)
    share = recorded / number[:, None]
    mean = (share * log_ratio).sum(axis=1)
    result: Floats = number * ((share * log_ratio**2).sum(axis=1) - mean**2)
    return np.maximum(result, 0.0)


def _gains_without_each_run(recorded: Floats, simulated: Floats, rival: Floats) -> Floats:
    """Gain of each Land with each run left out, shape (runs, Länder)."""
    number = len(simulated)
    means = (simulated.sum(axis=0) - simulated) / (number - 1)
    result: Floats = (recorded * np.log(shares_of(means) / rival)).sum(axis=2)
    return result


def _jackknife_error(left_out: Floats) -> float:
    number = len(left_out)
    return math.sqrt((number - 1) / number * float(((left_out - left_out.mean()) ** 2).sum()))


def _cells(laender: tuple[str, ...]) -> list[str]:
    return [f"{land}|{partner}" for land in laender for partner in PARTNERS]


def recorded_ties(laender: tuple[str, ...]) -> Floats:
    """Recorded ties of some Länder, shape (Länder, partners)."""
    rows = observed().filter(pl.col("pattern") == PATTERN).select("cell", "recorded").iter_rows()
    value = dict(rows)
    return np.array([value[cell] for cell in _cells(laender)]).reshape(len(laender), -1)


def simulated_ties(summaries: pl.DataFrame, laender: tuple[str, ...]) -> Floats:
    """Ties of each run, shape (runs, Länder, partners)."""
    order = {cell: i for i, cell in enumerate(_cells(laender))}
    rows = (
        summaries.filter(pl.col("pattern") == PATTERN, pl.col("cell").is_in(list(order)))
        .with_columns(order=pl.col("cell").replace_strict(order, return_dtype=pl.Int64))
        .sort("replication", "order")
    )
    number = summaries["replication"].n_unique()
    return rows["value"].to_numpy().reshape(number, len(laender), -1)


def _predicted(prediction: Prediction, laender: tuple[str, ...]) -> Floats | None:
    rows = prediction.kept.filter(pl.col("pattern") == PATTERN).select("cell", "mean")
    if rows.is_empty():
        return None
    value = dict(rows.iter_rows())
    return np.array([value[cell] for cell in _cells(laender)]).reshape(len(laender), -1)
