"""The set-up of a fresh machine: which Python is taken, and when .venv is built anew.

Interpreters, pyenv, uv and pip are stood in for by small shell scripts on a PATH of their own.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FIND = ROOT / "tools" / "setup" / "find-python"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="make and sh")

# The finder calls `PYTHON -I -c CODE`: each stand-in notes its name, then does as its kind does.
GOOD = f'echo "$0" >> "$LOG"; exec "{sys.executable}" "$@"'
BROKEN_SHIM = 'echo "$0" >> "$LOG"; echo "pyenv: command not found" >&2; exit 127'


def but(lie: str) -> str:
    """A good Python, but for one statement that runs before what it is asked."""
    code = f"import sys; {lie}; exec(sys.argv[1])"
    return f'echo "$0" >> "$LOG"; exec "{sys.executable}" -I -c "{code}" "$3"'


OLD = but("sys.version_info = (3, 11, 7, 'final', 0)")
NO_VENV = but("sys.modules['ensurepip'] = None")


def script(path: Path, body: str) -> Path:
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def machine(tmp_path):
    """A machine with nothing on its PATH; `find()` runs the finder on it."""

    class Machine:
        bin = tmp_path / "bin"
        home = tmp_path / "home"

        def has(self, name: str, body: str) -> Path:
            return script(self.bin / name, body)

        def find(self, **env: str) -> subprocess.CompletedProcess:
            env |= {"PATH": str(self.bin), "HOME": str(self.home), "LOG": str(tmp_path / "log")}
            return subprocess.run(["/bin/sh", FIND], env=env, capture_output=True, text=True)

        def asked(self) -> list[str]:
            return [Path(line).name for line in (tmp_path / "log").read_text().splitlines()]

    (tmp_path / "bin").mkdir()
    return Machine()


def test_the_first_good_python_is_taken_and_named_by_its_base(machine):
    machine.has("python3.13", GOOD)
    machine.has("python3", GOOD)
    result = machine.find()
    assert result.returncode == 0
    assert result.stdout.strip() == sys._base_executable
    assert machine.asked() == ["python3.13"]


def test_a_shim_that_fails_and_a_python_without_venv_are_passed_over(machine):
    machine.has("python3.13", BROKEN_SHIM)
    machine.has("python3.12", NO_VENV)
    machine.has("python3", GOOD)
    result = machine.find()
    assert result.returncode == 0
    assert result.stdout.strip() == sys._base_executable
    assert machine.asked() == ["python3.13", "python3.12", "python3"]


def test_an_old_python_is_refused_in_one_sentence(machine):
    machine.has("python3", OLD)
    result = machine.find()
    assert result.returncode == 1
    assert result.stdout == ""
    assert machine.asked() == ["python3"]
    assert result.stderr.startswith("jumelage needs Python 3.12 or newer")
    assert result.stderr.count("\n") == 1


def test_the_named_python_comes_first(machine, tmp_path):
    machine.has("python3.13", GOOD)
    mine = script(tmp_path / "my own" / "mine", GOOD)
    assert machine.find(PYTHON=str(mine)).returncode == 0
    assert "python3.13" not in machine.asked()


def test_a_named_python_that_does_not_fit_is_said_and_replaced(machine, tmp_path):
    machine.has("python3.13", GOOD)
    result = machine.find(PYTHON=str(script(tmp_path / "old", OLD)))
    assert result.returncode == 0
    assert "is not a working Python 3.12" in result.stderr
    assert machine.asked() == ["old", "python3.13"]


@pytest.mark.parametrize("told", ["by its own word", "by PYENV_ROOT", "by its usual place"])
def test_pyenv_is_asked_past_its_shims(machine, tmp_path, told):
    machine.has("python3", BROKEN_SHIM)
    root = machine.home / ".pyenv" if told == "by its usual place" else tmp_path / "pyenv root"
    script(root / "versions" / "3.11.7" / "bin" / "python", OLD)
    script(root / "versions" / "3.14.0" / "bin" / "python", GOOD)
    if told == "by its own word":
        machine.has("pyenv", f'[ "$1" = root ] && echo "{root}"')
    result = machine.find(**({"PYENV_ROOT": str(root)} if told == "by PYENV_ROOT" else {}))
    assert result.returncode == 0
    assert machine.asked() == ["python3", "python", "python"]  # the old one, then the good one


def test_a_name_that_only_pyenv_knows_is_found_there(machine):
    machine.has("python3.13", GOOD)
    machine.has("python3.12", BROKEN_SHIM)
    script(machine.home / ".pyenv" / "versions" / "3.12.1" / "bin" / "python3.12", GOOD)
    assert machine.find(PYTHON="python3.12").returncode == 0
    assert machine.asked() == ["python3.12", "python3.12"]


def test_uv_is_asked_last(machine, tmp_path):
    managed = script(tmp_path / "uv's" / "python3.14", GOOD)
    machine.has("uv", f'[ "$1 $2" = "python find" ] && echo "{managed}"')
    result = machine.find()
    assert result.returncode == 0
    assert machine.asked() == ["python3.14"]


# ------------------------------------------------------------------------ when .venv is built

OWN = ("pyproject.toml", "hatch_build.py", "simulation/compiled/kernels.c")
# A Python whose `-m venv` is a copy of itself and whose `-m pip` only notes what it would install.
WHOLE = f"""
case "$*" in
*"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python; echo venv >> "$LOG" ;;
*"-m pip"*"-r requirements.lock") echo packages >> "$LOG"; exit "${{PIP_STATUS:-0}}" ;;
*"-m pip"*"--editable .") echo project >> "$LOG"; cp "$0" .venv/bin/jumelage ;;
*) exec "{sys.executable}" "$@" ;;
esac
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout with a stand-in Python; `set_up()` runs its set-up and returns the steps taken."""
    folder = tmp_path / "check out"
    shutil.copytree(ROOT / "tools" / "setup", folder / "tools" / "setup")
    for name in ("requirements.lock", *OWN):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    log = tmp_path / "log"
    # What the finder prints is what the interpreter says of itself: here it names the stand-in.
    python = script(tmp_path / "bin" / "python3.13", f'[ "$2" = -c ] && exec echo "$0"\n{WHOLE}')

    class Checkout:
        venv = folder / ".venv"

        def set_up(self, fails: bool = False, **env: str) -> list[str]:
            log.write_text("")
            path = f"{python.parent}:{os.environ['PATH']}"
            env = {"PATH": path, "LOG": str(log), "HOME": str(tmp_path), **env}
            command = [str(folder / "tools" / "setup" / "set-up")]
            result = subprocess.run(command, env=env, capture_output=True, text=True)
            assert (result.returncode != 0) == fails, result.stderr
            assert ("did not finish" in result.stderr) == fails
            return log.read_text().split()

        def changes(self, name: str) -> None:
            (folder / name).write_text("changed")

    return Checkout()


WHOLE_SET_UP = ["venv", "packages", "project"]


def test_a_second_set_up_does_nothing(checkout):
    assert checkout.set_up() == WHOLE_SET_UP
    assert checkout.set_up() == []


def test_a_set_up_cut_short_is_not_taken_as_whole(checkout):
    assert checkout.set_up(fails=True, PIP_STATUS="1") == ["venv", "packages"]
    assert checkout.set_up() == WHOLE_SET_UP


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("lost", ["bin/python", "bin/jumelage", "set-up.stamp"])
def test_a_broken_environment_is_built_anew(checkout, lost, named):
    checkout.set_up()
    (checkout.venv / lost).unlink()
    assert checkout.set_up(**({"PYTHON": "python3.13"} if named else {})) == WHOLE_SET_UP


def test_a_changed_lock_renews_the_packages(checkout):
    checkout.set_up()
    checkout.changes("requirements.lock")
    assert checkout.set_up() == WHOLE_SET_UP


@pytest.mark.parametrize("name", OWN)
def test_a_changed_project_renews_only_its_own_entry(checkout, name):
    checkout.set_up()
    checkout.changes(name)
    assert checkout.set_up() == ["project"]
    assert checkout.set_up() == []


def test_another_python_asked_for_renews_the_packages(checkout, tmp_path):
    checkout.set_up()
    other = f"""[ "$2" = -c ] && exec echo "$0"
case "$*" in -I*stamp.py) echo "packages of another Python"; exit ;; esac
{WHOLE}"""
    mine = script(tmp_path / "mine", other)
    assert checkout.set_up(PYTHON=str(mine)) == WHOLE_SET_UP
    assert checkout.set_up(PYTHON=str(mine)) == []


# ------------------------------------------------------------------------ the real thing


@pytest.mark.deep
def test_the_lock_installs_on_the_other_python(tmp_path):
    """A copy of the checkout sets itself up on the Python these tests do not run on."""
    version = "3.13" if sys.version_info[:2] == (3, 12) else "3.12"
    named = dict(os.environ, PYTHON=f"python{version}")
    found = subprocess.run([FIND], env=named, capture_output=True, text=True).stdout.strip()
    asked = [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
    if subprocess.run(asked, capture_output=True, text=True).stdout.strip() != version:
        pytest.skip(f"no Python {version} on this machine")
    copy = tmp_path / "jumelage"
    skipped = shutil.ignore_patterns(".venv", ".git", "out", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, copy, ignore=skipped)
    subprocess.run(["make", "setup", f"PYTHON={found}"], cwd=copy, check=True)
    jumelage = copy / ".venv" / "bin" / "jumelage"
    answer = subprocess.run([jumelage, "--help"], cwd=tmp_path, check=True, capture_output=True)
    assert b"ensemble" in answer.stdout
    shutil.rmtree(copy)  # pytest keeps the folders of three runs, and this one weighs a gigabyte
