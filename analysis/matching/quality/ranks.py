"""The rank of the real partner among all places of its country, by the law and by rivals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation.single_ties.choice_contest import fit_rival, placed
from analysis.estimation.single_ties.traits import german_rows
from analysis.matching.law import PAIR_TERMS, Chooser, Weights
from simulation.choice.effects import FLOOR_KM
from simulation.parameters import Parameters
from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Score = Callable[[Floats, Floats, Floats], Floats]
"""From distance (km), ln size of the chooser and of the places to a score: higher is likelier."""

LAW = "law"
FITTED = "gravity_fitted"
RIVALS: dict[str, Score] = {
    "nearest": lambda km, own, size: -km,
    "same_size": lambda km, own, size: -np.abs(size - own),
    "gravity": lambda km, own, size: size - np.log(np.maximum(km, FLOOR_KM)),
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
        for name, rival in rivals.items():
            scores[name] = rival(weights.km[here], world.size[row], size)
        for name, score in scores.items():
            by[name].append(_rank(score, real))
    return Ranks(
        town=world.ids[home[known]],
        land=np.array(scored.frame["land"].to_list(), dtype=np.str_)[known],
        country=country[known],
        places=np.array(count, dtype=np.int64),
        by={name: np.array(ranks) for name, ranks in by.items()},
        unplaced=mine.height - len(known),
        fitted_on=seen.frame.height,
    )


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
    return lambda km, own, size: slope[0] * np.log(np.maximum(km, FLOOR_KM)) + slope[1] * size


def _law(weights: Weights, here: Integers) -> Floats:
    """Log weight within a country: what belongs to the country as a whole moves no rank."""
    return np.sum([weights.terms[name][here] for name in PAIR_TERMS], axis=0)  # type: ignore[no-any-return]


def _rank(score: Floats, real: int) -> float:
    better = np.count_nonzero(score > score[real])
    equal = np.count_nonzero(score == score[real])
    return float(better + (equal + 1) / 2)


def _years(frame: pl.DataFrame) -> list[int]:
    """Year of each tie; one before all pairings where it is not known."""
    rows = frame.select("year", "year_is_default").iter_rows()
    return [BEFORE if year is None or default else year for year, default in rows]


BEFORE = 1945
