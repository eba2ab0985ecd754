"""The network model as a whole: runs, ensembles and registers, pooled and alone, and wrong use."""

import math

import polars as pl
import pytest

from analysis.models import ModelError
from analysis.models.frame import coefficients
from analysis.models.material import made, open_material
from analysis.models.network import fit
from analysis.observation.register import recorded
from scenarios import load
from scenarios.runs import choose, ensemble
from simulation import simulate

TABLES = [
    *("degrees", "linked", "assortativity", "clustering", "triads", "components"),
    *("communities", "repeats", "mixing"),
]
FRAMES = ["degrees", "sizes", "land_by_country", "country_by_country", "repeats"]


@pytest.fixture(scope="module")
def history():
    return simulate(load("history"), seed=3, world="toy")


@pytest.fixture(scope="module")
def register(history):
    return recorded(history)


@pytest.fixture(scope="module")
def one(history, register):
    return fit(made(history.municipalities, [{"recorded": register}], world="toy"))


def test_every_table_says_what_it_is(one):
    assert [table.name for table in one.tables] == TABLES
    assert list(one.frames) == [*FRAMES, "communities"]
    for table in one.tables:
        assert table.n > 0
        assert table.source == "made in memory"
        assert table.period is not None
        assert table.period[1] == 2014
        assert table.estimator
        assert table.errors
        assert len({row.term for row in table.rows}) == len(table.rows)
        for row in table.rows:
            assert math.isfinite(row.estimate)
            if row.se is not None:
                assert row.low <= row.estimate <= row.high
    frame = coefficients(one)
    assert frame.height == sum(len(table.rows) for table in one.tables)


def test_a_register_has_one_german_end(one, register):
    assert one.table("degrees").row("ties").estimate == register.height
    clustering = one.table("clustering")
    assert "triangles are impossible" in clustering.notes[0]
    assert "triangles" not in {row.term for row in clustering.rows}
    assert one.table("triads").row("triads_3").estimate == 0


def test_all_ties_may_make_triangles(history):
    analysis = fit(made(history.municipalities, [{"ties": history.ties}], view="all", until=2025))
    terms = {row.term for row in analysis.table("clustering").rows}
    assert {"transitivity", "mean_local_clustering", "square_clustering"} <= terms
    pairs = history.ties.select("a", "b").n_unique()
    assert analysis.table("degrees").row("ties").estimate == pairs
    assert "country" in {row.term for row in analysis.table("assortativity").rows}
    assert "also those that ended" in " ".join(analysis.notes)
    total = analysis.frames["country_by_country"]
    assert total["ties"].sum() == pairs
    assert total["expected"].sum() == pytest.approx(pairs)


def test_sizes_count_municipalities_and_their_ties(one, history, register):
    sizes = one.frames["sizes"]
    german = history.municipalities.filter(
        pl.col("country") == "DE", pl.col("level") == "municipality"
    )
    assert sizes["municipalities"].sum() == german["population"].count()
    ends = pl.concat([register["a"], register["b"]])
    linked = german.filter(pl.col("id").is_in(ends.implode()))
    assert sizes["linked"].sum() == linked["population"].count()
    counted = ends.filter(ends.is_in(linked.drop_nulls("population")["id"].implode()))
    assert sizes["ties"].sum() == len(counted)
    row = one.table("linked").row("linked_all")
    assert row.estimate == pytest.approx(sizes["linked"].sum() / sizes["municipalities"].sum())


def test_the_order_of_ties_does_not_matter(history, register, one):
    turned = register.reverse()
    again = fit(made(history.municipalities, [{"recorded": turned}], world="toy"))
    assert coefficients(again).equals(coefficients(one))
    for name, frame in one.frames.items():
        assert frame.equals(again.frames[name]), name


def test_replications_are_pooled(history, register, one):
    half = register.gather_every(2)
    places = history.municipalities
    parts = [{"recorded": register}, {"recorded": half}]
    both = fit(made(places, parts, world="toy"))
    alone = [one, fit(made(places, parts[1:], world="toy"))]
    assert all(table.runs == 2 for table in both.tables)
    for table, term in (("degrees", "ties"), ("assortativity", "ln_population_ends")):
        values = [single.table(table).row(term).estimate for single in alone]
        row = both.table(table).row(term)
        assert row.estimate == pytest.approx(sum(values) / 2)
        assert row.low == pytest.approx(min(values) + 0.05 * abs(values[0] - values[1]))
    assert "communities" not in both.frames
    for name, keys in (("land_by_country", ["land", "country"]), ("degrees", ["side", "degree"])):
        joined = both.frames[name].join(
            pl.concat([single.frames[name] for single in alone])
            .group_by(keys)
            .agg(pl.col("ties" if "land" in keys else "places").sum().alias("sum")),
            on=keys,
        )
        count = "ties" if "land" in keys else "places"
        assert joined.height == both.frames[name].height
        assert (joined[count] - joined["sum"] / 2).abs().to_numpy().max() < 1e-12
        assert (joined[f"{count}_low"] <= joined[f"{count}_high"]).all()


@pytest.mark.deep
def test_an_ensemble_on_disk(tmp_path):
    out = tmp_path / "ensemble"
    chosen = [choose("history", 2016)]
    ensemble(chosen, out, seed=4, world="toy", replications=3, more={"recorded": recorded})
    analysis = fit(open_material(out))
    ties = analysis.table("degrees").row("ties")
    counts = [pl.read_parquet(path).height for path in sorted((out / "recorded").iterdir())]
    assert ties.estimate == pytest.approx(sum(counts) / 3)
    assert ties.between is not None
    assert analysis.table("degrees").runs == 3
    assert "3 replications" in analysis.tables[0].source


def test_one_tie_leaves_what_can_be_told(history, register):
    analysis = fit(made(history.municipalities, [{"recorded": register.head(1)}], world="toy"))
    assert analysis.table("degrees").row("places").estimate == 2
    assert analysis.table("components").row("pairs").estimate == 1
    assortativity = analysis.table("assortativity")
    assert "ln_population_ends" not in {row.term for row in assortativity.rows}
    label = "correlation of ln population (people), German end and partner abroad"
    assert f"'{label}' is not defined here." in assortativity.notes
    assert all(row.se is None for row in assortativity.rows)


def test_a_single_country(history, register):
    french = register.filter((pl.col("country_a") == "FR") | (pl.col("country_b") == "FR"))
    analysis = fit(made(history.municipalities, [{"recorded": french}], world="toy"))
    mixing = analysis.table("mixing")
    assert mixing.row("countries").estimate == 1
    assert mixing.row("effective_countries").estimate == pytest.approx(1)
    assert "land_country" not in {row.term for row in mixing.rows}
    assert any("association of Land" in note for note in mixing.notes)
    assert "ari_countries" not in {row.term for row in analysis.table("communities").rows}
    # all ties of a place are with this country: dealing them out by chance cannot be otherwise
    assert analysis.table("repeats").row("ratio").estimate == pytest.approx(1)


def test_unknown_populations_are_left_out(history, register):
    unknown = history.municipalities.with_columns(population=pl.lit(None, dtype=pl.Int64))
    analysis = fit(made(unknown, [{"recorded": register}], world="toy"))
    terms = {row.term for row in analysis.table("assortativity").rows}
    assert terms == {"degree_ends", "degree"}
    assert analysis.table("linked").rows == ()
    assert analysis.frames["sizes"].is_empty()


def test_years_may_be_unknown(history, register):
    unknown = register.with_columns(year=pl.lit(None, dtype=pl.Int32), year_is_default=True)
    analysis = fit(made(history.municipalities, [{"recorded": unknown}], world="toy"))
    assert all(table.period is None for table in analysis.tables)


def test_nothing_to_measure_is_refused(history, register):
    with pytest.raises(ModelError, match="holds no tie"):
        fit(made(history.municipalities, [{"recorded": register.clear()}], world="toy"))


def test_an_empty_replication_is_left_out_and_told(history, register):
    parts = [{"recorded": register}, {"recorded": register.clear()}]
    analysis = fit(made(history.municipalities, parts, world="toy"))
    assert "1 of 2 runs could not be fitted" in analysis.tables[0].notes[-1]
    assert analysis.frames["repeats"]["ties"].sum() == register.height
