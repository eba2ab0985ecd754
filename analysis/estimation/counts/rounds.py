"""Appeal, events, forms and districts in rounds: simulate, compare, estimate, repeat.

Each round simulates a few histories with the present parameters, takes their exposure, and
estimates anew. It ends when the rounds are done; the last change is reported so that who
reads the result can see how still it stands.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.counts.exposure import Measurement, exposure, mean_of
from analysis.estimation.counts.flows import FlowFit, fit
from analysis.estimation.counts.seen import (
    SPLIT,
    Seen,
    first_links,
    observed_districts,
    observed_forms,
)
from analysis.estimation.counts.shapes import (
    START,
    Shape,
    estimated,
    kind_of,
    responses,
    search_shapes,
)
from analysis.observation.register import SNAPSHOT
from analysis.recorded import published
from simulation.parameters import Choice, Forms, Parameters, Rate, Reunification
from simulation.past import Event, load_events
from simulation.run import cached_world

Floats = NDArray[np.float64]

SEEDS = tuple(range(9000, 9006))
"""Seeds of the rounds: apart from those that users and reports take."""
ROUNDS = 10
EARLY = 1.2
"""Of the steps of appeals in all but the last rounds: places that have ties search less, so that
twice the appeal is not twice the ties."""
LAST_ROUNDS = 3
"""Rounds in which appeals take shorter steps, so that the luck of one counts for less."""
DAMPING = 0.6
"""Share of each step that is taken: more than half lets neighbouring rounds swing."""
NAMED = "D38b"
"""Published: percent of the ties that join places of one name (34 of 5,865)."""
PENDING = "G101"
"""Published: western applications pending in November 1989 (about 800)."""


@dataclass(frozen=True)
class Calibration:
    """Parameters after the last round, with the last fit and what it was measured on."""

    parameters: Parameters
    shapes: dict[str, Shape]
    fit: FlowFit
    measured: Measurement
    change: float


def calibrate(
    start: Parameters,
    executor: Executor,
    shapes: dict[str, Shape],
    rounds: int = ROUNDS,
    say: Callable[[str], None] = print,
    seen: Seen = SPLIT,
) -> Calibration:
    """Run the rounds from `start`, whose rate and choice stand already.

    Parameters
    ----------
    start : what stands before
    executor : carries out the runs
    shapes : delay and half-life by kind of event
    rounds : at least 1
    say : told after each round
    seen : what of the record the fit sees; later events stay without effect

    Raises
    ------
    ValueError
        If there is no round to run.
    """
    events = _events(seen)
    sizes = {name: response.size for name, response in start.events.items()}
    now = {
        name: response.model_copy(update={"size": sizes.get(name, 0.0)})
        for name, response in responses(shapes).items()
    }
    parameters = start.model_copy(
        update={"appeal": start.appeal or first_appeal(seen), "events": now, "until": SNAPSHOT}
    )
    fitted, change = None, np.inf
    for number in range(rounds):
        measured = mean_of(parameters, SEEDS, executor, seen)
        shown = exposure(parameters, measured, seen)
        fitted = fit(parameters, shown, events, responses(shapes))
        step = EARLY if number < rounds - LAST_ROUNDS else DAMPING
        after = _updated(parameters, fitted, shapes, measured, seen, step)
        change = _largest_change(parameters, after)
        parameters = after
        say(
            f"round {number + 1}: {measured.totals.sum():.0f} rows simulated, "
            f"log likelihood {fitted.log_likelihood:.1f}, spread {fitted.spread:.2f}, "
            f"largest change {change:.2f}"
        )
    if fitted is None:
        raise ValueError("calibrate: rounds must be at least 1")
    return Calibration(parameters, shapes, fitted, measured, change)


def _events(seen: Seen) -> list[Event]:
    """Events whose sizes are estimated."""
    return [e for e in load_events() if estimated(e) and e.date.year <= seen.until]


def search(
    start: Calibration,
    executor: Executor,
    rounds: int,
    say: Callable[[str], None] = print,
    seen: Seen = SPLIT,
) -> Calibration:
    """Try other delays and half-lives, one kind of event after the other, each simulated anew.

    A regression on the exposure of other shapes judges shapes wrongly: the places would be
    linked already where it sends ties. So every trial runs its own rounds.
    """
    best = start

    def merit(trial: dict[str, Shape]) -> float:
        nonlocal best
        if trial == best.shapes:
            return best.fit.penalised
        done = calibrate(best.parameters, executor, trial, rounds, lambda _: None, seen)
        say(f"{trial}: penalised log likelihood {done.fit.penalised:.1f}")
        if done.fit.penalised > best.fit.penalised:
            best = done
        return done.fit.penalised

    there = {kind_of(event) for event in _events(seen)}
    search_shapes(start.shapes, merit, [kind for kind in START if kind in there])
    return best


def first_appeal(seen: Seen = SPLIT) -> dict[str, float]:
    """A start: recorded rows of each country spread over fifty years and 1,200 towns."""
    known = set(cached_world("germany").group_country)
    return {
        country: float(np.log(links / 50.0 / 1200.0))
        for country, links in first_links(seen).items()
        if country in known
    }


def _updated(
    now: Parameters,
    fitted: FlowFit,
    shapes: dict[str, Shape],
    measured: Measurement,
    seen: Seen,
    step: float,
) -> Parameters:
    """Parameters after a round: estimates, and forms, districts and wishes by their counts.

    Counts of names and wishes are of all years: a fit that sees dated rows alone leaves both be.
    """
    sizes, appeal = dict[str, float](), dict[str, float]()
    for estimate in fitted.estimates:
        section, _, name = estimate.name.partition(".")
        if section == "events":
            sizes[name] = _towards(now.events[name].size, estimate.value)
        elif section == "appeal":
            appeal[name] = _towards(now.appeal[name], estimate.value, step)
    responding = {
        name: settings.model_copy(update={"size": round(sizes.get(name, 0.0), 4)})
        for name, settings in responses(shapes).items()
    }
    share = _towards(float(np.log(now.gates.restricted)), fitted.value("gates.restricted"))
    restricted = float(np.exp(share))
    matched = {"choice": _same_name(now, measured), "reunification": _wish(now, measured)}
    return now.model_copy(
        update={
            "appeal": {country: round(value, 4) for country, value in appeal.items()},
            "events": responding,
            "gates": now.gates.model_copy(update={"restricted": round(min(restricted, 1.0), 4)}),
            "forms": _forms(now, measured, observed_forms(seen)),
            "rate": _rate(now, fitted, measured, observed_districts(seen)),
            **(matched if seen.undated else {}),
        }
    )


def _towards(now: float, goal: float, share: float = DAMPING) -> float:
    """A share of the step."""
    return now + share * (goal - now)


def pending() -> float:
    """Published applications that waited when the border opened."""
    return float(published(PENDING)["value"][0])


def _wish(now: Parameters, measured: Measurement) -> Reunification:
    """Wishes for a partner in the GDR, so that as many wait in 1989 as did."""
    wish = now.reunification.wish * pending() / max(measured.waiting, 1.0)
    return now.reunification.model_copy(update={"wish": round(wish, 5)})


def _same_name(now: Parameters, measured: Measurement) -> Choice:
    """What a common name weighs, so that as large a share of the ties joins namesakes."""
    wanted = float(published(NAMED)["value"][0]) / 100.0 * measured.totals.sum()
    # rare enough for the share to grow with the weight; half a tie where runs show none
    step = float(np.log(wanted / max(measured.namesakes, 0.5)))
    weight = round(max(now.choice.same_name + DAMPING * step, 0.0), 4)
    return now.choice.model_copy(update={"same_name": weight})


def _forms(now: Parameters, measured: Measurement, target: Floats) -> Forms:
    """Forms at founding, so that the register's shares by form come out."""
    at_once = np.array([0.0, now.forms.friendship_at_once, now.forms.partnership_at_once])
    at_once[0] = 1.0 - at_once.sum()
    moved = at_once * (target / target.sum()) / (measured.forms / measured.forms.sum())
    moved /= moved.sum()
    return now.forms.model_copy(
        update={
            "friendship_at_once": round(float(moved[1]), 4),
            "partnership_at_once": round(float(moved[2]), 4),
        }
    )


def _rate(now: Parameters, fitted: FlowFit, measured: Measurement, target: float) -> Rate:
    """Growth as estimated; the rate of districts, so that the register's rows of them come out."""
    step = float(np.log(target / max(measured.districts, 1.0)))
    growth = _towards(now.rate.growth, fitted.value("rate.growth"))
    update = {"district": round(now.rate.district + step, 4), "growth": round(growth, 4)}
    return now.rate.model_copy(update=update)


def _largest_change(before: Parameters, after: Parameters) -> float:
    """Largest change of the appeal of a country with many ties."""
    large = ("FR", "PL", "GB", "IT", "AT", "HU", "CZ", "NL")
    return max(abs(after.appeal[c] - before.appeal[c]) for c in large)
