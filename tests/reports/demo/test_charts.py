"""Charts show the numbers they are given, and letters that do not touch."""

import re

import altair as alt
import polars as pl
import pytest

from reports.charts import growth, intervals
from reports.evidence import Evidence, badge, source_line
from reports.history import Mark, marks_of_country, marks_of_total, short
from reports.numbers import in_words, percent, thousands, value
from reports.theme import accessible, svg


def test_bins_of_different_length_are_made_comparable(data):
    rates = growth.yearly_rates(Evidence(data.card).dated())
    by_first = {row["first"]: row for row in rates.iter_rows(named=True)}
    counts = {row["first"]: row for row in Evidence(data.card).dated().iter_rows(named=True)}
    assert by_first[1990]["recorded"] == counts[1990]["recorded"] / 5
    assert by_first[1995]["recorded"] == counts[1995]["recorded"] / 2
    assert by_first[1997]["recorded"] == counts[1997]["recorded"] / 3


def test_every_bin_has_its_dot_and_its_median(data):
    cells = Evidence(data.card).dated("FR")
    picture = svg(growth.panel(cells, [], 262, 150), "fr", "France")
    boxes = re.findall(r'<g class="mark-rect role-mark layer_\d+_marks".*?</g>', picture)
    assert sum(group.count("<path") for group in boxes) >= 2 * cells.height
    dots = re.findall(r'<g class="mark-symbol.*?</g>', picture)
    assert sum(group.count("<path") for group in dots) == cells.height


def test_a_pattern_that_is_not_there_is_told(data):
    with pytest.raises(ValueError, match=r"'nonsense'.*there are total"):
        Evidence(data.card).of("nonsense")


def test_badges_say_where_the_role_changes():
    cells = pl.DataFrame({"role": ["fitted", "kept back"], "first": [1990, 1997]})
    assert badge(cells) == "fitted to 1996, kept back after"
    assert badge(cells.head(1)) == "fitted"
    assert badge(cells.tail(1)) == "kept back"


def test_the_source_line_is_that_of_the_sidecar():
    assert "twelve Länder" in source_line("degree")
    assert "github.com/muenchdo/TwinTowns" in source_line("dated")


def mark(at):
    return Mark("a", at, int(at), "A", "A", "someone")


def test_letters_on_one_line_never_touch():
    marks = [mark(1963.1), mark(1963.5), mark(1963.9), mark(1990.0)]
    assert growth.levels(marks, 4.0) == [0, 1, 2, 0]
    assert growth.levels(marks, 40.0) == [0, 0, 0, 0]
    assert growth.levels([], 4.0) == []


def test_events_stand_where_they_belong():
    france = {m.title for m in marks_of_country("FR", 1945, 2014)}
    assert "Élysée Treaty" in france
    assert "Treaty of Warsaw" not in france
    assert "Élysée Treaty" in {m.title for m in marks_of_total(1945, 2014)}
    assert [m.letter for m in marks_of_country("PL", 1945, 2014)][:3] == ["a", "b", "c"]
    assert all(1990 <= m.year <= 2004 for m in marks_of_country("PL", 1990, 2004))


def test_titles_are_cut_at_a_colon_but_not_in_a_list():
    assert short("French zone: contacts with towns") == "French zone"
    assert (
        short("Enlargement of the European Union, 1 May 2004")
        == "Enlargement of the European Union"
    )
    assert short("United Kingdom, Ireland and Denmark join").startswith("United Kingdom, Ireland")


def test_numbers_are_written_in_one_way():
    assert thousands(12345.4) == "12\u202f345"
    assert percent(0.5) == "50\u202f%"
    assert percent(0.051) == "5.1\u202f%"
    assert value(None, "km") == "–"
    assert value(612.3, "km") == "612\u202fkm"
    row = {"pattern": "ties_by_land", "cell": "DE-NW", "recorded": 1046.0, "recorded_high": None}
    row |= {"simulated": 1.0, "low90": 0.0, "high90": 2.0, "role": "kept back"}
    assert in_words(row)["cell"] == "Nordrhein-Westfalen"
    assert in_words({**row, "recorded_high": 1200.0})["recorded"] == "1\u202f046 to 1\u202f200"


def test_ids_of_two_pictures_stay_apart_and_words_are_escaped():
    text = '<svg class="marks" width="9" height="9"><defs><clipPath id="c"/></defs>'
    text += '<g clip-path="url(#c)" aria-label="x"/></svg>'
    done = accessible(text, "one", 'a "quoted" <b>')
    assert 'id="one-c"' in done
    assert "url(#one-c)" in done
    assert 'aria-label="a &quot;quoted&quot; &lt;b&gt;"' in done
    assert 'width="9"' not in done


def test_hostile_labels_in_a_chart_are_escaped():
    names = [
        "label",
        "recorded",
        "recorded_high",
        "simulated",
        "low50",
        "high50",
        "low90",
        "high90",
    ]
    row = ["<script>&", 2.0, None, 2.0, 1.0, 3.0, 0.5, 4.0]
    cells = pl.DataFrame([row], schema=names, orient="row").cast({"recorded_high": pl.Float64})
    picture = svg(intervals.rows(cells, intervals.Axis("ties"), 200), "x", "x")
    assert "<script" not in picture
    assert "&lt;script" in picture
    assert isinstance(intervals.rows(cells, intervals.Axis("ties"), 200), alt.LayerChart)
