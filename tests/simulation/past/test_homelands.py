import polars as pl
import pytest

from simulation.past import PastError, load_zones
from simulation.past.people.homelands import load_homelands, load_origins, origin_weights
from simulation.past.reading import in_area
from simulation.places import load_places

# Expellees by Land in 1950, thousand people (Ritter and Niehuss 1987, p. 31).
EXPELLEES = {
    "DE-SH": 857,
    "DE-HH": 116,
    "DE-NI": 1852,
    "DE-HB": 48,
    "DE-NW": 1332,
    "DE-HE": 721,
    "DE-RP": 152,
    "DE-BW": 862,
    "DE-BY": 1937,
    "DE-BE": 148,
}


@pytest.fixture(scope="module")
def towns():
    return load_places("germany").filter(pl.col("level") == "municipality")


def region_of(area):
    found = [h.region for h in load_homelands() if h.holds(area)]
    assert len(found) < 2
    return found[0] if found else None


def test_every_member_is_an_area_of_the_frame(towns):
    areas = towns["area"].unique().to_list()
    for homeland in load_homelands():
        for prefix in homeland.members:
            assert any(in_area(area, prefix) for area in areas), (homeland.region, prefix)


@pytest.mark.parametrize(
    ("country", "town", "region"),
    [
        ("PL", "Wrocław", "silesia"),
        ("PL", "Brzeg", "silesia"),
        ("PL", "Gliwice", "silesia"),
        ("PL", "Zielona Góra", "silesia"),
        ("PL", "Szczecin", "pomerania"),
        ("PL", "Słupsk", "pomerania"),
        ("PL", "Piła", "pomerania"),
        ("PL", "Gorzów Wielkopolski", "east_brandenburg"),
        ("PL", "Gdańsk", "west_prussia"),
        ("PL", "Elbląg", "west_prussia"),
        ("PL", "Toruń", "west_prussia"),
        ("PL", "Giżycko", "east_prussia"),
        ("RU", "Kaliningrad", "east_prussia"),
        ("CZ", "Cheb", "sudetenland"),
        ("CZ", "Liberec", "sudetenland"),
        ("CZ", "Opava", "sudetenland"),
        ("HU", "Pécs", "hungary"),
        ("DE", "Erfurt", "gdr"),
        ("DE", "Hannover", None),
        ("PL", "Warsaw", None),
        ("PL", "Katowice", None),
        ("CZ", "Prague", None),
        ("CZ", "Brno", None),
    ],
)
def test_towns_lie_where_history_puts_them(towns, country, town, region):
    rows = towns.filter((pl.col("country") == country) & (pl.col("name") == town))
    area = rows.sort("population", descending=True, nulls_last=True)["area"][0]
    assert region_of(area) == region


def test_sums_stay_below_the_published_totals():
    for land, total in EXPELLEES.items():
        rows = [o for o in load_origins() if o.land == land and o.region != "gdr"]
        assert 0.6 * total < sum(o.thousands for o in rows) <= total, land


def test_east_prussians_add_up_to_the_published_sum():
    total = sum(o.thousands for o in load_origins() if o.region == "east_prussia")
    assert total == pytest.approx(1260.4 - 1.2, abs=1.5)  # without Lindau


@pytest.mark.parametrize(
    ("land", "zone", "first"),
    [
        ("DE-SH", "GB", "pomerania"),
        ("DE-NI", "GB", "silesia"),
        ("DE-NW", "GB", "silesia"),
        ("DE-BY", "US", "sudetenland"),
        ("DE-HE", "US", "sudetenland"),
        ("DE-BW", "US", "sudetenland"),
        ("DE-BW", "FR", "east_prussia"),
    ],
)
def test_the_main_ways_of_expulsion(land, zone, first):
    weights = {r: w for r, w in origin_weights(land, zone).items() if r != "gdr"}
    assert max(weights, key=weights.__getitem__) == first


def test_the_french_zone_took_few():
    taken = dict.fromkeys(("US", "GB", "FR"), 0.0)
    for origin in load_origins():
        if origin.zone in taken and origin.region != "gdr":
            taken[origin.zone] += origin.thousands
    assert 10 * taken["FR"] < min(taken["US"], taken["GB"])


def test_zones_are_those_of_the_occupation():
    known = set(load_zones().select("land", "zone").iter_rows())
    assert {(o.land, o.zone) for o in load_origins()} <= known
    assert origin_weights("DE-BY", "FR") == {}
    assert origin_weights("DE-SN", "SU") == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("silesia,", "pomerania,", "region 'pomerania' must stand in exactly one row"),
        ("PL.72+", "XX.72+", "members in line 2 names 'XX.72'"),
        ("PL.72+", "05+", "members in line 2 names '05'"),
        ("PL.72+", "PL.72+PL.87.3262+", "members of pomerania hold PL.87.3262, but silesia"),
        ("PL.72+", "PL+", "but silesia holds PL already"),
        ("homeland_borders", "hearsay", "source of line 2 is 'hearsay'"),
    ],
)
def test_a_mistake_in_homelands_is_one_sentence(edited, old, new, message):
    with pytest.raises(PastError, match=message) as error:
        load_homelands(edited("homelands.csv", old, new))
    assert str(error.value).startswith("homelands.csv: ")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("DE-SH,GB", "DE-XX,GB", "land in line 2 is 'DE-XX'"),
        ("DE-SH,GB", "DE-SH,XX", "zone in line 2 is 'XX'"),
        ("GB,east_prussia", "GB,atlantis", "region in line 2 is 'atlantis'"),
        ("282.6", "-1", "thousands in line 2 is -1.0"),
        ("282.6", "", "thousands in line 2 is None"),
        ("published", "heard", "kind in line 2 is 'heard'"),
        ("GB,west_prussia", "GB,east_prussia", "DE-SH, GB, east_prussia stands in two rows"),
    ],
)
def test_a_mistake_in_origins_is_one_sentence(edited, old, new, message):
    with pytest.raises(PastError, match=message) as error:
        load_origins(edited("origins.csv", old, new))
    assert str(error.value).startswith("origins.csv: ")
