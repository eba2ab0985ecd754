"""The one seam to machines: serial, a pool of fresh processes, or a Dask cluster.

All three are a `concurrent.futures.Executor` and give the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.process import BaseProcess
from typing import Any

from scenarios.runs.mistakes import RunError, shown

SECONDS_TO_CONNECT = 10
AHEAD = 2
"""Calls handed to a pool for each of its slots, so that none waits for the next. One that works in
this process gets one at a time: each is kept before the next begins."""


@dataclass(frozen=True)
class Engine:
    """An executor, how many calls it works on at a time, and how to end it.

    Attributes
    ----------
    ahead : calls to be handed to it at once
    close : waits for what runs
    stop : does not wait
    """

    executor: Executor
    slots: int
    ahead: int
    close: Callable[[], None]
    stop: Callable[[], None]


def start(workers: int = 1, cluster: str | None = None) -> Engine:
    """Start an engine: on a cluster if its address is given, else with that many processes.

    Raises
    ------
    RunError
        If the cluster cannot be used.
    """
    if cluster is not None:
        return _on_cluster(cluster)
    if workers == 1:
        serial = Serial()
        return Engine(serial, 1, 1, serial.shutdown, serial.shutdown)
    pool = SpawnedPool(workers)
    return Engine(pool, workers, AHEAD * workers, pool.shutdown, pool.stop)


class Serial(Executor):
    """Calls at once, in this process."""

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call now; the future is done when it is returned."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  (a future carries whatever was raised)
            future.set_exception(error)
        return future


class SpawnedPool(ProcessPoolExecutor):
    """Fresh processes that leave Ctrl-C to their parent and never outlive it."""

    def __init__(self, workers: int) -> None:
        self._others = set(multiprocessing.active_children())
        context = multiprocessing.get_context("spawn")
        super().__init__(workers, mp_context=context, initializer=_settle)

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Submit; a process that is started for it is born with Ctrl-C blocked."""
        with _without_interrupts():
            return super().submit(fn, *args, **kwargs)

    def processes(self) -> list[BaseProcess]:
        """Return the processes that this pool has started."""
        return [child for child in multiprocessing.active_children() if child not in self._others]

    def stop(self) -> None:
        """End at once, whatever runs."""
        for process in self.processes():
            process.kill()
        self.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Hold Ctrl-C back, here and in whoever is born meanwhile (not on Windows)."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _settle() -> None:
    """Make a worker at home: Ctrl-C is its parent's, and it goes when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """End this process when its parent has gone: a killed parent cannot say so itself."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _on_cluster(address: str) -> Engine:
    """Connect to a running Dask scheduler."""
    try:
        distributed: Any = import_module("distributed")
    except ImportError:
        raise RunError(
            "--cluster needs the extra 'cluster': install it with pip install 'jumelage[cluster]'"
        ) from None
    try:
        client = distributed.Client(address, timeout=SECONDS_TO_CONNECT)
    except (OSError, ValueError, TimeoutError) as error:
        raise RunError(
            f"--cluster {shown(address)}: no Dask scheduler answers there "
            f"({shown(str(error) or type(error).__name__)}); give the address that "
            "`dask scheduler` prints, such as tcp://HOST:8786"
        ) from None
    executor = client.get_executor(pure=False)
    slots = max(1, sum(client.nthreads().values()))
    return Engine(executor, slots, AHEAD * slots, client.close, client.close)
