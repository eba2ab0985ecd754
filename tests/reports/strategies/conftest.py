"""Comparisons that the real `compare` makes of invented outcomes: what is true is known."""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from analysis.strategies import Compared, Material, Range, compare
from analysis.strategies.groups import GROUPS
from reports.strategies import page
from scenarios.strategies import Strategy
from scenarios.strategies.schema import PricedMeasure
from scenarios.strategies.sources import Source

SINCE, UNTIL, BUDGET = 2026, 2045, 1_000_000
YEARS = range(2015, UNTIL + 1)
LEVELS = {"living": 7000.0, "dormant": 900.0, "founded": 40.0, "ended": 60.0, "people": 90_000.0}


@dataclass(frozen=True)
class Made:
    """An invented strategy: what it gains at its central effect, and how wide its range is."""

    name: str
    title: str
    gain: float
    width: float = 0.5
    grade: str = "C"
    spent: float = 1.0


def inputs_of(made, number):
    """Drawn strength of each strategy, evenly from its range."""
    luck = np.random.default_rng(number)
    columns = {"replication": list(range(1, number + 1))}
    for one in made:
        if one.gain:
            columns[f"{one.name}.strength"] = 1 + one.width * luck.uniform(-1, 1, number)
    return pl.DataFrame(columns)


def cells():
    """Groups with the share of all ties that each holds."""
    rows = []
    for by, groups in GROUPS.items():
        weights = np.arange(len(groups), 0, -1, dtype=float)
        rows += zip([by] * len(groups), groups, weights / weights.sum(), strict=True)
    return pl.DataFrame(rows, schema=["by", "group", "weight"], orient="row")


def outcomes_of(one, inputs, scale, strategy):
    """Outcomes of one strategy: a gain that grows evenly, with a little luck of its own."""
    size = inputs.height
    luck = np.random.default_rng(abs(hash_of(strategy or "base")))
    strength = inputs[f"{one.name}.strength"].to_numpy() if one and one.gain else np.zeros(size)
    grown = np.clip((np.array(YEARS) - SINCE + 1) / (UNTIL - SINCE + 1), 0, None)
    gained = 0.0 if one is None else one.gain * scale
    noise = luck.normal(0, 0.1, size) * gained
    extra = ((strength * gained + noise)[:, None] * grown).ravel()
    base = np.random.default_rng(7).normal(1, 0.02, (size, len(YEARS))).ravel()
    whole = pl.DataFrame(
        {
            "strategy": pl.Series([strategy] * extra.size, dtype=pl.String),
            "replication": np.repeat(inputs["replication"].to_numpy(), len(YEARS)),
            "year": np.tile(np.array(YEARS), size),
            "extra": extra,
            "base": base,
        }
    ).join(cells(), how="cross")
    tilt = pl.when(pl.col("by") == "size").then(2 * pl.col("weight")).otherwise(1.0)
    more = pl.col("extra") * tilt * pl.col("weight")
    level = {name: pl.col("base") * size * pl.col("weight") for name, size in LEVELS.items()}
    change = {"living": more, "dormant": -0.6 * more, "founded": 0.02 * more, "ended": -0.01 * more}
    told = {name: level[name] + change.get(name, 12 * more) for name in LEVELS}
    told["under_30"] = 0.3 * level["people"] + 8 * more
    return whole.select("strategy", "replication", "year", "by", "group", **told)


def hash_of(name):
    """A number that stays the same from run to run of Python."""
    return sum(ord(letter) * 31**place for place, letter in enumerate(name)) % 2**31


def material_of(made, number, *, equal=True):
    """Everything that `compare` takes."""
    inputs = inputs_of(made, number)
    middle = np.median([abs(one.gain) for one in made if one.gain] or [1.0])
    parts, spending = [outcomes_of(None, inputs, 1.0, None)], []
    for one in made:
        scales = {one.name: 1.0}
        if equal and one.gain:
            scales[f"{one.name}@equal"] = middle / abs(one.gain)
        for name, scale in scales.items():
            parts.append(outcomes_of(one, inputs, scale, name))
            spending.append(_spent(one, name, inputs["replication"].to_list()))
    strategies = tuple(
        Compared(
            one.name,
            one.title,
            BUDGET if one.spent else 0,
            SINCE,
            UNTIL,
            (f"{one.name}.strength",) if one.gain else (),
            (f"{one.name}.strength",) if one.gain else (),
            middle / abs(one.gain) if equal and one.gain else None,
        )
        for one in made
    )
    ranges = tuple(
        Range(
            f"{one.name}.strength",
            1 - one.width,
            1.0,
            1 + one.width,
            one.grade,
            f"{one.name.replace('_', ' ')}: strength of all effects",
        )
        for one in made
        if one.gain
    )
    return Material("outlook", strategies, pl.concat(parts), pl.concat(spending), inputs, ranges)


def _spent(one, name, replications):
    rows = pl.DataFrame({"replication": replications}).join(
        pl.DataFrame({"year": list(range(SINCE, UNTIL + 1))}), how="cross"
    )
    return rows.with_columns(
        strategy=pl.lit(name),
        measure=pl.lit(one.name),
        units=200,
        supported_eur=pl.lit(0.9 * BUDGET * one.spent),
        administration_eur=pl.lit(0.1 * BUDGET * one.spent),
    )


def strategy_of(one):
    """The strategy file that belongs to it."""
    measure = {
        "unit": "tie",
        "what": {"begins": {"school": 0.4}, "vacancy": -0.2},
        "who": {"border": "near", "status": ["weak", "dormant"], "most": 20_000},
        "cost": 4_000,
        "take_up": 0.2,
        "term": 3,
        "deadweight": 0.25,
        "administration": {
            "value": 0.1,
            "low": 0.05,
            "high": 0.2,
            "class": "B",
            "source": "test_page",
            "why": "Grant programmes say so; a sceptic would say twice as much.",
        },
    }
    if one.gain:
        measure["strength"] = {
            "value": 1.0,
            "low": max(1 - one.width, 0.0),
            "high": 1 + one.width,
            "class": "C",
            "why": "Nothing is measured.",
        }
    source = {
        "title": "A page of figures",
        "url": "https://example.org/figures",
        "date": "2024-05-01",
        "says": "ten in a hundred",
    }
    return Strategy(
        one.name,
        one.title,
        "Money for meetings.",
        BUDGET if one.spent else 0,
        SINCE,
        UNTIL,
        {one.name: PricedMeasure.model_validate(measure)} if one.gain else {},
        {},
        {"test_page": Source.model_validate(source)},
    )


MANIFEST = {"seed": 1, "world": "toy", "versions": {"jumelage": "0.0", "python": "3.13"}}
FOUR = (
    Made("school_exchange", "School and youth exchange", 120.0),
    Made("successors", "Successors and ambassadors", 90.0),
    Made("digital_meetings", "Digital meetings between visits", -4.0, 2.0),
    Made("nothing", "Do nothing", 0.0, spent=0.0),
)


def made_page(made, number=24, **options):
    """A comparison and its page."""
    comparison = compare(material_of(made, number, **options), permutations=20)
    html = page(comparison, [strategy_of(one) for one in made], MANIFEST)
    return SimpleNamespace(comparison=comparison, html=html, made=made)


@pytest.fixture(scope="session")
def make():
    """Make a comparison of invented strategies and its page."""
    return SimpleNamespace(
        page=made_page, Made=Made, FOUR=FOUR, strategy=strategy_of, manifest=MANIFEST
    )


@pytest.fixture(scope="session")
def four():
    """Two that help, one that may harm, and doing nothing."""
    return made_page(FOUR)
