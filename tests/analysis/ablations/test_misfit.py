"""Distances from the record, on tables that are the record itself with known faults."""

import polars as pl
import pytest

from analysis.ablations.misfit import cells, distances, gains
from analysis.validation import observed

RUNS = 6


def perfect(*, shift=0.0, pattern="distance", drop=None):
    """Runs that are the record, one pattern in all runs shifted or a cell emptied."""
    high = pl.coalesce("recorded_high", "recorded")
    value = (pl.col("recorded") + high) / 2.0
    moved = pl.when(pl.col("pattern") == pattern).then(value * (1.0 + shift)).otherwise(value)
    frame = observed().select("pattern", "cell", value=moved)
    if drop is not None:
        here = (pl.col("pattern") == drop[0]) & (pl.col("cell") == drop[1])
        frame = frame.with_columns(value=pl.when(here).then(None).otherwise("value"))
    runs = [frame.with_columns(replication=pl.lit(run, pl.Int32)) for run in range(RUNS)]
    return pl.concat(runs)


def noisy(table, seed):
    """The same with luck of its own: the square root of each value, up and down."""
    sign = (pl.col("replication") + pl.col("cell").hash(seed) % 2) % 2 * 2.0 - 1.0
    return table.with_columns(value=pl.col("value") * (1.0 + 0.02 * sign))


def test_the_record_is_at_no_distance_from_itself():
    for role in ("fitted", "kept back"):
        for by in distances({"whole": perfect()}, role).values():
            assert by["whole"].max() == pytest.approx(0.0, abs=1e-6)


def test_distances_are_in_units_of_the_records_error():
    """Medians a tenth too long: ln 1.1 over the error of each, on the scale of logs."""
    chosen = cells("fitted")
    here = (chosen.cells["pattern"] == "distance").to_numpy()
    expected = ((0.09531 / chosen.error[here]) ** 2).mean() ** 0.5
    found = distances({"whole": perfect(shift=0.1)}, "fitted")["distance"]["whole"]
    assert found.tolist() == pytest.approx([expected] * RUNS, rel=1e-3)


def test_what_is_worse_without_the_mechanism_is_found_in_its_pattern_alone():
    tables = {"whole": noisy(perfect(), 1), "no_proximity": noisy(perfect(shift=0.5), 1)}
    rows = gains(tables, "whole")
    told = {(row["pattern"], row["role"]): row["verdict"] for row in rows}
    assert told.pop(("distance", "fitted")) == told.pop(("distance", "kept back")) == "worse"
    assert set(told.values()) == {"same"}
    turned = gains({"whole": tables["no_proximity"], "better": tables["whole"]}, "whole")
    assert {row["verdict"] for row in turned if row["pattern"] == "distance"} == {"better"}


def test_a_cell_without_a_value_never_gains():
    chosen = cells("fitted").cells.filter(pl.col("pattern") == "distance")
    cell = chosen["cell"][0]
    tables = {
        "whole": perfect(shift=0.1),
        "empty": perfect(shift=0.1, drop=("distance", cell)),
    }
    by = distances(tables, "fitted")["distance"]
    assert (by["empty"] >= by["whole"]).all()


def test_pairs_must_be_whole():
    short = perfect().filter(pl.col("replication") < RUNS - 1)
    with pytest.raises(ValueError, match="the same runs, two or more"):
        gains({"whole": perfect(), "other": short}, "whole")
