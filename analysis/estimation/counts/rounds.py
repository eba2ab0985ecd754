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

from analysis.estimation.counts.exposure import Measurement, exposure, mean_of
from analysis.estimation.counts.flows import FlowFit, fit
from analysis.estimation.counts.shapes import Shape, estimated, responses, search_shapes
from analysis.recorded import country_totals, forms, published
from analysis.register import SNAPSHOT
from simulation.parameters import Parameters
from simulation.past import load_events
from simulation.run import cached_world
from simulation.ties import FORMS

SEEDS = tuple(range(9000, 9006))
"""Seeds of the rounds: apart from those that users and reports take."""
ROUNDS = 8
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
) -> Calibration:
    """Run the rounds from `start`, whose rate and choice stand already.

    Raises
    ------
    ValueError
        If there is no round to run.
    """
    events = [event for event in load_events() if estimated(event)]
    sizes = {name: response.size for name, response in start.events.items()}
    now = {
        name: response.model_copy(update={"size": sizes.get(name, 0.0)})
        for name, response in responses(shapes).items()
    }
    parameters = start.model_copy(
        update={"appeal": start.appeal or first_appeal(), "events": now, "until": SNAPSHOT}
    )
    fitted, change = None, np.inf
    for number in range(rounds):
        measured = mean_of(parameters, SEEDS, executor)
        shown = exposure(parameters, measured)
        fitted = fit(parameters, shown, events, responses(shapes))
        after = _updated(parameters, fitted, shapes, measured)
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


def search(
    start: Calibration, executor: Executor, rounds: int, say: Callable[[str], None] = print
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
        done = calibrate(best.parameters, executor, trial, rounds, lambda _: None)
        say(f"{trial}: penalised log likelihood {done.fit.penalised:.1f}")
        if done.fit.penalised > best.fit.penalised:
            best = done
        return done.fit.penalised

    search_shapes(start.shapes, merit)
    return best


def first_appeal() -> dict[str, float]:
    """A start: recorded rows of each country spread over fifty years and 1,200 towns."""
    known = set(cached_world("germany").group_country)
    return {
        country: float(np.log(links / 50.0 / 1200.0))
        for country, links in country_totals().iter_rows()
        if country in known
    }


def _updated(
    now: Parameters, fitted: FlowFit, shapes: dict[str, Shape], measured: Measurement
) -> Parameters:
    """Parameters after a round: estimates, and forms, districts and wishes by their counts."""
    sizes, appeal = {}, {}
    for estimate in fitted.estimates:
        section, _, name = estimate.name.partition(".")
        if section == "events":
            sizes[name] = _towards(now.events[name].size, estimate.value)
        elif section == "appeal":
            appeal[name] = _towards(now.appeal[name], estimate.value)
    responding = {
        name: settings.model_copy(update={"size": round(sizes.get(name, 0.0), 4)})
        for name, settings in responses(shapes).items()
    }
    share = _towards(float(np.log(now.gates.restricted)), fitted.value("gates.restricted"))
    restricted = float(np.exp(share))
    wish = now.reunification.wish * pending() / max(measured.waiting, 1.0)
    return now.model_copy(
        update={
            "appeal": {country: round(value, 4) for country, value in appeal.items()},
            "events": responding,
            "gates": now.gates.model_copy(update={"restricted": round(min(restricted, 1.0), 4)}),
            "choice": now.choice.model_copy(update={"same_name": _same_name(now, measured)}),
            "forms": _forms(now, measured),
            "rate": now.rate.model_copy(update={"district": _district(now, measured)}),
            "reunification": now.reunification.model_copy(update={"wish": round(wish, 5)}),
        }
    )


def _towards(now: float, goal: float) -> float:
    """A damped step."""
    return now + DAMPING * (goal - now)


def pending() -> float:
    """Published applications that waited when the border opened."""
    return float(published(PENDING)["value"][0])


def _same_name(now: Parameters, measured: Measurement) -> float:
    """What a common name weighs, so that as large a share of the ties joins namesakes."""
    wanted = float(published(NAMED)["value"][0]) / 100.0 * measured.totals.sum()
    # rare enough for the share to grow with the weight; half a tie where runs show none
    step = float(np.log(wanted / max(measured.namesakes, 0.5)))
    return round(max(now.choice.same_name + DAMPING * step, 0.0), 4)


def _forms(now: Parameters, measured: Measurement) -> object:
    """Forms at founding, so that the register's shares by form come out."""
    recorded = dict(forms().select("form", "links").iter_rows())
    target = np.array([recorded[form] for form in FORMS], dtype=np.float64)
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


def _district(now: Parameters, measured: Measurement) -> float:
    """Rate of districts, so that the register's rows of districts come out."""
    target = float(country_totals(unit_type="county")["links"].sum())
    return round(now.rate.district + float(np.log(target / max(measured.districts, 1.0))), 4)


def _largest_change(before: Parameters, after: Parameters) -> float:
    """Largest change of the appeal of a country with many ties."""
    large = ("FR", "PL", "GB", "IT", "AT", "HU", "CZ", "NL")
    return max(abs(after.appeal[c] - before.appeal[c]) for c in large)
