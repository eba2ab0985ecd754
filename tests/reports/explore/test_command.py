"""`jumelage explore` as a user types it: what it refuses, and what it needs."""

import socket
import subprocess
import sys

import pytest
from typer.testing import CliRunner

import jumelage
from reports.commands import exploring
from tests.reports.explore.conftest import end, start


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--port", "70000"), "--port 70000: expected 0 to 65535"),
        (("--port", "-1"), "--port -1: expected 0 to 65535"),
        (("--world", "mars"), "--world 'mars': expected one of"),
        (("--workers", "0"), "--workers 0: expected 1 to 64"),
    ],
)
def test_a_mistake_is_one_sentence(words, told):
    result = CliRunner().invoke(jumelage.app, ["explore", "--no-browser", *words])
    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_port_that_is_taken_is_told():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        words = ["explore", "--no-browser", "--port", str(port)]
        result = CliRunner().invoke(jumelage.app, words)
    assert result.exit_code == 2
    assert f"--port {port}: cannot be listened on" in result.stderr


def test_it_serves_its_page_until_ctrl_c_and_ends_quietly(tmp_path):
    process, url = start("toy", tmp_path)
    with socket.create_connection(("127.0.0.1", int(url.split(":")[2].strip("/")))) as line:
        line.sendall(f"GET / HTTP/1.0\r\nHost: {url[7:-1]}\r\n\r\n".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 200")
    assert end(process) == ""
    assert process.returncode == 130


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setattr(exploring, "find_spec", {}.get)
    result = CliRunner().invoke(jumelage.app, ["explore", "--no-browser"])
    assert result.exit_code == 2
    assert "pip install -e '.[explore]'" in result.stderr
    assert result.stderr.count("\n") == 1


def test_nothing_heavy_is_loaded_before_it_is_asked_for():
    code = (
        "import sys, jumelage; heavy = {'starlette', 'uvicorn', 'altair', 'mesa'}; "
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
