import pytest

from simulation.past import PastError, load_laender
from simulation.past.people.migration import load_migration, present


@pytest.mark.parametrize(
    ("year", "countries"),
    [
        (1954, ()),
        (1955, ("IT",)),
        (1960, ("ES", "GR", "IT")),
        (1961, ("ES", "GR", "IT", "TR")),
        (1964, ("ES", "GR", "IT", "PT", "TR")),
        (1965, ("ES", "GR", "IT", "PT", "TN", "TR")),
        (1973, ("BA", "ES", "GR", "HR", "IT", "PT", "RS", "SI", "TN", "TR")),
        (1974, ()),
    ],
)
def test_agreements_of_record(year, countries):
    assert present("recruitment", "DE-HE", year) == countries


def test_the_east_recruited_under_none_of_them():
    for land in load_laender().filter(load_laender()["east"] == 1)["land"]:
        assert all(present("recruitment", land, year) == () for year in range(1945, 1990))


@pytest.mark.parametrize(
    ("land", "year", "countries"),
    [
        ("DE-BY", 1950, ("US",)),
        ("DE-BY", 2024, ("US",)),
        ("DE-NI", 1960, ("GB",)),
        ("DE-NI", 1980, ("GB", "NL")),
        ("DE-NI", 2020, ()),
        ("DE-NW", 1980, ("BE", "GB")),
        ("DE-NW", 2010, ("GB",)),
        ("DE-BW", 1980, ("CA", "FR", "US")),
        ("DE-BW", 2005, ("US",)),
        ("DE-RP", 1949, ("FR",)),
        ("DE-RP", 1960, ("CA", "FR", "US")),
        ("DE-BE", 1980, ("FR", "GB", "US")),
        ("DE-BE", 1994, ()),
        ("DE-SN", 1980, ("RU",)),
        ("DE-SN", 1995, ()),
    ],
)
def test_garrisons(land, year, countries):
    assert present("garrison", land, year) == countries


def test_no_garrison_of_the_west_in_the_east_or_the_other_way():
    east = dict(load_laender().select("land", "east").iter_rows())
    for row in load_migration():
        if row.kind == "garrison":
            assert {east[land] for land in row.laender} == {int("RU" in row.countries)}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("recruitment,IT", "invitation,IT", "kind in line 2 is 'invitation'"),
        ("recruitment,IT", "recruitment,XX", "countries in line 2 is 'XX'"),
        ("IT,west", "IT,middle", "laender in line 2 names 'middle'"),
        ("1955,1974", ",1974", "from_year in line 2 is empty"),
        ("1955,1974", "1935,1974", "from_year in line 2 is 1935"),
        ("1955,1974", "1955,1955", "until_year in line 2 is 1955"),
        ("recruitment,ES", "recruitment,IT", "line 3 overlaps with a row above for IT in DE-BE"),
        ("1974,recruitment", "1974,hearsay", "source of line 2 is 'hearsay'"),
    ],
)
def test_a_mistake_is_one_sentence(edited, old, new, message):
    with pytest.raises(PastError, match=message) as error:
        load_migration(edited("migration.csv", old, new))
    assert str(error.value).startswith("migration.csv: ")


def test_an_unknown_kind_is_refused():
    with pytest.raises(PastError, match="kind is 'tourists'"):
        present("tourists", "DE-BY", 1970)
