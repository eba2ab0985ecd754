"""A regression laid out as the real one, on an even exposure, whose counts a test draws itself."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.estimation.counts.exposure import ALL_YEARS, Exposure
from analysis.estimation.counts.flows import problem
from analysis.estimation.counts.seen import SPLIT
from analysis.estimation.counts.shapes import START, estimated, responses
from analysis.estimation.events.columns import layout
from scenarios import load
from simulation.past import load_events
from simulation.run import cached_world

ROWS_A_YEAR = 6.0
"""Rows that every country is expected to have in every year."""


@pytest.fixture(scope="session")
def laid_out():
    """Problem, layout and events: every country open and expected to have as many rows a year."""
    world, seen = cached_world("germany"), SPLIT
    groups, years = len(world.groups), len(seen.years)
    expected = np.full((groups, years + 1), ROWS_A_YEAR)
    mix = np.zeros((groups, years + 1, len(ALL_YEARS)))
    mix[:, np.arange(years), np.arange(years)] = 1.0
    mix[:, years, years:] = 1.0 / (len(ALL_YEARS) - years)
    by_land = np.full((len(world.laender), groups, len(ALL_YEARS)), 1.0 / len(world.laender))
    laender = np.full((len(seen.laender), groups), 20.0)
    even = np.full((*laender.shape, len(ALL_YEARS)), 1.0 / len(ALL_YEARS))
    shown = Exposure(expected, mix, by_land, laender, even, seen)
    parameters = load("history")
    shapes = responses(START)
    events = [event for event in load_events() if estimated(event)]
    given = problem(parameters, shown, events, shapes)
    # the even exposure is that of a world in which no event did anything
    sizes = np.array([name.startswith("events.") for name in given.names])
    without = given.offset + given.design[:, sizes] @ given.theta[sizes]
    given = replace(given, offset=without, theta=np.where(sizes, 0.0, given.theta))
    return given, layout(given, shown), events, shapes


@pytest.fixture(scope="session")
def drawn(laid_out):
    """A function from sizes by event to the problem with Poisson counts of such a world."""
    given = laid_out[0]

    def draw(sizes, seed, scatter=0.0):
        luck = np.random.default_rng(seed)
        known = {f"events.{name}": size for name, size in sizes.items()}
        sent = [n for n, name in enumerate(given.names) if name.startswith("events.")]
        truth = given.theta.copy()
        truth[sent] = [known.get(given.names[n], 0.0) for n in sent]
        mean = np.exp(given.offset + given.design @ truth)
        if scatter:
            mean = mean * luck.gamma(1.0 / scatter, scatter, len(mean))
        return replace(given, counts=luck.poisson(mean).astype(float))

    return draw
