"""Which cells are used, their scales and errors, and the keyed errors of observation."""

import numpy as np
import polars as pl
import pytest

from analysis.calibration.parameters import parameters
from analysis.calibration.summaries import USED, of_record, summaries, to_scale
from analysis.validation import observed, split

RECORD = pl.DataFrame(
    {
        "pattern": ["total", "linked_by_size", "distance", "likeness", "likeness"],
        "cell": ["all", "0-499", "FR|p50", "FR|corr_ln_pop", "FR|share_within_factor2"],
        "recorded": [100.0, 0.0, 600.0, 0.6, 0.5],
        "recorded_high": pl.Series([None] * 5, dtype=pl.Float64),
        "error": [10.0, 0.01, 12.0, 0.05, 0.05],
    }
)


def test_only_fitted_cells_are_used():
    cells = summaries(ties=False).cells
    cells = cells.filter(pl.col("pattern") != "double_records")
    joined = cells.join(observed(), on=["pattern", "cell"], how="left", maintain_order="left")
    assert joined["role"].unique().to_list() == ["fitted"]
    assert not set(split().laender) & set(cells["cell"])
    pairs = cells.filter(pl.col("pattern").is_in(["distance", "likeness"]))
    assert not set(split().countries) & set(pairs["cell"].str.head(2))
    assert not {"countries", "dated", "ties_by_land_country"} & set(cells["pattern"])
    # every declared pattern of the record has cells
    there = {use.pattern for use in USED} & set(observed()["pattern"])
    kept = {"franco_german_life", "british_change"}
    assert set(cells["pattern"]) == there - kept
    full = summaries("full", ties=False).cells
    assert set(full["pattern"]) == there | {"double_records"}
    assert full.height > cells.height


def test_single_ties_stand_among_the_summaries_as_the_parameter_itself():
    record = of_record(RECORD, {"choice.held": (-1.5, 0.1)})
    assert record.cells.row(-1) == ("single_ties", "choice.held", "plain")
    assert (record.recorded[-1], record.error[-1]) == pytest.approx((-1.5, 0.1))
    bank = pl.DataFrame({"run": [0, 1], "pattern": ["total"] * 2, "cell": ["all"] * 2})
    theta = np.array([[9.0, -1.0], [9.0, -2.0]])
    x = record.matrix(bank.with_columns(value=4.0), theta, ("other", "choice.held"))
    assert x[:, -1].tolist() == [-1.0, -2.0]
    assert x[:, 0].tolist() == [2.0, 2.0]
    shipped = summaries("split").cells.filter(pl.col("pattern") == "single_ties")["cell"]
    assert set(shipped) <= set(parameters())


def test_of_a_range_the_middle_counts_and_its_width_is_an_error():
    wide = RECORD[:1].with_columns(recorded_high=pl.lit(140.0))
    chosen = of_record(wide)
    assert chosen.recorded[0] == pytest.approx(np.sqrt(120.0))
    assert chosen.error[0] == pytest.approx(np.hypot(10.0, 20 / 1.645) / (2 * 120**0.5), rel=0.01)


def test_scales_make_the_error_of_a_count_and_a_share_even():
    chosen = of_record(RECORD)
    total, none, km, correlation, within = chosen.error
    assert total == pytest.approx(0.5, abs=0.001)
    assert none == pytest.approx(np.arcsin(0.1) / 2)
    assert km == pytest.approx(0.02, abs=0.0005)
    assert correlation == pytest.approx(0.05 / (1 - 0.36), rel=0.01)
    assert within == pytest.approx(0.05, rel=0.01)
    assert chosen.recorded[0] == 10.0
    assert np.isfinite(summaries().recorded).all()
    assert (summaries().error > 0).all()
    assert np.isfinite(summaries().error).all()


def test_an_unknown_scale_is_refused():
    with pytest.raises(ValueError, match="scale cubic: expected root"):
        to_scale(np.ones(2), "cubic")


def test_a_bank_becomes_a_matrix_whatever_its_order():
    chosen = of_record(RECORD)
    rows = [(run, *cell, float(run + 1)) for run in (0, 2) for cell in RECORD[:3, :2].iter_rows()]
    rows += [(2, "total", "other", 9.0), (0, "likeness", "FR|share_within_factor2", 0.25)]
    schema = {"run": pl.Int32, "pattern": pl.String, "cell": pl.String, "value": pl.Float64}
    bank = pl.DataFrame(rows, schema=schema, orient="row").with_columns(
        value=pl.when(pl.col("pattern") == "linked_by_size").then(1.0).otherwise("value")
    )
    nothing = np.empty((2, 0))
    x = chosen.matrix(bank, nothing, ())
    assert x.shape == (2, 5)
    assert x[:, 0] == pytest.approx([1.0, np.sqrt(3.0)])
    assert x[:, 1] == pytest.approx([np.pi / 2] * 2)
    assert x[:, 2] == pytest.approx([0.0, np.log(3.0)])
    assert np.isnan(x[:, 3]).all()
    assert x[0, 4] == pytest.approx(np.pi / 6)
    assert np.isnan(x[1, 4])
    shuffled = bank.sample(fraction=1, shuffle=True, seed=1)
    assert np.array_equal(chosen.matrix(shuffled, nothing, ()), x, True)


def test_errors_of_observation_are_keyed_and_normal():
    chosen = summaries()
    noise = chosen.noise(1, np.arange(2000)) / chosen.error
    assert np.array_equal(chosen.noise(1, np.arange(5, 9)), chosen.noise(1, np.arange(2000))[5:9])
    assert not np.isin(noise, chosen.noise(2, np.arange(2000)) / chosen.error).any()
    # about 200,000 draws: four standard errors of mean, sd and the share beyond 1.96
    n = noise.size
    assert abs(noise.mean()) < 4 / np.sqrt(n)
    assert abs(noise.std() - 1.0) < 4 / np.sqrt(2 * n)
    assert abs((np.abs(noise) > 1.96).mean() - 0.05) < 4 * np.sqrt(0.05 * 0.95 / n)
    # cells do not share their errors
    r = np.corrcoef(noise.T) - np.eye(noise.shape[1])
    assert np.abs(r).max() < 6 / np.sqrt(2000)


def test_a_cell_keeps_its_errors_whatever_else_is_used():
    some = of_record(RECORD)
    fewer = of_record(RECORD[1:])
    assert np.array_equal(some.noise(1, np.arange(4))[:, 1:], fewer.noise(1, np.arange(4)))
