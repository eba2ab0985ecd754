"""Made-up ensembles with known answers."""

import numpy as np
import polars as pl
import pytest

from analysis.strategies import Compared, Material, Range

YEARS = (2025, 2026, 2027)
CELLS = {("all", "all"): 1.0, ("country", "FR"): 0.75, ("country", "PL"): 0.25}
BASE_LIVING, BASE_PEOPLE = 1000.0, 500_000.0
BUDGET = 1_000_000


def outcomes_of(strategy, gained):
    """Living tie-years gained (replications,) come half in 2026 and half in 2027, all in France."""
    rows = []
    for number, extra in enumerate(gained):
        for year in YEARS:
            more = 0.0 if year == YEARS[0] else extra / 2
            for (by, group), share in CELLS.items():
                here = 0.0 if group == "PL" else more
                living = share * BASE_LIVING + number + here
                rows.append(
                    {
                        "scenario": "made_up",
                        "strategy": strategy,
                        "replication": number,
                        "year": year,
                        "by": by,
                        "group": group,
                        "living": living,
                        "dormant": share * 100.0 - here / 2,
                        "founded": 10,
                        "ended": 5,
                        "people": share * BASE_PEOPLE + 100.0 * here,
                        "under_30": share * BASE_PEOPLE / 5 + 50.0 * here,
                    }
                )
    return pl.DataFrame(rows, schema_overrides={"strategy": pl.String})


def spending_of(strategy, replications, budget):
    rows = [
        (strategy, r, y, "grants", 10, budget - 1, 1) for r in range(replications) for y in YEARS
    ]
    names = ["strategy", "replication", "year", "measure", "units"]
    frame = pl.DataFrame(rows, schema=[*names, "supported_eur", "administration_eur"], orient="row")
    return frame.filter(pl.col("year") > YEARS[0])


def made(gains, inputs=None, ranges=(), concerns=None, equal=None, spent=None, scale=None):
    """Material with given gains by strategy (each (replications,)), and inputs by path."""
    count = len(next(iter(gains.values())))
    everything = gains | {f"{name}@equal": values for name, values in (equal or {}).items()}
    budgets = {name: (spent or {}).get(name, BUDGET) for name in everything}
    strategies = tuple(
        Compared(
            name,
            f"Title of {name}",
            BUDGET if budgets[name] else 0,
            2026,
            2027,
            effects=(concerns or {}).get(name, ()),
            scale=(scale or {}).get(name),
        )
        for name in gains
    )
    outcomes = [outcomes_of(None, np.zeros(count))]
    outcomes += [outcomes_of(name, values) for name, values in everything.items()]
    spending = [spending_of(name, count, budgets[name]) for name in everything if budgets[name]]
    drawn = {"replication": np.arange(count), **(inputs or {})}
    return Material(
        "made_up",
        strategies,
        pl.concat(outcomes),
        pl.concat(spending),
        pl.DataFrame(drawn),
        tuple(ranges),
    )


def ranged(path, low, high, grade="C", value=None):
    middle = (low + high) / 2 if value is None else value
    return Range(path, low, middle, high, grade, f"label of {path}", "source")


@pytest.fixture(name="made")
def made_fixture():
    return made


@pytest.fixture(name="ranged")
def ranged_fixture():
    return ranged


def evenly(low, high, count):
    """Points of a range in the order of a golden-ratio sequence: even, and unlike their number."""
    return low + (high - low) * ((np.arange(count) * 0.6180339887498949 + 0.5) % 1.0)


@pytest.fixture(name="evenly")
def evenly_fixture():
    return evenly
