"""A Dask cluster: the same bytes as in this process, and what is told where there is none."""

import sys
from pathlib import Path

import pytest

from analysis.observation.register import recorded
from scenarios.runs import RunError, choose, ensemble, open_results, strategies_ensemble
from scenarios.runs.tables import TABLES
from scenarios.strategies import load_strategy

FILES = Path(__file__).parent / "strategy_files"
CALL = {"seed": 4, "world": "toy", "replications": 3}


def test_without_the_extra_one_sentence_says_how_to_get_it(history_2020, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"--cluster needs the extra 'cluster': install it with"):
        ensemble([history_2020], tmp_path / "e", cluster="tcp://127.0.0.1:8786", **CALL)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "tcp://127.0.0.1:port"])
def test_where_no_scheduler_answers_one_sentence_says_so(
    history_2020, tmp_path, monkeypatch, address
):
    pytest.importorskip("distributed", exc_type=ImportError)
    monkeypatch.setattr("scenarios.runs.engines.executor.SECONDS_TO_CONNECT", 1)
    with pytest.raises(RunError, match=r"no Dask scheduler answers there .* tcp://HOST:8786"):
        ensemble([history_2020], tmp_path / "e", cluster=address, **CALL)
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_gives_the_same_bytes(history_2020, tmp_path):
    distributed = pytest.importorskip("distributed", exc_type=ImportError)
    call = {**CALL, "replications": 2, "more": {"recorded": recorded}}
    ensemble([history_2020], tmp_path / "here", **call)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        ensemble([history_2020], tmp_path / "there", cluster=address, **call)
    for name in ("ties", "ledger", "yearly", "groups", "spending", "recorded", "failures"):
        here, there = open_results(tmp_path / "here"), open_results(tmp_path / "there")
        pairs = list(zip(here.paths(name), there.paths(name), strict=True))
        assert pairs
        assert all(a.read_bytes() == b.read_bytes() for a, b in pairs)


def strategies(out, cluster=None, until=1978, **more):
    two = [load_strategy(FILES / "meetings.toml"), load_strategy(FILES / "posts.toml")]
    call = {**CALL, **more}
    return strategies_ensemble(choose("history", until), two, out, cluster=cluster, **call)


def tables_of(out):
    results = open_results(out)
    names = [name for name in results.tables if name != "municipalities"]
    return {name: results.table(name) for name in names}


def test_strategies_on_a_cluster_give_the_same_bytes(tmp_path):
    distributed = pytest.importorskip("distributed", exc_type=ImportError)
    strategies(tmp_path / "here")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        result = strategies(tmp_path / "there", cluster.scheduler_address)
    assert (result.planned, result.done) == (9, 9)
    here, there = tables_of(tmp_path / "here"), tables_of(tmp_path / "there")
    assert here["spending"].height > 0
    assert all(frame.equals(there[name]) for name, frame in here.items())


@pytest.mark.deep
def test_one_and_two_workers_and_a_cluster_of_four_give_the_same_bytes(tmp_path):
    distributed = pytest.importorskip("distributed", exc_type=ImportError)
    more = {"world": "germany", "replications": 3, "until": 1978}
    strategies(tmp_path / "one", **more)
    strategies(tmp_path / "two", workers=2, **more)
    with distributed.LocalCluster(
        n_workers=4, threads_per_worker=1, processes=True, dashboard_address=None
    ) as cluster:
        strategies(tmp_path / "four", cluster.scheduler_address, **more)
    files = {path.relative_to(tmp_path / "one") for path in (tmp_path / "one").rglob("part-*")}
    assert len(files) == 9 * len(TABLES)
    for other in ("two", "four"):
        for path in (*files, Path("manifest.json"), Path("inputs.csv")):
            assert (tmp_path / other / path).read_bytes() == (tmp_path / "one" / path).read_bytes()
