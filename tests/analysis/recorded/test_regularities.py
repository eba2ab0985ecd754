"""The program that makes coarse tables of single ties: bytes, errors, no small cell."""

import hashlib
import json

import numpy as np
import polars as pl
import pytest

from analysis import recorded
from analysis.recorded import regularities
from analysis.recorded.catalogue import Table
from analysis.recorded.regularities import COLUMNS, LEAST_N, LEAST_TOWNS, main, read, table_of
from simulation.run import cached_world

TOWNS = 60


def rows():
    """Sixty towns of the rest, each with a French tie, every third with a second one."""
    generator = np.random.default_rng(3)
    people = np.exp(generator.normal(9.5, 1.0, TOWNS)).round()
    base = {
        "unit_type": "municipality",
        "land": "DE-BY",
        "country": "FR",
        "partner_geonameid": None,
        "partner_lat": None,
        "partner_lon": None,
        "partner_pop": 8_000.0,
        "distance_km": 700.0,
        "year": 1972,
        "year_is_default": 0,
    }
    found = []
    for i in range(TOWNS):
        town = {**base, "de_name": f"T{i}", "ags": f"09{i:06d}", "de_pop": people[i]}
        found += [town, town] if i % 3 == 0 else [town]
        found.append({**town, "country": "CZ"})
    return found, people


def write(path, table):
    pl.DataFrame(table, schema=pl.Schema(COLUMNS)).write_csv(path)
    return path


@pytest.fixture
def links(tmp_path):
    return read(write(tmp_path / "ties.csv", rows()[0]))[0]


def cell(table, regularity, name):
    kind = (pl.col("regularity") == regularity) & (pl.col("cell") == name)
    return table.filter(kind).row(0, named=True)


def test_values_and_errors(links):
    table = table_of(links, draws=400)
    found = cell(table, "repeats", "rest|FR")
    assert (found["n"], found["towns"]) == (TOWNS, TOWNS)
    assert found["value"] == pytest.approx(20 / 80)
    # ties / towns is 1 plus a share s of towns; the repeats are 1 - 1 / (1 + s)
    share = 1 / 3
    expected = (share * (1 - share) / TOWNS) ** 0.5 / (1 + share) ** 2
    assert found["error"] == pytest.approx(expected, rel=0.2)
    _, people = rows()
    often = np.repeat(people, [3 if i % 3 == 0 else 2 for i in range(TOWNS)])
    assert cell(table, "founders", "1970-74")["value"] == pytest.approx(np.median(often), rel=1e-4)


def test_small_cells_are_left_out(links):
    few = links.filter((pl.col("country") == "FR") | (pl.col("home") < 20))
    table = table_of(few, draws=5)
    assert "rest|CZ" not in table["cell"]
    assert "rest|FR" in table["cell"]
    shipped = recorded.load("rgre2015_regularities")
    assert shipped["n"].min() >= LEAST_N
    assert shipped["towns"].min() >= LEAST_TOWNS
    assert (shipped["error"] > 0).all()


def test_towns_of_one_name_are_two(tmp_path):
    town = {**rows()[0][0], "de_name": "Neustadt"}
    twins = [{**town, "ags": "09000001"}, {**town, "ags": "09000002"}, {**town, "land": "DE-HE"}]
    frame, _ = read(write(tmp_path / "ties.csv", twins))
    assert frame["home"].n_unique() == 3


def test_a_partner_without_population_takes_that_of_its_place(tmp_path):
    french = cached_world("germany").frame.filter(
        pl.col("country") == "FR", pl.col("level") == "municipality", pl.col("population") > 0
    )
    place = french.row(7, named=True)
    unknown = {**rows()[0][0], "partner_pop": None}
    there = {**unknown, "partner_geonameid": place["id"]}
    frame, _ = read(write(tmp_path / "ties.csv", [rows()[0][0], unknown, there]))
    assert frame["away_population"].to_list() == [8_000.0, None, float(place["population"])]


@pytest.mark.deep
def test_the_program_writes_table_and_card_and_again_the_same(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("analysis.recorded.catalogue.FOLDER", tmp_path)
    table = Table("rgre2015_regularities", regularities.TABLE.columns, made_here=True)
    monkeypatch.setattr(regularities, "TABLE", table)
    monkeypatch.setattr(regularities, "DRAWS", 20)
    file = write(tmp_path / "ties.csv", rows()[0])
    assert main(["--links", str(file)]) == 0
    first = table.path.read_bytes()
    card = json.loads(table.sidecar.read_text(encoding="utf-8"))
    assert card["sha256"] == hashlib.sha256(first).hexdigest()
    assert card["rows"] == first.count(b"\n") - 1
    assert hashlib.sha256(file.read_bytes()).hexdigest() in card["done"]
    assert main(["--links", str(file)]) == 0
    assert table.path.read_bytes() == first
    assert "rows" in capsys.readouterr().out


def test_the_shipped_card_is_that_of_the_program():
    shipped = recorded.sidecar("rgre2015_regularities")
    source = str(shipped["done"]).partition("SHA-256 ")[2][:64]
    table = recorded.load("rgre2015_regularities")
    digest = recorded.sha256("rgre2015_regularities")
    assert regularities.card(table.height, digest, source) == shipped


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"a,b\n1,2\n", "lacks the column"), (b"", "is no table of ties")],
)
def test_a_wrong_file_is_one_sentence(tmp_path, content, message, capsys):
    path = tmp_path / "ties.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["--links", str(path)]) == 2
    assert message in capsys.readouterr().err
