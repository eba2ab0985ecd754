"""Double records: what the register and others count of the same ties."""

import polars as pl
import pytest

from analysis.recorded import load, published
from analysis.stock import double_records, pairs, recorded_stock
from analysis.validation import split, targets

PAIRS = {pair.name: pair for pair in double_records()}


def test_every_figure_is_the_published_one():
    rows = pairs.read("double_records")
    for row in rows.iter_rows(named=True):
        assert published(row["fact_id"])["value"][0] == row["value"]
        if row["less_id"]:
            assert published(row["less_id"])["value"][0] == row["less"]
    assert rows["pair"].n_unique() == rows.height == len(PAIRS)


def test_a_figure_that_was_changed_is_found(tmp_path, monkeypatch):
    table = pairs.read("double_records").with_columns(value=pl.col("value") + 1)
    table.write_csv(tmp_path / "double_records.csv")
    monkeypatch.setattr(pairs, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match="2282 is not what published figure C007 says"):
        double_records()


def test_nothing_that_is_kept_back_is_pooled():
    """Neither a Land kept back, nor a figure that only validates, nor single late years."""
    used = pairs.read("double_records").filter(pl.col("role") == "pooled")
    assert not {land.removeprefix("DE-") for land in used["land"]} & {
        land.removeprefix("DE-") for land in split().laender
    }
    assert not used["since"].str.contains(r"\d").any()
    kept = {
        fact
        for target in targets().values()
        if target.role == "kept back"
        for one in target.facts
        for fact in (one.low, one.high)
    }
    assert not (set(used["fact_id"]) | set(used["less_id"])) - {""} & kept


def test_what_the_register_counts_is_what_the_tables_hold():
    land = load("rgre2015_links_by_land")
    bavaria = land.filter(
        pl.col("land") == "DE-BY", pl.col("form").is_in(["partnership", "friendship"])
    )
    assert PAIRS["bavaria_ministry"].register == bavaria["count"].sum()
    year = load("rgre2015_links_by_year")
    france = year.filter(
        pl.col("country") == "FR",
        pl.col("form") == "partnership",
        pl.col("unit_type") == "municipality",
    )
    assert PAIRS["germany_france_communes"].register == france["count"].sum()
    assert PAIRS["germany_france_communes"].other == 2315


def test_inner_german_ties_are_taken_off():
    assert PAIRS["baden_wuerttemberg"].other == 1558 - 193


def test_ties_without_a_year_are_as_old_as_the_others():
    """With Austria: of 312 dated ties of municipalities 18 are later, 43 have no year."""
    austria = load("rgre2015_links_by_year").filter(
        pl.col("country") == "AT",
        pl.col("unit_type") == "municipality",
        pl.col("form") != "unknown",
    )
    dated = austria.filter(pl.col("year_is_default") == 0, pl.col("year") <= 1996)["count"].sum()
    pair = PAIRS["germany_austria_survey"]
    assert dated < pair.register < austria["count"].sum()
    assert pair.surveyed == 1.0


def test_a_smaller_count_tells_of_itself():
    pair = PAIRS["germany_abroad_1985"]
    assert pair.register > pair.other
    assert pair.ratio == 1.0
    poland = PAIRS["germany_poland_cemr"]
    assert poland.ratio == poland.register / poland.other < 0.5


def test_a_loose_definition_and_a_small_count_widen_the_error():
    assert PAIRS["germany_italy_aiccre"].spread > PAIRS["germany_france_cemr"].spread
    assert PAIRS["germany_france_new"].spread > 0.4


def test_the_stock_of_the_register_is_whole():
    stock = recorded_stock()
    assert stock["form"].to_list() == ["contact", "friendship", "partnership"]
    unknown = load("rgre2015_links_by_year").filter(pl.col("form") == "unknown")["count"].sum()
    assert stock["links"].sum() + unknown == 7102
    assert stock["surveyed"].is_between(0.7, 0.9).all()


def test_joint_municipalities_are_at_most_one_name_in_a_hundred():
    """What the README says: names that are no municipality, and ties that no table leaves out."""
    sizes = load("rgre2015_mean_degree_by_size").filter(
        pl.col("scope") == "visible12", pl.col("form") == "all"
    )
    unknown = sizes.filter(pl.col("size_class") == "unknown")
    assert unknown.select("linked", "links").row(0) == (15, 33)
    assert sizes["links"].sum() == 4960
    by_land = load("rgre2015_links_by_land").filter(pl.col("unit_type") == "municipality")
    assert 0 <= 4960 - by_land["count"].sum() < 10
