"""What ties live by, set so that the default history shows what surveys counted.

Five numbers are moved, each by the one figure it answers to; all else of `parameters.life` is
assumed. The survey of Franco-German twinnings of 2017 is compared after its own observation model
(`analysis/observation/surveys.py`) and speaks for Franco-German ties alone. Kept back: who is
stable, weaker or dormant, ages, ties with the United Kingdom, ties suspended in 2022.

Run with ``python -m analysis.estimation.vitality`` (about a minute): it prints the five numbers and
every figure beside its count. The numbers stand in `analysis/evidence/sources/assumed/life.toml`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import polars as pl

from analysis.evidence.leaves import put
from analysis.recorded import published
from analysis.validation.patterns.chronicle import chronicle
from analysis.validation.patterns.vitality import survey
from simulation import History, Parameters, simulate

SURVEY, COUNTED = 2017, 2006
SENDING = 70
"""Travellers a year over which a twinning sends many (V57)."""

FITTED: dict[str, str] = {
    "travel": "V05",
    "school": "V06",
    "clubs": "V07",
    "travellers": "V57",
    "meeting": "V60b",
}
"""Number of `parameters.life`, and the figure that moves it; clubs: mean of V07 and V08."""

KEPT: dict[str, str] = {
    "over 60": "V34",
    "under 30": "V58",
    "stable or rising": "V32",
    "weaker": "V09",
    "dormant": "V59b",
}
"""Figure of the model, and the count it is compared with."""


def counted(fact: str) -> float:
    """A published share (0-1) or number; for clubs the mean of music and sport."""
    names = ("V07", "V08") if fact == "V07" else (fact,)
    rows = [published(name) for name in names]
    scale = 100.0 if str(rows[0]["unit"][0]).startswith("percent") else 1.0
    values = [float(row["value"][0]) for row in rows]
    return math.fsum(values) / len(values) / scale


def figures(history: History) -> dict[str, float]:
    """What one history shows of every figure: shares 0-1, people per tie and year."""
    asked = survey(chronicle(history), SURVEY)
    if asked.is_empty():
        raise ValueError("no Franco-German partnership answers the survey of 2017 in this history")
    awake = asked.filter(pl.col("status").is_in(["active", "weak"]))
    less = awake.filter(pl.col("vitality") < pl.col("before") - 0.05).height

    def has(*names: str) -> float:
        shares = [asked["alive"].list.contains(name).to_numpy().mean() for name in names]
        return math.fsum(map(float, shares)) / len(shares)

    people = max(int(asked["people"].sum()), 1)
    return {
        "travel": has("travel"),
        "school": has("school"),
        "clubs": has("sport", "music"),
        "travellers": float((asked["travellers"] > SENDING).sum()) / asked.height,
        "meeting": mean_people(history, COUNTED),
        "over 60": float(asked["over_60"].sum()) / people,
        "under 30": float(asked["under_30"].sum()) / people,
        "stable or rising": (awake.height - less) / asked.height,
        "weaker": less / asked.height,
        "dormant": float((asked["status"] == "dormant").sum()) / asked.height,
    }


def mean_people(history: History, year: int) -> float:
    """People who meet per living tie abroad in a year."""
    row = history.yearly.filter(
        pl.col("year") == year, ~pl.col("motive").is_in(["reunification", "sponsorship"])
    )
    people, stock = row["people"].sum(), row["stock"].sum()
    return float(people) / max(int(stock), 1)


def fit(base: Parameters, seeds: Iterable[int] = (1, 2), rounds: int = 4) -> Parameters:
    """Parameters under which the mean of some runs shows the fitted figures.

    Chances to begin are moved on the scale of odds; numbers of people in proportion.
    """
    parameters = base
    for _ in range(rounds):
        shown = mean_figures(parameters, seeds)
        parameters = put(parameters, dict(_moved(parameters, shown)))
    return parameters


def mean_figures(parameters: Parameters, seeds: Iterable[int]) -> dict[str, float]:
    """Mean of `figures` over runs up to the survey."""
    found = [figures(simulate(parameters, seed, until=SURVEY)) for seed in seeds]
    return {name: sum(one[name] for one in found) / len(found) for name in found[0]}


def _moved(parameters: Parameters, shown: dict[str, float]) -> Iterable[tuple[str, float]]:
    life = parameters.life
    for name, fact in FITTED.items():
        value, wanted, found = float(getattr(life, name)), counted(fact), shown[name]
        if name in ("travel", "school", "clubs"):
            odds = (wanted / (1 - wanted)) / max(found / max(1 - found, 1e-9), 1e-9)
            new = min(value * min(max(odds, 0.25), 4.0), 1.0)
        elif name == "meeting":
            new = value * wanted / found
        else:
            new = value * (1.0 + 1.2 * (wanted - found))
        yield f"life.{name}", round(new, 4)


def main() -> None:
    """Fit, and print numbers and figures."""
    from scenarios import load

    parameters = fit(load("history"))
    for name in FITTED:
        print(f"life.{name} = {getattr(parameters.life, name)}")
    shown = mean_figures(parameters, (1, 2, 3))
    for name, fact in {**FITTED, **KEPT}.items():
        role = "fitted" if name in FITTED else "kept back"
        print(f"{name:18} {shown[name]:8.3f}   counted {counted(fact):8.3f} ({fact}, {role})")


if __name__ == "__main__":
    main()
