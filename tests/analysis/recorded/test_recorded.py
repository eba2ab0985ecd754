import hashlib
import json
import re

import polars as pl
import pytest

from analysis import recorded
from analysis.recorded import build, reading
from analysis.recorded.catalogue import FOLDER, Table

HELD_BACK = {"DE-RP", "DE-SN", "DE-SH", "DE-NI"}
CARD = ["title", "producer", "source", "date", "licence", "attribution", "done", "faults"]


@pytest.mark.parametrize("name", list(recorded.TABLES))
def test_bytes_are_those_the_sidecar_vouches_for(name):
    card = recorded.sidecar(name)
    content = (FOLDER / f"{name}.csv").read_bytes()
    assert hashlib.sha256(content).hexdigest() == card["sha256"]
    assert recorded.load(name).height == card["rows"]
    assert list(card) == [*CARD, "rows", "sha256"]
    assert all(card.values())


def test_nothing_has_changed_and_a_change_would_show(monkeypatch):
    assert recorded.changed() == []
    monkeypatch.setattr(reading, "sha256", lambda _: "0")
    assert recorded.changed() == list(recorded.TABLES)


def test_no_single_ties_ship():
    assert {path.stem for path in FOLDER.iterdir()} == set(recorded.TABLES)
    for name in recorded.TABLES:
        assert not {"link_id", "de_name", "partner_name", "ags"} & set(recorded.load(name).columns)


@pytest.mark.parametrize("name", ["rgre2015_links_by_land", "rgre2015_share_linked_by_land"])
def test_held_back_laender_are_not_here(name):
    laender = set(recorded.load(name)["land"])
    assert len(laender) == 12
    assert not laender & HELD_BACK


def test_totals_of_the_register():
    assert recorded.country_totals()["links"].sum() == 7102
    assert recorded.country_totals(unit_type="county")["links"].sum() == 431
    assert recorded.country_totals(form="partnership")["links"].sum() == 5411
    assert recorded.country_totals().rows()[:3] == [("FR", 2300), ("PL", 575), ("GB", 551)]


def test_namibia_is_a_country():
    assert recorded.load("rgre2015_links_by_year")["country"].null_count() == 0
    assert recorded.country_year(countries=["NA"]).rows() == [("NA", 2013, 1), ("NA", None, 2)]


def test_the_filler_year_is_unknown():
    table = recorded.country_year()
    assert table["links"].sum() == 7102
    assert table.filter(pl.col("year").is_null())["links"].sum() == 916
    assert 2000 not in table["year"].to_list()
    assert table.filter(pl.col("year") == 1999)["links"].sum() == 58
    assert table.filter(pl.col("year") == 2001)["links"].sum() == 81


def test_bins_hold_every_dated_tie_since_1945_once():
    table = recorded.five_year_counts()
    assert table["links"].sum() == 7102 - 916 - 3
    assert table.height == 99 * 14
    assert table["period"].unique(maintain_order=True)[0] == "1945-49"
    assert set(table["period"]) >= {"1995-99", "2000-04", "2010-14"}


def test_bins_of_one_country_against_its_years():
    bins = dict(recorded.five_year_counts(["FR"]).select("start", "links").iter_rows())
    years = dict(recorded.country_year(countries=["FR"]).select("year", "links").iter_rows())
    assert list(bins) == list(range(1945, 2015, 5))
    for start, links in bins.items():
        assert links == sum(years.get(year, 0) for year in range(start, start + 5))
    assert bins[1945] == 0


def test_three_ties_are_older_than_the_model():
    assert recorded.before_1945().rows() == [("AT", 1920, 1), ("AT", 1930, 1), ("CH", 1913, 1)]


def test_forms():
    table = recorded.forms()
    assert table.select("form", "links").rows() == [
        ("partnership", 5411),
        ("friendship", 608),
        ("contact", 1073),
        ("unknown", 10),
    ]
    assert table["share"].sum() == pytest.approx(1.0)
    assert table["undated"].sum() == 916
    contacts = table.row(by_predicate=pl.col("form") == "contact", named=True)
    assert round(100 * contacts["undated"] / contacts["links"]) == 46


def test_degrees_agree_with_shares_by_land():
    table, laender = recorded.degree(), recorded.load("rgre2015_share_linked_by_land")
    assert table["municipalities"].sum() == laender["municipalities"].sum() == 6305
    assert (table["degree"] * table["municipalities"]).sum() == laender["links"].sum() == 4960
    none = table.filter(pl.col("degree") == 0)["municipalities"].item()
    assert 6305 - none == laender["linked_any"].sum()


def test_shares_by_size_are_what_their_counts_say():
    for scope in recorded.SCOPES:
        table = recorded.share_linked_by_size(scope)
        some = table.filter(pl.col("municipalities") > 0)
        assert (some["linked"] / some["municipalities"] - some["share_linked"]).abs().max() < 1e-4
        assert table["low"].is_sorted()
        # Both eastern cities of that size are in a Land that is held back.
        largest = [] if scope == "visible12_east" else ["500000+"]
        assert table.filter(pl.col("high").is_null())["size_class"].to_list() == largest


def test_west_and_east_add_up_but_for_berlin():
    whole, west, east = (
        recorded.share_linked_by_size(scope)["linked"].sum() for scope in recorded.SCOPES
    )
    assert whole == west + east + 1


def test_french_shares():
    table = recorded.french_share_linked_by_size()
    assert table["low"].to_list()[0] == 0
    observed = table["with_german_partner"] / table["communes"]
    assert (observed - table["share_observed"]).abs().max() < 1e-4
    assert table["share_scaled_for_unmatched"].max() == 1.0


def test_quantiles_of_distance_rise():
    table = recorded.distance_quantiles("partnership")
    assert table.height == 6 * 5
    for _, group in table.group_by("country"):
        assert group.sort("quantile")["km"].is_sorted()
    median = table.filter(pl.col("country") == "FR", pl.col("quantile") == 0.5)
    assert median["km"].item() == 611.9


def test_sizes_are_alike_in_every_country():
    table = recorded.size_similarity()
    assert table["country"].to_list() == ["CZ", "FR", "GB", "IT", "PL", "US"]
    assert table["corr_ln_pop"].is_between(0, 1).all()


def test_published_figures_have_sources_and_single_names():
    facts = recorded.facts()
    assert facts.height == 179 + 44 + 109 + 131
    assert facts["fact_id"].is_unique().all()
    assert facts["source_url"].str.contains(r"^https?://").all()
    silent = facts.filter(pl.col("value").is_null())
    assert set(silent["qualifier"]) == {"qualitative"}


def test_one_published_figure():
    (row,) = recorded.published("C008").rows(named=True)
    assert (row["value"], row["year"], row["unit"]) == (1021.0, 2010, "links")
    assert row["subject"] == "Germany | Poland | partnership | all"
    assert recorded.published("C026")["value_high"].item() == 500.0
    assert recorded.published("G102")["value"].item() == 850.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: recorded.load("links_sample"), "No table 'links_sample' in the record; there are"),
        (lambda: recorded.sidecar("x"), "No table 'x' .* rgre2015_links_by_year, "),
        (lambda: recorded.country_totals("marriage"), "No form 'marriage' .* partnership, friend"),
        (lambda: recorded.country_totals(unit_type="city"), "No unit type 'city' .* county"),
        (lambda: recorded.five_year_counts(["FR", "XX"]), "No country 'XX' in the record"),
        (lambda: recorded.degree("contact"), "No form 'contact' .* all, partnership"),
        (lambda: recorded.share_linked_by_size("all"), "No scope 'all' .* visible12, "),
        (lambda: recorded.distance_quantiles("x"), "No form 'x'"),
        (lambda: recorded.published("Z1"), "No published figure 'Z1' .* C000 to C492 in publ"),
    ],
)
def test_what_is_not_there_is_one_sentence(call, message):
    with pytest.raises(ValueError, match=message) as error:
        call()
    assert "\n" not in str(error.value)


def test_a_table_with_other_columns_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr("analysis.recorded.catalogue.FOLDER", tmp_path)
    (tmp_path / "toy.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    monkeypatch.setitem(recorded.TABLES, "toy", Table("toy", {"a": pl.Int64, "c": pl.Int64}))
    with pytest.raises(ValueError, match=r"toy\.csv: the columns are a, b, but must be a, c"):
        recorded.load("toy")


def test_building_again_gives_the_same_bytes(monkeypatch, tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.mkdir()
    target.mkdir()
    here = [name for name, table in recorded.TABLES.items() if table.made_here]
    assert here == ["rgre2015_regularities"]
    copied = [path for path in FOLDER.iterdir() if path.stem not in here]
    for path in copied:
        (source / path.name).write_bytes(path.read_bytes())
        if path.suffix == ".json":
            card = json.loads(path.read_text(encoding="utf-8")) | {"sha256": "stale"}
            (target / path.name).write_text(json.dumps(card), encoding="utf-8")
    (source / "rgre2015_links_sample.csv").write_text("link_id\n1\n", encoding="utf-8")
    monkeypatch.setattr("analysis.recorded.catalogue.FOLDER", target)
    assert build.main([str(source)]) == 0
    assert sorted(p.name for p in target.iterdir()) == sorted(p.name for p in copied)
    for path in copied:
        assert (target / path.name).read_bytes() == path.read_bytes()


def test_building_from_nowhere_is_one_sentence(capsys, tmp_path):
    assert build.main([str(tmp_path)]) == 2
    assert build.main([]) == 2
    assert re.search(r"no such file", capsys.readouterr().err)
