"""Bands, relative errors and the rule for inside, on constructed replications."""

import math

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.validation import Scorecard, compare, observed


def summaries(values, pattern="countries", cell="FR"):
    """Replications of the whole record, one cell of which takes the given values."""
    here = (pl.col("pattern") == pattern) & (pl.col("cell") == cell)
    base = observed().select("pattern", "cell", value="recorded")
    return pl.concat(
        base.with_columns(
            value=pl.when(here).then(pl.lit(value, pl.Float64)).otherwise("value"),
            replication=pl.lit(i),
        )
        for i, value in enumerate(values)
    )


def row(frame, pattern="countries", cell="FR"):
    return frame.filter(pl.col("pattern") == pattern, pl.col("cell") == cell).row(0, named=True)


def test_bands_are_quantiles_over_replications():
    found = row(compare(summaries(range(2000, 2101))))
    assert found["simulated"] == found["mean"] == 2050
    assert (found["low50"], found["high50"]) == (2025, 2075)
    assert (found["low90"], found["high90"]) == (2005, 2095)
    assert found["replications"] == 101
    assert found["relative_error"] == pytest.approx(2050 / 2300 - 1)
    variance = 101 * 102 / 12  # of 101 whole numbers in a row, n - 1 below the line
    assert found["z"] == pytest.approx(-250 / math.sqrt(variance + 2300))


def test_the_errors_of_run_and_record_add_in_quadrature():
    own = 1.645 * math.sqrt(2300)  # 78.9
    reach = math.sqrt(45**2 + own**2)  # 90.8: the band of the runs reaches 45 up
    for centre, inside in ((2300 - reach + 1, True), (2300 - reach - 1, False)):
        runs = summaries(centre + step for step in range(-50, 51))
        assert row(compare(runs))["inside90"] is inside


def test_one_run_is_judged_by_the_error_of_the_record_alone():
    own = 1.645 * math.sqrt(2300)
    assert row(compare(summaries([2300 + own - 1])))["inside90"] is True
    assert row(compare(summaries([2300 + own + 1])))["inside90"] is False


def test_without_replication_it_is_one_run():
    found = row(compare(summaries([2200]).drop("replication")))
    assert found["replications"] == 1
    assert found["low90"] == found["high90"] == 2200


def test_a_range_is_met_anywhere_between_its_ends():
    for value, relative_error in ((61, 0), (80, 0), (98, 0), (196, 1.0), (30.5, -0.5)):
        found = row(compare(summaries([value], "inner_german", "1989")), "inner_german", "1989")
        assert found["relative_error"] == pytest.approx(relative_error)
        assert found["inside90"] is (relative_error == 0)


def test_no_relative_error_where_nothing_is_recorded():
    found = row(compare(summaries([3], cell="elsewhere")), cell="elsewhere")
    assert found["relative_error"] is None
    assert found["z"] == 3
    assert found["inside90"] is False


def test_a_run_without_a_value_does_not_count():
    found = row(
        compare(summaries([None, 600.0, 610.0], "distance", "FR|p50")), "distance", "FR|p50"
    )
    assert found["replications"] == 2
    assert found["simulated"] == 605


@given(st.lists(st.floats(0, 1e4), min_size=1, max_size=12), st.randoms())
def test_the_order_of_replications_does_not_matter(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    one, two = row(compare(summaries(values))), row(compare(summaries(shuffled)))
    assert one["low50"] == two["low50"]
    assert one["high90"] == two["high90"]
    assert one["low90"] <= one["low50"] <= one["simulated"] <= one["high50"] <= one["high90"]


def test_nothing_to_compare_is_refused():
    with pytest.raises(ValueError, match="no finished run"):
        compare(summaries([1]).clear())


def test_two_scenarios_at_once_are_refused():
    with pytest.raises(ValueError, match="one scenario at a time"):
        compare(pl.concat([summaries([1]), summaries([2])]))


# ------------------------------------------------------------------------ the card


def test_the_record_itself_scores_full_marks():
    card = Scorecard(compare(summaries([2300])))
    assert card.summary["inside90"].to_list() == [1.0] * card.summary.height
    assert card.summary["mean_absolute_relative_error"].max() == 0
    assert card.worst().is_empty()


def test_small_counts_are_compared_but_not_scored():
    card = Scorecard(compare(summaries([2300])))
    counts = card.scored.filter(pl.col("pattern") == "countries")
    assert counts["recorded"].min() >= 5
    assert card.frame.filter(pl.col("pattern") == "countries")["recorded"].min() == 0
    figures = card.scored.filter(pl.col("pattern") == "inner_german")
    assert figures["recorded"].min() == 1  # published figures are, for they state their error
    shares = card.scored.filter(pl.col("pattern") == "linked_by_size")
    assert shares.height == 11


def test_the_worst_miss_is_found():
    worst = Scorecard(compare(summaries([100]))).worst()
    assert worst.select("pattern", "cell").rows() == [("countries", "FR")]
    summary = Scorecard(compare(summaries([100]))).summary
    found = summary.filter(pl.col("pattern") == "countries").row(0, named=True)
    assert found["inside90"] == pytest.approx(1 - 1 / found["cells"])
    assert found["mean_absolute_relative_error"] == pytest.approx((22 / 23) / found["cells"])


def test_patterns_that_were_not_summarised_are_not_scored():
    rows = summaries([2300]).with_columns(
        value=pl.when(pl.col("pattern") != "inner_german").then("value")
    )
    assert "inner_german" not in Scorecard(compare(rows)).summary["pattern"].to_list()


def test_a_cell_no_run_could_fill_counts_as_outside():
    card = Scorecard(compare(summaries([None], "distance", "CZ|p10")))
    kind = (pl.col("pattern") == "distance") & (pl.col("role") == "fitted")
    found = card.summary.filter(kind).row(0, named=True)
    assert found["cells"] == 20  # five quantiles of four countries; two are kept back
    assert found["inside90"] == pytest.approx(19 / 20)
