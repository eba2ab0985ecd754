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

from analysis.register import SNAPSHOT, recorded
from analysis.validation import split
from analysis.validation.patterns.cells import LAENDER
from simulation.climate import Climates
from simulation.model import TwinningModel
from simulation.motives import motive_of_countries
from simulation.parameters import Parameters
from simulation.run import History, cached_world
from simulation.search import own_rates
from simulation.ties import FORMS

Floats = NDArray[np.float64]

FIRST, LAST = 1946, 1996
"""Years that are fitted one by one: after them the register rests on self-report."""
YEARS = tuple(range(FIRST, LAST + 1))
ALL_YEARS = tuple(range(FIRST, SNAPSHOT + 1))
ERAS = (1946, 1963, 1976, 1989, 1997)
"""Bounds of the eras within which the recorded share of the flow counts as constant."""
LEAST_ROWS = 0.05
"""Added to simulated rows by Land and country, where a few runs may show none."""
FITTED_LAENDER = tuple(land for land in LAENDER if land not in split().laender)
"""Länder with tables that are not kept back: their counts tell what only some of them felt."""
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
    """What one run, or the mean of several, produced.

    Attributes
    ----------
    rates : (16, all years) sum of the places' own rates by Land
    dated : (groups, years) recorded rows with a year
    totals : (groups,) recorded rows, dated or not
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


def measure(parameters: Parameters, seed: int) -> Measurement:
    """Run one history on the real world and measure it."""
    world = cached_world("germany")
    model = MeasuredModel(parameters, world, seed)
    model.measure()
    waiting = 0.0
    while model.year <= parameters.until:
        if model.year == 1989:
            waiting = float(model.waiting.sum())
        model.step()
    rows = recorded(History(parameters, world, seed, model, {})).with_columns(
        country=pl.when(pl.col("country_a") == "DE")
        .then(pl.col("country_b"))
        .otherwise(pl.col("country_a"))
    )
    place = {group: index for index, group in enumerate(world.groups)}
    dated = np.zeros((len(place), len(YEARS)))
    in_years = rows.filter(pl.col("year").is_between(FIRST, LAST))
    for country, year, count in in_years.group_by("country", "year").len().iter_rows():
        dated[place[country], year - FIRST] = count
    totals, by_land = np.zeros(len(place)), np.zeros((len(FITTED_LAENDER), len(place)))
    for country, count in rows.group_by("country").len().iter_rows():
        totals[place[country]] = count
    german = pl.when(pl.col("country_a") == "DE").then(pl.col("a")).otherwise(pl.col("b"))
    land = dict(zip(world.ids.tolist(), world.frame["land"].to_list(), strict=True))
    homes = rows.select("country", home=german)
    for country, home in homes.iter_rows():
        if land[home] in FITTED_LAENDER:
            by_land[FITTED_LAENDER.index(land[home]), place[country]] += 1
    forms = [float(rows.filter(pl.col("form") == form).height) for form in FORMS]
    is_district = german.is_between(100_000_000, 199_999_999)
    districts = float(rows.filter(is_district).height)
    ends = [np.array([world.row_of[i] for i in rows[end]], dtype=np.int64) for end in ("a", "b")]
    namesakes = float((world.name_number[ends[0]] == world.name_number[ends[1]]).sum())
    return Measurement(
        *(model.rates, dated, totals, np.array(forms), districts, waiting, by_land, namesakes)
    )


def mean_of(parameters: Parameters, seeds: Sequence[int], executor: Executor) -> Measurement:
    """Mean measurement over seeds, in their order."""
    runs = list(executor.map(measure, [parameters] * len(seeds), seeds))
    means: dict[str, Any] = {
        name: np.mean([getattr(run, name) for run in runs], axis=0)
        for name in Measurement.__dataclass_fields__
    }
    return Measurement(**means)


@dataclass(frozen=True)
class Exposure:
    """Expected rows of the register under the present parameters, by cell.

    A cell is a fitted year or, last, all that is later or has no year.

    Attributes
    ----------
    expected : (groups, years + 1) expected rows
    mix : (groups, years + 1, all years) share of each year's searches in a cell
    by_land : (16, groups, all years) share of each Land in the searches of a year
    laender : (fitted Länder, groups) expected rows
    laender_mix : (fitted Länder, groups, all years) share of each year's searches in them
    """

    expected: Floats
    mix: Floats
    by_land: Floats
    laender: Floats
    laender_mix: Floats


def exposure(parameters: Parameters, found: Measurement) -> Exposure:
    """Expected rows by group and cell, smooth in what single runs scatter."""
    world = cached_world("germany")
    climates = Climates(world, parameters)
    flow = np.stack([climates.of(year).flow for year in ALL_YEARS], axis=-1)
    by_land = found.rates[:, None, :] * flow
    sent = by_land.sum(axis=0)
    fitted = len(YEARS)
    share = recorded_share(sent[:, :fitted], found.dated, world.group_country)
    dated = sent[:, :fitted] * share
    rest = _rest(sent, dated, found, parameters)
    expected = np.concatenate([dated, rest.sum(axis=1, keepdims=True)], axis=1)
    mix = np.zeros((*expected.shape, len(ALL_YEARS)))
    mix[:, np.arange(fitted), np.arange(fitted)] = 1.0
    mix[:, fitted] = rest / np.maximum(rest.sum(axis=1, keepdims=True), 1e-300)
    # what is registered of a year's searches, as for all Länder together
    kept = np.concatenate([share, rest[:, fitted:] / np.where(sent > 0, sent, 1)[:, fitted:]], 1)
    spread = by_land[[world.laender.index(land) for land in FITTED_LAENDER]] * kept
    spread /= np.maximum(spread.sum(axis=2, keepdims=True), 1e-300)
    shares = by_land / np.where(sent > 0.0, sent, 1.0)[None, :, :]
    return Exposure(expected, mix, shares, found.by_land + LEAST_ROWS, spread)


def _rest(sent: Floats, dated: Floats, found: Measurement, parameters: Parameters) -> Floats:
    """Rows that are later than the fitted years or undated, by year of search."""
    fitted = len(YEARS)
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
