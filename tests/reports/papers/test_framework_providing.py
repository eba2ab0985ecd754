"""The runs that papers need: shared, counted, made once."""

import pytest

from analysis.strategies import study
from reports.papers.needs import REVIVAL
from reports.papers.paper import Need, Paper
from reports.papers.providing import SEED, needs_of, planned, provide
from scenarios.runs import choose, open_results
from scenarios.runs.strategies import ensembles
from scenarios.strategies import load_strategy

SMALL = Need("small", ("history", "no_groups"), 2, 1, until=1952, draft_world="toy")


def paper(name, *needs):
    def build(_provided):
        raise AssertionError("is not built here")

    return Paper(name, name, "What?", needs, build)


def test_papers_share_runs_of_one_name():
    other = Need("other", ("history",), 3, 1)
    found = needs_of([paper("one", SMALL), paper("two", SMALL, other)])
    assert found == [SMALL, other]


def test_two_needs_of_one_name_must_be_the_same():
    clash = Need("small", ("history",), 2, 1)
    with pytest.raises(ValueError, match="'small' are needed in two different ways"):
        needs_of([paper("one", SMALL), paper("two", clash)])


def test_runs_of_scenarios_are_counted():
    assert planned([SMALL], draft=False) == 4
    assert planned([SMALL], draft=True) == 2


class _StoppedError(Exception):
    """Raised in place of the runs."""


@pytest.mark.parametrize(
    "names", [REVIVAL.strategies, ("nothing", "successors"), ("small_grants", "successors")]
)
def test_as_many_runs_of_strategies_are_counted_as_there_are(tmp_path, monkeypatch, names):
    need = Need("some", ("outlook",), 8, 8, strategies=tuple(names))
    bundles = []

    def carry(parts, *_rest, **_more):
        bundles.extend(parts)
        raise _StoppedError

    monkeypatch.setattr(ensembles, "carry", carry)
    strategies = [load_strategy(name) for name in names]
    with pytest.raises(_StoppedError):
        study.run_strategies(
            choose("outlook"), strategies, tmp_path, replications=8, seed=SEED, world="toy"
        )
    assert planned([need], draft=True) == sum(map(len, bundles))


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A folder with the runs of a small need, and what was told on the way."""
    out = tmp_path_factory.mktemp("runs")
    told = []
    other = Need("other", ("history",), 1, 1, until=1950, draft_world="toy")
    papers = [paper("one", SMALL), paper("two", SMALL, other)]
    provided = provide(
        papers, out, draft=True, workers=1, progress=lambda *numbers: told.append(numbers)
    )
    return out, papers, provided, told


def test_runs_are_made_under_one_seed_with_draws_of_the_posterior(made):
    _, _, provided, _ = made
    record = provided.results("small").record
    assert (record["seed"], record["world"], record["replications"]) == (SEED, "toy", 1)
    assert record["draws"]
    scenarios = provided.results("small").table("yearly")["scenario"].unique().sort()
    assert scenarios.to_list() == ["history", "no_groups"]
    assert "recorded" in provided.results("small").tables


def test_progress_is_told_of_all_needs_together(made):
    told = made[3]
    assert {total for _, _, total in told} == {3}
    assert max(done for done, _, _ in told) == 3


def test_finished_runs_are_taken_as_they_are(made):
    out, papers, _, _ = made
    parts = sorted(out.glob("runs/*/*/*.parquet"))
    written = [path.stat().st_mtime_ns for path in parts]
    assert parts
    provide(papers, out, draft=True, workers=1)
    assert [path.stat().st_mtime_ns for path in parts] == written


def test_what_is_missing_is_made(made):
    out, papers, _, _ = made
    whole = open_results(out / "runs" / "small")
    lost = whole.paths("ties")[0]
    before = lost.read_bytes()
    lost.unlink()
    provide(papers, out, draft=True, workers=1)
    assert lost.read_bytes() == before
