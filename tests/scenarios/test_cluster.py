"""A Dask cluster: the same bytes as in this process, and what is told where there is none."""

import sys

import pytest

from analysis.register import recorded
from scenarios.runs import RunError, ensemble, open_results

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
    monkeypatch.setattr("scenarios.runs.executor.SECONDS_TO_CONNECT", 1)
    with pytest.raises(RunError, match=r"no Dask scheduler answers there .* tcp://HOST:8786"):
        ensemble([history_2020], tmp_path / "e", cluster=address, **CALL)
    assert list(tmp_path.iterdir()) == []


def test_a_cluster_gives_the_same_bytes(history_2020, tmp_path):
    distributed = pytest.importorskip("distributed", exc_type=ImportError)
    more = {"recorded": recorded}
    ensemble([history_2020], tmp_path / "here", more=more, **CALL)
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
    ) as cluster:
        address = cluster.scheduler_address
        ensemble([history_2020], tmp_path / "there", cluster=address, more=more, **CALL)
    for name in ("ties", "ledger", "yearly", "groups", "recorded", "failures"):
        here, there = open_results(tmp_path / "here"), open_results(tmp_path / "there")
        pairs = list(zip(here.paths(name), there.paths(name), strict=True))
        assert pairs
        assert all(a.read_bytes() == b.read_bytes() for a, b in pairs)
