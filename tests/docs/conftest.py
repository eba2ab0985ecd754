"""A desk on which documents are typed: what they speak of lies there."""

import shutil
from functools import cache

import polars as pl
import pytest
from typer.testing import CliRunner

import jumelage
from analysis.teaching import REGISTER, SCENARIO
from tests.docs import table
from tests.docs.documents import ROOT

IDS = "id\n2973783\n2996944\n"
TIES = (
    "name_a,country_a,name_b,country_b,year,form\nHeidelberg,DE,Montpellier,FR,1961,partnership\n"
)
RGRE = (
    "gemeindename;bundesland;partnergemeinde;land;seit;form\n"
    "Heidelberg;Baden-Württemberg;Montpellier;Frankreich;1961;p\n"
)


@cache
def _few() -> pl.DataFrame:
    """Every seventh tie of the teaching register."""
    return pl.read_parquet(REGISTER).gather_every(7)


@pytest.fixture(scope="session")
def histories(tmp_path_factory):
    """Folder of an ensemble of eight small histories: the least that meets the rivals."""
    out = tmp_path_factory.mktemp("histories") / "ensemble"
    words = ["--world", "toy", "--replications", "8", "--workers", "1", "--quiet"]
    told = CliRunner().invoke(jumelage.app, ["ensemble", "history", *words, "--out", str(out)])
    assert told.exit_code == 0, told.output
    return out


@pytest.fixture
def desk(tmp_path, monkeypatch, request):
    """A folder with what documents read: of the teaching register every seventh tie."""
    room = tmp_path / "analysis" / "teaching"
    room.mkdir(parents=True)
    (tmp_path / "analysis" / "estimates").symlink_to(ROOT / "analysis" / "estimates")
    shutil.copy(SCENARIO, room)
    _few().write_parquet(room / REGISTER.name)
    _few().write_parquet(tmp_path / "mine.parquet")
    if request.node.callspec.params["document"] in table.READS_DEMO:
        demo = tmp_path / "out" / "demo"
        demo.mkdir(parents=True)
        (demo / "ensemble").symlink_to(request.getfixturevalue("histories"))
    files = {"ids.csv": IDS, "ties.csv": TIES, "rgre.csv": RGRE}
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    for module in ("study", "material"):
        monkeypatch.setattr(f"analysis.strategies.{module}.LEAST", 2)
    monkeypatch.chdir(tmp_path)
    return tmp_path
