"""Processes that simulate, and the jobs they are given: nothing heavy runs in the server itself."""

from __future__ import annotations

import asyncio
import itertools
import multiprocessing
import queue
import threading
from collections import OrderedDict
from collections.abc import AsyncGenerator, Hashable
from contextlib import aclosing
from ctypes import c_longlong
from multiprocessing.connection import Connection
from typing import Any

from reports.explore.jobs import Job, News
from reports.explore.mistakes import ExploreError
from reports.explore.worker import serve

KEPT = 16
"""Finished answers that are kept for who asks for the same again."""
LONGEST = 24
"""Jobs that may wait; more than a page ever sends, less than would fill the memory."""
PATIENCE = 20.0
"""Seconds that further processes wait for the first one's first answer."""
FIRST, THEN = 0, 1
"""Order of jobs: looking up a place does not wait for histories."""


class Workers:
    """Processes with one queue of jobs.

    Parameters
    ----------
    count : int
    world : str

    Attributes
    ----------
    processes : dict of int to process
        Those that are there, by their place.
    """

    def __init__(self, count: int, world: str) -> None:
        self.world = world
        self._context = multiprocessing.get_context("spawn")
        self._queue: queue.PriorityQueue[tuple[int, int, Job | None]] = queue.PriorityQueue()
        self._numbers = itertools.count(1)
        self._running: dict[Hashable, Job] = {}
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._unwanted = [self._context.RawValue(c_longlong, 0) for _ in range(count)]
        self._at: list[Job | None] = [None for _ in range(count)]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._closing = False
        self.processes: dict[int, Any] = {}
        self._first = threading.Event()
        self._threads = [
            threading.Thread(target=self._drive, args=(place,), daemon=True)
            for place in range(count)
        ]

    def start(self) -> None:
        """Start the processes; to be called in the event loop of the server.

        The first has the machine to itself until it has done a job: a page waits for it.
        """
        self._loop = asyncio.get_running_loop()
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """End the processes, whatever they do."""
        self._closing = True
        self._first.set()
        for job in self._running.values():
            job.wanted = False
        for _ in self._threads:
            self._queue.put((-1, 0, None))
        for value, running in zip(self._unwanted, self._at, strict=True):
            value.value = running.number if running else 0
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(timeout=5.0)

    def keep(self, kind: str, key: Hashable, answer: bytes) -> None:
        """Have an answer at hand that was made before."""
        self._kept[kind, key] = answer

    def prefetch(self, kind: str, key: Hashable, content: Any) -> None:
        """Begin a job that will be asked for."""
        self._job(kind, key, content, pinned=True)

    async def ask(self, kind: str, key: Hashable, content: Any) -> AsyncGenerator[News]:
        """Have a job done, or join one that is under way; who stops listening withdraws it.

        Raises
        ------
        ExploreError
            If too many jobs wait already.
        """
        kept = self._kept.get((kind, key))
        if kept is not None:
            self._kept.move_to_end((kind, key))
            yield "done", kept
            return
        job = self._job(kind, key, content)
        try:
            async with aclosing(job.news()) as all_news:
                async for news in all_news:
                    yield news
        finally:
            if job.forsaken:
                self._withdraw(job)

    def _job(self, kind: str, key: Hashable, content: Any, *, pinned: bool = False) -> Job:
        """Return the job with this key, a new one if there is none."""
        job = self._running.get((kind, key))
        if job is None or not job.wanted:
            if self._queue.qsize() >= LONGEST:
                raise ExploreError("too much is waiting to be simulated; try again in a minute")
            job = Job(next(self._numbers), (kind, key), kind, content, pinned)
            self._running[kind, key] = job
            self._queue.put((FIRST if kind == "town" else THEN, job.number, job))
        return job

    def _withdraw(self, job: Job) -> None:
        """Let a job end: one that waits is not begun, one that runs ends after its year."""
        job.wanted = False
        if self._running.get(job.key) is job:
            del self._running[job.key]
        for value, running in zip(self._unwanted, self._at, strict=True):
            if running is job:
                value.value = job.number

    # ------------------------------------------------------------ one thread for each process

    def _drive(self, place: int) -> None:
        """Hand jobs to one process, and start it anew if it dies."""
        if place > 0:
            self._first.wait(PATIENCE)
        process, line = self._process(place)
        while True:
            _, _, job = self._queue.get()
            if job is None:
                break
            if not job.wanted:
                continue
            self._at[place] = job
            try:
                self._carry(job, line, place)
            except (EOFError, OSError):
                line.close()
                if not self._closing:
                    self._say(job, ("failed", "the simulation broke off; try again"))
                    process, line = self._process(place)
            self._at[place] = None
            self._first.set()
        line.close()
        process.join(timeout=2.0)
        if process.is_alive():
            process.terminate()
            process.join()

    def _process(self, place: int) -> tuple[Any, Connection]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(
            target=serve, args=(theirs, self._unwanted[place], self.world), daemon=True
        )
        process.start()
        self.processes[place] = process
        theirs.close()
        return process, ours

    def _carry(self, job: Job, line: Connection, place: int) -> None:
        line.send((job.number, job.kind, job.content))
        if not job.wanted:  # withdrawn in the meantime: nobody marked it then
            self._unwanted[place].value = job.number
        while True:
            _, word, content = line.recv()
            self._say(job, (word, content))
            if word != "told":
                return

    def _say(self, job: Job, news: News) -> None:
        """Pass news on to the event loop of the server."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._heard, job, news)

    def _heard(self, job: Job, news: News) -> None:
        if news[0] != "told" and self._running.get(job.key) is job:
            del self._running[job.key]
        if news[0] == "done":
            self._kept[job.key] = news[1]
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        job.spread(news)
