"""What papers share, on small frames with known answers."""

import polars as pl
import pytest

from reports.papers.numbers import Numbers
from reports.papers.parts import bands, panels, record, rows, seen, words

PLACES = pl.DataFrame(
    {
        "id": [1, 2, 3, 4, 5],
        "country": ["DE", "DE", "DE", "FR", "PL"],
        "land": ["DE-BW", "DE-SN", "DE-BE", None, None],
    }
)


class MadeUp:
    """Three ties of one run: Stuttgart with France, a town in the East with Poland, East-West."""

    def __init__(self, scenarios=("history",)):
        self.scenarios = scenarios
        self.record = {"runs": [{"scenario": name, "replication": 0} for name in scenarios]}

    def table(self, name):
        return {"municipalities": PLACES, "ties": self._ties(), "recorded": self._recorded()}[name]

    def scan(self, name):
        assert name == "ledger"
        told = {"scenario": ["history"], "replication": [0], "event": ["converted"]}
        ledger = pl.DataFrame({**told, "tie": [3], "year": [1991]})
        return ledger.with_columns(
            pl.col("replication").cast(pl.Int32), pl.col("year").cast(pl.Int32)
        ).lazy()

    def _ties(self):
        kinds = ["twinning", "twinning", "twinning", "twinning", "sponsorship"]
        return pl.DataFrame(
            {
                "scenario": ["history"] * 5,
                "replication": pl.Series([0] * 5, dtype=pl.Int32),
                "tie": range(5),
                "a": [1, 2, 1, 3, 1],
                "b": [4, 5, 2, 5, 5],
                "kind": kinds,
                "founded": pl.Series([1960, 1970, 1988, 1953, 1955], dtype=pl.Int32),
                "signed": pl.Series([1960, None, 1988, 1991, None], dtype=pl.Int32),
                "ended": pl.Series([None] * 5, dtype=pl.Int32),
            }
        )

    def _recorded(self):
        return pl.DataFrame(
            {
                "scenario": ["history"] * 3,
                "replication": pl.Series([0] * 3, dtype=pl.Int32),
                "a": [1, 2, 3],
                "b": [4, 5, 5],
                "year": pl.Series([1960, None, 2000], dtype=pl.Int32),
                "year_is_default": [False, True, False],
            }
        )


def table(**scenarios):
    told = [
        (name, run, float(value))
        for name, values in scenarios.items()
        for run, value in enumerate(values)
    ]
    return pl.DataFrame(told, schema=["scenario", "replication", "value"], orient="row")


def test_a_tie_is_told_from_its_german_end():
    found = seen.founded(MadeUp()).sort("founded")
    told = list(found.select("country", "half", "founded").iter_rows())
    # the sponsorship is none; that which turned counts from the turning; of two German ends the
    # western one is home
    assert told == [
        ("FR", "west", 1960),
        ("PL", "east", 1970),
        ("DE", "west", 1988),
        ("PL", "berlin", 1991),
    ]


def test_the_register_shows_no_year_where_it_has_its_filler():
    found = seen.registered(MadeUp())
    assert found["year"].to_list() == [1960, None, None]


def test_runs_and_years_without_ties_count_zero():
    results = MadeUp(("history", "no_elysee"))
    runs, ties = seen.runs(results), seen.founded(results)
    counted = seen.count(ties, runs, seen.of_countries(["FR"]))
    assert list(counted.iter_rows()) == [("history", 0, 1.0), ("no_elysee", 0, 0.0)]
    by_year = seen.by_year(ties, runs, "founded", (1960, 1961))
    assert by_year["value"].to_list() == [1.0, 0.0, 0.0, 0.0]


def test_differences_are_those_of_pairs():
    told = table(history=[10, 20, 40], no_elysee=[7, 20, 30])
    assert bands.differences(told, "no_elysee") == [-3, 0, -10]
    assert bands.shares(told, "no_elysee") == [-0.3, 0, -0.25]
    assert bands.shares(table(history=[0, 4], other=[1, 2]), "other") == [-0.5]


def test_differences_want_the_same_runs():
    with pytest.raises(ValueError, match="are not the same"):
        bands.differences(table(history=[1, 2], no_elysee=[1]), "no_elysee")


def test_a_band_needs_three_runs():
    assert bands.band([5.0, 1.0, 3.0]) == bands.Band(3.0, 1.2, 4.8)
    assert bands.band([1.0, 2.0]) == bands.Band(1.5, None, None)
    assert bands.band([]) == bands.Band(None, None, None)


def numbers(**values):
    told = Numbers("tests")
    told.add("interval", 0.9, "share")
    for name, value in values.items():
        bands.keep(told, name, value, "ties")
    return told


def test_words_follow_the_sign():
    told = numbers(less=[-9, -10, -11], more=[1, 2, 3], open=[-1, 0, 1], few=[4.0])
    gap = "\u202f"
    assert words.change(told, "less") == f"10 fewer ties (90{gap}%: 9 to 11)"
    assert words.change(told, "more", "friends") == f"2 more friends (90{gap}%: 1 to 3)"
    assert "cannot be" not in words.change(told, "less")
    assert words.change(told, "open").startswith("no difference in ties")
    assert words.UNBOUNDED in words.change(told, "few")
    assert [words.sign(told, name) for name in ("less", "more", "open", "few")] == [-1, 1, 0, 0]
    assert words.count(told, "open") == "none"
    assert words.count(told, "more") == "2"


def test_lists_read_as_english():
    assert [words.listed(list(some)) for some in ("", "a", "ab", "abc")] == [
        "none",
        "a",
        "a and b",
        "a, b and c",
    ]


def test_recorded_years_without_a_tie_count_zero():
    told = record.dated(["FR"], (1945, 1960))
    assert told.height == 16
    assert told["links"][0] == 0
    assert record.links(["FR"], 1958, 1962) == told.filter(pl.col("year") >= 1958)[
        "links"
    ].sum() + record.links(["FR"], 1961, 1962)


def test_a_published_figure_without_a_number_is_refused():
    with pytest.raises(ValueError, match="has no number"):
        record.figure("D03")


def layers(chart):
    return chart.to_dict(validate=False)["concat"][0]["layer"]


def test_all_layers_of_a_panel_share_their_axes():
    frame = pl.DataFrame({"at": [1.0], "low90": [1.0], "high90": [3.0], "simulated": [2.0]})
    dots = pl.DataFrame({"at": [1.0], "recorded": [5.0]})
    panel = panels.Panel(
        "x", ribbons=(panels.Ribbon("#000000", frame, "line", (1.0, 2.0)),), dots=dots, kept=1.5
    )
    chart = panels.panels([panel], panels.Layout(1, 100, 100, 0, 2, (0, 1)))
    found = [layer["encoding"] for layer in layers(chart)]
    assert {tuple(one["x"]["scale"]["domain"]) for one in found} == {(0, 2)}
    tops = {tuple(one["y"]["scale"]["domain"]) for one in found if "scale" in one.get("y", {})}
    assert tops == {(0.0, 5.0 * panels.HEADROOM)}


def test_bars_stand_on_the_axis():
    bars = pl.DataFrame({"left": [0.1], "right": [0.9], "recorded": [4]})
    chart = panels.panels([panels.Panel("x", bars=bars)], panels.Layout(1, 9, 9, 0, 1, (0,)))
    (bar,) = [layer for layer in layers(chart) if layer["mark"]["type"] == "rect"]
    assert bar["encoding"]["y2"]["field"] == "zero"


def test_rows_keep_the_order_of_the_table():
    frame = pl.DataFrame(
        {
            "label": ["b", "a|long"],
            "value": [1.0, 2.0],
            "low": [0.5, 1.0],
            "high": [2.0, 4.0],
            "sort": ["quiet", "main"],
        }
    )
    drawn = rows.rows(frame, rows.Scale("x", (0.1, 9.0), (1.0,), 1.0, log=True), 100, 50)
    found = drawn.to_dict(validate=False)["layer"]
    sorts = [one["encoding"]["y"]["sort"] for one in found if "y" in one["encoding"]]
    assert sorts
    assert all(sort == ["b", "a|long"] for sort in sorts)
