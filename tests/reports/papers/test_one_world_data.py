"""What `one_world` reads of runs: triangles, places, published points, on frames of known truth."""

import polars as pl
import pytest

from analysis.validation import targets
from analysis.validation.patterns.published import PUBLISHED
from reports.papers.one_world import data, league_map
from reports.papers.points import SINCE, points
from scenarios import load
from scenarios.runs.plan import ending
from simulation import simulate

COLUMNS = ("scenario", "replication", "tie", "a", "b", "kind", "country_a", "country_b")


def ties(*rows):
    """Ties of run 0 of `history`; ids below 100 are German."""
    told = [
        ("history", run, tie, a, b, kind, *("DE" if end < 100 else "FR" for end in (a, b)))
        for tie, (run, a, b, kind) in enumerate(rows)
    ]
    return pl.DataFrame(told, schema=list(COLUMNS), orient="row")


def test_a_triangle_has_two_german_places_and_a_common_partner():
    found = data.triangles(
        ties(
            (0, 1, 2, "twinning"),
            (0, 1, 101, "twinning"),
            (0, 2, 101, "twinning"),
            (0, 2, 102, "twinning"),  # only one of the two
            (0, 3, 101, "twinning"),  # no tie with the others
            (0, 3, 4, "twinning"),
        )
    )
    assert found.select("one", "other", "away").rows() == [(1, 2, 101)]


def test_a_triangle_lies_within_one_run():
    found = data.triangles(
        ties((0, 1, 2, "twinning"), (0, 1, 101, "twinning"), (1, 2, 101, "twinning"))
    )
    assert found.is_empty()


def test_two_ties_of_one_pair_make_one_triangle():
    found = data.triangles(
        ties(
            (0, 1, 2, "twinning"),
            (0, 1, 101, "twinning"),
            (0, 2, 101, "twinning"),
            (0, 2, 101, "development"),
        )
    )
    assert found.height == 1


def test_a_place_with_several_development_partnerships_counts_once():
    found = data.german_places(
        ties(
            (0, 1, 101, "development"),
            (0, 1, 102, "development"),
            (0, 2, 101, "development"),
            (0, 3, 101, "twinning"),
        )
    )
    assert found["id"].to_list() == [1, 2]


def test_the_global_south_is_what_the_model_seeks_for_development():
    south = data.south()
    assert {"NI", "TZ", "ML"} <= set(south)
    assert not {"CN", "US", "FR", "DE"} & set(south)


def test_recorded_forms_add_up_to_the_ties_with_those_countries():
    rows = data.beyond().filter(pl.col("country").is_in(data.south()))
    assert sum(data.recorded_forms().values()) == rows["links"].sum() > 0


def test_countries_that_the_model_does_not_hold_are_apart():
    inside, outside = set(data.beyond()["country"]), set(data.elsewhere()["country"])
    assert inside
    assert outside
    assert not inside & outside


def test_published_points_are_judged_on_the_default_history_alone():
    rows = [
        (scenario, run, "climate", 2021, value)
        for scenario, value in (("history", 80.0), ("no_development", 0.0))
        for run in range(3)
    ]
    names = ["scenario", "replication", "pattern", "year", "value"]
    found = data.judged(pl.DataFrame(rows, schema=names, orient="row"))
    assert found.select("cell", "simulated", "inside90").rows() == [("2021", 80.0, True)]


@pytest.fixture(scope="module")
def history():
    return simulate(ending(load("history"), 2024), seed=3, world="toy")


def test_a_curve_goes_through_what_the_scorecard_counts(history):
    from analysis.validation.patterns.chronicle import chronicle

    table, run = points(history), chronicle(history)
    for pattern in SINCE:
        scored = PUBLISHED[pattern](run, targets()[pattern].facts)
        for cell, value in scored.iter_rows():
            mine = table.filter(pl.col("pattern") == pattern, pl.col("year") == int(cell))
            assert mine["value"].to_list() == [value]


def test_a_curve_has_a_row_a_year_to_the_last_one(history):
    table = points(history)
    for pattern, since in SINCE.items():
        years = table.filter(pl.col("pattern") == pattern)["year"].to_list()
        assert years == list(range(since, 2025))


def test_members_of_the_league_are_those_of_the_table_of_groups(history):
    table = points(history).filter(pl.col("pattern") == "hanse", pl.col("year") == 2024)
    league = history.groups.filter(pl.col("group") // 10**10 == 1, pl.col("left").is_null())
    assert table["value"].to_list() == [league.height]
    assert league.height > 0


def test_towns_of_the_map_join_in_half_of_the_runs_or_more():
    groups = pl.DataFrame(
        [
            ("history", 0, 1, 1985),
            ("history", 1, 1, 1995),
            ("history", 2, 1, 1987),
            ("history", 0, 2, 1995),
            ("history", 1, 2, 1999),
            ("history", 0, 3, 1985),
            ("no_groups", 0, 3, 1985),
        ],
        schema=["scenario", "replication", "id", "joined"],
        orient="row",
    ).with_columns(kind=pl.lit("hanse"))
    places = pl.DataFrame(
        {
            "id": [1, 2, 3],
            "name": ["Lübeck", "Gdańsk", "Zwolle"],
            "country": ["DE", "PL", "NL"],
            "lat": [53.9, 54.4, 52.5],
            "lon": [10.7, 18.6, 6.1],
        }
    )
    found = league_map.towns(groups, places, 1989)
    assert found.select("name", "joined", "late").rows() == [
        ("Lübeck", 1987.0, False),
        ("Gdańsk", 1997.0, True),
    ]
    drawn = league_map.draw(found, 1989, "A <map>.")
    assert drawn.count('r="4.6"') == 1
    assert drawn.count('r="3.9"') == 1
    assert 'aria-label="A &lt;map&gt;."' in drawn
    assert drawn.index("joined after 1989") < drawn.index("<svg")
