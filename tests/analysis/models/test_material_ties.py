"""Ties in the one frame of all models, from tables in memory; and what is refused."""

import math

import polars as pl
import pytest

from analysis.models.material import TIES, made
from analysis.models.results import ModelError

PLACES = pl.DataFrame(
    {
        "id": [10, 20, 30, 40],
        "name": ["Aken", "Bonn", "Caen", "Gera"],
        "country": ["DE", "DE", "FR", "DE"],
        "land": ["DE-ST", "DE-NW", None, "DE-TH"],
        "code": ["15082005", "05314000", "14118", "16052000"],
        "lat": [51.85, 50.73, 49.18, 50.88],
        "lon": [12.04, 7.10, -0.37, 12.08],
        "population": [7_000, 330_000, 105_000, 93_000],
        "level": ["municipality"] * 4,
    }
)


def recorded(**columns):
    table = {
        "a": [20],
        "b": [30],
        "country_a": ["DE"],
        "country_b": ["FR"],
        "year": [1965],
        "year_is_default": [False],
        "form": ["partnership"],
    }
    return pl.DataFrame(table | columns)


def ties_of(frame, **settings):
    (replication,) = made(PLACES, [frame], **settings).replications()
    return replication.ties()


def of_register(**columns):
    return ties_of({"recorded": recorded(**columns)})


def all_ties(**columns):
    table = {
        "a": [10, 20, 10],
        "b": [30, 30, 20],
        "founded": [1990, 1965, 1988],
        "form": ["contact", "partnership", "friendship"],
        "initiator": [10, 30, 20],
        "motive": ["exchange", "reconciliation", "reunification"],
        "ended": [1999, None, None],
    }
    frame = {"ties": pl.DataFrame(table | columns)}
    return ties_of(frame, view="all", until=2000)


def test_a_recorded_tie_has_a_home_a_land_and_a_distance():
    ties = of_register()
    assert dict(ties.schema) == {name: kind() for name, kind in TIES.items()}
    row = ties.row(0, named=True)
    assert (row["home"], row["away"], row["land"]) == (20, 30, "DE-NW")
    lat, other = math.radians(50.73), math.radians(49.18)
    cosine = math.sin(lat) * math.sin(other)
    cosine += math.cos(lat) * math.cos(other) * math.cos(math.radians(7.10 + 0.37))
    assert row["distance_km"] == pytest.approx(6371.0088 * math.acos(cosine), abs=0.1)
    assert row["motive"] is None
    assert row["ended"] is None


def test_ends_in_the_other_order_are_the_same_tie():
    turned = of_register(a=[30], b=[20], country_a=["FR"], country_b=["DE"])
    assert turned.equals(of_register())


def test_the_default_year_of_a_register_is_no_year():
    assert of_register(year=[2000], year_is_default=[True])["year"].to_list() == [None]
    assert of_register(year=[2000], year_is_default=[False])["year"].to_list() == [2000]
    assert of_register(year=[None])["year"].to_list() == [None]


def test_all_ties_are_sorted_and_those_within_germany_have_no_land():
    ties = all_ties()
    assert ties.select("a", "b").rows() == [(10, 20), (10, 30), (20, 30)]
    inner = ties.row(0, named=True)
    assert (inner["home"], inner["away"], inner["land"]) == (20, 10, None)
    assert ties["land"].to_list() == [None, "DE-ST", "DE-NW"]
    assert ties["home"].to_list() == [20, 10, 20]
    assert ties["year"].to_list() == [1988, 1990, 1965]
    assert ties["motive"].to_list() == ["reunification", "exchange", "reconciliation"]
    assert ties["ended"].to_list() == [None, 1999, None]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"a": [21]}, "21-30 ends at a place that its world does not hold"),
        ({"country_b": ["PL"]}, "names a country that is not that of its place"),
        ({"country_b": [None]}, "names a country that is not that of its place"),
        ({"b": [40], "country_b": ["DE"]}, "does not join Germany"),
        ({"year": [20155]}, "year 20155 of 20-30 is impossible"),
        ({"year": [math.nan]}, "year: holds Float64, but must be whole numbers"),
        ({"a": ["x"]}, "a: holds String, but must be whole numbers"),
    ],
)
def test_what_no_register_can_hold_is_refused(columns, message):
    with pytest.raises(ModelError, match=message):
        of_register(**columns)


def test_a_tie_that_stands_there_twice_is_refused():
    twice = pl.concat([recorded(), recorded(year=[1980])])
    with pytest.raises(ModelError, match="20-30 stands there twice"):
        ties_of({"recorded": twice})


def test_nothing_to_analyse_is_said():
    with pytest.raises(ModelError, match="replication 0 holds no tie in the view 'recorded'"):
        ties_of({"recorded": recorded().clear()})
    with pytest.raises(ModelError, match="holds no replication"):
        made(PLACES, [])
    with pytest.raises(ModelError, match="has no table 'ties'; there are recorded"):
        ties_of({"recorded": recorded()}, view="all")
    with pytest.raises(ModelError, match="recorded: lacks the column 'form'"):
        ties_of({"recorded": recorded().drop("form")})
    with pytest.raises(ModelError, match="places: lacks the column 'lat'"):
        made(PLACES.drop("lat"), [{}])


def test_replications_are_read_one_by_one():
    later = {"recorded": recorded(year=[1970])}
    material = made(PLACES, [{"recorded": recorded()}, later], until=1990)
    assert (material.kind, material.size) == ("ensemble", 2)
    years = [(r.number, r.until, r.ties()["year"].item()) for r in material.replications()]
    assert years == [(0, 1990, 1965), (1, 1990, 1970)]
    assert next(material.replications()).table("recorded", ["form"]).columns == ["form"]
