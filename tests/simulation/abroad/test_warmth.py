"""What dated events do between other countries."""

import numpy as np
import pytest

from simulation.abroad.others import european_countries
from simulation.abroad.relations import UMBRELLA
from simulation.abroad.warmth import GENERAL, effects, home_motives, shares
from simulation.motives import NAMES
from simulation.past import load_events

COUNTRIES = european_countries()


def moved(event, year):
    """Pairs on which an event acts, as a set of ordered pairs."""
    total = effects({event: 1.0}, COUNTRIES, year).sum(axis=2)
    assert np.array_equal(total, total.T)
    return {(COUNTRIES[a], COUNTRIES[b]) for a, b in zip(*np.nonzero(total), strict=True)}


def test_every_event_of_the_rule_is_one_of_history():
    assert set(GENERAL) <= {event.id for event in load_events()}


def test_events_of_germany_and_one_country_act_on_nobody_else():
    bilateral = {"elysee_1963", "youth_office_fr_1963", "warsaw_treaty_1970", "aachen_2019"}
    felt = dict.fromkeys(bilateral, 5.0)
    assert bilateral <= {event.id for event in load_events()}
    assert (effects(felt, COUNTRIES, 1992) == 0.0).all()


@pytest.mark.parametrize(
    ("event", "year", "inside", "outside"),
    [
        (UMBRELLA, 1970, ("FR", "CH"), ("FR", "PL")),
        ("peoples_europe_1985", 1986, ("FR", "IT"), ("FR", "AT")),
        ("peoples_europe_1985", 1996, ("FR", "AT"), ("FR", "CH")),
        ("peoples_europe_1985", 2019, ("FR", "GB"), ("FR", "NO")),
        ("peoples_europe_1985", 2021, ("FR", "PL"), ("FR", "GB")),
        ("uk_joins_1973", 1974, ("FR", "GB"), ("FR", "IT")),
        ("eu_enlargement_2004", 2005, ("FR", "PL"), ("FR", "RO")),
        ("opening_1989", 1991, ("FR", "PL"), ("HU", "PL")),
        ("ukraine_2022", 2022, ("PL", "UA"), ("FR", "PL")),
    ],
)
def test_on_whom_an_event_acts(event, year, inside, outside):
    found = moved(event, year)
    assert inside in found
    assert outside not in found


def test_motives_without_events():
    home = home_motives(COUNTRIES)
    assert np.array_equal(home, home.T)
    for one, other, motive in [
        ("FR", "GB", "exchange"),
        ("FR", "IT", "reconciliation"),
        ("FR", "PL", "east_west"),
        ("CH", "SE", "exchange"),
        ("HR", "AT", "east_west"),
    ]:
        assert NAMES[home[COUNTRIES.index(one), COUNTRIES.index(other)]] == motive


def test_shares_of_motives_sum_to_one_and_events_bring_up_theirs():
    home = home_motives(COUNTRIES)
    none = shares(effects({}, COUNTRIES, 1986), home)
    felt = shares(effects({"peoples_europe_1985": 0.7}, COUNTRIES, 1986), home)
    assert np.allclose(none.sum(axis=2), 1.0)
    assert np.allclose(felt.sum(axis=2), 1.0)
    union = NAMES.index("european_integration")
    france, italy, poland = (COUNTRIES.index(code) for code in ("FR", "IT", "PL"))
    assert felt[france, italy, union] == pytest.approx(1.0 - np.exp(-0.7))
    assert felt[france, poland, union] == none[france, italy, union] == 0.0
