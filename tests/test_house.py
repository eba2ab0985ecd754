"""The manners of the house: one-way imports, no addresses, sidecars, short files, a whole wheel.

Each rule is a function that lists what breaks it; beside the test of the house stands a proof that
the rule can fail.
"""

import ast
import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import polars as pl
import pytest

ROOT = Path(__file__).resolve().parents[1]

# From the ground up: each may import those to its left.
ROOMS = ("simulation", "scenarios", "analysis", "reports", "jumelage")
# Never imported by a room.
OUTSIDE = ("tests", "benchmarks", "tools")
LONGEST_FILE = 350


def house_files() -> list[str]:
    """What git tracks, and what it would: a rule should speak before the commit."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return sorted({name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()})


FILES = house_files()


def text_of(name: str) -> str:
    """Content as text; latin-1 reads any byte, so that binary files are searched as well."""
    return (ROOT / name).read_bytes().decode("latin-1")


# ------------------------------------------------------------------------ imports run one way


def imported(source: str) -> set[str]:
    """Top-level names a module imports, at any depth, also by `import_module("name")`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if called in {"import_module", "__import__"}:
                names.add(str(node.args[0].value))
    return {name.partition(".")[0] for name in names}


def upward(name: str, source: str) -> list[str]:
    """Imports of a file that go up the house or out of it."""
    room = name.partition("/")[0].removesuffix(".py")
    if room not in ROOMS:
        return []
    above = {*ROOMS[ROOMS.index(room) + 1 :], *OUTSIDE}
    return [f"{name} imports {found}" for found in sorted(imported(source) & above)]


def test_imports_run_one_way():
    python = [name for name in FILES if name.endswith(".py")]
    assert any(name.startswith("simulation/") for name in python)
    faults = [fault for name in python for fault in upward(name, (ROOT / name).read_text("utf-8"))]
    assert faults == []


@pytest.mark.parametrize(
    ("name", "source", "faults"),
    [
        ("simulation/model.py", "from scenarios import load", 1),
        ("simulation/model.py", "def late():\n    import reports.maps", 1),
        ("analysis/gravity.py", "import importlib\nimportlib.import_module('reports.maps')", 1),
        ("scenarios/schema.py", "from tests.simulation import worlds", 1),
        ("reports/maps.py", "import jumelage", 1),
        ("reports/maps.py", "import analysis\nfrom simulation import simulate", 0),
        ("analysis/gravity.py", "from .reports import nothing\nimport mesa", 0),
        ("jumelage.py", "import reports", 0),
        ("tests/test_x.py", "import jumelage", 0),
    ],
)
def test_an_upward_import_is_found(name, source, faults):
    assert len(upward(name, source)) == faults


# ------------------------------------------------------------------------ no addresses, no paths

# Put together from pieces, so that this file keeps its own rule.
HOSTS = "(?:pypi|pythonhosted|npmjs|yarnpkg|anaconda|crates)" + r"\.(?:org|com|io)"
REGISTRIES = re.compile(rf"\b{HOSTS}\b|--(?:extra-)?index-url\b|--find-link[s]\b")
LOCKS_WITH_ADDRESSES = {"uv.lock", "poetry.lock", "package-lock.json", "yarn.lock", "pdm.lock"}
# A path of one machine: not preceded by what would make it part of an address or a longer path.
MACHINE_PATH = re.compile(r"(?<![\w.:/~-])/(?:work|root|tmp/w)/[\w.]")


def addresses(name: str, text: str) -> list[str]:
    """Registry addresses, locks that carry them, and paths of one machine."""
    faults = [f"{name}: {hit.group()}" for hit in REGISTRIES.finditer(text)]
    faults += [f"{name}: {hit.group()}..." for hit in MACHINE_PATH.finditer(text)]
    if Path(name).name in LOCKS_WITH_ADDRESSES:
        faults.append(f"{name}: pin in requirements.lock instead")
    return faults


def test_no_registry_address_and_no_machine_path():
    assert [fault for name in FILES for fault in addresses(name, text_of(name))] == []


def test_an_address_is_found():
    assert addresses("a.lock", "https://files." + "pythonhosted" + ".org/x.whl")
    assert addresses("a.txt", "--extra" + "-index-url somewhere")
    assert addresses("ui/package-lock.json", "{}")
    assert addresses("a.py", 'open("' + "/work" + '/main/x.csv")')
    assert not addresses("a.md", "see example.org" + "/work" + "/x, and ./root/x")
    assert not addresses("Makefile", "uv pip compile --no-emit-index-url --no-emit-find-links")


# ------------------------------------------------------------------------ the register stays out

# Columns that only the single links of the register have.
LINK_COLUMNS = {"link_id", "partner_geonameid", "partner_coord_source", "partner_withheld"}
LINK_HEADER = re.compile(r"link_id\W{1,3}de_name\W{1,3}unit_type")


def columns(path: Path) -> set[str]:
    """Column names of a Parquet or delimited table."""
    if path.suffix == ".parquet":
        return set(pl.read_parquet_schema(path))
    first = path.read_text("utf-8").partition("\n")[0].removeprefix("\ufeff")
    return set(next(csv.reader(io.StringIO(first), delimiter="\t" if "\t" in first else ","), []))


def holds_links(path: Path) -> bool:
    """Whether a file is, or quotes, the sample of single links."""
    if path.suffix in {".parquet", ".csv", ".tsv"}:
        return len(columns(path) & LINK_COLUMNS) > 1
    return bool(LINK_HEADER.search(path.read_bytes().decode("latin-1")))


def test_no_file_holds_the_links_of_the_register():
    assert [name for name in FILES if holds_links(ROOT / name)] == []


def test_a_sample_of_links_is_found(tmp_path):
    names = ["link_id", "de_name", "unit_type", "partner_geonameid"]
    pl.DataFrame({name: ["x"] for name in names}).write_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text(",".join(names) + "\n")
    (tmp_path / "c.md").write_text("| " + " | ".join(names) + " |")
    (tmp_path / "d.csv").write_text("country,year,count\nFR,1963,12\n")
    found = {path.name for path in tmp_path.iterdir() if holds_links(path)}
    assert found == {"a.parquet", "b.csv", "c.md"}


# ------------------------------------------------------------------------ data and files


TOLD = {"title", "producer", "date", "licence", "done"}


def tells_all(sidecar: Path) -> bool:
    """Whether a JSON file tells of its table what a reader must know."""
    told = {key for key, value in json.loads(sidecar.read_text("utf-8")).items() if value}
    return told >= TOLD and not told.isdisjoint({"source", "sources"})


def without_sidecar(files: list[str], root: Path) -> list[str]:
    """Shipped tables that no JSON file of the same name describes."""
    faults = []
    for name in files:
        path = root / name
        if name.startswith(("simulation/", "analysis/")) and path.suffix in {".parquet", ".csv"}:
            sidecar = path.with_suffix(".json")
            if not sidecar.is_file() or not tells_all(sidecar):
                faults.append(name)
    return faults


def test_every_shipped_table_has_its_sidecar():
    assert without_sidecar(FILES, ROOT) == []


def test_a_table_without_sidecar_is_found(tmp_path):
    folder = tmp_path / "simulation"
    folder.mkdir()
    for name in ("told.csv", "untold.parquet", "half.csv"):
        (folder / name).touch()
    whole = dict.fromkeys([*TOLD, "source"], "something")
    (folder / "told.json").write_text(json.dumps(whole))
    (folder / "half.json").write_text(json.dumps(whole | {"licence": ""}))
    names = [f"simulation/{path.name}" for path in sorted(folder.iterdir())]
    assert without_sidecar(names, tmp_path) == ["simulation/half.csv", "simulation/untold.parquet"]


def test_files_hold_one_idea():
    python = [name for name in FILES if name.endswith(".py")]
    long = {name: lines for name in python if (lines := text_of(name).count("\n")) > LONGEST_FILE}
    assert long == {}


def test_the_wheel_holds_every_file_of_the_rooms(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("jumelage-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    told = {name for name in FILES if name.partition("/")[0].removesuffix(".py") in ROOMS}
    assert packed - {f"simulation/compiled/kernels.{kind}" for kind in ("so", "sha256")} == told
