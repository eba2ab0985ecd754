"""Whole histories under the sampler and under the full scan: the same results, but for luck."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import t as student

from simulation.choice import Law, Sampler
from simulation.choice.serving import NOBODY
from simulation.run import History, begin
from tests.simulation.conftest import lively

ALARM = 1e-3
SEEDS = range(100, 150)
NAMES = (
    *("ties", "living", "to France", "to Poland", "countries", "ln km", "gap of sizes"),
    *("partnerships", "year", "squared degree"),
)


class FullScan(Sampler):
    """Draws by weighing every place each time: the measure of the sampler."""

    def draw(self, choosers, appeal, eligible, luck, year, kind, extra=None):
        kinds = np.broadcast_to(kind, choosers.shape)
        found = np.full(len(choosers), NOBODY, dtype=np.int64)
        for place, row in enumerate(choosers.tolist()):
            own = extra.of(place) if extra is not None else None
            key = luck, year, int(kinds[place])
            found[place] = self.scan(row, appeal[place], eligible, *key, own)
        return found


def history(seed, scanning, **law):
    """A history; where all is scanned, perhaps by a law of choice with other coefficients."""
    parameters = lively(until=1990)
    model = begin(parameters, seed, "toy")
    if scanning:
        choice = parameters.choice.model_copy(update=law)
        laws = {level: Law(model.world, choice, districts=level) for level in (0, 1)}
        model.__dict__["samplers"] = {bool(level): FullScan(law) for level, law in laws.items()}
    while model.year <= parameters.until:
        model.step()
    return History(parameters, model.world, seed, model, {})


def figures(history):
    """Ten figures that sum a history up, in the order of `NAMES`."""
    ties, world = history.ties, history.world
    group = dict(zip(world.ids.tolist(), world.group.tolist(), strict=True))
    size = dict(zip(world.ids.tolist(), world.size.tolist(), strict=True))
    ends = list(ties.select("a", "b").iter_rows())
    countries = [{world.group_country[group[end]] for end in pair} for pair in ends]
    degree = np.unique(np.array(ends), return_counts=True)[1]
    return [
        ties.height,
        ties.filter(pl.col("ended").is_null()).height,
        np.mean([("FR" in pair) for pair in countries]),
        np.mean([("PL" in pair) for pair in countries]),
        len(set().union(*countries)),
        np.mean(np.log(ties["distance_km"].to_numpy() + 1.0)),
        np.mean([abs(size[a] - size[b]) for a, b in ends]),
        np.mean(ties["form"].to_numpy() == "partnership"),
        np.mean(ties["founded"].to_numpy()),
        np.mean(degree.astype(np.float64) ** 2),
    ]


@pytest.mark.deep
def test_histories_agree_under_both_samplers_within_monte_carlo_error():
    """Fifty seeds, ten figures; one false alarm in a thousand for all ten (Bonferroni)."""
    drawn, scanned = (
        np.array([figures(history(seed, scanning)) for seed in SEEDS]) for scanning in (0, 1)
    )
    assert not np.array_equal(drawn, scanned)  # the luck of a scan is another
    gap = drawn - scanned
    error = gap.std(axis=0, ddof=1) / np.sqrt(len(SEEDS))
    limit = student.ppf(1.0 - ALARM / len(NAMES) / 2.0, len(SEEDS) - 1)
    for name, mean, one in zip(NAMES, gap.mean(axis=0), error, strict=True):
        assert abs(mean) <= limit * one, name


@pytest.mark.deep
def test_draws_by_another_law_are_found_out():
    """The comparison sees what it looks for: sizes that count for half, with half of the seeds."""
    scanned, other = (
        np.array([figures(history(seed, True, **law)) for seed in SEEDS[:25]])
        for law in ({}, {"similar": -0.45})
    )
    gap = (other - scanned)[:, NAMES.index("gap of sizes")]
    error = gap.std(ddof=1) / np.sqrt(len(gap))
    assert gap.mean() > student.ppf(1.0 - ALARM / len(NAMES) / 2.0, len(gap) - 1) * error
