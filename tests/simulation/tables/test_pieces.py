"""Details that are read in pieces are those that are read at once."""

import polars as pl

from simulation.tables import pieces
from simulation.tables.pieces import with_details

NAMES = {"activity": pl.String, "people": pl.Int64}


def rows(count):
    texts = ['{"activity":"choir","people":%d}', '{"why":"%d"}', '{"people":%d}']
    told = [texts[number % 3] % number for number in range(count)]
    return pl.DataFrame({"tie": range(count), "detail": told})


def test_names_that_a_row_lacks_are_null():
    told = with_details(rows(3), NAMES)
    assert told.columns == ["tie", "activity", "people"]
    assert told.rows() == [(0, "choir", 0), (1, None, None), (2, None, 2)]


def test_many_rows_are_read_as_few_are(monkeypatch):
    whole = with_details(rows(100), NAMES)
    monkeypatch.setattr(pieces, "ROWS", 7)
    assert with_details(rows(100), NAMES).equals(whole)
    assert with_details(rows(1).clear(), NAMES).schema == whole.schema
