"""A list becomes a register: places, doubles, years, forms, what is left out and what is said."""

import json

import polars as pl
import pytest

from analysis.observation.register import RECORDED_SCHEMA
from analysis.registers.errors import RegisterError
from analysis.registers.imported import SCHEMA, made_of
from analysis.registers.kinds import KINDS, read_source
from analysis.registers.places.gazetteer import load_gazetteer
from analysis.registers.reading import read_register
from analysis.registers.writing import check_free, report_of, save

RGRE = (
    "gemeindename,plz,bundesland,latitude,longitude,partnergemeinde,land,kontinent,seit,form,"
    "latitude_partner,longitude_partner"
)
PLAIN = "name_a,country_a,name_b,country_b,year,form,ended"


@pytest.fixture(scope="module")
def gazetteer():
    return load_gazetteer()


@pytest.fixture
def imported(gazetteer, tmp_path):
    """`imported("rgre", header, *rows)`: made-up ties between real places."""

    def importing(kind, header, *rows):
        path = tmp_path / "list.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return made_of(read_source(path, kind), KINDS[kind].default_year, gazetteer)

    return importing


def rgre(name, land, partner, country, since, form):
    return f"{name},00000,{land},,,{partner},{country},Europa,{since},{form},,"


def test_the_columns_are_those_of_the_record_and_more(imported):
    made = imported(
        "rgre", RGRE, rgre("Köln", "Nordrhein-Westfalen", "Nantes", "Frankreich", 1971, "p")
    )
    assert list(made.register.schema.items())[: len(RECORDED_SCHEMA)] == list(
        RECORDED_SCHEMA.items()
    )
    assert dict(made.register.schema) == SCHEMA
    row = made.register.row(0, named=True)
    assert (row["a"], row["b"], row["country_a"], row["country_b"]) == (
        *(2_886_242, 2_990_969, "DE", "FR"),
    )
    assert (row["year"], row["year_is_default"], row["form"]) == (1971, False, "partnership")
    assert (row["name_a"], row["place_b"], row["match_a"], row["source_row"]) == (
        *("Köln", "Nantes", "name", 2),
    )
    assert row["confidence"] == pytest.approx(row["confidence_a"] * row["confidence_b"], abs=1e-3)


def test_ends_are_ordered_and_everything_of_them_turns_with_them(imported):
    made = imported("csv", PLAIN, "Kiel,DE,London,GB,1990,k,", "London,GB,Köln,DE,1991,f,")
    assert (made.register["a"] < made.register["b"]).all()
    for row in made.register.iter_rows(named=True):
        for end in "ab":
            german = row[f"name_{end}"] in ("Kiel", "Köln")
            assert (row[f"country_{end}"] == "DE") == german
            assert row[f"place_{end}"] == row[f"name_{end}"]


def test_the_default_year_is_no_year(imported):
    rows = [
        rgre("Köln", "Nordrhein-Westfalen", "Nantes", "Frankreich", since, "p") for since in (2000,)
    ] + [rgre("Kiel", "Schleswig-Holstein", "Nantes", "Frankreich", "", "f")]
    made = imported("rgre", RGRE, *rows)
    assert made.register["year"].to_list() == [None, None]
    assert made.register["year_is_default"].to_list() == [True, True]
    plain = imported("csv", PLAIN, "Köln,DE,Nantes,FR,2000,p,")
    assert plain.register["year"].to_list() == [2000]


def test_doubles_are_one_tie_of_the_firmest_form(imported):
    made = imported(
        "csv",
        PLAIN,
        "Köln,DE,Nantes,FR,1960,k,",
        "Nantes,FR,Köln,DE,1975,p,",
        '"Köln, Stadt",DE,NANTES,FR,1970,p,',
        "Köln,DE,Nowhereville Xyz,FR,1980,p,",
        "Köln,DE,Nowhereville Xyz,FR,1981,p,",
    )
    placed = made.register.drop_nulls(["a", "b"])
    assert placed.select("year", "form").rows() == [(1970, "partnership")]
    assert made.register.height == 2
    assert made.report["doubles"] == {
        "rows": 3,
        "first": [{"row": 2, "kept": 4}, {"row": 3, "kept": 4}, {"row": 6, "kept": 5}],
    }


def test_what_is_not_found_stays_with_a_null_id_and_is_listed(imported):
    made = imported(
        "csv",
        PLAIN,
        "Köln,DE,Nowhereville Xyz,FR,1960,p,",
        "Köln,DE,Lima,PE,1961,p,",
        "Qqxxzyyburg,DE,Lyon,FR,1962,p,",
    )
    assert made.register.height == made.report["not_placed"] == 3
    nulls = [sum(row[end] is None for end in "ab") for row in made.register.iter_rows(named=True)]
    assert nulls == [1, 1, 1]
    assert [(row["row"], row["name"], row["why"]) for row in made.report["not_found"]] == [
        (2, "Nowhereville Xyz", "unknown"),
        (3, "Lima", "not_in_world"),
        (4, "Qqxxzyyburg", "unknown"),
    ]


def test_what_a_register_does_not_hold_is_left_out_and_counted(imported):
    made = imported(
        "csv",
        PLAIN,
        "Köln,DE,Nantes,FR,1960,p,",
        "Köln,DE,Kiel,DE,1960,p,",
        "Lyon,FR,London,GB,1960,p,",
        "Köln,DE,London,GB,1960,p,1999",
        "Köln,DE,Lyon,FR,1960,p,unknown",
    )
    assert made.register.height == 1
    counts = {why: told["rows"] for why, told in made.report["left_out"].items()}
    assert counts == {"ended": 2, "inside_germany": 1, "without_germany": 1}


HOSTILE = [
    '"=HYPERLINK(""http://example.org"")",DE,Nantes,FR,1960,p,',
    "<script>alert(1)</script>,DE,Nantes,FR,1960,p,",
    "[red]Köln[/red]\x1b[31m,DE,Nantes,FR,1960,p,",
    "@SUM(A1),DE,Nantes,FR,1960,p,",
]


def test_formulas_and_markup_are_no_names(imported):
    made = imported("csv", PLAIN, *HOSTILE, "Köln,DE,Nantes,FR,1960,p,")
    assert made.report["placed"] == 1
    why = [row["why"] for row in made.report["not_found"]]
    assert why == ["no_name"] * 3  # and Rich's marks are read as brackets
    assert made.report["doubles"]["rows"] == 1
    names = made.register["name_a"].to_list()
    assert all(name.isprintable() for name in names)


def test_the_report_can_be_put_into_a_page(imported, tmp_path):
    made = imported("csv", PLAIN, *HOSTILE)
    out = tmp_path / "mine.parquet"
    save(made, out)
    text = report_of(out).read_text("utf-8")
    assert "<" not in text
    names = {row["name"] for row in json.loads(text)["not_found"]}
    assert "<script>alert(1)</script>" in names


def test_saving_twice_gives_the_same_bytes_and_replaces_only_its_own(imported, tmp_path):
    made = imported(
        "csv", PLAIN, "Köln,DE,Nantes,FR,1960,p,", "Kiel,DE,Nowhereville Xyz,FR,1960,p,"
    )
    out = tmp_path / "new" / "mine.parquet"
    save(made, out)
    first = out.read_bytes(), report_of(out).read_bytes()
    with pytest.raises(RegisterError, match="is there already"):
        check_free(out, force=False)
    check_free(out, force=True)
    save(made, out)
    assert (out.read_bytes(), report_of(out).read_bytes()) == first
    assert sorted(path.name for path in out.parent.iterdir()) == ["mine.json", "mine.parquet"]
    report_of(out).write_text("{}")
    with pytest.raises(RegisterError, match="is not replaced"):
        check_free(out, force=True)
    with pytest.raises(RegisterError, match=r"expected the name of a \.parquet file"):
        check_free(tmp_path / "mine.csv", force=True)


def test_a_reader_leaves_out_what_is_not_placed_and_says_so(imported, tmp_path):
    made = imported(
        "csv",
        PLAIN,
        "Köln,DE,Nantes,FR,1960,p,",
        "Kiel,DE,Nowhereville Xyz,FR,1960,p,",
        "Bonn,DE,Nantes,FR,1960,,",
    )
    out = tmp_path / "mine.parquet"
    save(made, out)
    register = read_register(out)
    assert register.ties.height == 1
    assert list(register.ties.columns) == list(RECORDED_SCHEMA)
    assert register.notes == (
        "1 of 3 rows of the register are left out, for an end is not placed.",
        "1 of 3 rows of the register are left out, for their form is not known.",
    )
    made.register.filter(pl.col("a").is_null() | pl.col("b").is_null()).write_parquet(out)
    with pytest.raises(RegisterError, match="no tie has both ends placed"):
        read_register(out)
