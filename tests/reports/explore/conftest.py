"""The page's server on the toy world, one for all tests of the folder; and the command itself."""

import json
import os
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import pytest

from reports.explore.serving import address, listen, server_of

ROOT = Path(__file__).resolve().parents[3]
AS_TESTED = ("--port", "0", "--no-browser")


def start(world, cache, *words):
    """The command, told a free port: its process and the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", "jumelage", "explore", "--world", world, *AS_TESTED, *words],
        cwd=ROOT,
        env={**os.environ, "XDG_CACHE_HOME": str(cache), "LOCALAPPDATA": str(cache)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    line = process.stdout.readline()
    assert "http://127.0.0.1:" in line, line + process.stdout.read()
    return process, line.split()[4]


def end(process):
    """End it as Ctrl-C does, and give what it said."""
    process.send_signal(2)
    try:
        return process.communicate(timeout=30)[0]
    finally:
        process.kill()


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """`served.url`, of a server that runs in a thread beside the tests."""
    with pytest.MonkeyPatch.context() as patch, listen(0) as ours:
        for name in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(name, str(tmp_path_factory.mktemp("cache")))
        server = server_of(ours, "toy", 2)
        thread = threading.Thread(target=server.run, args=([ours],))
        thread.start()
        yield SimpleNamespace(url=address(ours))
        server.should_exit = True
        thread.join(timeout=60)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def ask(served):
    """`ask("/history", wish)`: status, headers and body of what the server answers."""

    def asking(path, body=None, method=None, headers=None, raw=None):
        data = raw if raw is not None else None if body is None else json.dumps(body).encode()
        # no proxy between this machine and itself
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        request = urllib.request.Request(
            served.url.rstrip("/") + path,
            data=data,
            method=method,
            headers={"Content-Type": "application/json", **(headers or {})},
        )
        try:
            with opener.open(request, timeout=60) as answer:
                return SimpleNamespace(
                    status=answer.status, headers=answer.headers, body=answer.read()
                )
        except urllib.error.HTTPError as error:
            with error:
                return SimpleNamespace(status=error.code, headers=error.headers, body=error.read())

    return asking


@pytest.fixture(scope="session")
def shown(ask):
    """`shown(wish)`: what the page would draw, and the news on the way there."""

    def showing(wish):
        lines = [json.loads(line) for line in ask("/history", wish).body.splitlines()]
        return SimpleNamespace(news=lines[:-1], last=lines[-1], data=lines[-1].get("done"))

    return showing
