"""Cells and designs of gravity models, by hand."""

import math

import numpy as np
import polars as pl
import pytest

from analysis.models.gravity.borders import LAND_BORDERS, TOUCHING_KM, touching
from analysis.models.gravity.cells import known_places, land_cells, region_cells
from analysis.models.gravity.design import estimable, independent, separated_zeros
from analysis.models.results import ModelError
from simulation.past import load_countries
from simulation.places import load_places

ROWS = [
    # id, country, land, code, lat, lon, population, level
    (1, "DE", "DE-BY", "09162000", 48.0, 11.0, 300, "municipality"),
    (2, "DE", "DE-BY", "09162001", 48.0, 13.0, 100, "municipality"),
    (3, "DE", "DE-TH", "16051000", 51.0, 11.0, 200, "municipality"),
    (4, "DE", "DE-BY", "09184", 48.0, 12.0, 400, "district"),
    (5, "AT", None, None, 47.0, 15.0, 500, "municipality"),
    (6, "US", None, None, 40.0, -75.0, 900, "municipality"),
    (7, "CZ", None, None, 50.0, 14.0, 50, "municipality"),
    (8, "CZ", None, None, 50.0, 16.0, 50, "municipality"),
]
COLUMNS = ["id", "country", "land", "code", "lat", "lon", "population", "level"]
PLACES = pl.DataFrame(ROWS, schema=COLUMNS, orient="row").with_columns(name=pl.lit("x"))


@pytest.fixture(scope="module")
def world():
    return known_places(load_places("germany"), "germany", "here")


def cells():
    return land_cells(known_places(PLACES, "toy", "made up"), "made up")


def cell(home, away):
    return cells().frame.filter(home=home, away=away).row(0, named=True)


def test_masses_and_means_are_of_municipalities():
    row = cell("DE-BY", "CZ")
    assert row["ln_mass_home"] == pytest.approx(math.log(400))
    assert row["ln_mean_home"] == pytest.approx(math.log(200))
    assert row["ln_mass_away"] == pytest.approx(math.log(100))
    whole = cells()
    place = whole.frame.with_row_index("n").filter(home="DE-BY", away="CZ")["n"].item()
    assert whole.ln_pairs[place] == pytest.approx(math.log(2 * 2))


def test_distance_is_that_of_the_centres_of_people():
    def vector(lat, lon):
        lat, lon = math.radians(lat), math.radians(lon)
        cos = math.cos(lat)
        return np.array([cos * math.cos(lon), cos * math.sin(lon), math.sin(lat)])

    home = 300 * vector(48, 11) + 100 * vector(48, 13)
    home /= np.linalg.norm(home)
    km = 6371.0088 * math.acos(home @ vector(47, 15))
    assert cell("DE-BY", "AT")["ln_distance"] == pytest.approx(math.log(km), abs=1e-7)


def test_history_is_that_of_the_countries():
    told = cell("DE-BY", "AT")
    assert (told["contiguous"], told["common_language"], told["eu_member"]) == (1, 1, 1)
    assert (told["eastern_bloc"], told["eastern_land"], told["occupier"]) == (0, 0, 0)
    assert cell("DE-BY", "US")["occupier"] == 1.0
    assert cell("DE-TH", "US")["occupier"] == 0.0
    east = cell("DE-TH", "CZ")
    assert (east["eastern_land"], east["eastern_bloc"], east["both_eastern"]) == (1, 1, 1)
    assert cell("DE-BY", "CZ")["both_eastern"] == 0.0


def test_a_zone_counts_by_its_people(world):
    frame = land_cells(world, "here").frame
    share = {
        country: frame.filter(home="DE-BW", away=country)["occupier"].item()
        for country in ("US", "FR", "GB", "RU")
    }
    assert share["US"] + share["FR"] == pytest.approx(1.0)
    assert 0.5 < share["US"] < 0.8
    assert (share["GB"], share["RU"]) == (0.0, 0.0)


def test_ties_are_counted_in_all_cells_and_empty_cells_are_zero():
    ties = pl.DataFrame(
        {"home": [1, 2, 4, 3, 1], "away": [7, 8, 5, 6, 2], "land": ["DE-BY"] * 3 + ["DE-TH", None]}
    )
    grid = cells()
    counts = grid.frame.select("home", "away").with_columns(ties=pl.Series(grid.counts(ties)))
    assert counts.height == 2 * 3
    found = {(home, away): ties for home, away, ties in counts.iter_rows() if ties}
    assert found == {("DE-BY", "CZ"): 2, ("DE-BY", "AT"): 1, ("DE-TH", "US"): 1}


def test_cells_of_some_laender_alone():
    grid = cells().within(["DE-TH"], "made up")
    assert set(grid.frame["home"]) == {"DE-TH"}
    assert len(grid.ln_pairs) == 3
    with pytest.raises(ModelError, match="made up: has no Land 'DE-XX'; there are DE-BY, DE-TH"):
        cells().within(["DE-XX"], "made up")


@pytest.mark.parametrize(
    ("places", "message"),
    [
        (PLACES.filter(country="DE"), "holds no place abroad"),
        (PLACES.with_columns(country=pl.col("country").replace("AT", "XK")), "has places in XK"),
        (PLACES.with_columns(population=pl.lit(None, pl.Int64)), "has no inhabitants"),
        (PLACES.with_columns(population=pl.lit(0)), "place 1 has no inhabitants"),
    ],
)
def test_places_that_cannot_be_used_are_refused(places, message):
    with pytest.raises(ModelError, match=message):
        land_cells(known_places(places, "toy", "made up"), "made up")


def test_borders_are_those_of_the_places(world):
    seats = world.filter(pl.col("level") != "district")
    home = seats.filter(country="DE").with_columns(region="land")
    away = seats.filter(pl.col("country") != "DE").with_columns(region="country")
    near = set(touching(home, away, TOUCHING_KM).iter_rows())
    told = {(land, country) for land, some in LAND_BORDERS.items() for country in some}
    # seats are as near across the two lakes and firths that are no border on land
    assert told <= near
    assert near - told <= {("DE-BW", "AT"), ("DE-BY", "CH"), ("DE-RP", "NL"), ("DE-SN", "AT")}
    neighbours = load_countries().filter(borders_germany=1)["country"].to_list()
    assert {country for _, country in told} == set(neighbours)


def test_regions_are_like_nuts_2(world):
    frame = region_cells(world, "here").frame
    homes = frame["home"].unique().to_list()
    assert len(homes) == 38
    assert {"DE.091", "DE.051", "DE.160"} <= set(homes)
    abroad = frame.filter(country="FR")["away"].unique()
    assert len(abroad) == 13
    assert set(frame.filter(home="DE.091")["land"]) == {"DE-BY"}
    touched = frame.filter(pl.col("contiguous") == 1)["country"].unique().to_list()
    assert set(touched) == set(load_countries().filter(borders_germany=1)["country"])


def test_separation_is_found_exactly():
    one = np.ones(6)
    counts = np.array([0.0, 0, 3, 1, 2, 0])
    lonely = np.array([1.0, 1, 0, 0, 0, 0])  # occurs without ties alone
    assert separated_zeros(counts, np.column_stack([one, lonely])).tolist() == [
        *(True, True),
        *(False, False, False, False),
    ]
    shared = np.array([1.0, 0, 1, 0, 0, 0])  # one of its cells has ties
    assert not separated_zeros(counts, np.column_stack([one, shared])).any()
    both = np.array([1.0, -1, 0, 0, 0, 0])  # neither direction is without cost
    assert not separated_zeros(counts, np.column_stack([one, both])).any()


def test_separation_by_a_combination_is_found():
    counts = np.array([0.0, 2, 1, 3, 0])
    one = np.ones(5)
    left, right = np.array([0.0, 1, 2, 3, 4]), np.array([1.0, 1, 2, 3, 4])
    # right - left is 1 in the first cell and 0 elsewhere, though each alone varies everywhere
    found = separated_zeros(counts, np.column_stack([one, left, right]))
    assert found.tolist() == [True, False, False, False, False]


def test_what_cannot_be_estimated_is_left_out_and_said():
    counts = np.array([0.0, 0, 3, 1, 2, 4])
    terms = ("constant", "x", "lonely", "twice", "same")
    x = np.array([1.0, 2, 3, 4, 5, 7])
    lonely = np.array([1.0, 1, 0, 0, 0, 0])
    matrix = np.column_stack([np.ones(6), x, lonely, 2 * x + 1, np.full(6, 3.0)])
    design = estimable(counts, matrix, terms, {"twice": "Twice"})
    assert design.terms == ("constant", "x")
    assert design.kept.tolist() == [False, False, True, True, True, True]
    assert design.notes[0].startswith("2 of 6 cells without a tie are left out")
    assert design.notes[1:] == (
        "'lonely' is the same everywhere and is left out.",
        "'Twice' follows from the other terms and is left out.",
        "'same' is the same everywhere and is left out.",
    )
    assert design.matrix.shape == (4, 2)


def test_of_collinear_terms_the_later_goes():
    matrix = np.column_stack([np.ones(4), [1.0, 2, 3, 4], [2.0, 4, 6, 8], [1.0, 0, 0, 5]])
    used, dropped = independent(matrix, ("constant", "a", "b", "c"))
    assert used == [0, 1, 3]
    assert dropped == {"b": "follows from the other terms"}


def test_separation_is_decided_where_many_cells_are_alike_but_for_their_last_digits():
    """Tens of thousands of such rows made the linear program give up."""
    luck = np.random.default_rng(4)
    kinds = luck.integers(0, 2, (40, 12)).astype(float)
    matrix = kinds[luck.integers(0, 40, 20_000)]
    matrix = np.column_stack([np.ones(len(matrix)), matrix])
    matrix[:, 1:] *= 1.0 + 1e-15 * luck.standard_normal((len(matrix), 12))
    counts = np.where(matrix[:, 1] > 0.5, 0.0, luck.poisson(0.02, len(matrix)))
    found = separated_zeros(counts, matrix)
    assert found[matrix[:, 1] > 0.5].all()
    # what is left has no cell of the separating term
    assert "t1" not in estimable(counts, matrix, [f"t{n}" for n in range(13)], {}).terms
