"""The contest of choice models: scores by hand, and the right winner on drawn ties."""

import json

import numpy as np
import polars as pl
import pytest

from analysis.estimation.single_ties.choice_contest import (
    RIVALS,
    choice_contest,
    fit_rival,
    gain,
    law_utility,
    log_scores,
    placed,
)
from analysis.estimation.single_ties.links import COLUMNS
from simulation.choice.law import Law
from simulation.parameters import Choice
from simulation.run import cached_world

LAW = Choice(
    distance={"default": -1.2, "FR": -0.3, "CZ": -2.5}, near=0.0, similar=-1.4, mass=0.6, held=0.0
)
GRAVITY = Choice(distance={"default": -1.2}, near=0.0, similar=0.0, mass=0.8, held=0.0)
KEPT = ("DE-BW", "DE-TH")


@pytest.fixture(scope="module")
def world():
    return cached_world("toy")


def drawn(world, choice, each=4, seed=1):
    """Ties of every German town of the toy world, `each` with every country, by the pair law."""
    generator = np.random.default_rng(seed)
    law = Law(world, choice, districts=False)
    frame = world.frame.with_row_index("row").filter(pl.col("level") == "municipality")
    rows = []
    for name in ("FR", "PL", "IT", "GB", "CZ"):
        abroad = frame.filter(pl.col("country") == name)["row"].to_numpy().astype(np.int64)
        for town in frame.filter(pl.col("country") == "DE").iter_rows(named=True):
            weight = np.exp(law.log_weights(town["row"], abroad))
            partners = generator.choice(abroad, each, p=weight / weight.sum())
            rows += [tie(world, town, int(partner), name) for partner in partners]
    return pl.DataFrame(rows, schema=pl.Schema(COLUMNS))


def tie(world, town, partner, country):
    end = world.frame.row(partner, named=True)
    return {
        "unit_type": "municipality",
        "land": town["land"],
        "ags": town["code"],
        "de_lat": town["lat"],
        "de_lon": town["lon"],
        "de_pop": float(town["population_imputed"]),
        "de_name": town["name"],
        "country": country,
        "partner_lat": end["lat"],
        "partner_lon": end["lon"],
        "partner_geonameid": end["id"],
        "year": 1970,
        "year_is_default": 0,
    }


@pytest.fixture(scope="module")
def ties(world):
    return drawn(world, LAW)


@pytest.fixture(scope="module")
def found(world, ties):
    return choice_contest(ties, world, LAW, KEPT, ("GB", "PL"))


def test_only_what_is_kept_back_is_scored_and_it_informs_nothing(found, world, ties):
    assert found["ties"] == 30 * 5 * 4
    assert found["towns"] == 30
    assert found["laender"] == list(KEPT)
    assert found["fitted_on"] == {"ties": 30 * 3 * 4, "countries": ["CZ", "FR", "IT"]}
    scrambled = ties.with_columns(
        partner_geonameid=pl.when(
            pl.col("land").is_in(KEPT) | pl.col("country").is_in(["GB", "PL"])
        )
        .then(pl.col("partner_geonameid").reverse().over("country"))
        .otherwise("partner_geonameid")
    )
    other = choice_contest(scrambled, world, LAW, KEPT, ("GB", "PL"))
    assert other["model"] != found["model"]
    for name in RIVALS:
        assert other["rivals"][name]["coefficients"] == found["rivals"][name]["coefficients"]


def test_a_score_is_the_log_of_the_share_among_all_places(world, ties):
    one = placed(ties.head(1), world)
    rows = np.flatnonzero((world.frame["country"] == "FR").to_numpy() & ~world.is_district)
    law = Law(world, LAW, districts=False)
    town = int(np.flatnonzero(world.frame["name"].to_numpy() == one.frame["de_name"][0])[0])
    weight = np.exp(law.log_weights(town, rows))
    expected = np.log(weight[rows == one.partner[0]][0] / weight.sum())
    assert log_scores(one, world, law_utility(one, world, LAW))[0] == pytest.approx(
        expected, rel=1e-9
    )


def test_even_chances_score_the_number_of_places(found):
    places = {"FR": 30, "PL": 20, "IT": 14, "GB": 14, "CZ": 12}
    expected = -np.mean([np.log(count) for count in places.values()])
    assert found["rivals"]["even"]["log_score"] == pytest.approx(expected, abs=1e-4)


def test_the_law_that_made_the_ties_beats_every_rival(found):
    for name in RIVALS:
        rival = found["rivals"][name]
        assert rival["z"] > 2, name
        assert rival["gain"] == pytest.approx(rival["gain_per_tie"] * found["ties"], abs=0.1)
        assert rival["log_score"] + rival["gain_per_tie"] == pytest.approx(
            found["model"]["log_score"], abs=2e-4
        )


def test_where_gravity_made_the_ties_the_law_does_not_win(world):
    """The law of likeness loses to gravity; gravity's own law gains nothing worth speaking of."""
    ties = drawn(world, GRAVITY, seed=2)
    wrong = choice_contest(ties, world, LAW, KEPT)
    assert wrong["rivals"]["gravity"]["z"] < -2
    right = choice_contest(ties, world, GRAVITY, KEPT)
    assert abs(right["rivals"]["gravity"]["gain"]) < 6  # two coefficients are worth about one unit
    assert right["rivals"]["similarity"]["z"] > 2


def test_a_rival_finds_its_own_coefficients(world):
    ties = placed(drawn(world, GRAVITY, each=6, seed=3), world)
    values, errors = fit_rival(ties, world, RIVALS["gravity"])
    assert values[0] == pytest.approx(-1.2, abs=3.5 * errors[0])
    assert values[1] == pytest.approx(0.8, abs=3.5 * errors[1])


def test_by_country_adds_up(found):
    parts = found["by_country"]
    assert set(parts) == {"FR", "PL", "IT", "GB", "CZ"}
    for name in RIVALS:
        total = sum(part["ties"] * part["gains"][name]["gain_per_tie"] for part in parts.values())
        assert total == pytest.approx(found["rivals"][name]["gain"], abs=0.2)
    assert json.loads(json.dumps(found)) == found


def test_errors_are_clustered_by_town():
    differences = np.array([1.0, 1.0, 1.0, -1.0, 0.0])
    towns = pl.Series(["a", "a", "b", "c", "c"])
    # means off: 0.4; sums by town less their share: 1.2, 0.6, -1.8; 3/2 of the sum of squares
    expected = (1.5 * (1.2**2 + 0.6**2 + 1.8**2)) ** 0.5
    found = gain(differences, towns)
    assert found["gain"] == 2.0
    assert found["gain_error"] == pytest.approx(expected, abs=1e-4)
    assert found["gain_per_tie_error"] == pytest.approx(expected / 5, abs=1e-4)
    assert found["z"] == pytest.approx(2.0 / expected, abs=1e-4)
    alone = gain(differences, pl.Series(["a"] * 5))
    assert alone["gain_error"] is None
    assert alone["z"] is None


def test_partners_that_are_no_place_are_left_out(world, ties):
    unknown = ties.head(3).with_columns(
        partner_geonameid=pl.lit(None, pl.Int64),
        partner_lat=pl.lit(None, pl.Float64),
        partner_lon=pl.lit(None, pl.Float64),
    )
    assert placed(pl.concat([unknown, ties.head(2)]), world).frame.height == 2


def test_nothing_to_score_or_to_learn_from_is_one_sentence(world, ties):
    with pytest.raises(ValueError, match="no tie to score"):
        choice_contest(ties, world, LAW, ("DE-SL",))
    with pytest.raises(ValueError, match="no tie to estimate the rivals on"):
        choice_contest(ties.filter(pl.col("land").is_in(KEPT)), world, LAW, KEPT)
