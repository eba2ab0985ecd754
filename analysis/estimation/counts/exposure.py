"""The model's own exposure: what it would send abroad each year, apart from the effects sought.

Event effects are estimated on recorded counts against what the model itself would have
produced without them: the sum of its places' rates by Land and year, and the share of that
flow which becomes a dated row of the register (consent, survival, form, completeness).
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation.counts.seen import FIRST, LAST, SPLIT, Seen
from analysis.observation.register import SNAPSHOT, recorded
from simulation.climate import Climates
from simulation.model import TwinningModel
from simulation.motives import motive_of_countries
from simulation.parameters import Parameters
from simulation.run import History, cached_world
from simulation.search import own_rates
from simulation.ties import FORMS
from simulation.world import World

__all__ = [
    "ALL_YEARS",
    "FIRST",
    "LAST",
    "YEARS",
    "Exposure",
    "Measurement",
    "exposure",
    "mean_of",
    "measured",
]

Floats = NDArray[np.float64]

YEARS = tuple(range(FIRST, LAST + 1))
ALL_YEARS = tuple(range(FIRST, SNAPSHOT + 1))
ERAS = (1946, 1963, 1976, 1989, 1997)
"""Bounds of the eras within which the recorded share of the flow counts as constant."""
LEAST_ROWS = 0.05
"""Added to simulated rows by Land and country, where a few runs may show none."""
STEADY = 20.0
"""Expected rows from which a country's own recorded share counts more than its motive's."""


class MeasuredModel(TwinningModel):
    """The model, which also notes its places' rates by Land before each year's search."""

    def measure(self) -> None:
        """Start with empty notes."""
        self.rates = np.zeros((len(self.world.laender), len(ALL_YEARS)))

    def step(self) -> None:
        """One year, measured."""
        if FIRST <= self.year <= SNAPSHOT:
            rows, column = self.world.searchers, self.year - FIRST
            land = self.world.land[rows]
            own = own_rates(self, self.year)
            self.rates[:, column] = np.bincount(land, weights=own, minlength=len(self.rates))
        super().step()


@dataclass(frozen=True)
class Measurement:
    """What one run, or the mean of several, produced, of the rows that a fit sees.

    Attributes
    ----------
    rates : (16, all years) sum of the places' own rates by Land
    dated : (groups, years) recorded rows with a year
    totals : (groups,) recorded rows, dated or not where undated ones are seen
    forms : (3,) recorded rows by form: contact, friendship, partnership
    districts : recorded rows of districts
    waiting : western places that waited for an inner-German tie when the border opened
    by_land : (fitted Länder, groups) recorded rows
    namesakes : recorded rows that join places of one name
    """

    rates: Floats
    dated: Floats
    totals: Floats
    forms: Floats
    districts: float
    waiting: float
    by_land: Floats
    namesakes: float


def measure(parameters: Parameters, seed: int, seen: Seen = SPLIT) -> Measurement:
    """Run one history on the real world and measure what a fit sees of it."""
    world = cached_world("germany")
    model = MeasuredModel(parameters, world, seed)
    model.measure()
    waiting = 0.0
    while model.year <= parameters.until:
        if model.year == 1989:
            waiting = float(model.waiting.sum())
        model.step()
    register = recorded(History(parameters, world, seed, model, {}))
    return measured(seen.rows(register), world, model.rates, waiting, seen)


def measured(
    register: pl.DataFrame, world: World, rates: Floats, waiting: float, seen: Seen
) -> Measurement:
    """Count the rows of a register that are seen, see `Measurement`."""
    german = pl.when(pl.col("country_a") == "DE").then(pl.col("a")).otherwise(pl.col("b"))
    foreign = pl.when(pl.col("country_a") == "DE").then(pl.col("country_b"))
    rows = register.with_columns(country=foreign.otherwise(pl.col("country_a")), home=german)
    place = {group: index for index, group in enumerate(world.groups)}
    dated = np.zeros((len(place), len(seen.years)))
    in_years = rows.filter(pl.col("year").is_between(FIRST, seen.until))
    for country, year, count in in_years.group_by("country", "year").len().iter_rows():
        dated[place[country], year - FIRST] = count
    totals, by_land = np.zeros(len(place)), np.zeros((len(seen.laender), len(place)))
    for country, count in rows.group_by("country").len().iter_rows():
        totals[place[country]] = count
    land = dict(zip(world.ids.tolist(), world.frame["land"].to_list(), strict=True))
    for country, home in rows.select("country", "home").iter_rows():
        if land[home] in seen.laender:
            by_land[seen.laender.index(land[home]), place[country]] += 1
    forms = [float(rows.filter(pl.col("form") == form).height) for form in FORMS]
    is_district = pl.col("home").is_between(100_000_000, 199_999_999)
    districts = float(rows.filter(is_district).height)
    ends = [np.array([world.row_of[i] for i in rows[end]], dtype=np.int64) for end in ("a", "b")]
    namesakes = float((world.name_number[ends[0]] == world.name_number[ends[1]]).sum())
    return Measurement(
        *(rates, dated, totals, np.array(forms), districts, waiting, by_land, namesakes)
    )


def mean_of(
    parameters: Parameters, seeds: Sequence[int], executor: Executor, seen: Seen = SPLIT
) -> Measurement:
    """Mean measurement over seeds, in their order."""
    count = len(seeds)
    runs = list(executor.map(measure, [parameters] * count, seeds, [seen] * count))
    means: dict[str, Any] = {
        name: np.mean([getattr(run, name) for run in runs], axis=0)
        for name in Measurement.__dataclass_fields__
    }
    return Measurement(**means)


@dataclass(frozen=True)
class Exposure:
    """Expected rows of the register under the present parameters, by cell.

    A cell is a fitted year or, last and where it is seen, all that is later or has no year.

    Attributes
    ----------
    expected : (groups, cells) expected rows
    mix : (groups, cells, all years) share of each year's searches in a cell
    by_land : (16, groups, all years) share of each Land in the searches of a year
    laender : (fitted Länder, groups) expected rows
    laender_mix : (fitted Länder, groups, all years) share of each year's searches in them
    seen : what of the record stands against it
    """

    expected: Floats
    mix: Floats
    by_land: Floats
    laender: Floats
    laender_mix: Floats
    seen: Seen = SPLIT


def exposure(parameters: Parameters, found: Measurement, seen: Seen = SPLIT) -> Exposure:
    """Expected rows by group and cell, smooth in what single runs scatter."""
    world = cached_world("germany")
    climates = Climates(world, parameters)
    flow = np.stack([climates.of(year).flow for year in ALL_YEARS], axis=-1)
    by_land = found.rates[:, None, :] * flow
    sent = by_land.sum(axis=0)
    fitted = len(seen.years)
    share = recorded_share(sent[:, :fitted], found.dated, world.group_country)
    dated = sent[:, :fitted] * share
    rest = _rest(sent, dated, found, parameters)
    parts = [dated, rest.sum(axis=1, keepdims=True)] if seen.undated else [dated]
    expected = np.concatenate(parts, axis=1)
    mix = np.zeros((*expected.shape, len(ALL_YEARS)))
    mix[:, np.arange(fitted), np.arange(fitted)] = 1.0
    if seen.undated:
        mix[:, fitted] = rest / np.maximum(rest.sum(axis=1, keepdims=True), 1e-300)
    # what is registered of a year's searches, as for all Länder together
    kept = np.concatenate([share, rest[:, fitted:] / np.where(sent > 0, sent, 1)[:, fitted:]], 1)
    spread = by_land[[world.laender.index(land) for land in seen.laender]] * kept
    spread /= np.maximum(spread.sum(axis=2, keepdims=True), 1e-300)
    shares = by_land / np.where(sent > 0.0, sent, 1.0)[None, :, :]
    return Exposure(expected, mix, shares, found.by_land + LEAST_ROWS, spread, seen)


def _rest(sent: Floats, dated: Floats, found: Measurement, parameters: Parameters) -> Floats:
    """Rows that are later than the fitted years or undated, by year of search."""
    fitted = dated.shape[1]
    unknown = np.array([parameters.recording.year_unknown[form] for form in FORMS])
    hidden = float((found.forms * unknown).sum() / (found.forms * (1.0 - unknown)).sum())
    rest = np.concatenate([dated * hidden, sent[:, fitted:]], axis=1)
    later = found.totals - found.dated.sum(axis=1)
    scale = (later.sum() - rest[:, :fitted].sum()) / max(rest[:, fitted:].sum(), 1e-9)
    rest[:, fitted:] *= max(scale, 0.01)
    own = (later + STEADY) / (rest.sum(axis=1) + STEADY)
    result: Floats = rest * own[:, None]
    return result


def recorded_share(flow: Floats, dated: Floats, countries: Sequence[str]) -> Floats:
    """Share of the searches that becomes dated rows, by group and year.

    Constant within an era; a country's own share is drawn to that of all countries of its
    motive, the more the fewer rows it has.
    """
    table = motive_of_countries()
    motive = np.array([table[country] for country in countries])
    share = np.zeros_like(flow)
    for begin, end in pairwise(ERAS):
        era = slice(begin - FIRST, end - FIRST)
        sent, kept = flow[:, era].sum(axis=1), dated[:, era].sum(axis=1)
        overall = kept.sum() / max(sent.sum(), 1e-9)
        for group in range(len(countries)):
            same = motive == motive[group]
            pool = (kept[same].sum() + STEADY * overall) / (sent[same].sum() + STEADY)
            share[group, era] = (kept[group] + STEADY * pool) / (sent[group] + STEADY)
    return share
