"""What the record can carry: its tables, the same tables of runs, and what was fitted to them."""

import polars as pl
import pytest

from analysis.indirect import comparable, compared, fitted_again
from analysis.indirect.record import SIDES, event_role
from analysis.indirect.shapes import PATTERNS, recorded_shapes, role_of, simulated_shapes
from analysis.models import Analysis, ModelError
from analysis.models.events import fit
from analysis.models.gravity import RECORDED_LAENDER, recorded_gravity
from analysis.models.material import made, open_material
from analysis.recorded import load
from analysis.validation import observed


def by_name(tables):
    return {table.name: table for table in tables}


def test_the_network_of_the_record_is_that_of_the_scorecard():
    tables = by_name(recorded_shapes())
    assert tuple(tables) == PATTERNS
    counts = load("rgre2015_degree").filter(pl.col("form") == "all", pl.col("degree") == 3)
    row = tables["degree"].row("3")
    assert row.estimate == counts["municipalities"][0] == 244
    assert row.se == pytest.approx(244**0.5)
    assert row.label == "3 ties"
    repeats = tables["repeats"].row("rest|FR")
    assert (repeats.estimate, repeats.se) == (0.12847, 0.020253)
    assert sum(table.n for table in tables.values()) == sum(
        observed().filter(pl.col("pattern").is_in(PATTERNS))["cell"].is_not_null()
    )


def test_the_network_of_runs_is_counted_by_hand(material, ties, places):
    found = by_name(simulated_shapes(material))["degree"].row("2")
    visible = load("rgre2015_share_linked_by_land")["land"].to_list()
    german = places.filter(pl.col("land").is_in(visible), pl.col("level") == "municipality")
    counts = []
    for run in (ties, ties.gather_every(2)):
        ends = pl.concat([run["a"], run["b"]])
        degree = ends.filter(ends.is_in(german["id"].implode())).value_counts(name="ties")
        counts.append((degree["ties"] == 2).sum())
    assert found.estimate == pytest.approx(sum(counts) / 2)
    assert found.between == pytest.approx(pl.Series(counts).std())


def test_roles_are_those_of_the_targets():
    assert role_of("repeats", "kept|FR") == "kept back"
    assert role_of("repeats", "rest|FR") == "fitted"
    assert role_of("founders", "1960-64") == "kept back"
    assert event_role("leads_lags", "elysee_1963:-6..-5") == "fitted"
    assert event_role("effects", "skew_2001") == "kept back"
    assert event_role("effects", "slope of time") == "fitted"


def test_gravity_is_compared_in_the_cells_of_the_record(material, monkeypatch):
    """Länder whose counts do not ship are left out of the runs, too."""
    asked = []

    def of_laender(given, *, laender):
        asked.append((given, laender))
        return recorded_gravity()

    monkeypatch.setattr("analysis.models.gravity.fit", of_laender)
    found = compared(Analysis("gravity", "", "", ()), material)
    assert any(note.startswith("2 runs") for note in found.notes)
    assert asked == [(material, RECORDED_LAENDER)]
    assert fitted_again("gravity")
    assert found.couples[0].name == "poisson"
    for couple in found.couples:
        assert couple.recorded == couple.simulated
        assert {pair.role for pair in couple.pairs} == {"fitted"}
        assert "kept back" in couple.why
        # what is compared with itself lies inside, to the last digit
        assert {pair.z for pair in couple.pairs} == {0.0}
        assert all(pair.inside for pair in couple.pairs)


@pytest.mark.deep
def test_events_are_compared_with_the_record_and_with_ones_own(places, ties, tmp_path):
    run = made(places, [{"recorded": ties}], source="made here")
    analysis = fit(run)
    shipped = compared(analysis, run)
    effects = next(couple for couple in shipped.couples if couple.name == "effects")
    assert effects.recorded.period == effects.simulated.period == (1946, 1996)
    assert {pair.role for pair in effects.pairs} == {"fitted"}
    # tests of many coefficients have no error of their own: nothing can be judged
    assert "joint" in {table.name for table in analysis.tables}
    assert "joint" not in {couple.name for couple in shipped.couples}

    path = tmp_path / "mine.parquet"
    ties.write_parquet(path)
    own = compared(analysis, run, path)
    assert {pair.role for pair in own.pairs} == {"unknown"}
    assert "mine.parquet" in own.couples[0].recorded.source
    # the register holds the very ties of the run
    assert {pair.difference for pair in own.pairs} == {0.0}
    assert comparable("survival", path)
    assert not fitted_again("gravity", path)


def test_one_run_is_told(places, ties):
    one = made(places, [{"recorded": ties}], source="made here")
    found = compared(Analysis("network", "", "", ()), one)
    assert any(note.startswith("One run") for note in found.notes)
    degree = found.couples[0]
    # the record's error stands in for the luck of the run
    assert degree.pairs[0].simulated.se == degree.pairs[0].recorded.se


def test_what_cannot_be_compared_is_refused(material, places, ties, tmp_path):
    analysis = Analysis("gravity", "", "", ())
    ties.write_parquet(tmp_path / "mine.parquet")
    with pytest.raises(ModelError, match="is a record itself"):
        compared(analysis, open_material(tmp_path / "mine.parquet"))
    every = made(places, [{"recorded": ties}], view="all")
    with pytest.raises(ModelError, match="--view all: the record shows recorded ties alone"):
        compared(analysis, every)
    toy = made(places, [{"recorded": ties}], world="toy")
    with pytest.raises(ModelError, match="is of the world 'toy'"):
        compared(analysis, toy)
    survival = Analysis("survival", "", "", ())
    assert "survival" not in SIDES
    with pytest.raises(ModelError, match="no record ships that could carry the model 'survival'"):
        compared(survival, material)
    with pytest.raises(ModelError, match="no coefficient with errors in common"):
        compared(Analysis("choice", "", "", ()), material)
    empty = made(places, [{"recorded": ties.clear()}], source="a short run")
    with pytest.raises(ModelError, match="a short run: No recorded tie"):
        compared(Analysis("network", "", "", ()), empty)
