"""Start the server on this machine alone, and open the page."""

from __future__ import annotations

import socket
import threading
import webbrowser
from contextlib import suppress
from typing import TYPE_CHECKING

from reports.explore.mistakes import ExploreError

if TYPE_CHECKING:
    import uvicorn

HOST = "127.0.0.1"
"""Nobody beyond this machine can reach it."""


def listen(port: int) -> socket.socket:
    """A socket that listens on this machine; port 0 takes any that is free.

    Raises
    ------
    ExploreError
        If the port is taken or not possible.
    """
    if not 0 <= port <= 65_535:
        raise ExploreError(f"--port {port}: expected 0 to 65535; 0 takes any that is free")
    ours = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        ours.bind((HOST, port))
        ours.listen()  # who asks before the server is up waits
    except OSError as error:
        ours.close()
        raise ExploreError(
            f"--port {port}: cannot be listened on ({error.strerror}); give another, or 0 for any "
            "that is free"
        ) from None
    return ours


def server_of(ours: socket.socket, world: str, workers: int) -> uvicorn.Server:
    """The server of a world, ready to run on a socket that listens."""
    import uvicorn

    from reports.explore.server import application

    settings = uvicorn.Config(
        application(world, ours.getsockname()[1], workers),
        log_level="warning",
        access_log=False,
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=1,
    )
    return uvicorn.Server(settings)


def serve(ours: socket.socket, world: str, *, workers: int, browser: bool) -> None:
    """Serve the page until Ctrl-C."""
    server = server_of(ours, world, workers)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address(ours),), daemon=True).start()
    with suppress(KeyboardInterrupt):  # the way to end it
        server.run(sockets=[ours])


def address(ours: socket.socket) -> str:
    """Where the page is."""
    return f"http://{HOST}:{ours.getsockname()[1]}/"
