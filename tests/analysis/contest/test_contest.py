"""The contest on constructed runs: who should win wins, and by the error that is stated."""

import json
import math
from io import StringIO

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from analysis.contest import contest
from analysis.contest.counts import cell_frame
from analysis.contest.distances import distance_scores
from analysis.contest.entries import Entry, model
from analysis.contest.rivals import rivals
from analysis.contest.scores import negative_binomial_log_score
from analysis.contest.shares import share_scores, shares_of
from analysis.validation import observed, split, targets
from analysis.validation.patterns import cells

RUNS = 6
COUNTS = [name for name, target in targets().items() if target.measure == "count"]


def summaries(base=None, runs=RUNS, seed=1):
    """Runs whose counts are Poisson about those of `base`, by default the record itself."""
    luck = np.random.default_rng(seed)
    frame = observed().select("pattern", "cell", value="recorded") if base is None else base
    is_count = frame["pattern"].is_in(COUNTS).to_numpy()
    value = frame["value"].to_numpy()
    return pl.concat(
        frame.with_columns(
            value=pl.Series(np.where(is_count, luck.poisson(np.where(is_count, value, 1)), value)),
            replication=pl.lit(i),
        )
        for i in range(runs)
    )


def of_rival(name):
    """The record, but with a rival's means where it predicts."""
    prediction = next(rival for rival in rivals() if rival.name == name)
    return (
        observed()
        .join(prediction.kept, on=["pattern", "cell"], how="left", maintain_order="left")
        .select("pattern", "cell", value=pl.coalesce("mean", "recorded"))
    )


@pytest.fixture(scope="module")
def perfect():
    return contest(summaries())


def test_a_model_that_knows_the_truth_beats_every_rival(perfect):
    assert perfect.rules["holds"].all()
    totals = perfect.shares.filter(pl.col("land") == "all")
    assert (totals["z"] > 2).all()
    assert totals["ahead"].to_list() == [5] * totals.height
    assert (perfect.five_year.filter(pl.col("period") == "all")["z"] > 2).all()
    own = perfect.counts.filter(pl.col("entry") == "model", pl.col("pattern") == "all")
    assert own["model_coverage"].item() > 0.9
    assert own["rival_score"].item() is None


def test_a_model_that_says_what_gravity_says_gains_nothing_on_it():
    found = contest(summaries(of_rival("gravity"), runs=40)).shares
    row = found.filter(pl.col("rival") == "gravity", pl.col("land") == "all").row(0, named=True)
    assert abs(row["gain"]) < 3 * row["error"]
    assert row["error"] < 6  # nats over 1,871 ties
    against_pooled = found.filter(pl.col("rival") == "pooled", pl.col("land") == "all")
    assert against_pooled["gain"].item() > 0


def test_share_gains_by_hand(perfect):
    runs = summaries().filter(pl.col("pattern") == "ties_by_land_country")
    cell = [f"DE-TH|{country}" for country in (*cells.main_countries(), cells.OTHER)]
    mean = np.array([runs.filter(pl.col("cell") == name)["value"].mean() for name in cell])
    gravity = rivals()[0].kept
    other = np.array([gravity.filter(pl.col("cell") == name)["mean"].item() for name in cell])
    ties = observed().filter(pl.col("pattern") == "ties_by_land_country")
    count = np.array([ties.filter(pl.col("cell") == name)["recorded"].item() for name in cell])
    ratio = np.log(mean / mean.sum() / (other / other.sum()))
    row = perfect.shares.filter(pl.col("rival") == "gravity", pl.col("land") == "DE-TH")
    assert row["gain"].item() == pytest.approx(count @ ratio)
    assert row["ties"].item() == 237
    # drawing the recorded ties anew gives the sampling error
    drawn = np.random.default_rng(4).multinomial(237, count / 237, 20_000) @ ratio
    assert row["sampling_error"].item() == pytest.approx(drawn.std(), rel=0.03)


def test_the_run_error_is_the_spread_of_gains_over_ensembles():
    # a model that is wrong: at the very best shares the first order of the error vanishes
    wrong = of_rival("pooled")

    def row(seed):
        frame = share_scores(summaries(wrong, runs=20, seed=seed), rivals()[:1])
        return frame.filter(pl.col("land") == "all").row(0, named=True)

    rows = [row(seed) for seed in range(30)]
    spread = np.std([found["gain"] for found in rows], ddof=1)
    stated = np.mean([found["run_error"] for found in rows])
    # the spread over 30 ensembles is itself known to 13 %
    assert stated == pytest.approx(spread, rel=0.4)
    assert rows[0]["error"] == pytest.approx(
        math.hypot(rows[0]["sampling_error"], rows[0]["run_error"])
    )


def test_runs_without_luck_have_no_run_error():
    same = pl.concat([summaries(runs=1).with_columns(replication=pl.lit(i)) for i in range(3)])
    errors = share_scores(same, rivals()[:1])["run_error"]
    assert errors.to_list() == pytest.approx([0.0] * 6, abs=1e-9)


def test_an_empty_cell_is_not_impossible():
    shares = shares_of(np.array([[10.0, 0.0], [0.0, 0.0]]))
    assert shares[0].tolist() == pytest.approx([10 / 10.05, 0.05 / 10.05])
    assert shares[1].tolist() == [0.5, 0.5]


def test_counts_are_scored_where_the_model_expects_five(perfect):
    own = perfect.cells.filter(pl.col("entry") == "model")
    expected = own.filter(pl.col("mean") >= 5)
    row = perfect.counts.filter(pl.col("entry") == "model", pl.col("pattern") == "all")
    assert row["cells"].item() == expected.height
    assert row["model_score"].item() == pytest.approx(expected["interval_score"].mean())
    assert row["model_coverage"].item() == pytest.approx(expected["inside"].mean())


def test_paired_gains_are_on_the_cells_of_both(perfect):
    both = ["ties_by_land", "ties_by_land_country"]
    here = perfect.cells.filter(pl.col("pattern").is_in(both), pl.col("expected") >= 5)
    own, other = (
        here.filter(pl.col("entry") == name)["interval_score"].to_numpy()
        for name in ("model", "pooled")
    )
    row = perfect.counts.filter(pl.col("entry") == "pooled", pl.col("pattern") == "all")
    assert row["cells"].item() == len(own)
    assert row["gain"].item() == pytest.approx((other - own).mean())
    assert row["error"].item() == pytest.approx((other - own).std(ddof=1) / math.sqrt(len(own)))


def test_a_range_is_held_where_the_interval_meets_it():
    def inside(low, high):
        recorded = observed().filter(pl.col("pattern") == "inner_german")
        forecast = recorded.select(
            "pattern",
            "cell",
            mean=pl.lit(50.0),
            discrepancy=pl.lit(0.0),
            dispersion=pl.lit(0.0),
            low90=pl.lit(float(low)),
            high90=pl.lit(float(high)),
        )
        row = cell_frame((Entry("model", "", forecast),)).filter(pl.col("cell") == "1990")
        return row["inside"].item(), row["interval_score"].item()

    # sources say 850 to 1,000
    assert inside(800, 850) == (True, 50)
    assert inside(1000, 1020) == (True, 20)
    assert inside(900, 910) == (True, 10)
    assert inside(829, 849) == (False, 20 + 20 * 1)
    assert inside(1002, 1022) == (False, 20 + 20 * 2)


def test_kept_back_counts_do_not_inform_the_discrepancy():
    runs = summaries()
    kept = observed().filter(pl.col("role") == "kept back").select("pattern", "cell", off=pl.lit(3))
    shifted = runs.join(kept, on=["pattern", "cell"], how="left", maintain_order="left").select(
        "pattern", "cell", "replication", value=pl.col("value") + pl.col("off").fill_null(0)
    )
    one, two = model(runs).forecast, model(shifted).forecast
    columns = ["pattern", "discrepancy"]
    large = pl.col("mean") >= 8
    assert set(one.filter(large).select(columns).unique().rows()) == set(
        two.filter(large).select(columns).unique().rows()
    )


def test_five_year_gains_by_hand(perfect):
    dated = perfect.cells.filter(
        pl.col("pattern") == "dated", pl.col("cell").str.ends_with("2005-09")
    )
    own, other = (
        negative_binomial_log_score(
            *(
                dated.filter(pl.col("entry") == name)[column].to_numpy()
                for column in ("recorded", "mean", "dispersion")
            )
        )
        for name in ("model", "persistence")
    )
    row = perfect.five_year.filter(pl.col("rival") == "persistence", pl.col("period") == "2005-09")
    assert row["gain"].item() == pytest.approx((own - other).sum())
    assert row["error"].item() == pytest.approx((own - other).std(ddof=1) * math.sqrt(len(own)))
    assert row["cells"].item() == len(cells.countries())


def test_distances_of_the_record_from_itself_are_none(perfect):
    km = perfect.distances.filter(pl.col("pattern") == "distance")
    assert km["wasserstein"].to_list() == pytest.approx([0.0] * 6, abs=1e-9)
    assert km.filter(pl.col("role") == "kept back")["cell"].to_list() == list(split().countries)
    degree = perfect.distances.filter(pl.col("pattern") == "degree").row(0, named=True)
    assert 0 < degree["wasserstein"] < degree["luck"] * 2


def test_partners_a_hundred_km_further_are_a_hundred_km_off():
    far = pl.col("cell").str.starts_with("FR|") & (pl.col("pattern") == "distance")
    runs = summaries().with_columns(pl.when(far).then(pl.col("value") + 100).otherwise("value"))
    row = distance_scores(runs).filter(pl.col("cell") == "FR").row(0, named=True)
    assert row["wasserstein"] == pytest.approx(100)
    assert row["simulated"] == pytest.approx(row["recorded"] + 100)


def test_a_run_without_partners_in_a_country_is_left_out_of_its_distances():
    empty = pl.col("cell").str.starts_with("US|") & (pl.col("pattern") == "distance")
    once = pl.when(empty & (pl.col("replication") == 0)).then(None).otherwise("value")
    runs = summaries()
    found = distance_scores(runs.with_columns(once.alias("value")))
    assert found.filter(pl.col("cell") == "US")["wasserstein"].item() == pytest.approx(0, abs=1e-9)
    never = runs.with_columns(pl.when(~empty).then("value").alias("value"))
    assert "US" not in distance_scores(never)["cell"]
    assert distance_scores(never).height == found.height - 1


def test_the_order_of_rows_does_not_matter(perfect):
    shuffled = summaries().sample(fraction=1.0, shuffle=True, seed=3)
    again = json.dumps(contest(shuffled).as_dict(), sort_keys=True)
    assert again == json.dumps(perfect.as_dict(), sort_keys=True, allow_nan=False)


def test_numbers_are_rounded_for_json(perfect):
    found = perfect.as_dict()
    assert set(found) >= {"runs", "titles", "rules", "shares", "counts", "five_year", "cells"}
    assert found["runs"] == RUNS
    gain = found["shares"][0]["gain"]
    assert gain == float(f"{gain:.4g}")


def test_what_is_printed_is_short_and_fits(perfect):
    out = StringIO()
    perfect.render(Console(file=out, width=80))
    lines = out.getvalue().splitlines()
    assert len(lines) < 80
    assert max(map(len, lines)) <= 80
    assert "12 of 12 rules hold" in out.getvalue()
    assert "gravity, national totals" in out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda runs: runs.drop("replication"), "the column 'replication' is missing"),
        (lambda runs: pl.concat([runs, runs]), "has a cell twice"),
        (lambda runs: runs.filter(pl.col("replication") == 0), "1 run; a contest needs 2"),
        (lambda runs: runs.filter(pl.col("cell") != "DE-TH|FR"), "lacks the cell 'DE-TH.FR'"),
        (lambda runs: runs[1:], "lacks the cell 'all' of the pattern 'total'"),
    ],
)
def test_what_cannot_be_scored_is_refused(spoil, message):
    with pytest.raises(ValueError, match=message):
        contest(spoil(summaries(runs=3)))
