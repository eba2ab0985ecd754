"""The stock: from what runs leave and what the register holds."""

import polars as pl
import pytest

from analysis.evidence.page.stock import section
from analysis.observation.register import completeness
from analysis.stock import __main__ as command
from analysis.stock import counts, stock
from analysis.stock.counts import SCHEMA
from scenarios import load
from simulation import simulate

FORMS = ("contact", "friendship", "partnership")


def run(number, late=0.4, growth=1.2):
    """What a run leaves, by hand: later partnerships registered at a given share."""
    rows = []
    for year, factor in ((2014, 1.0), (2025, growth)):
        for form in FORMS:
            for era, living, share in (("surveyed", 1000, 0.9), ("later", 500, late)):
                here = round(living * factor)
                rows.append((year, "abroad", form, era, here, here * share))
        rows.append((year, "inner-German", "partnership", "surveyed", 1000 + number, None))
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row")
    return frame.with_columns(replication=pl.lit(number))


def runs(number=20, **settings):
    return pl.concat([run(i, **settings) for i in range(number)])


def told(found, year, form):
    return next(row for row in found["stock"] if (row["year"], row["form"]) == (year, form))


@pytest.fixture(scope="module")
def found():
    return stock(runs())


def test_the_register_is_part_of_the_stock(found):
    row = told(found, 2014, "partnership")
    assert row["registered"] == 5411
    assert row["hidden"]["low"] > 0
    assert row["living"]["median"] == 5411 + row["hidden"]["median"]
    assert told(found, 2014, "all")["registered"] == 7092


def test_the_stock_is_what_is_registered_over_its_completeness(found):
    """Of 5,411 partnerships 85 % are of the survey's years."""
    living = told(found, 2014, "partnership")["living"]["median"]
    assert living == pytest.approx(5411 * (0.845 / 0.95 + 0.155 / 0.4), rel=0.04)
    assert found["completeness"]["partnership"]["median"] == pytest.approx(5411 / living, abs=0.002)


def test_contacts_have_the_widest_interval(found):
    def width(form):
        living = told(found, 2014, form)["living"]
        return (living["high"] - living["low"]) / living["median"]

    assert width("contact") > width("friendship") > width("partnership")
    assert width("contact") > 0.8


def test_less_self_report_means_more_hidden_ties(found):
    fewer = stock(runs(late=0.2))
    assert (
        told(fewer, 2014, "partnership")["hidden"]["low"]
        > told(found, 2014, "partnership")["hidden"]["median"]
    )
    assert fewer["records"] == found["records"]


def test_later_stocks_grow_as_in_the_runs(found):
    for form in FORMS:
        now, before = (told(found, year, form)["living"]["median"] for year in (2025, 2014))
        assert now == pytest.approx(1.2 * before, rel=0.001)


def test_runs_that_end_before_tell_no_later_stock():
    early = stock(runs().filter(pl.col("year") == 2014))
    assert {row["year"] for row in early["stock"]} == {2014}
    assert "living 2025" not in "\n".join(section(early))


def test_the_order_of_the_rows_does_not_matter(found):
    assert stock(runs().sample(fraction=1.0, shuffle=True, seed=3)) == found


def test_what_stands_apart_is_told_as_simulated(found):
    assert [row["living"]["median"] for row in found["apart"]] == [1010, 1010]


def test_runs_that_tell_nothing_are_refused():
    with pytest.raises(ValueError, match="no run that reaches 2014"):
        stock(runs().filter(pl.col("year") == 2025))
    with pytest.raises(ValueError, match="no registered partnership abroad agreed after 1996"):
        stock(runs(late=0.0))


def test_the_page_tells_the_stock_and_every_pair(found):
    text = "\n".join(section(found))
    assert text.startswith("## The true stock")
    whole = told(found, 2014, "all")["living"]
    assert f"**{whole['median']:,.0f} ties**" in text
    for pair in found["pairs"]:
        assert pair["reading"] in text
    assert section(None) == [
        "## The true stock\n\nNot run yet: `python -m analysis.stock --out out/stock --write`.\n"
    ]


def test_a_bad_call_is_told_in_one_sentence(tmp_path, capsys):
    assert command.main(["--ensemble", str(tmp_path / "none")]) == 2
    assert capsys.readouterr().err.startswith("Error: ")


# ------------------------------------------------------------------------ what a run leaves


@pytest.fixture(scope="module")
def history():
    return simulate(load("history"), seed=1, world="toy", until=2025)


def test_a_run_leaves_its_living_ties(history):
    table = counts(history)
    assert table.schema == pl.Schema(SCHEMA)
    german = history.municipalities.filter(pl.col("country") == "DE")["id"].implode()
    for year in (2014, 2025):
        alive = history.ties_at(year).filter(
            pl.col("ended").is_null(), pl.col("a").is_in(german) | pl.col("b").is_in(german)
        )
        here = table.filter(pl.col("year") == year)
        assert here["living"].sum() == alive.height > 0
        apart = here.filter(pl.col("scope") == "sponsorship")["living"].sum()
        assert apart == alive.filter(pl.col("kind") == "sponsorship").height


def test_what_is_registered_follows_the_completeness(history):
    table = counts(history).filter(pl.col("scope") == "abroad", pl.col("year") == 2014)
    settings = history.parameters.recording
    surveyed = table.filter(pl.col("era") == "surveyed")
    assert surveyed.height
    for form, living, registered in surveyed.select("form", "living", "registered").iter_rows():
        assert registered == pytest.approx(living * settings.surveyed[form])
    later = table.filter(pl.col("era") == "later")
    assert later.height
    for form, living, registered in later.select("form", "living", "registered").iter_rows():
        most = completeness([form], [1997], settings)[0]
        assert 0 < registered <= living * most


def test_what_no_register_holds_has_no_registered_ties(history):
    rest = counts(history).filter(pl.col("scope") != "abroad")
    assert rest.height
    assert rest["registered"].is_null().all()
    early = simulate(load("history"), seed=1, world="toy", until=1960)
    assert counts(early).is_empty()
