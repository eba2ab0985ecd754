"""The collector of cycles rests within a year and is left as it was."""

import gc

import pytest

from simulation import collector
from simulation.model import TwinningModel
from tests.simulation.conftest import lively


@pytest.fixture(autouse=True)
def enabled():
    gc.enable()
    yield
    gc.enable()


def test_it_rests_within_and_goes_on_after_an_error_too():
    with collector.put_off():
        assert not gc.isenabled()
    assert gc.isenabled()
    with pytest.raises(RuntimeError), collector.put_off():
        raise RuntimeError
    assert gc.isenabled()


def test_who_has_switched_it_off_finds_it_off():
    gc.disable()
    with collector.put_off():
        pass
    assert not gc.isenabled()


def test_it_rests_while_a_year_is_simulated(toy, monkeypatch):
    seen = []
    monkeypatch.setattr("simulation.policy.act", lambda *_: seen.append(gc.isenabled()))
    TwinningModel(lively(), toy, 1).step()
    assert seen == [False]
    assert gc.isenabled()
