"""Draws of the whole posterior: every number that data inform, drawn together.

A draw of the calibrated numbers comes first. Numbers that single ties tell are normal with their
errors. Appeals, event sizes and the share that passes a restricted border are jointly normal, as
the regression on counts has them, and each appeal is then moved so that its country keeps the
total that it has in the central history: in every draw against what the calibrated numbers do, and
on the average of all draws against what the errors on counts add (`surplus`). Assumed numbers stay.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pydantic import ValidationError

from analysis.calibration import Posterior, overrides, parameters
from analysis.calibration.totals import Totals
from analysis.estimation.covariance import correlated
from analysis.evidence.leaves import leaves
from analysis.evidence.ledger import Row
from analysis.evidence.sources.merged import TABLE
from analysis.evidence.surplus import Surplus
from scenarios import Scenario
from scenarios.runs import with_values

Floats = NDArray[np.float64]

STREAM = 20261122
"""Seed of the normal errors."""
DIGITS = 6
LEVEL = "rate.level"
"""One with all appeals: the central history holds it at its own value."""


def joint_draws(
    posterior: Posterior,
    rows: Sequence[Row],
    counted: tuple[Sequence[str], Floats],
    totals: Totals,
    base: Scenario,
    surplus: Surplus,
) -> pl.DataFrame:
    """One row a draw: `draw`, and the absolute value of each number at its dotted path.

    Parameters
    ----------
    posterior : of the calibrated numbers
    rows : the ledger of `base`
    counted : names and covariance of what the regression on counts tells (`FlowFit`)
    totals : how the countries' totals depend on the calibrated numbers
    base : the central history
    surplus : what errors on counts add to each country's ties on average

    Raises
    ------
    ValueError
        If a draw is no scenario.
    """
    names = [entry["name"] for entry in posterior.content["parameters"]]
    theta = posterior.draws.select(names).to_numpy()
    normal = np.random.default_rng(STREAM).standard_normal
    columns = _calibrated(posterior, names, base)
    columns |= _on_ties(rows, columns, normal((len(theta), len(rows))))
    told, covariance = counted
    errors = correlated(normal((len(theta), len(told))), covariance)
    on_counts = _on_counts(told, errors, base)
    more = surplus(base, on_counts)
    off = totals.at(theta) - totals.at(_central(names, base)[None, :])
    off += np.array([more.get(country, 0.0) for country in totals.countries])
    moved = dict(zip(totals.countries, totals.keeping(theta, off).T, strict=True))
    for name, values in on_counts.to_dict().items():
        country = name.removeprefix("appeal.")
        # a country without a total of its own loses what the errors add to it
        own = moved.get(country, -more.get(country, 0.0)) if country != name else 0.0
        columns[name] = values.to_numpy() + own
    table = pl.DataFrame(
        {"draw": np.arange(len(theta)), **{k: np.round(v, DIGITS) for k, v in columns.items()}}
    )
    _check(table, base)
    return table


def _calibrated(posterior: Posterior, names: list[str], base: Scenario) -> dict[str, Floats]:
    draws = [overrides(row, base) for row in posterior.draws.select(names).iter_rows(named=True)]
    return {path: np.array([draw[path] for draw in draws]) for path in draws[0]}


def _on_counts(told: Sequence[str], errors: Floats, base: Scenario) -> pl.DataFrame:
    """What counts tell, a column a number, each around its value in the central history."""
    content, columns = base.model_dump(), {}
    for name, error in zip(told, errors.T, strict=True):
        section, _, key = name.partition(".")
        if section == "events":
            columns[f"{name}.size"] = content["events"][key]["size"] + error
        elif section == "gates":
            share = content["gates"]["restricted"] * np.exp(error)
            columns[name] = np.minimum(share, 1.0)
        else:
            columns[name] = content[section][key] + error
    return pl.DataFrame(columns)


def _on_ties(rows: Sequence[Row], known: dict[str, Floats], normal: Floats) -> dict[str, Floats]:
    """Normal errors of what single ties tell; those of slopes are beside the common one's.

    A number at zero was found to be nothing and stays so.
    """
    found = {}
    common = next((r.grounds.error for r in rows if r.leaf.path == f"{TABLE}.default"), None) or 0.0
    for column, row in enumerate(rows):
        path, error = row.leaf.path, row.grounds.error
        if row.grounds.basis != "ties" or error is None or row.leaf.value == 0.0:
            continue
        if path.startswith(f"{TABLE}."):
            own = np.sqrt(max(error**2 - common**2, 0.0))
            found[path] = known[path] + own * normal[:, column]
        elif path not in known:
            drawn = row.leaf.value + error * normal[:, column]
            prior = row.grounds.prior
            # what was held impossible before the data stays so
            uniform = prior.kind == "uniform"
            found[path] = np.clip(drawn, prior.first, prior.second) if uniform else drawn
    return found


def _central(names: list[str], base: Scenario) -> Floats:
    """The calibrated numbers of the central history; of what reaches nothing, the middle."""
    values = {leaf.path: leaf.value for leaf in leaves(base)}
    point = []
    for name in names:
        known = parameters()[name]
        if known.moves == "nothing":
            point.append(sum(known.prior) / 2.0)
            continue
        path = name if known.anchor is None or known.members else f"{name}.{known.anchor}"
        point.append(float(values[path]))
    return np.array(point)


def _check(table: pl.DataFrame, base: Scenario) -> None:
    for row in table.iter_rows(named=True):
        number = row.pop("draw")
        try:
            with_values(base, row)
        except (ValidationError, ValueError) as error:
            raise ValueError(f"draw {number}: {error}") from None
