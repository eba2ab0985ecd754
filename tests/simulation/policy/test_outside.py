"""What acts from outside, as factors; who is meant; and shifts of the times."""

import math

import numpy as np
import polars as pl
import pytest

from simulation import simulate, times
from simulation.ledger import BEGAN
from simulation.life.activities import COUNT, NAMES
from simulation.luck import great_circle_km
from simulation.model import TwinningModel
from simulation.parameters import Drift, Shift, What, Who
from simulation.policy import outside
from simulation.policy.outside import factors
from simulation.policy.who import BORDER_KM, among, near_border, places
from simulation.run import cached_world
from tests.simulation.conftest import lively

SCHOOL, TRAVEL = NAMES.index("school"), NAMES.index("travel")


@pytest.fixture(scope="module")
def model():
    made = TwinningModel(lively(), cached_world("toy"), 5)
    while made.year < 1985:
        made.step()
    return made


def test_effect_factors():
    found = factors(np.array([0.0, 1.0, -2.0]))
    assert found[0] == 1.0  # to the bit: nothing is nothing
    assert found.tolist() == pytest.approx([1.0, math.e, math.exp(-2.0)])


def test_effects_add_up_and_are_forgotten_the_next_year(model):
    acting = outside(model)
    acting.begin()
    assert acting.none
    what = What(begins={"school": 1.0}, leaves={"travel": -0.5}, vacancy=-1.0)
    ties, weight = np.array([0, 3]), np.array([1.0, 0.25])
    acting.on_ties(what, ties, weight)
    acting.on_ties(what, np.array([3]), 1.0)
    everyone = np.arange(4)
    begins = acting.begins(everyone)
    assert begins.shape == (COUNT, 4)
    assert begins[SCHOOL].tolist() == pytest.approx([math.e, 1.0, 1.0, math.exp(1.25)])
    assert (np.delete(begins, SCHOOL, axis=0) == 1.0).all()
    led = acting.leaves(np.array([TRAVEL, TRAVEL, SCHOOL]), np.array([0, 1, 0]))
    assert led.tolist() == pytest.approx([math.exp(-0.5), 1.0, 1.0])
    assert acting.vacancy(everyone)[3] == pytest.approx(math.exp(-1.25))
    acting.on_places(What(search=0.3, board=0.7), np.array([2]), 0.5)
    assert acting.search(np.array([1, 2])).tolist() == pytest.approx([0.0, 0.15])
    assert acting.board(np.array([1, 2])).tolist() == pytest.approx([1.0, math.exp(0.35)])
    acting.on_ending(2.0, np.array([1]))
    assert acting.ending(everyone).tolist() == pytest.approx([1.0, math.exp(2.0), 1.0, 1.0])
    assert not acting.none
    acting.begin()
    assert acting.none
    assert (acting.begins(everyone) == 1.0).all()
    assert (acting.search(np.arange(5)) == 0.0).all()


# ------------------------------------------------------------------------------- who is meant


def test_near_the_border_agrees_with_a_full_scan(toy):
    home, away = np.flatnonzero(toy.land >= 0), np.flatnonzero(toy.land < 0)
    km = great_circle_km(toy.point[home][:, None, :], toy.point[away][None, :, :])
    near = near_border(toy)
    assert (near[home] == (km.min(axis=1) <= BORDER_KM)).all()
    assert near.any()
    assert not near[away].any()


@pytest.mark.parametrize(
    ("who", "holds"),
    [
        ({"side": "east"}, lambda w, r: w.east[r]),
        ({"side": "west"}, lambda w, r: not w.east[r]),
        ({"level": "district"}, lambda w, r: w.is_district[r]),
        ({"least": 50_000}, lambda w, r: w.population[r] >= 50_000),
        ({"most": 50_000}, lambda w, r: w.population[r] <= 50_000),
        ({"border": "near"}, lambda w, r: near_border(w)[r]),
        ({"laender": ["DE-BW"]}, lambda w, r: w.laender[w.land[r]] == "DE-BW"),
    ],
)
def test_places_that_are_meant(toy, who, holds):
    meant = places(toy, Who(**who))
    home = np.flatnonzero(toy.land >= 0)
    assert meant[home].tolist() == [bool(holds(toy, row)) for row in home]
    assert not meant[toy.land < 0].any()
    assert 0 < meant.sum() < len(home)


def test_ties_that_are_meant(model):
    ties = np.arange(model.ties.count)
    everyone = places(model.world, Who())
    status = model.ties.rows("status")
    weak = among(model, Who(status=["weak"]), everyone, ties, 1985)
    assert 0 < len(weak) < len(ties)
    assert set(status[weak].tolist()) == {3}
    assert len(among(model, Who(), np.zeros_like(everyone), ties, 1985)) == 0


# ------------------------------------------------------------------------------- shifts


def test_a_shift_grows_to_its_full_size():
    shift = Shift(since=2030, over=4.0)
    felt = [shift.felt(year) for year in (2029, 2030, 2031, 2033, 2034, 2100)]
    assert felt == [0.0, 0.25, 0.5, 1.0, 1.0, 1.0]
    assert Shift(since=2030, over=0.0).felt(2030) == 1.0


def test_effect_appeal(toy):
    to_france = Shift(since=1970, over=0.0, what=Drift(appeal=0.5), who=Who(countries=["FR"]))
    eastern = Shift(since=1970, over=2.0, what=Drift(appeal=-1.0), who=Who(side="east"))
    found = times.appeal({"a": to_france, "b": eastern}, toy, 1970)
    france = np.isin(toy.group_country, ["FR"])
    assert found[~toy.land_is_east][:, france].tolist() == [[0.5]] * (~toy.land_is_east).sum()
    assert (found[toy.land_is_east][:, ~france] == -0.5).all()
    assert (found[~toy.land_is_east][:, ~france] == 0.0).all()
    assert not times.appeal({"a": to_france}, toy, 1969).any()


def test_effect_programmes():
    cut = Shift(since=2030, over=2.0, what=Drift(programmes=-1.0))
    assert times.programmes({"cut": cut}, 2029) == 1.0
    assert times.programmes({"cut": cut}, 2030) == pytest.approx(math.exp(-0.5))
    assert times.programmes({"cut": cut, "more": cut}, 2031) == pytest.approx(math.exp(-2.0))


def began(history, activity):
    rows = history.ledger.filter(pl.col("event") == BEGAN, pl.col("year") >= 1985)
    return rows.filter(pl.col("detail").str.contains(f'"{activity}"')).height


def test_a_shift_is_felt_by_whom_it_means_and_not_before(toy_history):
    what = Drift(begins={"school": 3.0}, ending=2.0, search=-20.0)
    shifted = simulate(
        lively(shifts={"dream": Shift(since=1985, over=0.0, what=what)}), seed=5, world="toy"
    )
    before = pl.col("year") < 1985
    assert shifted.ledger.filter(before).equals(toy_history.ledger.filter(before))
    assert began(shifted, "school") > 1.3 * began(toy_history, "school")
    late = pl.col("founded") >= 1985
    assert toy_history.ties.filter(late).height > 50
    assert shifted.ties.filter(late).height < 10
    ended = pl.col("ended") >= 1985
    assert shifted.ties.filter(ended).height > 2 * toy_history.ties.filter(ended).height


def test_a_shift_that_means_nobody_changes_nothing(toy_history):
    nobody = Shift(since=1970, what=Drift(vacancy=-5.0, search=2.0), who=Who(most=0))
    one = simulate(lively(shifts={"none": nobody}), seed=5, world="toy")
    assert one.ledger.equals(toy_history.ledger)
