"""The choice among countries on made ties: known effects are found, and what is kept back is not.

Each assertion on a recovered number allows 3.5 standard errors; seeds are fixed.
"""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from analysis.estimation.single_ties.dated import Data
from analysis.estimation.single_ties.inclusive import inclusive
from analysis.estimation.single_ties.left_out import left_out
from analysis.estimation.single_ties.reach import REMOTE, Design, ReachFit, fitted
from simulation.choice import Law
from simulation.choice.geometry import REFERENCE_POINT
from simulation.choice.remoteness import log_remoteness
from simulation.luck import great_circle_km, unit_vectors
from simulation.parameters import Choice
from simulation.run import cached_world

HELD, PAIRED, AWAY = -1.5, 0.3, -0.8
SPREADS = (0.3, 0.3)
TIES, COUNTRIES = 2500, 6


def made(seed, remote=AWAY):
    """Ties that follow the law, from towns of three Länder with three districts each."""
    luck = np.random.default_rng(seed)
    part = luck.integers(0, 9, TIES)
    shape = (TIES, COUNTRIES)
    data = Data(
        town=luck.integers(0, 400, TIES),
        chosen=np.zeros(TIES, dtype=np.int64),
        value=luck.normal(0.0, 0.5, shape),
        holds=(luck.random(shape) < 0.15).astype(np.float64),
        paired=(luck.random(shape) < 0.1).astype(np.float64),
        remoteness=luck.normal(0.0, 0.4, shape),
        cell=luck.integers(0, 3, TIES),
        land=part // 3,
        part=part,
    )
    utility = data.value + HELD * data.holds + PAIRED * data.paired + remote * data.remoteness
    utility = utility + luck.normal(0.0, 1.0, (3, COUNTRIES))[data.cell]
    utility = utility + luck.normal(0.0, 0.3, (9, COUNTRIES))[data.part]
    chosen = np.argmax(utility + luck.gumbel(size=shape), axis=1)
    return replace(data, chosen=chosen)


def start(design):
    return np.zeros(design.singles + sum(design.sizes) * design.countries)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_weighs_on_a_country_is_found_again(seed):
    design = Design.of(made(seed))
    theta, information = fitted(design, SPREADS, start(design))
    errors = np.sqrt(np.diag(np.linalg.inv(information)))
    for place, true in enumerate((HELD, PAIRED, AWAY)):
        assert errors[place] < 0.15
        assert theta[place] == pytest.approx(true, abs=3.5 * errors[place])


def test_remoteness_of_what_is_kept_back_moves_no_estimate():
    """Country 2 is sought the other way round; the common number must not hear of it."""
    data = made(3)
    turned = data.remoteness.copy()
    turned[:, 2] *= -3.0
    turned = replace(data, remoteness=turned)
    together, apart = (Design.of(turned, kept) for kept in ((), (2,)))
    assert apart.singles == together.singles + 1
    deaf, hearing = (fitted(d, SPREADS, start(d))[0][REMOTE] for d in (apart, together))
    plain = Design.of(data, (2,))
    assert deaf == pytest.approx(fitted(plain, SPREADS, start(plain))[0][REMOTE], abs=1e-6)
    assert abs(hearing - deaf) > 0.2


def test_gradient_and_information_are_those_of_the_likelihood():
    data = made(4)
    design = Design.of(data).of_ties(np.arange(TIES) < 200)
    luck = np.random.default_rng(5)
    theta, step = (luck.normal(0.0, 0.2, len(start(design))) for _ in range(2))

    def at(size):
        return design.shares(theta + size * step)

    slope = (at(1e-5)[1].sum() - at(-1e-5)[1].sum()) / 2e-5
    assert design.gradient(at(0.0)[0]) @ step == pytest.approx(slope, rel=1e-5)
    change = (design.gradient(at(1e-5)[0]) - design.gradient(at(-1e-5)[0])) / 2e-5
    assert design.information(at(0.0)[0]) @ step == pytest.approx(-change, abs=1e-4)


def test_remoteness_foretells_what_is_left_out_only_where_it_is_a_law():
    gains = {}
    for remote in (AWAY, 0.0):
        data = made(6, remote)
        fit = ReachFit(0.0, 0.0, 0.0, (0.0, 0.0), (0.0, 0.0), *SPREADS, TIES, 0.0)
        gains[remote] = left_out(Design.of(data), fit)
    for name in ("district", "land"):
        gain, error = gains[AWAY][name]
        assert gain > 5 * error
        gain, error = gains[0.0][name]
        assert abs(gain) < 3.5 * error + 2.0


def test_inclusive_values_are_sums_of_the_law():
    toy = cached_world("toy")
    choice = Choice(distance={"default": -1.0, "FR": -0.5}, near=-1.5, similar=-0.6, mass=0.5)
    ends = {"de_name": ["A", "B"], "de_lat": [50.9, 48.1], "de_lon": [6.9, 11.6]}
    frame = pl.DataFrame({**ends, "de_pop": [20_000.0, 60_000.0]})
    found = inclusive(frame, toy, choice)
    law = Law(toy, choice, districts=False)
    here = unit_vectors([REFERENCE_POINT[0]], [REFERENCE_POINT[1]])
    points = unit_vectors(ends["de_lat"], ends["de_lon"])
    rows = law.rows[toy.group[law.rows] == toy.groups.index("FR")]

    def seen(point, own):
        km = great_circle_km(point, toy.point[rows])
        group = toy.group[rows]
        return np.exp(law.pair(km, np.full(len(rows), own), toy.size[rows], group)).sum()

    france = found.countries.index("FR")
    for place, own in enumerate((0.0, np.log(3.0))):
        expected = np.log(seen(points[place], own) / seen(here, 0.0))
        assert found.values[place, france] == pytest.approx(expected)
    far = log_remoteness(toy, points)[:, toy.groups.index("FR")]
    assert found.remoteness[:, france] == pytest.approx(far)
