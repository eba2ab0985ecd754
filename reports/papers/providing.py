"""The runs that papers need: made once, kept in a folder, gone on with where they stopped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reports.papers.paper import Need, Paper, Provided

if TYPE_CHECKING:
    from scenarios.runs.work import Progress

SEED = 2026
"""First seed of all runs that papers show: apart from those of fits and checks."""
RUNS = "runs"


def needs_of(papers: Sequence[Paper]) -> list[Need]:
    """The runs that some papers need, each once, in the order of the papers.

    Raises
    ------
    ValueError
        If two needs have one name and differ.
    """
    found: dict[str, Need] = {}
    for need in (need for paper in papers for need in paper.needs):
        if found.setdefault(need.name, need) != need:
            raise ValueError(f"the runs '{need.name}' are needed in two different ways")
    return list(found.values())


def planned(needs: Iterable[Need], *, draft: bool) -> int:
    """How many runs there will be."""
    return sum(_kinds(need) * (need.draft if draft else need.replications) for need in needs)


def _kinds(need: Need) -> int:
    """Runs of each replication: scenarios, or the base, strategies, and these on equal terms."""
    from scenarios.strategies import load_strategy

    if not need.strategies:
        return len(need.scenarios)
    # what has no measure has no effect for a euro; and one alone has nothing to be equal with
    able = sum(bool(load_strategy(name).measures) for name in need.strategies)
    return 1 + len(need.strategies) + (able if able > 1 else 0)


def provide(
    papers: Sequence[Paper],
    folder: Path,
    *,
    draft: bool,
    workers: int = 2,
    progress: Progress | None = None,
) -> Provided:
    """Make the runs of some papers, or what is missing of them.

    Parameters
    ----------
    papers : whose runs
    folder : finished runs in its folder `runs` are taken as they are
    draft, workers : as in `jumelage report`
    progress : told of all needs together

    Raises
    ------
    RunError
        If a run failed, or the folder must not or cannot be written to.
    """
    needs = needs_of(papers)
    total, before = planned(needs, draft=draft), 0
    folders = {}
    for need in needs:
        out = folder / RUNS / need.name
        told = None if progress is None else _shifted(progress, before, total)
        _make(need, out, draft=draft, workers=workers, progress=told)
        before += planned([need], draft=draft)
        folders[need.name] = out
    return Provided(draft, folders)


def _make(need: Need, out: Path, *, draft: bool, workers: int, progress: Progress | None) -> None:
    """The runs of one need; those that are there stay."""
    from analysis.observation.register import recorded
    from analysis.strategies.study import run_strategies
    from scenarios.posterior import load_draws
    from scenarios.runs import RunError, choose, ensemble, summary
    from scenarios.strategies import load_strategy

    chosen = [choose(name, need.until) for name in need.scenarios]
    world = need.draft_world if draft else "germany"
    replications = need.draft if draft else need.replications
    resume = out.is_dir() and next(out.iterdir(), None) is not None
    if need.strategies:
        result = run_strategies(
            chosen[0],
            [load_strategy(name) for name in need.strategies],
            out,
            replications=replications,
            seed=SEED,
            world=world,
            workers=workers,
            resume=resume,
            draws=load_draws(),
            progress=progress,
        )
    else:
        result = ensemble(
            chosen,
            out,
            draws=load_draws(),
            seed=SEED,
            world=world,
            replications=replications,
            workers=workers,
            resume=resume,
            more={"recorded": recorded, **need.tables},
            progress=progress,
        )
    if result.failures:
        raise RunError(summary(result, out))


def _shifted(progress: Progress, before: int, total: int) -> Progress:
    def tell(done: int, failed: int, _planned: int) -> None:
        progress(before + done, failed, total)

    return tell
