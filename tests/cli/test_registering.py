"""`jumelage register`: from a list to a register that validate and analyse take."""

import json
import random
import time
import unicodedata

import polars as pl
import pytest

from analysis.models.material import open_material
from analysis.teaching import shipped as teaching
from simulation.past import load_laender
from simulation.places import load_places

HEADER = (
    "gemeindename;plz;bundesland;latitude;longitude;partnergemeinde;land;kontinent;seit;form;"
    "latitude_partner;longitude_partner"
)
SOME = ["DE", "FR", "PL", "GB", "IT"]
FORMS = {"partnership": "p", "friendship": "f", "contact": "k"}


def simulated():
    """The teaching register, whose ties are simulated, with the places of both ends."""
    places = load_places("germany").select("id", "name", "land", "lat", "lon", "country", "level")
    ties = pl.read_parquet(teaching.REGISTER).with_columns(
        home=pl.when(pl.col("country_a") == "DE").then("a").otherwise("b"),
        away=pl.when(pl.col("country_a") == "DE").then("b").otherwise("a"),
    )
    for end in ("home", "away"):
        told = {name: f"{name}_{end}" for name in places.columns if name != "id"}
        ties = ties.join(places.rename(told | {"id": end}), on=end, maintain_order="left")
    ties = ties.filter(pl.col("country_a").is_in(SOME) & pl.col("country_b").is_in(SOME))
    towns = (pl.col(f"level_{end}") == "municipality" for end in ("home", "away"))
    return ties.filter(*towns).head(1_500)


def as_listed(ties):
    """Simulated ties as the list writes them: no accents abroad, a third of points wrong."""
    luck = random.Random(7)
    laender = dict(load_laender().select("land", "name").iter_rows())
    points = ties.select("lat_away", "lon_away").rows()
    for row in ties.iter_rows(named=True):
        lat, lon = (
            luck.choice(points) if luck.random() < 0.3 else (row["lat_away"], row["lon_away"])
        )
        away = unicodedata.normalize("NFKD", row["name_away"]).encode("ascii", "ignore").decode()
        yield ";".join(
            map(
                str,
                (
                    *(row["name_home"], 0, laender[row["land_home"]]),
                    *(row["lat_home"], row["lon_home"], away, row["country_away"], "Europa"),
                    *(row["year"] or 2000, FORMS[row["form"]], lat, lon),
                ),
            )
        )


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
    path = listed(
        folder, *as_listed(simulated()), odd, "Köln;0;Nordrhein-Westfalen;;;Xqqz;Polen;E;1;p;;"
    )
    out = folder / "mine.parquet"
    words = ["register", "import", str(path), "--kind", "rgre", "--out", str(out)]
    done = CliRunner().invoke(jumelage.app, words)
    assert done.exit_code == 0, (done.stderr, done.exception)
    return out, done.stdout


def test_what_was_done_is_shown_and_kept(register):
    out, told = register
    assert told.endswith(f"{out}\n")
    assert "cp1252" in told
    assert "more in the report" in told
    report = json.loads(out.with_suffix(".json").read_text("utf-8"))
    assert report["rows_read"] == simulated().height + 2
    assert report["not_placed"] >= 2
    assert report["usable"] > 0.9 * report["ties"]


def test_simulated_ties_come_back_with_their_places(register):
    out, _ = register
    known = {tuple(sorted(pair)) for pair in simulated().select("home", "away").iter_rows()}
    ties = pl.read_parquet(out).drop_nulls(["a", "b"]).select("a", "b").rows()
    right = len(known & set(ties))
    assert right > 0.9 * len(known)
    assert len(ties) - right < 0.02 * len(ties)


def test_validate_takes_it_and_says_what_is_left_out(call, register):
    out, _ = register
    done = call("validate", out)
    assert done.exit_code == 0, (done.stderr, done.exception)
    text = " ".join(done.stdout.split())
    assert "rows of the register are left out, for an end is not placed." in text


def test_it_is_material_of_every_model(register):
    out, _ = register
    material = open_material(out)
    (part,) = material.replications()
    assert part.ties().height == pl.read_parquet(out).drop_nulls(["a", "b", "form"]).height
    assert "left out, for an end is not placed" in material.notes[0]


def test_gravity_takes_it_and_no_name_reaches_its_page(call, register, tmp_path):
    out, _ = register
    done = call("analyse", out, "--model", "gravity", "--quiet", "--out", tmp_path / "page")
    assert done.exit_code == 0, (done.stderr, done.exception)
    page = (tmp_path / "page" / "analysis.html").read_text("utf-8")
    assert "<script>alert" not in page


def test_seven_thousand_rows_take_seconds(call, tmp_path):
    rows = list(as_listed(simulated()))
    path = listed(tmp_path, *(rows * (7_000 // len(rows) + 1))[:7_000])
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
