"""The codebook says of every column what it is."""

import polars as pl

from analysis.exports import CODEBOOK, export_run
from analysis.exports.codebook import SCHEMA, Column, described
from scenarios.runs import open_results

TYPES = {
    "integer": (pl.Int64, pl.Int32),
    "number": (pl.Float64,),
    "text": (pl.String,),
    "category": (pl.String,),
    "yes/no": (pl.Boolean,),
}


def test_every_column_of_a_run_is_described_in_its_order(toy_run):
    results = open_results(toy_run)
    assert set(results.tables) == set(CODEBOOK)
    for name in results.tables:
        table = results.table(name)
        columns = CODEBOOK[name]
        assert [column.name for column in columns] == table.columns
        for column in columns:
            assert table.schema[column.name] in TYPES[column.type], (name, column.name)
            if column.type == "category":
                assert set(table[column.name].drop_nulls()) <= set(column.values)
            else:
                assert column.values == ()


def test_labels_fit_into_stata():
    for columns in CODEBOOK.values():
        for column in columns:
            assert 0 < len(column.label.encode()) <= 80
            assert column.label.startswith(column.meaning)


def test_unknown_columns_keep_their_type():
    frame = pl.DataFrame({"tie": [1], "more": [0.5], "flag": [True], "word": ["x"], "count": [1]})
    told = described("ties", frame)
    assert told[0].meaning == CODEBOOK["ties"][0].meaning
    assert [(c.name, c.type) for c in told[1:]] == [
        ("more", "number"),
        ("flag", "yes/no"),
        ("word", "text"),
        ("count", "integer"),
    ]
    assert described("new", frame)[0] == Column("tie", "integer", "not described")


def test_it_is_written_beside_every_format(toy_run, tmp_path):
    for kind in ("csv", "stata", "gexf", "graphml"):
        export_run(toy_run, kind, tmp_path / kind)
        table = pl.read_csv(tmp_path / kind / "codebook.csv")
        assert table.columns == list(SCHEMA)
        expected = {"nodes", "edges"} if "g" in kind else set(CODEBOOK)
        assert set(table["table"]) == expected
        assert table.select("table", "column").is_duplicated().sum() == 0
        assert (table["meaning"].str.len_chars() > 0).all()
