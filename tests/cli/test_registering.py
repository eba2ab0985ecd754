"""`jumelage register`: from a list to a register that validate and analyse take."""

import json
import random
import time

import polars as pl
import pytest

from simulation.places import load_places

HEADER = (
    "gemeindename;plz;bundesland;latitude;longitude;partnergemeinde;land;kontinent;seit;form;"
    "latitude_partner;longitude_partner"
)
LAENDER = {"DE-BY": "Bayern", "DE-NW": "Nordrhein-Westfalen", "DE-HE": "Hessen", "DE-SN": "Sachsen"}
COUNTRIES = {"FR": "Frankreich", "PL": "Polen", "GB": "Großbritannien", "IT": "Italien"}


def made_up(count):
    """Ties drawn blindly: each end is a real place, no tie is."""
    luck = random.Random(7)
    places = load_places("germany").filter(
        pl.col("level") == "municipality", pl.col("population") > 20_000
    )
    here = places.filter(pl.col("land").is_in(list(LAENDER))).select("name", "land").rows()
    there = places.filter(pl.col("country").is_in(list(COUNTRIES))).select("name", "country").rows()
    for number in range(count):
        (home, land), (away, country) = luck.choice(here), luck.choice(there)
        since, form = luck.randint(1950, 2014), "pfk"[number % 3]
        yield f"{home};0;{LAENDER[land]};;;{away};{COUNTRIES[country]};Europa;{since};{form};;"


def listed(tmp_path, *rows):
    path = tmp_path / "list.csv"
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="cp1252", errors="ignore")
    return path


def one_sentence(result):
    assert result.exit_code == 2, (result.stdout, result.stderr, result.exception)
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("Error: ")
    return result.stderr


def imported(call, path, out, *more):
    return call("register", "import", path, "--kind", "rgre", "--out", out, *more)


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    from typer.testing import CliRunner

    import jumelage

    folder = tmp_path_factory.mktemp("register")
    odd = "<script>alert(1)</script>;0;Bayern;;;Nantes;Frankreich;Europa;1970;p;;"
    path = listed(folder, *made_up(600), odd, "Köln;0;Nordrhein-Westfalen;;;Xqqz;Polen;E;1;p;;")
    out = folder / "mine.parquet"
    words = ["register", "import", str(path), "--kind", "rgre", "--out", str(out)]
    done = CliRunner().invoke(jumelage.app, words)
    assert done.exit_code == 0, (done.stderr, done.exception)
    return out, done.stdout


def test_what_was_done_is_shown_and_kept(register):
    out, told = register
    assert told.endswith(f"{out}\n")
    assert "cp1252" in told
    assert "no place of that name" in told
    report = json.loads(out.with_suffix(".json").read_text("utf-8"))
    assert report["rows_read"] == 602
    assert report["not_placed"] >= 2
    assert report["usable"] > 400


def test_validate_takes_it_and_says_what_is_left_out(call, register):
    out, _ = register
    done = call("validate", out)
    assert done.exit_code == 0, (done.stderr, done.exception)
    text = " ".join(done.stdout.split())
    assert "rows of the register are left out, for an end is not placed." in text


def test_gravity_takes_it_and_no_name_reaches_its_page(call, register, tmp_path):
    out, _ = register
    done = call("analyse", out, "--model", "gravity", "--quiet", "--out", tmp_path / "page")
    assert done.exit_code == 0, (done.stderr, done.exception)
    page = (tmp_path / "page" / "analysis.html").read_text("utf-8")
    assert "<script>alert" not in page


def test_seven_thousand_rows_take_seconds(call, tmp_path):
    path = listed(tmp_path, *made_up(7_000))
    start = time.process_time()
    done = imported(call, path, tmp_path / "all.parquet", "--quiet")
    assert done.exit_code == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'all.parquet'}\n"
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04", "is a ZIP archive"),
        (b"gemeindename,land\na,b\n", "lacks the column 'bundesland'"),
        (f"{HEADER}\nQq;0;Bayern;;;Qqx;Polen;E;1;p;;\n".encode(), "no tie could be placed"),
    ],
)
def test_what_is_no_list_is_told_in_one_sentence(call, tmp_path, content, sentence):
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    assert sentence in one_sentence(imported(call, path, tmp_path / "x.parquet"))


def test_wrong_calls_are_told(call, tmp_path, register):
    path = listed(tmp_path, "a")
    out, _ = register
    assert "is there already" in one_sentence(imported(call, path, out))
    assert "is a folder" in one_sentence(imported(call, tmp_path, tmp_path / "x.parquet"))
    assert "name of a .parquet file" in one_sentence(imported(call, path, tmp_path / "x.csv"))
    words = ("register", "import", path, "--kind", "xml", "--out", tmp_path / "x.parquet")
    assert "expected one of rgre, wikidata, csv" in one_sentence(call(*words))
    words = ("register", "fetch", "--out", tmp_path / "x.parquet", "--country")
    assert "ISO 3166-1 code" in one_sentence(call(*words, "Germany"))
    assert "http or https" in one_sentence(call(*words, "DE", "--endpoint", "file:///x"))


@pytest.mark.parametrize("name", ["import", "fetch"])
def test_help_shows_an_example(call, name):
    done = call("register", name, "--help")
    assert done.exit_code == 0
    assert f"Example: jumelage register {name}" in " ".join(done.stdout.split())
