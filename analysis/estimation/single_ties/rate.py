"""How often towns search: Poisson regression of single ties by municipality and period.

Every German municipality of the sampled Länder counts in every period, with or without
ties; those that the sample does not hold are weighted by the share of the sample. Terms are
those of `simulation.rates`; imitation is tested by asking whether neighbours' *later* ties,
which cannot cause anything, matter as much.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy.spatial import cKDTree

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


@dataclass(frozen=True)
class RateFit:
    """Coefficients of the rate with standard errors.

    `placebo` holds the fit in which neighbours' earlier and later ties stand side by side.
    """

    values: dict[str, float]
    errors: dict[str, float]
    placebo: dict[str, tuple[float, float]]
    municipalities: int
    ties: int
    log_likelihood: float
    dispersion: float


@dataclass(frozen=True)
class Panel:
    """Ties by municipality and period, with weights and covariates.

    `rows` are those of the world; `ties` has one column a period.
    """

    rows: Integers
    ties: Floats
    weight: Floats
    size: Floats
    east: Flags
    point: Floats

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
    ties = np.zeros((len(rows), len(PERIODS) - 1))
    sampled = np.zeros(len(rows), dtype=np.bool_)
    columns = links.frame.select("ags", "year", "year_is_default")
    for code, year, is_default in columns.iter_rows():
        index = place.get(code)
        if index is None:
            continue
        sampled[index] = True
        if year is not None and not is_default and PERIODS[0] <= year < PERIODS[-1]:
            ties[index, np.searchsorted(PERIODS, year, "right") - 1] += 1
    size = world.size[rows]
    weight = _weights(size, sampled)
    return Panel(rows, ties, weight, size, world.east[rows], world.point[rows])


def _weights(size: Floats, sampled: Flags) -> Floats:
    """One for municipalities with sampled ties; the others stand for the rest of the sample."""
    classes = np.floor(size / SIZE_STEP).astype(int)
    weight = np.ones(len(size))
    for name in np.unique(classes):
        here = classes == name
        found, total = int((here & sampled).sum()), int(here.sum())
        if total > found:
            rest = max(SAMPLED_SHARE * total - found, 0.0) / (total - found)
            weight[here & ~sampled] = rest
    return weight


def fit_rate(links: Links, world: World) -> RateFit:
    """Estimate size, its curve, load, imitation and the eastern effect."""
    data = panel(links, world)
    main = regress(data, terms(data))
    near = _neighbours(data)
    test = regress(data, {**terms(data), **near})
    names = list(terms(data))
    fit, at = main
    last = dict(zip([*names, *near], range(len(names) + len(near)), strict=True))
    return RateFit(
        values={name: float(fit.params[i]) for i, name in enumerate(names)},
        errors={name: float(fit.bse[i]) for i, name in enumerate(names)},
        placebo={
            name: (float(test[0].params[last[name]]), float(test[0].bse[last[name]]))
            for name in near
        },
        municipalities=len(data.size),
        ties=int(data.ties.sum()),
        log_likelihood=float(fit.llf),
        dispersion=float(fit.pearson_chi2 / at),
    )


def terms(data: Panel) -> dict[str, Floats]:
    """Covariates by municipality and period."""
    shape = data.ties.shape
    last = np.arange(shape[1]) == shape[1] - 1
    return {
        "size": np.broadcast_to(data.size[:, None], shape),
        "size_curve": np.broadcast_to((data.size**2)[:, None], shape),
        "load": np.log1p(data.before),
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


def regress(
    data: Panel, terms: dict[str, Floats]
) -> tuple[sm.genmod.generalized_linear_model.GLMResults, float]:
    """Poisson regression with an intercept for each period; the East counts once it is free."""
    periods = data.ties.shape[1]
    period = np.broadcast_to(np.arange(periods), data.ties.shape)
    weight = np.broadcast_to(data.weight[:, None], data.ties.shape)
    use = (~data.east[:, None] | (period == periods - 1)) & (weight > 0.0)
    years = np.diff(PERIODS)[period]
    design = np.column_stack([*[t[use] for t in terms.values()], np.eye(periods)[period[use]]])
    result = sm.GLM(
        data.ties[use],
        design,
        family=sm.families.Poisson(),
        offset=np.log(years[use]),
        freq_weights=weight[use],
    ).fit(cov_type="HC0")
    return result, float(weight[use].sum() - design.shape[1])
