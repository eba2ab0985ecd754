"""Blocks of Länder and countries against counts by hand."""

import math

import numpy as np
import polars as pl
import pytest
from scipy.stats import contingency

from analysis.models.network.blocks import cramers_v, land_frame, mixing_frame, mixing_rows
from analysis.models.network.net import net_of

PLACES = pl.DataFrame(
    {
        "id": range(1, 13),
        "country": ["DE"] * 6 + ["FR"] * 3 + ["PL"] * 2 + ["MT"],
        "land": ["DE-BY"] * 3 + ["DE-SN"] * 2 + [None] + [None] * 6,
        "population": [1000] * 12,
        "level": ["municipality"] * 12,
    }
)
TIES = [(1, 7), (1, 8), (2, 7), (3, 10), (4, 10), (4, 11), (5, 9), (6, 7)]


def net(pairs):
    return net_of(
        pl.DataFrame(pairs, schema={"home": pl.Int64, "away": pl.Int64}, orient="row"), PLACES
    )


def test_cells_of_land_and_country():
    frame = land_frame(net(TIES), PLACES)
    assert frame.height == 2 * 3  # also what holds no tie; the place without a Land is left out
    cells = {(row["land"], row["country"]): row for row in frame.iter_rows(named=True)}
    ties = {key: row["ties"] for key, row in cells.items()}
    assert ties == {
        ("DE-BY", "FR"): 3,
        ("DE-BY", "MT"): 0,
        ("DE-BY", "PL"): 1,
        ("DE-SN", "FR"): 1,
        ("DE-SN", "MT"): 0,
        ("DE-SN", "PL"): 2,
    }
    one = cells["DE-BY", "FR"]
    assert one["expected"] == pytest.approx(4 * 4 / 7)
    assert one["density"] == pytest.approx(1e6 * 3 / (3 * 3))
    assert one["log_odds"] == pytest.approx(math.log(3.5 * 2.5 / (1.5 * 1.5)))
    error = math.sqrt(1 / 3.5 + 1 / 2.5 + 1 / 1.5 + 1 / 1.5)
    assert one["log_odds_se"] == pytest.approx(error)
    spread = 16 / 7 * (3 / 7) * (3 / 7)
    assert one["z"] == pytest.approx((3 - 16 / 7) / math.sqrt(spread))
    # a country without any tie tells nothing of preferences
    empty = cells["DE-BY", "MT"]
    assert (empty["log_odds"], empty["z"], empty["density"]) == (None, None, 0.0)


def test_country_by_country():
    frame = mixing_frame(net([*TIES, (1, 2), (3, 4)]))
    told = {(row[0], row[1]): row[2:] for row in frame.iter_rows()}
    assert {pair: values[0] for pair, values in told.items() if values[0]} == {
        ("DE", "DE"): 2,
        ("DE", "FR"): 5,
        ("DE", "PL"): 3,
    }
    # 20 ends: 12 German, 5 French, 3 Polish
    assert told["DE", "DE"][1] == pytest.approx(12 * 12 / 40)
    assert told["DE", "FR"][1] == pytest.approx(12 * 5 / 20)
    assert told["FR", "PL"][1] == pytest.approx(5 * 3 / 20)
    assert frame["expected"].sum() == pytest.approx(frame["ties"].sum())


def test_one_german_end_leaves_nothing_to_chance():
    frame = mixing_frame(net(TIES))
    assert frame["expected"].to_list() == frame["ties"].to_list()


def test_cramers_v():
    rng = np.random.default_rng(3)
    table = rng.integers(0, 30, (4, 6)).astype(float)
    table[:, 2] = 0  # a column without any tie is left out
    filled = np.delete(table, 2, axis=1)
    n, (r, c) = filled.sum(), filled.shape
    plain = contingency.association(filled.astype(int), method="cramer")
    phi2 = plain**2 * (min(r, c) - 1) - (r - 1) * (c - 1) / (n - 1)
    corrected = [side - (side - 1) ** 2 / (n - 1) for side in (r, c)]
    assert cramers_v(table) == pytest.approx(math.sqrt(phi2 / (min(corrected) - 1)), rel=1e-6)
    assert cramers_v(np.diag([50.0, 50.0])) == pytest.approx(1.0, abs=1e-9)
    assert math.isnan(cramers_v(np.array([[3.0, 4.0]])))
    assert math.isnan(cramers_v(np.zeros((0, 0))))


def test_how_varied_countries_are():
    mine = net([(1, 7), (2, 8), (3, 10), (4, 11), (1, 2)])
    rows = {row.term: row.estimate for row in mixing_rows(mine, land_frame(mine, PLACES))}
    assert rows["countries"] == 2
    assert rows["effective_countries"] == pytest.approx(2.0)
    assert rows["inner_german"] == pytest.approx(1 / 5)
