"""The wheel, installed elsewhere: runs there, without the checkout, and gives the same bytes."""

import hashlib
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = [
    pytest.mark.deep,
    pytest.mark.skipif(os.name != "posix", reason="the layout of environments"),
]

# As the command does it, but under `-W error`, and saying whose code ran.
RUN = """
import sys, simulation
from jumelage import main
print(simulation.__file__)
sys.exit(main())
"""


def run(python: Path, out: Path, cwd: Path) -> str:
    """Simulate the toy world; returns the file that was imported as `simulation`."""
    call = [python, "-W", "error", "-c", RUN, "run", "history", "--world", "toy", "--quiet"]
    env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV_"))}
    done = subprocess.run(
        [*call, "--out", out], cwd=cwd, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[0]


def digest(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.glob("*.parquet")}


@pytest.fixture
def elsewhere(tmp_path):
    """An environment with the wheel in it, and the packages of this one but not its checkout."""
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    built = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("jumelage-*.whl")
    home = tmp_path / "environment"
    venv.create(home, with_pip=False, symlinks=True)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(home), "platbase": str(home)}))
    # A path file inside a path file is not read: what leads to the checkout stays behind.
    (packages / "theirs.pth").write_text(sysconfig.get_path("purelib") + "\n")
    install = ["-m", "pip", "install", "--no-deps", "--no-index", "--target", packages, wheel]
    done = subprocess.run([sys.executable, *install], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return home / "bin" / "python"


def test_a_wheel_installed_elsewhere_makes_the_same_history(elsewhere, tmp_path):
    assert str(ROOT) in run(Path(sys.executable), tmp_path / "here", ROOT)
    code = run(elsewhere, tmp_path / "there", tmp_path)
    assert str(ROOT) not in code
    assert code.startswith(str(tmp_path))
    assert digest(tmp_path / "there") == digest(tmp_path / "here") != {}
