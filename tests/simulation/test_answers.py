"""What is answered for all at once is what each would answer, one by one."""

import numpy as np
import polars as pl
import pytest

from simulation import pairing, simulate
from simulation.answers import answers, ordinary
from simulation.model import TwinningModel
from simulation.motives import REUNIFICATION
from simulation.municipality import Municipality, Proposal
from tests.simulation.conftest import lively

PARTNER = 0
BUSY = {"consent": {"base": 0.9, "load": 3.0, "capacity": 500.0}}


class Same(Municipality):
    """Decides as all do, but by methods of its own: so it is asked one by one."""

    def consents(self, proposal):
        return super().consents(proposal)


class Patient(Municipality):
    def willingness(self, proposal):
        return 1.0


class Choosy(Municipality):
    def accepts(self, partner):
        return super().accepts(partner) and partner % 2 == 0


class Solemn(Municipality):
    def form_of(self, proposal):
        return 2


def ledger(kind, seed=5):
    return simulate(lively(**BUSY), seed=seed, world="toy", agent_class=kind).ledger


@pytest.mark.parametrize("seed", [5, 6])
def test_a_history_is_the_same_whether_all_are_asked_at_once_or_one_by_one(seed):
    at_once, one_by_one = ledger(Municipality, seed), ledger(Same, seed)
    assert at_once.filter(pl.col("event") == "founded").height > 100
    assert at_once.equals(one_by_one)


@pytest.mark.parametrize("kind", [Patient, Choosy, Solemn])
def test_each_decision_is_the_agents_own(kind):
    assert not ordinary(kind)
    assert not ledger(kind).equals(ledger(Municipality))


def test_who_only_adds_to_what_a_place_does_decides_as_all_do():
    class Named(Municipality):
        def advertises(self):
            return False

    assert ordinary(Named)
    assert not ordinary(Same)


def proposals_of(world, year=1980):
    """Everybody asks the same three places, and they ask back."""
    towns = world.searchers[~world.is_district[world.searchers]][:40].tolist()
    abroad = np.flatnonzero((world.land < 0) & ~world.is_district)[:3].tolist()
    asked = [Proposal(town, place, PARTNER, year) for town in towns for place in abroad]
    back = [Proposal(place, towns[-1], PARTNER, year, "board", 0.3) for place in abroad]
    inner = [Proposal(towns[0], towns[-1], REUNIFICATION, year)]
    return [*asked, *back, *asked[:5], *inner]


def asked(world, kind):
    model = TwinningModel(lively(**BUSY), world, 3, kind)
    model.waiting[:] = True
    refused = pairing.ask(model, proposals_of(world))
    return model, refused


def test_new_ties_of_the_same_call_weigh_on_those_who_are_asked_again(toy):
    """Three places are asked by all: the later ones find them busy, or find a tie already."""
    (one, refused), (other, refused_one_by_one) = (
        asked(toy, kind) for kind in (Municipality, Same)
    )
    assert refused == refused_one_by_one
    assert one.ledger.frame().equals(other.ledger.frame())
    for name in ("degree", "ties_abroad", "held", "waiting"):
        assert np.array_equal(getattr(one, name), getattr(other, name))
    for row, agent in other.agent_of_row.items():
        assert one.agent_at(row).ties == agent.ties
        assert one.degree[row] == len(agent.ties)
    found = answers(TwinningModel(lively(**BUSY), toy, 3), proposals_of(toy))
    assert sum(found.yes) > one.ties.count > 10  # as things stood before, more would have agreed
