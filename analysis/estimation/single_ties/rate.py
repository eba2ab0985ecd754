"""How often towns search: ties of single municipalities by period, and what they tell of places.

Every German municipality of the sampled Länder counts in every period, with or without ties; those
that the sample does not hold are weighted by the share of the sample. Terms are those of
`simulation.rates`. Places differ for good by more than the frame holds (`frailty`; what that is
worth on a Land left out says `rate_left_out`). Imitation is tested by asking whether neighbours'
*later* ties, which cannot cause anything, matter as much.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from analysis.estimation.single_ties.frailty import Counts, FrailtyFit, fit_frailty
from analysis.estimation.single_ties.links import Links
from simulation.world import NEIGHBOURS, World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

PERIODS = (1945, 1950, 1955, 1960, 1965, 1970, 1975, 1980, 1985, 1990, 1997)
SAMPLED_SHARE = 0.6
"""Share of the municipalities that the sample was drawn from (its README)."""
UNSAMPLED = ("DE-RP", "DE-SN", "DE-SH", "DE-NI", "DE-BE")
"""Länder without rows in the sample, and Berlin, which counts its boroughs."""
SIZE_STEP = 0.7
LOAD = "load"


@dataclass(frozen=True)
class RateFit:
    """Coefficients of the rate with standard errors, clustered by district.

    `placebo` holds the fit in which neighbours' earlier and later ties stand side by side;
    `dispersion` is that of the regression without spread, `spread_gain` what the spread of the
    places adds to its log likelihood.
    """

    values: dict[str, float]
    errors: dict[str, float]
    placebo: dict[str, tuple[float, float]]
    municipalities: int
    ties: int
    log_likelihood: float
    dispersion: float
    spread_gain: float = 0.0


@dataclass(frozen=True)
class Panel:
    """Ties by municipality and period, with weights and covariates.

    `rows` are those of the world; `ties` has one column a period, `by_year` one a year; `district`
    numbers the first five digits of the official code.
    """

    rows: Integers
    ties: Floats
    by_year: Floats
    weight: Floats
    size: Floats
    east: Flags
    point: Floats
    district: Integers

    @property
    def before(self) -> Floats:
        """Ties of earlier periods."""
        result: Floats = np.cumsum(self.ties, axis=1) - self.ties
        return result


def panel(links: Links, world: World) -> Panel:
    """Count ties by municipality of the frame and period."""
    land = world.frame["land"].to_list()
    absent = {*UNSAMPLED, *links.left_out}
    rows = np.array(
        [row for row in world.searchers if not world.is_district[row] and land[row] not in absent]
    )
    codes = world.frame["code"].gather(rows).to_list()
    place = {code: index for index, code in enumerate(codes)}
    by_year = np.zeros((len(rows), PERIODS[-1] - PERIODS[0]))
    sampled = np.zeros(len(rows), dtype=np.bool_)
    columns = links.frame.select("ags", "year", "year_is_default")
    for code, year, is_default in columns.iter_rows():
        index = place.get(code)
        if index is None:
            continue
        sampled[index] = True
        if year is not None and not is_default and PERIODS[0] <= year < PERIODS[-1]:
            by_year[index, year - PERIODS[0]] += 1
    starts = np.array(PERIODS[:-1]) - PERIODS[0]
    ties = np.add.reduceat(by_year, starts, axis=1)
    size = world.size[rows]
    weight = _weights(size, world.land[rows], sampled)
    _, district = np.unique([code[:5] for code in codes], return_inverse=True)
    east, point = world.east[rows], world.point[rows]
    return Panel(rows, ties, by_year, weight, size, east, point, district)


def _weights(size: Floats, land: NDArray[np.int16], sampled: Flags) -> Floats:
    """One for municipalities with sampled ties; the others stand for the rest of the sample.

    By Land and class of size: where more places are linked, more of those without sampled ties are
    linked ones that the sample left out.
    """
    _, cell = np.unique(
        np.column_stack([land, np.floor(size / SIZE_STEP)]), axis=0, return_inverse=True
    )
    found, total = np.bincount(cell, sampled), np.bincount(cell)
    rest = np.maximum(SAMPLED_SHARE * total - found, 0.0) / np.maximum(total - found, 1)
    return np.where(sampled, 1.0, rest[cell])


def fit_rate(links: Links, world: World) -> RateFit:
    """Estimate size, its curve, load, the spread of places, imitation and the eastern effect."""
    data = panel(links, world)
    near = _neighbours(data)
    test = fitted(data, {**terms(data), **near})
    placebo = {name: (test.values[name], test.errors[name]) for name in near}
    return replace(fitted(data, terms(data)), placebo=placebo)


def fitted(data: Panel, columns: dict[str, Floats]) -> RateFit:
    """Estimate the coefficients of some covariates, and the spread of places beside them."""
    fit = with_spread(data, columns)
    place = {name: number for number, name in enumerate(columns)} | {"spread": -1}
    return RateFit(
        values={name: float(fit.params[at]) for name, at in place.items()},
        errors={name: float(fit.bse[at]) for name, at in place.items()},
        placebo={},
        municipalities=len(data.size),
        ties=int(data.ties.sum()),
        log_likelihood=fit.log_likelihood,
        dispersion=fit.dispersion,
        spread_gain=fit.log_likelihood - fit.plain,
    )


def with_spread(data: Panel, columns: dict[str, Floats]) -> FrailtyFit:
    """The regression in which places differ for good; its last parameter is their spread."""
    return fit_frailty(counts_of(data, columns))


def counts_of(data: Panel, columns: dict[str, Floats]) -> Counts:
    """The regression's rows: stretches of a place in which period and load stay the same.

    A place's load grows with the year in which it founds a tie, as in the model: a town that founds
    several within one period is loaded for most of them.
    """
    place, period, before, ties, years = _stretches(data)
    load = np.log1p(before.astype(np.float64))
    known = {
        name: load if name == LOAD else column[place, period] for name, column in columns.items()
    }
    level = np.eye(data.ties.shape[1])[period]
    design = np.column_stack([*known.values(), level[:, level.any(axis=0)]])
    return Counts(ties, design, np.log(years), place, data.weight, data.district)


def _stretches(data: Panel) -> tuple[Integers, Integers, Integers, Floats, Floats]:
    """Years of one place, period and load taken together: these three, their ties, their number."""
    last = data.ties.shape[1]
    by_year = data.by_year[:, : PERIODS[last] - PERIODS[0]]
    before = (np.cumsum(by_year, axis=1) - by_year).astype(np.int64)
    period = np.repeat(np.arange(last), np.diff(PERIODS)[:last])
    seen = _seen(data)
    some = (data.ties * seen).sum(axis=0) > 0.0  # a period without ties tells only its level
    use = (seen & some)[:, period]
    places, years = np.nonzero(use)
    keys, inverse = np.unique(
        np.stack([places, period[years], before[use]]), axis=1, return_inverse=True
    )
    ties = np.bincount(inverse, by_year[use])
    return keys[0], keys[1], keys[2], ties, np.bincount(inverse).astype(np.float64)


def terms(data: Panel) -> dict[str, Floats]:
    """Covariates by municipality and period."""
    shape = data.ties.shape
    last = np.arange(shape[1]) == shape[1] - 1
    return {
        "size": np.broadcast_to(data.size[:, None], shape),
        "size_curve": np.broadcast_to((data.size**2)[:, None], shape),
        LOAD: np.log1p(data.before),
        "east": (data.east[:, None] & last[None, :]).astype(np.float64),
    }


def _neighbours(data: Panel) -> dict[str, Floats]:
    """Share of the nearest municipalities with earlier ties, and with later first ties only."""
    _, nearest = cKDTree(data.point).query(data.point, k=NEIGHBOURS + 1)
    near = nearest[:, 1:]
    after = data.ties.sum(axis=1, keepdims=True) - data.before - data.ties
    earlier = (data.before > 0).astype(np.float64)
    later = ((after > 0) & (data.before + data.ties == 0)).astype(np.float64)
    return {
        "imitation": earlier[near].mean(axis=1) / SAMPLED_SHARE,
        "imitation_placebo": later[near].mean(axis=1) / SAMPLED_SHARE,
    }


def _seen(data: Panel) -> Flags:
    """Places and periods that count: the East once it is free, and who stands for somebody."""
    last = np.arange(data.ties.shape[1]) == data.ties.shape[1] - 1
    result: Flags = (~data.east[:, None] | last) & (data.weight[:, None] > 0.0)
    return result
