"""What the tests of runs share: one toy run, one toy ensemble."""

import pytest

from analysis.observation.register import recorded
from scenarios.runs import choose, ensemble, run

MORE = {"recorded": recorded}


@pytest.fixture(scope="session")
def history_2020():
    """The default history up to 2020."""
    return choose("history", 2020)


@pytest.fixture(scope="session")
def toy_run(tmp_path_factory, history_2020):
    """A run of the toy world with seed 5; do not change it."""
    out = tmp_path_factory.mktemp("runs") / "run"
    history = run(history_2020, out, seed=5, world="toy", more=MORE)
    return out, history


@pytest.fixture(scope="session")
def toy_ensemble(tmp_path_factory, history_2020):
    """An ensemble of two scenarios and three replications from seed 4; do not change it."""
    out = tmp_path_factory.mktemp("ensembles") / "ensemble"
    chosen = [history_2020, choose("no_opening", 2020)]
    ensemble(chosen, out, seed=4, world="toy", replications=3, more=MORE)
    return out
