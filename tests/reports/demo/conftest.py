"""A small run and a small ensemble of the toy world, made by the real runner, and their page."""

from types import SimpleNamespace

import pytest

from analysis.observation.register import recorded
from analysis.validation import score
from reports.demo import build
from reports.demo.inputs import read_ensemble, read_run
from scenarios.runs import choose, ensemble, run


@pytest.fixture(scope="session")
def folders(tmp_path_factory):
    base = tmp_path_factory.mktemp("demo")
    history, more = choose("history"), {"recorded": recorded}
    run(history, base / "run", seed=1, world="toy", more=more)
    ensemble([history], base / "ensemble", seed=1, world="toy", replications=20, more=more)
    return SimpleNamespace(run=base / "run", ensemble=base / "ensemble", base=base)


@pytest.fixture(scope="session")
def data(folders):
    return SimpleNamespace(
        run=read_run(folders.run),
        ensemble=read_ensemble(folders.ensemble),
        card=score(folders.ensemble),
    )


@pytest.fixture(scope="session")
def built(folders):
    return build(folders.run, folders.ensemble, folders.base / "out")


@pytest.fixture(scope="session")
def html(built):
    return built.read_text(encoding="utf-8")
