"""The runs: the history up to 1986 as estimated on ties up to 1986, and one thing told beyond it.

Told are the date of the opening and what follows from it by law: which borders open, and that
eastern places are free from 1990 on. No other event after 1986 happens. The opening's size is drawn
from the distribution of the sizes of earlier events; delay and half-life are those that its kind
had before any search. What earlier ties tell is drawn with its error; what they do not, from the
priors that were declared before any fit: no posterior, for that has seen later ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.calibration import overrides, parameters
from analysis.calibration.direct import estimates_of
from analysis.contest.time_split.cells import LAST_SEEN, OPENING
from analysis.estimation import write
from analysis.estimation.counts.problem import STOCKS
from analysis.estimation.counts.shapes import kind_of, responses
from analysis.estimation.covariance import correlated, read_covariance
from analysis.evidence.sources.ties import uniform
from analysis.observation.register import SNAPSHOT
from scenarios import Scenario
from scenarios.runs.designs import SEED
from simulation.past import load_events

Floats = NDArray[np.float64]

FOLDER = write.FOLDER / f"until_{LAST_SEEN}"
"""Estimates on ties up to 1986."""
TOLD = (OPENING, "reunification_1990")
"""Events after 1986 that happen: the opening, and that eastern places become free."""
LEVEL = "rate.level"
UNDRAWN = (LEVEL, "planted")
"""One with all appeals, and what reaches nothing."""
EAST = "rate.east"
"""How eastern places search once free: nothing earlier tells it, so it has its prior."""
SPREAD = "rate.spread"
"""No standard deviation is below zero."""
STREAM = 1986
FIRST_SEED = 19_870_000
"""Run `i` has the seed ``FIRST_SEED + i``."""
DIGITS = 6


@dataclass(frozen=True)
class Known:
    """Estimates on ties up to 1986.

    Attributes
    ----------
    links, flows : as `analysis.estimation` saves them
    names, covariance : of the estimates on counts
    """

    links: dict[str, Any]
    flows: dict[str, Any]
    names: list[str]
    covariance: Floats

    @property
    def rates(self) -> dict[str, tuple[float, float]]:
        """Value and error of what single ties tell of the rate beside the calibrated numbers."""
        rate, told = self.links["rate"], estimates_of(self.links)
        paths = {f"rate.{name}": name for name in rate["values"]}
        return {
            path: (rate["values"][name], rate["errors"][name])
            for path, name in paths.items()
            if path not in (*told, EAST)
        }

    @property
    def earlier(self) -> tuple[float, float]:
        """Mean and spread of the sizes of earlier events, those of stocks left out."""
        stocks = {f"events.{event.id}" for event in load_events() if kind_of(event) in STOCKS}
        sizes = [
            value
            for name, (value, _) in self.flows["estimates"].items()
            if name.startswith("events.") and name not in stocks
        ]
        return float(np.mean(sizes)), float(self.flows["spread"])


def known(folder: Path = FOLDER) -> Known:
    """Read the estimates.

    Raises
    ------
    ValueError
        If one is missing, or they were made of later ties too.
    """
    for path in (folder / write.LINKS.name, folder / write.FLOWS.name):
        if not path.is_file():
            raise ValueError(
                f"{path.name}: not in {folder.name}; run `python -m analysis.estimation "
                f"--until {LAST_SEEN} --into FOLDER --links FILE`"
            )
    links, flows = (write.read(folder / path.name) for path in (write.LINKS, write.FLOWS))
    if links.get("until") != LAST_SEEN:
        raise ValueError(f"{write.LINKS.name}: holds ties of all years, not those to {LAST_SEEN}")
    return Known(links, flows, *read_covariance(folder))


def central(found: Known) -> Scenario:
    """The history of the estimates, with no event after 1986 but those that are told."""
    from analysis.estimation.standing import starting_before  # statsmodels takes time to load

    start, told = starting_before(found.links), found.flows["estimates"]
    shapes = {kind: (shape[0], shape[1]) for kind, shape in found.flows["shapes"].items()}
    events = {
        name: response.model_copy(update={"size": told.get(f"events.{name}", (0.0,))[0]})
        for name, response in responses(shapes).items()
    }
    for event in load_events():
        happens = event.date.year <= LAST_SEEN or event.id in TOLD
        if event.id in events and not happens:
            events[event.id] = events[event.id].model_copy(update={"active": False})
    appeal = {
        name.partition(".")[2]: value for name, (value, _) in told.items() if "appeal" in name
    }
    content = start.model_copy(
        update={
            "appeal": appeal,
            "events": events,
            "forms": start.forms.model_validate(found.flows["forms"]),
            "rate": start.rate.model_copy(
                update={"district": found.flows["district"], "growth": told["rate.growth"][0]}
            ),
            "gates": start.gates.model_copy(
                update={"restricted": min(float(np.exp(told["gates.restricted"][0])), 1.0)}
            ),
            "until": SNAPSHOT,
        }
    )
    title = f"The history as ties up to {LAST_SEEN} tell it"
    return Scenario.model_validate({**content.model_dump(), "name": "time_split", "title": title})


def predictive_draws(found: Known, base: Scenario, runs: int) -> pl.DataFrame:
    """One row a run: its seed and dotted paths, for `scenarios.runs.design_ensemble`.

    Parameters
    ----------
    found : estimates
    base : what `central` makes of them
    runs : rows
    """
    from scipy.special import ndtri
    from scipy.stats import qmc

    told, rates = estimates_of(found.links), found.rates
    drawn = {**told, **rates}
    priors = [name for name in parameters() if name not in (*drawn, *UNDRAWN, EAST)]
    first = 2 + len(drawn)
    size = first + len(priors) + len(found.names)
    engine = qmc.Sobol(size, scramble=True, rng=np.random.default_rng(STREAM))
    unit = engine.random_base2((runs - 1).bit_length())[:runs]
    mean, spread = found.earlier
    east = uniform(EAST)
    joint = _jointly(found, unit[:, first + len(priors) :])
    rows = []
    for number, point in enumerate(unit):
        normal = ndtri(point)
        own = {n: v + e * normal[2 + k] for k, (n, (v, e)) in enumerate(drawn.items())}
        theta = {name: own[name] for name in told}
        for k, name in enumerate(priors):
            low, high = parameters()[name].prior
            theta[name] = low + (high - low) * point[first + k]
        row: dict[str, float] = overrides(theta, base)
        row |= {name: max(own[name], 0.0) if name == SPREAD else own[name] for name in rates}
        row |= {path: float(values[number]) for path, values in joint.items()}
        row[f"events.{OPENING}.size"] = mean + spread * normal[0]
        row[EAST] = east.first + (east.second - east.first) * point[1]
        rows.append({SEED: FIRST_SEED + number, **{k: round(v, DIGITS) for k, v in row.items()}})
    return pl.DataFrame(rows)


def _jointly(found: Known, unit: Floats) -> dict[str, Floats]:
    """Appeals, event sizes and the restricted share, jointly normal with their covariance."""
    from scipy.special import ndtri

    errors = correlated(ndtri(unit), found.covariance)
    columns = {}
    for k, name in enumerate(found.names):
        drawn = found.flows["estimates"][name][0] + errors[:, k]
        if name == "gates.restricted":
            columns[name] = np.minimum(np.exp(drawn), 1.0)
        else:
            columns[f"{name}.size" if name.startswith("events.") else name] = drawn
    return columns


def levelled(draws: pl.DataFrame, simulated: Floats, recorded: float) -> pl.DataFrame:
    """Draws whose level is moved so that each keeps the recorded ties up to 1986.

    Parameters
    ----------
    draws : what `predictive_draws` gives
    simulated : dated ties up to 1986 of each run without it, shape (runs,)
    recorded : the same of the record
    """
    level = np.log(recorded / np.maximum(simulated, 1.0))
    return draws.with_columns(pl.Series(LEVEL, np.round(level, DIGITS)))
