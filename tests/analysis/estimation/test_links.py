import polars as pl
import pytest

from analysis.estimation.__main__ import main
from analysis.estimation.single_ties.links import (
    COLUMNS,
    LinksError,
    own_size,
    partner_rows,
    read_links,
)
from simulation.run import cached_world

ROW = {
    "unit_type": "municipality",
    "land": "DE-BW",
    "ags": "08000000",
    "de_lat": 48.0,
    "de_lon": 8.0,
    "de_pop": 20_000.0,
    "de_name": "Musterstadt",
    "country": "FR",
    "partner_lat": 0.0,
    "partner_lon": 0.0,
    "partner_geonameid": None,
    "year": 1970,
    "year_is_default": 0,
}


def write(path, rows):
    pl.DataFrame(rows, schema=pl.Schema(COLUMNS)).write_csv(path)
    return path


def test_ties_are_read_and_hashed(tmp_path):
    rows = [ROW, {**ROW, "unit_type": "county"}, {**ROW, "de_pop": None}]
    links = read_links(write(tmp_path / "links.csv", rows))
    assert links.frame.height == 1
    assert len(links.sha256) == 64
    assert own_size(links.frame).tolist() == [0.0]


def test_partners_are_found_by_id_then_by_nearness(tmp_path):
    world = cached_world("toy")
    french = world.frame.with_row_index("row").filter(
        pl.col("country") == "FR", pl.col("level") == "municipality"
    )
    here = french.row(0, named=True)
    near = {"partner_lat": here["lat"] + 0.01, "partner_lon": here["lon"]}
    rows = [
        {**ROW, "partner_geonameid": here["id"]},
        {**ROW, **near},
        {**ROW, **near, "partner_geonameid": here["id"], "country": "PL"},
        {**ROW, "partner_lat": 0.0, "partner_lon": 0.0},
        {**ROW, "partner_lat": None, "partner_lon": None},
    ]
    links = read_links(write(tmp_path / "links.csv", rows))
    found = partner_rows(links.frame, world).tolist()
    assert found[:2] == [here["row"]] * 2
    assert found[2:] == [-1, -1, -1]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "cannot be read"), (b"a,b\n1,2\n", "lacks the column"), (b"", "is no table of ties")],
)
def test_a_wrong_file_is_one_sentence(tmp_path, content, message, capsys):
    path = tmp_path / "links.csv"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(LinksError, match=message):
        read_links(path)
    assert main(["--links", str(path)]) == 2
    assert message in capsys.readouterr().err
