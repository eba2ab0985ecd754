"""Gravity of runs, ensembles and the record: what the tables hold, and what is refused."""

import numpy as np
import polars as pl
import pytest

from analysis.models.frame import coefficients
from analysis.models.gravity import RECORDED_LAENDER, fit, recorded_gravity
from analysis.models.gravity.specifications import SPECIFICATIONS
from analysis.models.material import made
from analysis.models.results import ModelError
from analysis.observation.register import recorded
from analysis.recorded import load
from scenarios import load as load_scenario
from simulation import simulate


@pytest.fixture(scope="module")
def histories():
    scenario = load_scenario("history")
    return [simulate(scenario, seed, "toy") for seed in (1, 2)]


@pytest.fixture(scope="module")
def one(histories):
    tables = {"recorded": recorded(histories[0]), "ties": histories[0].ties}
    return made(histories[0].municipalities, [tables], world="toy", source="toy run")


@pytest.fixture(scope="module")
def analysis(one):
    return fit(one)


def test_every_table_says_what_it_is(analysis, one):
    names = [spec.name for spec in SPECIFICATIONS]
    assert [table.name for table in analysis.tables] == [
        n for n in names if n in {table.name for table in analysis.tables}
    ]
    assert {"poisson", "poisson_per_pair", "poisson_effects", "regions_poisson"} <= {
        table.name for table in analysis.tables
    }
    (replication,) = one.replications()
    ties = replication.ties()
    for table in analysis.tables:
        assert table.source == "toy run"
        assert table.period == (ties["year"].min(), 2014)
        assert table.n > 0
        assert table.errors
        assert np.isfinite([row.estimate for row in table.rows]).all()
    assert analysis.table("poisson").fit["ties"] == ties.height
    assert analysis.table("poisson").n == 4 * 6
    frame = coefficients(analysis)
    assert frame["se"].null_count() == 0
    assert any("NUTS 2" in note for note in analysis.notes)


def test_residuals_are_observed_less_expected(analysis):
    frame = analysis.frames["residuals"]
    assert frame["observed"].sum() == analysis.table("poisson").fit["ties"]
    # the scores of the constant: expected ties add up to those that are there
    assert frame["expected"].sum() == pytest.approx(frame["observed"].sum(), rel=1e-6)
    pearson = (frame["observed"] - frame["expected"]) / frame["expected"].sqrt()
    assert frame["pearson"].to_list() == pytest.approx(pearson.to_list())
    assert frame.equals(frame.sort("home", "away"))


def test_the_same_again_and_in_any_order(one, analysis, histories):
    tables = {"recorded": recorded(histories[0]).reverse()}
    again = fit(made(histories[0].municipalities, [tables], world="toy", source="toy run"))
    assert coefficients(again).equals(coefficients(analysis))


def test_all_ties_leave_out_those_within_germany(histories):
    ties = histories[0].ties
    material = made(
        histories[0].municipalities, [{"ties": ties}], view="all", until=2025, world="toy"
    )
    table = fit(material).table("poisson")
    places = histories[0].municipalities.select("id", "country")
    both = ties.join(places, left_on="a", right_on="id").join(places, left_on="b", right_on="id")
    inner = both.filter((pl.col("country") == "DE") & (pl.col("country_right") == "DE")).height
    assert table.fit["ties"] == ties.height - inner
    assert f"{inner} ties within Germany are in no cell." in table.notes


def test_an_ensemble_is_fitted_run_by_run(histories):
    tables = [{"recorded": recorded(history)} for history in histories]
    places = histories[0].municipalities
    whole = fit(made(places, tables, world="toy"))
    alone = [fit(made(places, [part], world="toy")) for part in tables]
    row = whole.table("poisson").row("ln_distance")
    values = [part.table("poisson").row("ln_distance").estimate for part in alone]
    assert row.estimate == pytest.approx(np.mean(values))
    assert row.between == pytest.approx(np.std(values, ddof=1))
    assert whole.table("poisson").runs == 2
    means = sum(part.frames["residuals"]["observed"].to_numpy() for part in alone) / 2
    assert whole.frames["residuals"]["observed"].to_numpy() == pytest.approx(means)


def test_the_record_is_fitted_to_all_that_ships():
    analysis = recorded_gravity()
    table = analysis.table("poisson")
    shipped = load("rgre2015_links_by_land")
    assert sorted(RECORDED_LAENDER) == shipped["land"].unique().sort().to_list()
    world = analysis.frames["residuals"]["country"].unique().to_list()
    inside = shipped.filter(pl.col("country").is_in(world))["count"].sum()
    assert table.fit["ties"] == inside
    assert table.n == 12 * 47
    assert "clustered by country (47 clusters)" in table.errors
    # what gravity says everywhere: more people, more ties; farther, fewer
    assert 0.7 < table.row("ln_mass_home").estimate < 1.2
    assert table.row("ln_mass_away").estimate > 0.4
    assert table.row("ln_distance").high < 0
    assert analysis.table("poisson_effects").row("ln_distance").high < -1
    assert analysis.table("negative_binomial").row("alpha").low > 0


def test_a_country_without_a_tie_has_no_effect_of_its_own(one):
    (replication,) = one.replications()
    ties = replication.table("recorded", ["a", "b", "country_a", "country_b", "year", "form"])
    some = ties.filter((pl.col("country_a") != "GB") & (pl.col("country_b") != "GB"))
    some = some.with_columns(year_is_default=pl.lit(False))
    table = fit(made(one.places, [{"recorded": some}], world="toy")).table("poisson_effects")
    assert table.n == 4 * 5
    assert any("4 of 24 cells without a tie are left out" in note for note in table.notes)


def test_a_single_country_leaves_what_differs_between_laender(one):
    (replication,) = one.replications()
    ties = replication.table("recorded", ["a", "b", "country_a", "country_b", "year", "form"])
    french = ties.filter((pl.col("country_a") == "FR") | (pl.col("country_b") == "FR"))
    french = pl.concat([french]).with_columns(year_is_default=pl.lit(False))
    places = one.places.filter(pl.col("country").is_in(["DE", "FR"]))
    table = fit(made(places, [{"recorded": french}], world="toy")).table("poisson")
    assert table.errors == "robust (HC1)"
    assert "ln_mass_away" not in [row.term for row in table.rows]
    assert any("'ln inhabitants of the partner region' is the same" in note for note in table.notes)
    assert any("1 countries are too few to cluster" in note for note in table.notes)


def test_too_few_ties_are_refused(one):
    (replication,) = one.replications()
    ties = replication.table("recorded", ["a", "b", "country_a", "country_b", "year", "form"])
    few = ties.head(1).with_columns(year_is_default=pl.lit(False))
    with pytest.raises(ModelError, match="holds 1 ties in cells of Land x country, too few"):
        fit(made(one.places, [{"recorded": few}], world="toy"))
    with pytest.raises(ModelError, match="has no Land 'DE-SN'"):
        fit(one, laender=["DE-SN"])


def test_years_do_not_matter(one):
    (replication,) = one.replications()
    ties = replication.table("recorded", ["a", "b", "country_a", "country_b", "form"])
    undated = ties.with_columns(year=pl.lit(None, pl.Int32), year_is_default=pl.lit(True))
    table = fit(made(one.places, [{"recorded": undated}], world="toy")).table("poisson")
    assert table.period is None
    assert table.rows == fit(one).table("poisson").rows
