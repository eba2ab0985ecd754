"""Processes that simulate: one job for several who wait, forsaken jobs, killed processes."""

import asyncio
import json

import pytest

from reports.explore.jobs import Job
from reports.explore.mistakes import ExploreError
from reports.explore.wishes import Wish, read_wish
from reports.explore.worker import SO_FAR, _outcome
from reports.explore.workers import LONGEST, Workers
from scenarios import load
from simulation import simulate


async def last(workers, wish):
    news = [one async for one in workers.ask("history", wish.key, wish)]
    return news[-1]


async def scene(workers):
    """All that happens to one process, in turn: starting it takes longer than its work."""
    workers.start()
    twice = await asyncio.gather(last(workers, Wish()), last(workers, Wish(title="other")))
    assert twice[0] is twice[1]  # one key, one job

    listening = workers.ask("history", "slow", Wish(seed=2))
    assert (await anext(listening))[0] == "told"
    await listening.aclose()  # nobody waits: it ends before its last year
    assert (await last(workers, Wish(seed=3)))[0] == "done"
    assert ("history", "slow") not in workers._kept

    listening = workers.ask("history", "killed", Wish(seed=4))
    assert (await anext(listening))[0] == "told"
    workers.processes[0].kill()
    told = [news async for news in listening]
    assert told[-1] == ("failed", "the simulation broke off; try again")
    word, answer = await last(workers, Wish(seed=4))
    assert word == "done"
    assert json.loads(answer)["seed"] == 4

    strange = await last(workers, Wish(levers={"succession": 2.0, "none": 1.0}))
    assert strange == ("failed", "it could not be simulated (KeyError: 'none')")


@pytest.mark.deep
def test_jobs_are_shared_forsaken_and_outlive_a_killed_process(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    workers = Workers(1, "toy")
    try:
        asyncio.run(scene(workers))
    finally:
        workers.close()
    assert not workers.processes[0].is_alive()


def test_no_more_wait_than_there_is_room_for():
    workers = Workers(1, "toy")  # never started: all wait
    for number in range(LONGEST):
        workers.prefetch("history", number, None)
    with pytest.raises(ExploreError, match="too much is waiting"):
        workers.prefetch("history", "more", None)


def test_a_job_tells_all_who_wait_and_ends():
    async def scene():
        job = Job(1, "key", "history", None)
        assert job.forsaken

        async def listen():
            return [news async for news in job.news()]

        both = [asyncio.create_task(listen()) for _ in range(2)]
        await asyncio.sleep(0)
        assert not job.forsaken
        job.spread(("told", {}))
        job.spread(("done", b""))
        assert await asyncio.gather(*both) == [[("told", {}), ("done", b"")]] * 2
        assert await listen() == [("done", b"")]  # who comes late
        assert not job.forsaken

    asyncio.run(scene())


def test_what_goes_wrong_in_a_job_is_one_sentence():
    wish = read_wish({"levers": {"distance": 0.5}})
    assert _outcome("history", wish, "mars", [].append)[0] == "failed"
    word, told = _outcome("town", "Paris", "toy", [].append)
    assert word == "failed"
    assert "lies in FR" in told


def test_the_first_history_is_told_as_far_as_it_is(tmp_path, monkeypatch):
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    news = []
    assert _outcome("history", Wish(), "toy", news.append)[0] == "done"
    parts = [one["so_far"] for one in news if "so_far" in one]
    assert [part["until"] for part in parts] == list(SO_FAR)
    whole = simulate(load("history"), 1, "toy")
    for part in parts:
        assert len(part["ties"]["founded"]) == whole.ties_at(part["until"]).height
        assert max(part["ties"]["founded"]) <= part["until"]
    news.clear()
    assert _outcome("history", Wish(seed=2), "toy", news.append)[0] == "done"
    assert not any("so_far" in one for one in news)
    assert len(news) == 81
