"""What every rival hands in, and the simple ones by hand."""

import dataclasses

import numpy as np
import polars as pl
import pytest

from analysis.contest.rivals import rivals
from analysis.contest.rivals.periods import ahead
from analysis.contest.rivals.tables import land_table, period_table
from analysis.contest.rivals.trend import _expected
from analysis.validation import observed, split
from analysis.validation.patterns import cells

RIVALS = {rival.name: rival for rival in rivals()}


def value(frame, cell):
    return frame.filter(pl.col("cell") == cell)["mean"].item()


def recorded(pattern):
    rows = observed().filter(pl.col("pattern") == pattern)
    return dict(rows.select("cell", "recorded").iter_rows())


@pytest.mark.parametrize("rival", RIVALS.values(), ids=RIVALS)
def test_each_predicts_all_kept_back_cells_of_its_patterns_and_learns_from_fitted_ones(rival):
    role = observed().select("pattern", "cell", "role")
    for frame, wanted in ((rival.kept, "kept back"), (rival.left_out, "fitted")):
        joined = frame.join(role, on=["pattern", "cell"], how="left")
        assert joined["role"].unique().to_list() == [wanted]
        assert joined["mean"].is_finite().all()
        assert (joined["mean"] > 0).all()
    patterns = rival.kept["pattern"].unique().to_list()
    expected = role.filter(
        pl.col("pattern").is_in(patterns),
        pl.col("role") == "kept back",
        ~pl.col("cell").str.starts_with(cells.ELSEWHERE),
    )
    assert rival.kept.height == expected.height
    assert expected.join(rival.kept, on=["pattern", "cell"], how="anti").is_empty()
    assert set(rival.kept["group"]) <= set(rival.left_out["group"])


@pytest.mark.parametrize("name", ["gravity", "gravity_national", "gravity_bloc", "pooled"])
def test_land_totals_are_the_sums_of_their_countries(name):
    kept = RIVALS[name].kept
    for land in split().laender:
        parts = kept.filter(
            pl.col("pattern") == "ties_by_land_country", pl.col("cell").str.starts_with(land)
        )
        total = kept.filter(pl.col("pattern") == "ties_by_land", pl.col("cell") == land)
        assert parts["mean"].sum() == pytest.approx(total["mean"].item())


def test_pooled_shares_by_hand():
    ties = recorded("ties_by_land_country")
    fitted = [land for land in cells.LAENDER if land not in split().laender]
    france = sum(ties[f"{land}|FR"] for land in fitted)
    people = dict(zip(land_table().laender, np.exp(land_table().ln_population), strict=True))
    a_head = france / sum(people[land] for land in fitted)
    # half a tie with each country that they do not know leaves France as it is
    assert value(RIVALS["pooled"].kept, "DE-TH|FR") == pytest.approx(a_head * people["DE-TH"])
    national = recorded("countries")["FR"] / sum(people.values())
    assert value(RIVALS["pooled_national"].kept, "DE-TH|FR") == pytest.approx(
        national * people["DE-TH"]
    )


def test_persistence_by_hand():
    ties, kept = recorded("dated"), RIVALS["persistence"].kept
    a_year = (ties["FR|1995-96"] + 0.5) / 2
    assert value(kept, "FR|1997-99") == pytest.approx(a_year * 3)
    # no tie of the year 2000 is in a bin
    assert value(kept, "FR|2000-04") == pytest.approx(a_year * 4)
    assert value(kept, "FR|2010-14") == pytest.approx(a_year * 5)


def test_scaled_persistence_meets_the_totals_of_the_bins():
    kept = RIVALS["persistence_scaled"].kept
    for period in ("1997-99", "2010-14"):
        here = kept.filter(pl.col("cell").str.ends_with(period))
        assert here["mean"].sum() == pytest.approx(recorded("dated_all")[period], abs=0.01)
    ties = recorded("dated")
    last = [ties[f"{country}|1995-96"] + 0.5 for country in cells.countries()]
    share = (ties["PL|1995-96"] + 0.5) / sum(last)
    total = sum(ties[f"{country}|2005-09"] for country in (*cells.countries(), cells.ELSEWHERE))
    assert value(kept, "PL|2005-09") == pytest.approx(share * total)


def test_a_planted_trend_is_drawn_out():
    table = period_table()
    growth = np.exp(0.05 * (table.middle - 1990)) * table.years
    growth[table.fitted - 2] *= 1.0001  # statsmodels warns of a line without any error
    planted = dataclasses.replace(table, ties=np.outer(1000.0 * np.arange(1, 4), growth))
    origin, bin_ = table.fitted - 1, table.fitted + 2
    found = _expected(planted, origin, bin_)
    assert found == pytest.approx(planted.ties[:, bin_], rel=1e-3)


def test_periods_know_nothing_of_what_is_kept_back():
    table = period_table()
    assert np.isnan(table.ties[:, table.fitted :]).all()
    assert table.periods[table.fitted - 1] == "1995-96"
    assert table.years[-3:].tolist() == [4, 5, 5]


def test_each_fitted_bin_is_predicted_from_earlier_ones_as_far_ahead_as_is_asked():
    table = dataclasses.replace(
        period_table(), countries=("FR",), ties=period_table().ties[:1], periods=cells.PERIODS
    )
    asked = []

    def rule(origin, bin_):
        asked.append((origin, bin_))
        return np.array([1.0])

    prediction = ahead("x", "x", table, 2, rule)
    last = table.fitted - 1
    assert all(origin < bin_ <= origin + 4 for origin, bin_ in asked)
    assert {bin_ for origin, bin_ in asked if origin < last} == set(range(3, last + 1))
    assert prediction.kept["group"].to_list() == [f"dated, {steps} ahead" for steps in (1, 2, 3, 4)]
    assert prediction.kept["cell"][0] == "FR|1997-99"
