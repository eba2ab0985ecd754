"""Stata files open again, with labels; what Stata cannot hold is refused."""

import re
import time

import polars as pl
import pyreadstat
import pytest

from analysis.exports import CODEBOOK, export_run
from analysis.exports.stamp import STAMP, fix_stamp
from analysis.exports.stata import _write, stata_names, stata_table
from scenarios.runs import RunError, open_results


def read(path):
    return pyreadstat.read_dta(str(path), output_format="polars")


def back(table, meta):
    """A table of Stata with its categories as words, missing texts as they were written."""
    for name, labels in meta.variable_value_labels.items():
        known = {int(code): word for code, word in labels.items()}
        table = table.with_columns(pl.col(name).replace_strict(known, return_dtype=pl.String))
    return table


def test_every_table_comes_back_the_same(toy_run, tmp_path):
    export_run(toy_run, "stata", tmp_path / "out")
    results = open_results(toy_run)
    for name in results.tables:
        wanted = results.table(name)
        table, meta = read(tmp_path / "out" / f"{name}.dta")
        assert meta.number_rows == wanted.height
        assert table.columns == wanted.columns
        assert list(meta.column_labels) == [column.label for column in CODEBOOK[name]]
        if wanted.is_empty():
            continue
        again = back(table, meta)
        for column, kind in wanted.schema.items():
            expected = wanted[column]
            if kind == pl.Boolean:
                expected = expected.cast(pl.Int8).replace_strict({0: "no", 1: "yes"})
            elif kind == pl.String and column not in meta.variable_value_labels:
                expected = expected.fill_null("")
            found = again[column].cast(expected.dtype)
            assert found.to_list() == expected.to_list(), (name, column)


def test_categories_have_the_same_codes_in_every_run(toy_run, tmp_path):
    export_run(toy_run, "stata", tmp_path / "out")
    _, meta = read(tmp_path / "out" / "ties.dta")
    assert meta.variable_value_labels["form"] == {1: "contact", 2: "friendship", 3: "partnership"}
    assert list(meta.variable_value_labels["kind"].values()) == [
        "twinning",
        "development",
        "sponsorship",
    ]
    _, meta = read(tmp_path / "out" / "recorded.dta")
    assert meta.variable_value_labels["year_is_default"] == {0: "no", 1: "yes"}


def test_hostile_names_survive(hostile_run, tmp_path):
    export_run(hostile_run, "stata", tmp_path / "out")
    table, _ = read(tmp_path / "out" / "municipalities.dta")
    wanted = open_results(hostile_run).table("municipalities")
    assert table["name"].to_list() == wanted["name"].to_list()


def test_long_texts_numbers_and_gaps(tmp_path):
    frame = pl.DataFrame(
        {
            "detail": ["x" * 5000 + "ż", None, "short", "x" * 5000 + "ż"],
            "big": [30_002_953_371, None, -5, 2_147_483_621],
            "small": [2_147_483_620, None, -2_147_483_647, 0],
            "vitality": [0.1, None, float("nan"), -1e300],
            "kind": ["sponsorship", None, "of its own", "twinning"],
            "flag": [True, None, False, True],
        }
    )
    _write(stata_table("ties", frame), "a title", tmp_path / "t.dta")
    table, meta = read(tmp_path / "t.dta")
    assert table["detail"].to_list() == ["x" * 5000 + "ż", "", "short", "x" * 5000 + "ż"]
    assert table["big"].to_list() == frame["big"].to_list()
    assert table["small"].to_list() == frame["small"].to_list()
    assert table["vitality"].to_list() == [0.1, None, None, -1e300]
    assert table["kind"].to_list() == [3, None, 4, 1]
    assert meta.variable_value_labels["kind"][4] == "of its own"
    assert table["flag"].to_list() == [1, None, 0, 1]
    assert meta.readstat_variable_types["small"] == "int32"
    assert meta.readstat_variable_types["big"] == "double"
    assert meta.original_variable_types["big"] == "%18.0f"
    assert meta.file_label == "a title"


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ([2**53 + 1], "'9007199254740993' cannot be held exactly by Stata"),
        ([float("inf")], "'inf' is more than Stata can hold"),
        (["a\0b"], r"'a\\x00b' holds a NUL character"),
        ([[1]], r"holds List\(Int64\), which Stata cannot"),
    ],
)
def test_what_stata_cannot_hold_is_refused(values, why):
    with pytest.raises(RunError, match=rf"^new\.x: {why}"):
        stata_table("new", pl.DataFrame({"x": values}, strict=False))


def test_names_become_those_of_stata():
    names = ["year", "long", "str12", "1st", "Größe", "a" * 40, "a" * 41, "Gr__e", ""]
    made = stata_names(names)
    assert made[:5] == ["year", "long_", "str12_", "_1st", "Gr__e"]
    assert made[5:] == ["a" * 32, "a" * 30 + "_2", "Gr__e_2", "_"]
    assert all(re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,31}", name) for name in made)


def test_a_renamed_column_says_what_it_was(tmp_path):
    table = stata_table("new", pl.DataFrame({"long": [1]}))
    assert table.columns[0].name == "long_"
    assert table.columns[0].label == "long: not described"
    _write(table, "t", tmp_path / "t.dta")
    assert read(tmp_path / "t.dta")[1].column_names == ["long_"]


def test_the_time_of_writing_is_not_in_the_file(tmp_path, monkeypatch):
    table = stata_table("new", pl.DataFrame({"x": [1, 2], "y": ["a", "b" * 3000]}))
    made, clocks = [], []
    try:
        for zone in ("UTC", "Asia/Tokyo"):  # another hour on the clock
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            path = tmp_path / f"{zone[:3]}.dta"
            pyreadstat.write_dta(table.frame, str(path), version=14)
            clocks.append(path.read_bytes())
            _write(table, "t", path)
            made.append(path.read_bytes())
    finally:
        monkeypatch.undo()
        time.tzset()
    assert clocks[0] != clocks[1]
    assert made[0] == made[1]
    assert made[0].count(STAMP) == 1


def test_a_file_without_a_stamp_is_refused(tmp_path):
    path = tmp_path / "t.dta"
    path.write_bytes(b"<stata_dta><header></header>" + bytes(500))
    with pytest.raises(RunError, match="has no time stamp"):
        fix_stamp(path)
    assert path.stat().st_size == 528
