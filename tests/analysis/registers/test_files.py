"""Files that may hold anything: what can be read is read, what cannot is told in a sentence."""

import gzip
import io
import os
import zipfile

import pytest

from analysis.registers.errors import RegisterError
from analysis.registers.files.opening import LARGEST, open_text
from analysis.registers.files.tables import read_cells
from analysis.registers.kinds import read_source
from analysis.registers.kinds.values import (
    country_of,
    form_of,
    is_no_name,
    land_of,
    name_of,
    point_of,
    wkt_point,
    year_of,
)

HEADER = "name_a,country_a,name_b,country_b,year,form"
ROW = "Musterstadt,DE,Villemodèle,FR,1970,p"


def written(tmp_path, data, name="list.csv"):
    path = tmp_path / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8 with a byte order mark"),
        ("cp1252", "cp1252"),
        ("utf-16", "utf-16"),
    ],
)
def test_encodings_are_found(tmp_path, encoding, found):
    text = f"{HEADER}\r\n{ROW}\r\n"
    source = read_source(written(tmp_path, text.encode(encoding)), "csv")
    assert source.facts["encoding"] == found
    assert source.ties[0].other.name == "Villemodèle"


def test_a_byte_that_no_windows_page_has_is_latin_1(tmp_path):
    assert open_text(written(tmp_path, b"a\x81b\xe8")).encoding == "latin-1"


@pytest.mark.parametrize(
    ("separator", "name"), [(",", "comma"), (";", "semicolon"), ("\t", "tab"), ("|", "bar")]
)
def test_separators_are_found(tmp_path, separator, name):
    text = f"{HEADER}\n{ROW}\n".replace(",", separator)
    source = read_source(written(tmp_path, text), "csv")
    assert source.facts["separator"] == name
    assert source.ties[0].year == 1970


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 10_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (f"{HEADER}\n".encode(), "has a header but no row"),
        (b"a,b\n1,2\n", "lacks the column 'name_a'"),
        (f"{HEADER},year\n{ROW},1\n".encode(), "has the column 'year' twice"),
        (f"{HEADER}\nA\0B,DE,C,FR,1,p\n".encode(), "line 2 holds a NUL byte"),
        (gzip.compress(b"0" * 10_000_000), "is packed with gzip"),
        (bomb(), "is a ZIP archive or a spreadsheet"),
        (b"PAR1xx", "is a Parquet file"),
        (f"{HEADER}\nVillemodèle,".encode() + b"\xe8,x\n", "mixes encodings"),
        (b"\xff\xfea", "is broken UTF-16"),
        (f"{HEADER}\n".encode() + b"x" * (2**20 + 2), "line 2 has 1,048,578 signs"),
        (f'{HEADER}\n"A,DE,B,FR\n{"x,y" * 9000}'.encode(), "left out|rows have not|never closed"),
        (f"{HEADER}\nA,DE\nB,DE,C\n".encode(), "2 of 2 rows have not the 6 cells"),
        (f'{HEADER}\n"{"x" * 200_000}'.encode(), "is no CSV"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path, data, sentence):
    with pytest.raises(RegisterError, match=sentence) as caught:
        read_source(written(tmp_path, data), "csv")
    assert str(caught.value).isprintable()
    assert "list.csv" in str(caught.value)


def test_a_huge_file_is_not_even_read(tmp_path):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(2**30)  # a line of a gigabyte that takes no room
    with pytest.raises(RegisterError, match="has 1,024 MiB; expected 64 MiB at most"):
        open_text(path)
    assert LARGEST == 64 * 2**20


@pytest.mark.parametrize(
    ("data", "kind", "sentence"),
    [
        (f"{HEADER}\n" + f"{ROW}\n" * 100_001, "csv", "has more than 100,000 rows"),
        (f"{HEADER}\n" + "x\n" * 100_001, "csv", "has more than 100,000 rows"),
        (",".join(f"x{n}" for n in range(101)) + "\n1\n", "csv", "has 101 columns; expected 100"),
        ('{"head":[' + "[],\n" * 1_700_000, "wikidata", "holds more than 100,000 results"),
        ('{"head":' + "[" * 100_000, "wikidata", "is no JSON that can be read"),
    ],
)
def test_what_would_fill_the_memory_is_refused_before_it_does(tmp_path, data, kind, sentence):
    import tracemalloc

    path = written(tmp_path, data)
    tracemalloc.start()
    with pytest.raises(RegisterError, match=sentence):
        read_source(path, kind)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300 * 2**20


def test_columns_that_are_not_wanted_are_not_kept():
    cells = read_cells("a,b,c\n1,2,3\n", "here", ("a", "c"))
    assert cells.header == ("a", "b", "c")
    assert cells.rows == ((2, {"a": "1", "c": "3"}),)


def test_what_is_no_file_is_told(tmp_path):
    for path, sentence in ((tmp_path, "is a folder"), (tmp_path / "none", "no such file")):
        with pytest.raises(RegisterError, match=sentence):
            open_text(path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(RegisterError, match="is no regular file"):
        open_text(tmp_path / "pipe")
    with pytest.raises(RegisterError, match="expected one of rgre, wikidata, csv"):
        read_source(tmp_path / "none", "xml")


def test_a_few_ragged_rows_are_left_out_and_said(tmp_path):
    text = "\n".join([HEADER, *[ROW] * 9, "Musterstadt,DE"])
    source = read_source(written(tmp_path, text), "csv")
    assert len(source.ties) == 9
    assert source.facts["ragged"] == [11]
    assert "1 row has too few or too many cells" in source.notes[0]


def test_rows_keep_their_line_where_cells_hold_line_breaks():
    cells = read_cells('a,b\n"x\ny",1\n\nz,2\n', "here")
    assert [(line, row["b"]) for line, row in cells.rows] == [(2, "1"), (5, "2")]


def test_values():
    assert [country_of(t) for t in ("Frankreich", "france", "FR", "fr", "XY", "nowhere")] == [
        *["FR"] * 4,
        "XY",
        None,
    ]
    assert country_of("Namibia") == country_of("NA") == "NA"
    assert [land_of(t) for t in ("Bayern", "DE-BY", "BY", "x")] == ["DE-BY"] * 3 + [None]
    assert [year_of(t) for t in ("1963", "01.02.1963", "", "19635", "seit 1990/91")] == [
        *(1963, 1963, None, None, 1990)
    ]
    assert [form_of(t) for t in ("p", "Freundschaft", "K", "", "x")] == [
        *("partnership", "friendship", "contact", None, None)
    ]
    assert point_of("48,5", "9.1") == (48.5, 9.1)
    assert point_of("0", "0") == point_of("91", "0") == point_of("x", "1") == (None, None)
    assert point_of("nan", "1") == (None, None)
    assert wkt_point("Point(9.1 48.5)") == (48.5, 9.1)
    assert wkt_point("POINT()") == (None, None)
    assert name_of(" a\x1b[31m\tb\u202e ") == "a [31m b"
    assert len(name_of("x" * 10_000)) == 200
    assert [is_no_name(t) for t in ("=1+1", "@x", "<b>", "+49", "-x", "Aÿ", "'s-Hertog")] == [
        *(True, True, True, True, False, False, False)
    ]
