"""The rank of the real partner among all places of its country, by the law and by rivals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation.single_ties.choice_contest import Placed, fit_rival, placed
from analysis.estimation.single_ties.traits import german_rows
from analysis.matching.law import PAIR_TERMS, Chooser, Weights
from simulation.choice.effects import FLOOR_KM
from simulation.parameters import Parameters
from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Seen(NamedTuple):
    """What a rival sees of the places of a country, (places,) each.

    `km` is the distance, `gap` the log ratio of inhabitants to the chooser's, `size` the ln of the
    places' own over the reference.
    """

    km: Floats
    gap: Floats
    size: Floats


Score = Callable[[Seen], Floats]
"""Higher is likelier."""

BEFORE = 1945
"""No region had a pairing yet."""
LAW = "law"
FITTED = "gravity_fitted"
RIVALS: dict[str, Score] = {
    "nearest": lambda seen: -seen.km,
    "same_size": lambda seen: -np.abs(seen.gap),
    "gravity": lambda seen: seen.size - np.log(np.maximum(seen.km, FLOOR_KM)),
}
"""What someone without a model would do; gravity is inhabitants over distance."""


@dataclass(frozen=True)
class Ranks:
    """Ranks of the real partner of each scored tie; 1 is best, equal scores share their middle.

    Attributes
    ----------
    town, land, country : of each tie: id of the German end, its Land, country of the partner
    places : how many places the country has
    by : the law and each rival, (ties,) each
    unplaced : ties of the Länder whose partner or German end is no place of the world
    fitted_on : ties of other Länder on which the fitted gravity was estimated
    """

    town: Integers
    land: NDArray[np.str_]
    country: NDArray[np.str_]
    places: Integers
    by: dict[str, Floats]
    unplaced: int
    fitted_on: int


def rank_partners(
    frame: pl.DataFrame,
    world: World,
    parameters: Parameters,
    kept: tuple[str, ...],
    kept_countries: tuple[str, ...] = (),
) -> Ranks:
    """Rank the real partners of the ties of some Länder.

    Every German end stands as the model's place, for that is what `jumelage match` weighs; the
    pairings of regions are those that were in force when the tie was agreed, and none where the
    year is not known.

    Parameters
    ----------
    frame : polars.DataFrame
        Ties of all Länder, in the columns of `links.COLUMNS`.
    world : World
    parameters : Parameters
        The law's numbers, estimated without the Länder that are scored.
    kept : tuple of str
        Länder whose ties are scored.
    kept_countries : tuple of str
        Countries that inform no rival that is fitted.

    Raises
    ------
    ValueError
        If there is no tie to score, or none to fit a rival on.
    """
    held = pl.col("land").is_in(list(kept))
    mine = frame.filter(held)
    scored = placed(mine, world)
    seen = placed(frame.filter(~held, ~pl.col("country").is_in(list(kept_countries))), world)
    home = german_rows(scored.frame, world)
    known = np.flatnonzero(home >= 0)
    if not len(known) or not seen.frame.height:
        raise ValueError(
            "matching: there is no tie to score; needed are ties with placed ends of Länder in "
            f"and beside {', '.join(kept)}"
        )
    slope, _ = fit_rival(seen, world, ("distance", "mass"))
    rivals = RIVALS | {FITTED: _gravity(slope)}
    count, by = _all_ranks(scored, home, known, world, parameters, rivals)
    return Ranks(
        town=world.ids[home[known]],
        land=np.array(scored.frame["land"].to_list(), dtype=np.str_)[known],
        country=scored.country[known],
        places=count,
        by=by,
        unplaced=mine.height - len(known),
        fitted_on=seen.frame.height,
    )


def _all_ranks(
    scored: Placed,
    home: Integers,
    known: Integers,
    world: World,
    parameters: Parameters,
    rivals: dict[str, Score],
) -> tuple[Integers, dict[str, Floats]]:
    """Places of the country and rank of the real partner, for each of the `known` ties."""
    country, years = scored.country, _years(scored.frame)
    by: dict[str, list[float]] = {name: [] for name in (LAW, *rivals)}
    count = []
    weighed = _Weighed(world, parameters)
    for tie in known.tolist():
        row = int(home[tie])
        weights = weighed.of(row, years[tie])
        here = weighed.places(country[tie])
        real = int(np.searchsorted(weights.rows[here], scored.partner[tie]))
        count.append(len(here))
        scores = {LAW: _law(weights, here)}
        size = world.size[weights.rows[here]]
        sight = Seen(weights.km[here], size - world.size[row], size)
        scores |= {name: rival(sight) for name, rival in rivals.items()}
        for name, score in scores.items():
            by[name].append(_rank(score, real))
    return np.array(count, dtype=np.int64), {name: np.array(ranks) for name, ranks in by.items()}


class _Weighed:
    """Weights by town and year, worked out once each."""

    def __init__(self, world: World, parameters: Parameters) -> None:
        self.world, self.parameters = world, parameters
        self._countries = np.array(world.frame["country"].to_list(), dtype=np.str_)
        abroad = (world.land < 0) & ~world.is_district
        self._rows = np.flatnonzero(abroad)
        self._known: dict[tuple[int, int], Weights] = {}
        self._here: dict[str, Integers] = {}

    def of(self, row: int, year: int) -> Weights:
        """What all places abroad weigh for one town."""
        if (row, year) not in self._known:
            self._known = {(row, year): Chooser(self.world, self.parameters, row, year).weights()}
        return self._known[row, year]

    def places(self, country: str) -> Integers:
        """Places of a country among the candidates."""
        if country not in self._here:
            self._here[country] = np.flatnonzero(self._countries[self._rows] == country)
        return self._here[country]


def _gravity(slope: Floats) -> Score:
    def score(seen: Seen) -> Floats:
        result: Floats = slope[0] * np.log(np.maximum(seen.km, FLOOR_KM)) + slope[1] * seen.size
        return result

    return score


def _law(weights: Weights, here: Integers) -> Floats:
    """Log weight within a country: what belongs to the country as a whole moves no rank."""
    result: Floats = np.sum([weights.terms[name][here] for name in PAIR_TERMS], axis=0)
    return result


def _rank(score: Floats, real: int) -> float:
    better = np.count_nonzero(score > score[real])
    equal = np.count_nonzero(score == score[real])
    return float(better + (equal + 1) / 2)


def _years(frame: pl.DataFrame) -> list[int]:
    """Year of each tie; one before all pairings where it is not known."""
    rows = frame.select("year", "year_is_default").iter_rows()
    return [BEFORE if year is None or default else year for year, default in rows]
