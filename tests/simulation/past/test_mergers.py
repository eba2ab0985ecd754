import pytest

from simulation.past import PastError, load_laender
from simulation.past.policy.mergers import load_mergers, merger_rate


def left(land):
    """What is left of a Land's municipalities when the rates of all years have acted."""
    share = 1.0
    for year in range(1945, 2046):
        share *= 1.0 - merger_rate(land, year)
    return share


@pytest.mark.parametrize(
    ("land", "before", "after"),
    [
        ("DE-BW", 3379, 1111),
        ("DE-HE", 2642, 421),
        ("DE-NW", 2365, 396),
        ("DE-SL", 345, 50),
        ("DE-SN", 1626, 438),
        ("DE-ST", 1367, 219),
        ("DE-BB", 1793, 421),
    ],
)
def test_the_yearly_rates_add_up_to_the_reform(land, before, after):
    assert left(land) == pytest.approx(after / before, rel=1e-9)


def test_every_land_but_the_city_states_has_a_reform():
    laender = set(load_laender()["land"])
    assert laender - {reform.land for reform in load_mergers()} == {"DE-BE", "DE-HB", "DE-HH"}


def test_the_west_reformed_before_1979_and_the_east_after_1990():
    east = dict(load_laender().select("land", "east").iter_rows())
    for reform in load_mergers():
        if east[reform.land]:
            assert reform.from_year >= 1990
        else:
            assert 1966 <= reform.from_year < reform.until_year <= 1978


def test_the_years_of_the_great_waves_stand_out():
    assert merger_rate("DE-SN", 1994) == pytest.approx(594 / 1561)
    assert merger_rate("DE-SN", 1999) == pytest.approx(234 / 779)
    assert merger_rate("DE-ST", 2010) > 4 * merger_rate("DE-ST", 2004) > 0
    assert merger_rate("DE-BY", 1950) == merger_rate("DE-BY", 2000) == 0.0


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("DE-BW,1967", "DE-XX,1967", "land in line 2 is 'DE-XX'"),
        ("1967,1975,3379", "1975,1975,3379", "until_year in line 2 is 1975"),
        ("1967,1975,3379", ",1975,3379", "from_year in line 2 is empty"),
        ("3379,1111", "3379,3380", "after in line 2 is 3380"),
        ("3379,1111", "3379,3379", "after in line 2 is 3379"),
        ("3379,1111", "3379,0", "after in line 2 is 0"),
        ("3379,1111", ",1111", "below 0"),
        ("1111,reform_bw", "1111,hearsay", "source of line 2 is 'hearsay'"),
        ("1971,1977,1233", "1972,1977,1233", "from_year of DE-HE is 1972 with 1233"),
        ("1971,1977,1233", "1971,1977,1234", "must be 1971 with 1233"),
    ],
)
def test_a_mistake_is_one_sentence(edited, old, new, message):
    with pytest.raises(PastError, match=message) as error:
        load_mergers(edited("mergers.csv", old, new))
    assert str(error.value).startswith("mergers.csv: ")


def test_an_unknown_land_is_refused():
    with pytest.raises(PastError, match="land is 'BY'"):
        merger_rate("BY", 1972)
