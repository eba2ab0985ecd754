"""CSV opens again as the tables that it was written from."""

import csv
import io

import polars as pl
import pytest

from analysis.exports import export_run
from analysis.exports.csv_files import csv_bytes
from scenarios.runs import RunError, open_results


def test_every_table_comes_back_the_same(toy_run, tmp_path):
    export_run(toy_run, "csv", tmp_path / "out")
    results = open_results(toy_run)
    for name in results.tables:
        table = results.table(name)
        again = pl.read_csv(tmp_path / "out" / f"{name}.csv", schema=table.schema)
        assert again.equals(table), name


def test_hostile_names_survive(hostile_run, tmp_path):
    export_run(hostile_run, "csv", tmp_path / "out")
    table = open_results(hostile_run).table("municipalities")
    again = pl.read_csv(tmp_path / "out" / "municipalities.csv", schema=table.schema)
    assert again["name"].to_list() == table["name"].to_list()
    # and in a reader that is not Polars
    text = (tmp_path / "out" / "municipalities.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows] == table["name"].to_list()


def test_cells_are_written_as_they_should_be():
    frame = pl.DataFrame(
        {
            "text": ['a"b', "c,d", "", None, "e\nf"],
            "number": [0.1, None, 1e-9, 123456789.125, -0.0],
            "whole": [1, None, 2**53 + 1, -5, 0],
        }
    )
    assert csv_bytes("t", frame).decode() == (
        "text,number,whole\n"
        '"a""b",0.1,1\n'
        '"c,d",,\n'
        '"",1e-9,9007199254740993\n'
        ",123456789.125,-5\n"
        '"e\nf",-0.0,0\n'
    )


def test_nested_values_are_refused():
    with pytest.raises(RunError, match=r"^t: many: holds nested values"):
        csv_bytes("t", pl.DataFrame({"one": [1], "many": [[1, 2]]}))
