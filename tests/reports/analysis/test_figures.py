"""What is drawn: which coefficients, how they are told apart, and what is said instead."""

from itertools import pairwise

import polars as pl
import pytest

from analysis.models import Coefficient
from reports.analysis import curves, frames, leads, maps
from reports.analysis.charts import forest
from reports.analysis.charts.curves import apart
from reports.analysis.charts.forest import drawable
from reports.analysis.figures import of_couple, of_table, overview
from reports.theme import INK, SIMULATED
from tests.reports.analysis import made_up


def test_a_coefficient_of_another_size_is_told_not_drawn():
    near, far = drawable(made_up.table().rows)
    assert [row.term for row in near] == ["ln_distance", "border", "eastern"]
    assert [row.term for row in far] == ["constant"]
    (figure,) = of_table("gravity", made_up.table(), "simulated")
    assert figure.note == "Not on this axis, see the table: constant (33.46)."


def test_what_has_no_interval_is_not_drawn():
    rows = (
        Coefficient("a", "a", 1.0),
        Coefficient("b", "b", float("nan"), 1.0, 0.0, 1.0),
        Coefficient("c", "c", 1.0, 1.0, float("-inf"), 1.0),
        Coefficient("d", "d", 1.0, 1.0, 0.5, 1.5),
    )
    assert [row.term for row in drawable(rows)[0]] == ["d"]
    assert of_table("network", made_up.table(rows=rows), "simulated") == ()
    assert of_table("network", made_up.table(unit="as labelled"), "simulated") == ()


def test_figures_say_their_numbers_to_who_cannot_see_them():
    (figure,) = of_table("gravity", made_up.table(), "simulated")
    for picture in (figure.wide, figure.narrow):
        assert 'role="img"' in picture
        assert "ln distance (km) −0.81 (−0.98 to −0.64)" in picture


def test_record_and_runs_differ_in_colour_and_in_sign():
    (figure,) = of_couple(made_up.compared().couples[0])
    assert INK in figure.wide
    assert SIMULATED in figure.wide
    marks = [layer["mark"] for layer in figure.chart.to_dict()["layer"]]
    shapes = {mark["shape"] for mark in marks if mark["type"] == "point"}
    assert shapes == {"diamond", "circle"}


def test_labels_that_are_the_same_are_told_apart_and_long_ones_break():
    rows = (
        Coefficient("a", "ties", 1.0, 1.0, 0.5, 1.5),
        Coefficient("b", "ties", 1.0, 1.0, 0.5, 1.5),
    )
    frame = forest.frame([forest.Series("simulated", rows)], ["a", "b"])
    assert frame["label"].to_list() == ["ties (a)", "ties (b)"]
    long = "A People's Europe: Adonnino report before the European Council in Milan"
    lines = forest.WIDE.wrapped(long).split("\n")
    assert " ".join(lines) == long
    assert max(map(len, lines)) <= forest.WIDE.letters


def test_an_event_study_has_a_panel_for_each_event():
    assert leads.is_study(made_up.study().rows)
    assert not leads.is_study(made_up.table().rows)
    panels = of_table("events", made_up.study(), "simulated")
    assert [one.title for one in panels] == ["Élysée Treaty", "Fall of the Wall"]
    assert {one.small for one in panels} == {"events_leads_lags"}
    assert "years -6 to -5 −0.60 (−0.93 to −0.27)" in panels[0].wide


def test_the_overview_has_every_judged_coefficient():
    figure = overview([made_up.compared()], {"gravity": "Gravity"})
    assert "Differences of 4 coefficients" in figure.wide
    assert "2 of them lie within 1.645" in figure.wide
    assert overview([], {}) is None


@pytest.fixture
def drawn():
    return {one.name: one for one in frames.figures(made_up.everything(), made_up.result())}


def test_residuals_are_summed_by_country_and_by_land(drawn):
    countries, laender = drawn["gravity_residuals_countries"], drawn["gravity_residuals_laender"]
    # France 32 observed, 24 expected; Poland 17 and 17.5
    assert "France +8" in countries.wide
    assert "Outside the map: United States +6" in countries.note
    assert "Bayern +11" in laender.wide  # 44 and 33
    assert maps.MORE in countries.wide
    assert maps.FEWER in countries.wide  # Poland
    assert maps.FEWER not in laender.wide


def test_areas_of_circles_are_the_differences():
    cells = pl.DataFrame(
        {
            "name": ["A", "B"],
            "lon": [10.0, 12.0],
            "lat": [50.0, 52.0],
            "observed": [40.0, 0.0],
            "expected": [0.0, 10.0],
        }
    )
    circles = maps._circles(cells.with_columns(more=pl.Series([40.0, -10.0])), maps.GERMANY)
    radii = [float(circle["r"]) for circle in circles]
    assert radii[0] == maps.GERMANY.largest
    assert radii[0] / radii[1] == pytest.approx(2.0, abs=0.02)
    assert [circle["colour"] for circle in circles] == [maps.MORE, maps.FEWER]


def test_names_on_a_map_are_never_orders():
    cells = pl.DataFrame(
        {"name": ["<b>&"], "lon": [10.0], "lat": [50.0], "observed": [9.0], "expected": [1.0]}
    )
    assert "<b>" not in maps.draw(cells, maps.GERMANY, "Länder").svg


def test_curves_stay_where_they_are_between_events():
    frame = made_up.curves().filter(pl.col("group") == "large")
    found = curves.over_years(frame, many=False)
    assert found["time"].to_list() == [0, 1, 2, 3, 4, 5]
    assert found["survival"].to_list() == [1.0, 1.0, 0.8, 0.8, 0.8, 0.4]


def test_curves_of_runs_are_their_mean_and_middle():
    frame = made_up.curves(runs=3).filter(pl.col("group") == "large")
    found = curves.over_years(frame, many=True).filter(pl.col("time") == 2).row(0, named=True)
    assert found["survival"] == pytest.approx(0.78)  # 0.80, 0.78 and 0.76
    assert (found["low"], found["high"]) == (pytest.approx(0.762), pytest.approx(0.798))


def test_names_of_lines_keep_apart():
    for values in ([0.9, 0.88, 0.1], [0.5] * 5, [0.02, 0.01, 0.0], []):
        places = apart(values, 0.06)
        steps = [a - b for a, b in pairwise(places)]
        assert all(step >= 0.06 - 1e-9 for step in steps)
        assert all(place >= -0.06 - 1e-9 for place in places)


def test_mixing_shows_what_has_an_error(drawn):
    panels = [one for name, one in drawn.items() if name.startswith("gravity_land_by_country_")]
    assert [one.title for one in panels] == ["France: 32 ties", "Poland: 5 ties"]
    assert "BY 0.90, SN −1.20" in panels[0].wide


def test_degrees_are_shares_with_at_least_so_many(drawn):
    told = drawn["gravity_degrees"].wide.replace("\u202f", "")
    assert "German places: 30% have two or more, 1.0% ten or more, the most is 20" in told


def test_frames_that_nobody_draws_are_left_to_their_files(drawn):
    assert not any("tests" in name for name in drawn)
