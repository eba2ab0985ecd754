"""Choice on runs and registers: its tables, what places held, and what is refused."""

import json

import polars as pl
import pytest

from analysis.models.choice import fit, published_choice
from analysis.models.choice.published import LINKS
from analysis.models.choice.terms import Places
from analysis.models.choice.ties import choices, held
from analysis.models.frame import coefficients
from analysis.models.material import TIES, made
from analysis.models.results import ModelError
from analysis.observation.register import recorded
from scenarios import load as load_scenario
from simulation import simulate


@pytest.fixture(scope="module")
def history():
    return simulate(load_scenario("history"), 1, "toy")


@pytest.fixture(scope="module")
def everything(history):
    tables = {"ties": history.ties}
    return made(history.municipalities, [tables], view="all", until=2025, world="toy")


@pytest.fixture(scope="module")
def seen(history):
    return made(history.municipalities, [{"recorded": recorded(history)}], world="toy")


@pytest.fixture(scope="module")
def analysis(everything):
    return fit(everything)


def test_all_ties_are_told_by_country_period_and_motive(analysis):
    names = [table.name for table in analysis.tables]
    assert names[:2] == ["within_country", "by_country"]
    assert "period_1963_1989" in names
    assert any(name.startswith("motive_") for name in names)
    assert names[-2:] == ["everywhere", "country_constants"]
    assert analysis.table("period_1963_1989").period == (1963, 1989)
    assert analysis.table("everywhere").row("held").se > 0
    for table in analysis.tables:
        assert table.errors.startswith("clustered by German place (")
        assert table.n > 0
    assert coefficients(analysis)["se"].null_count() == 0


def test_the_reference_country_has_no_constant(analysis):
    terms = [row.term for row in analysis.table("country_constants").rows]
    assert "country.FR" not in terms
    assert "country.PL" in terms
    assert "beside a like place of FR" in analysis.table("country_constants").notes[0]


def test_recorded_ties_have_no_motive_and_it_is_said(seen):
    found = fit(seen)
    assert not any(table.name.startswith("motive") for table in found.tables)
    assert any("a register never records it" in note for note in found.notes)


def test_the_same_again_and_in_any_order(history, analysis):
    shuffled = history.ties.sample(fraction=1.0, shuffle=True, seed=3)
    material = made(
        history.municipalities, [{"ties": shuffled}], view="all", until=2025, world="toy"
    )
    again, first = coefficients(fit(material)), coefficients(analysis)
    assert again.equals(first)


def test_a_register_without_years_still_has_its_main_table(everything):
    (replication,) = everything.replications()
    ties = replication.ties().filter(pl.col("land").is_not_null()).unique(["a", "b"])
    undated = ties.select(
        *("a", "b", "country_a", "country_b", "form"),
        year=pl.lit(None, pl.Int32),
        year_is_default=pl.lit(value=True),
    )
    found = fit(made(everything.places, [{"recorded": undated}], world="toy"))
    main = found.table("within_country")
    assert main.period is None
    assert "The choice by period could not be fitted: no tie has a year." in main.notes
    everywhere = found.table("everywhere")
    assert "held" not in [row.term for row in everywhere.rows]
    assert any("No tie has a year" in note for note in everywhere.notes)


def test_a_single_country_is_no_choice_among_countries(everything):
    (replication,) = everything.replications()
    columns = ["a", "b", "founded", "form", "initiator", "motive", "ended"]
    ties = replication.table("ties", columns)
    french = everything.places.filter(country="FR")["id"].implode()
    some = ties.filter(pl.col("a").is_in(french) | pl.col("b").is_in(french))
    found = fit(made(everything.places, [{"ties": some}], view="all", world="toy"))
    assert "everywhere" not in [table.name for table in found.tables]
    notes = found.table("within_country").notes
    assert any("fewer than two countries have 30 ties" in note for note in notes)


def test_too_few_ties_are_refused(everything):
    (replication,) = everything.replications()
    columns = ["a", "b", "founded", "form", "initiator", "motive", "ended"]
    one = replication.table("ties", columns).head(1)
    with pytest.raises(ModelError, match="too few for a model of choice; give at least 30"):
        fit(made(everything.places, [{"ties": one}], view="all", world="toy"))


PLACES = Places(
    pl.DataFrame(
        {
            "id": [1, 2, 11, 12, 21],
            "country": ["DE", "DE", "FR", "FR", "PL"],
            "lat": [50.0] * 5,
            "lon": [8.0, 9.0, 2.0, 3.0, 20.0],
            "inhabitants": [1000.0] * 5,
        }
    )
)


def some_ties(*rows):
    """Rows of home, away, country, year, ended."""
    made_of = [
        {
            "a": home,
            "b": away,
            "country_a": "DE",
            "country_b": country,
            "land": "DE-HE",
            "year": year,
            "form": "contact",
            "home": home,
            "away": away,
            "distance_km": 1.0,
            "motive": None,
            "ended": ended,
        }
        for home, away, country, year, ended in rows
    ]
    return pl.DataFrame(made_of, schema=TIES)


def test_what_is_held_is_alive_and_older():
    ties = some_ties(
        (1, 11, "FR", 1960, None),
        (1, 12, "FR", 1960, None),  # of the same year: neither is held when the other is chosen
        (1, 21, "PL", 1970, None),
        (2, 11, "FR", 1960, 1965),
        (2, 21, "PL", 1966, None),  # the French tie has ended
        (2, 12, "FR", None, None),  # of no known year: counts for nothing
    )
    found = choices(ties, PLACES)
    dated = found.where(found.dated)
    mine = held(dated, found)
    years = dict(zip(dated.frame.select("home", "away").iter_rows(), range(5), strict=True))
    assert {
        country: [k for k, n in years.items() if flags[n]] for country, flags in mine.items()
    } == {"FR": [(1, 21)]}


def test_districts_and_inner_ties_are_no_choices():
    ties = some_ties((1, 11, "FR", 1960, None), (7, 11, "FR", 1960, None))
    inner = some_ties((1, 2, "DE", 1988, None)).with_columns(land=pl.lit(None, pl.String))
    found = choices(pl.concat([ties, inner]), PLACES)
    assert found.frame.height == 1
    assert found.left_out == (
        "1 ties within Germany are left out.",
        "1 ties of districts are left out.",
    )


def test_a_sample_does_not_depend_on_what_else_there_is():
    rows = [
        (home, away, "FR", year, None)
        for home in (1, 2)
        for away in (11, 12)
        for year in range(1950, 1980)
    ]
    whole = choices(some_ties(*rows), PLACES)
    luckiest = whole.sample(20).frame
    assert luckiest.height == 20
    # without some that were not drawn, the same are drawn
    drawn = set(luckiest.select("home", "away", "year").iter_rows())
    fewer = [row for n, row in enumerate(rows) if (row[0], row[1], row[3]) in drawn or n % 2]
    again = choices(some_ties(*fewer), PLACES).sample(20).frame
    assert set(again.select("home", "away", "year").iter_rows()) == drawn
    assert whole.sample(1000) is whole


def test_published_estimates_are_those_that_ship():
    table = published_choice()
    shipped = json.loads(LINKS.read_text(encoding="utf-8"))["choice"]
    assert table.row("similar").estimate == shipped["values"]["similar"]
    assert table.row("similar").se == shipped["errors"]["similar"]
    assert table.row("ln_distance.FR").estimate == shipped["raw"]["FR"][0]
    assert "held" not in [row.term for row in table.rows]
    assert "published, not re-run" in table.estimator
    assert table.n == sum(shipped["ties"].values())


def test_published_and_fitted_terms_are_the_same(analysis):
    published = {row.term for row in published_choice().rows}
    fitted = {row.term for row in analysis.table("by_country").rows}
    assert {"ln_distance.FR", "similar", "mass"} <= published & fitted
