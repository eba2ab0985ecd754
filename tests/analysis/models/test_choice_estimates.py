"""The conditional logit on sampled alternatives: independent calculations and known truths."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import binom, norm, t
from statsmodels.discrete.conditional_models import ConditionalLogit

from analysis.estimation.single_ties import logit
from analysis.models.choice.jobs import Job
from analysis.models.choice.logit import clustered, fitted_choice
from analysis.models.choice.terms import WITHIN, Places
from analysis.models.choice.ties import Choices
from analysis.models.results import ModelError

HOMES, PLACES = 150, 400
TRUTH = {"ln_distance": -1.0, "near": -1.5, "similar": -0.9, "mass": 0.5}


def made_sets(sets=300, alternatives=6, seed=3):
    generator = np.random.default_rng(seed)
    design = generator.normal(size=(sets, alternatives, 2))
    offset = generator.normal(size=(sets, alternatives))
    utility = design @ np.array([0.8, -0.5]) + offset
    picked = (utility + generator.gumbel(size=utility.shape)).argmax(axis=1)
    rows = np.arange(sets)
    for array in (design, offset):  # the chosen stands first
        first = array[rows, 0].copy()
        array[rows, 0] = array[rows, picked]
        array[rows, picked] = first
    return design, offset, np.arange(sets) // 3


def test_it_is_statsmodels_to_six_digits():
    design, offset, clusters = made_sets()
    found = fitted_choice(design, offset, clusters, ("a", "b"), {})
    taken = np.zeros(design.shape[:2], dtype=int)
    taken[:, 0] = 1
    groups = np.repeat(np.arange(len(design)), design.shape[1])
    law = ConditionalLogit(
        taken.ravel(), design.reshape(-1, 2), groups=groups, offset=offset.ravel()
    )
    fit = law.fit(disp=False, method="newton", gtol=1e-10)
    assert found.params == pytest.approx(fit.params, rel=1e-6)
    assert found.fit["log likelihood"] == pytest.approx(fit.llf, rel=1e-9)
    nothing = law.loglike(np.zeros(2))
    assert found.fit["McFadden R2"] == pytest.approx(1 - fit.llf / nothing, rel=1e-9)


def test_errors_are_the_sandwich_of_summed_scores():
    design, offset, clusters = made_sets()
    offset = np.zeros_like(offset)
    first = np.zeros(len(design), dtype=np.int64)
    fit = logit.conditional_logit(design, first)
    covariance, count = clustered(fit, design, offset, clusters)
    assert count == 100
    own = logit.clustered(fit, design, first, clusters) * 100 / 99
    assert covariance == pytest.approx(own, rel=1e-9)
    alone, one = clustered(fit, design, offset, clusters * 0)
    assert one == 1
    assert alone == pytest.approx(fit.covariance)


def test_intervals_are_those_of_the_t_distribution():
    design, offset, clusters = made_sets()
    row = fitted_choice(design, offset, clusters, ("a", "b"), {"a": "A"}).rows({"a": "A"})[0]
    assert row.label == "A"
    assert row.high - row.estimate == pytest.approx(t.ppf(0.95, 99) * row.se)
    assert row.p == pytest.approx(2 * t.sf(abs(row.estimate / row.se), 99))


def test_a_smaller_set_is_one_with_less_to_choose_from():
    design, offset, clusters = made_sets()
    wider = np.concatenate([design, np.full_like(design[:, :1], 99.0)], axis=1)
    barred = np.concatenate([offset, np.full_like(offset[:, :1], -np.inf)], axis=1)
    one = fitted_choice(design, offset, clusters, ("a", "b"), {})
    other = fitted_choice(wider, barred, clusters, ("a", "b"), {})
    assert other.params == pytest.approx(one.params, rel=1e-9)
    assert other.covariance == pytest.approx(one.covariance, rel=1e-9)
    assert other.fit["alternatives in a set, mean"] == 6.0


def test_terms_that_cannot_be_estimated_are_left_out_and_said():
    design, offset, clusters = made_sets()
    constant, best = np.ones_like(design[:, :, :1]), np.zeros_like(design[:, :, :1])
    best[:, 0] = 1.0
    worst, twice = 1.0 - best, 2.0 * design[:, :, :1] + 5.0
    whole = np.concatenate([design, constant, best, worst, twice], axis=-1)
    terms = ("a", "b", "constant", "best", "worst", "twice")
    found = fitted_choice(whole, offset, clusters, terms, {})
    assert found.terms == ("a", "b")
    assert found.notes == (
        "'constant' is the same for a partner and its alternatives: left out.",
        "'best' is left out: no alternative has more of it than the partner, so its estimate would "
        "be infinite.",
        "'worst' is left out: no alternative has less of it than the partner, so its estimate "
        "would be infinite.",
        "'twice' follows from the other terms and is left out.",
    )
    with pytest.raises(ModelError, match="no term differs"):
        fitted_choice(constant, offset, clusters, ("constant",), {})


def test_separation_by_a_combination_is_refused():
    generator = np.random.default_rng(1)
    design = generator.normal(size=(40, 3, 2))
    design[:, 0] = generator.normal(size=(40, 2))
    # the partner has the largest sum of both, though not the largest of either
    design[:, 0, 1] = (design[:, 1:].sum(axis=2)).max(axis=1) + 0.5 - design[:, 0, 0]
    with pytest.raises(ModelError, match="some combination of terms tells the partner"):
        fitted_choice(design, np.zeros((40, 3)), np.arange(40), ("a", "b"), {})


# -------------------------------------------------------------------- recovery with sampled sets


def world(seed):
    generator = np.random.default_rng(seed)
    size = HOMES + PLACES
    abroad = np.arange(size) >= HOMES
    frame = pl.DataFrame(
        {
            "id": 1000 + np.arange(size),
            "country": np.where(abroad, "FR", "DE"),
            "lat": generator.uniform(48, 49.5, size),
            "lon": np.where(abroad, generator.uniform(3, 8, size), generator.uniform(7.5, 9, size)),
            "inhabitants": np.exp(generator.normal(9, 1.2, size)),
        }
    )
    return Places(frame)


def history(seed, places):
    """Each place chooses thrice among all by the law of `TRUTH`."""
    generator = np.random.default_rng(seed)
    home = np.repeat(np.arange(HOMES), 3)
    rows = np.arange(HOMES, HOMES + PLACES)
    design = places.design(home, np.tile(rows, (len(home), 1)))[:, :, : len(TRUTH)]
    utility = design @ np.array(list(TRUTH.values()))
    away = rows[(utility + generator.gumbel(size=utility.shape)).argmax(axis=1)]
    frame = pl.DataFrame(
        {
            "home": places.ids[home],
            "away": places.ids[away],
            "year": np.full(len(home), 1970, dtype=np.int32),
            "country": ["FR"] * len(home),
        }
    ).with_columns(motive=pl.lit(None, pl.String), ended=pl.lit(None, pl.Int32))
    return Choices(frame, home, away), design


def test_sampled_alternatives_say_what_all_places_say():
    """Within three standard errors of what the whole set gives, on the same choices."""
    places = world(5)
    choices, design = history(6, places)
    table = Job(choices, places, "made up", (1970, 1970)).within().table("t", "T")
    chosen = choices.away - HOMES
    whole = logit.conditional_logit(design, chosen)
    assert [row.term for row in table.rows] == list(TRUTH)
    for row, value, error in zip(table.rows, whole.params, whole.errors, strict=True):
        assert abs(row.estimate - value) < 3 * row.se
        assert 0.8 * error < row.se < 1.6 * error  # 60 of 400 places say nearly as much
    assert table.n == 3 * HOMES
    assert table.errors == f"clustered by German place ({HOMES} clusters)"
    assert tuple(table.notes) == tuple(
        f"'{label}' is the same for a partner and its alternatives: left out."
        for label in (
            "both seats of a region (0/1)",
            "both centres of a district (0/1)",
            "both ports (0/1)",
            "both spas (0/1)",
        )
    )


def covered(seeds):
    hits = dict.fromkeys(TRUTH, 0)
    z = []
    for seed in seeds:
        places = world(seed)
        choices, _ = history(seed + 1, places)
        table = Job(choices, places, "made up", (1970, 1970)).within().table("t", "T")
        for row in table.rows:
            hits[row.term] += row.low <= TRUTH[row.term] <= row.high
            z.append((row.estimate - TRUTH[row.term]) / row.se)
    return hits, np.array(z).reshape(-1, len(TRUTH))


def test_intervals_hold_the_truth_as_often_as_they_say():
    """20 data sets; a chance of a false alarm below one in 500 for each of four terms."""
    hits, z = covered(range(50, 90, 2))
    assert binom.cdf(13, 20, 0.9) < 0.0025
    assert all(count > 13 for count in hits.values()), hits
    # no bias: means of 20 standardised errors
    assert (np.abs(z.mean(axis=0)) < norm.ppf(0.9995) / 20**0.5 * 1.1).all()


@pytest.mark.deep
def test_intervals_hold_the_truth_in_200_data_sets():
    hits, z = covered(range(1000, 1400, 2))
    low, high = binom.ppf([0.0005, 0.9995], 200, [0.87, 0.92])
    assert all(low <= count <= high for count in hits.values()), hits
    assert (np.abs(z.mean(axis=0)) < norm.ppf(0.9995) / 200**0.5 * 1.1).all()


def test_terms_stand_in_the_order_of_the_law():
    assert WITHIN[: len(TRUTH)] == tuple(TRUTH)


# -------------------------------------------------------------------- among countries

CONSTANTS = {"FR": 0.0, "GB": -0.7, "PL": 0.6}
HELD = -1.5
TIMES = 4


def countries(seed, sizes):
    """A world of three countries."""
    generator = np.random.default_rng(seed)
    names = ["DE"] * HOMES + [name for name, size in sizes.items() for _ in range(size)]
    size = len(names)
    middle = np.array([{"DE": 9.0, "FR": 3.0, "GB": -2.0, "PL": 17.0}[name] for name in names])
    frame = pl.DataFrame(
        {
            "id": 1000 + np.arange(size),
            "country": names,
            "lat": generator.uniform(48, 53, size),
            "lon": middle + generator.uniform(-4.5, 4.5, size),
            "inhabitants": np.exp(generator.normal(9, 1.2, size)),
        }
    )
    return Places(frame)


def careers(seed, places):
    """Each place chooses in four years; a tie weighs upon later ones with its country."""
    generator = np.random.default_rng(seed)
    names = np.array(places.frame["country"].to_list())
    rows, home = np.arange(HOMES, len(names)), np.arange(HOMES)
    law = places.design(home, np.tile(rows, (HOMES, 1)))[:, :, : len(TRUTH)]
    base = law @ np.array(list(TRUTH.values())) + [CONSTANTS[name] for name in names[rows]]
    told = {name: np.zeros(HOMES, dtype=bool) for name in CONSTANTS}
    picked = []
    for _ in range(TIMES):
        has = np.stack([told[name] for name in names[rows]], axis=1)
        utility = base + HELD * has + generator.gumbel(size=base.shape)
        picked.append(rows[utility.argmax(axis=1)])
        for name, flags in told.items():
            flags |= names[picked[-1]] == name
    away, years = np.concatenate(picked), np.repeat(1960 + np.arange(TIMES), HOMES)
    homes = np.tile(home, TIMES)
    frame = pl.DataFrame(
        {
            "home": places.ids[homes],
            "away": places.ids[away],
            "year": years.astype(np.int32),
            "country": names[away],
        }
    ).with_columns(motive=pl.lit(None, pl.String), ended=pl.lit(None, pl.Int32))
    return Choices(frame, homes, away)


def test_countries_and_what_is_held_are_recovered():
    """Seven coefficients within 3.5 errors: false alarms in one of 300, were the seed not fixed."""
    places = countries(3, {"FR": 300, "GB": 60, "PL": 150})
    job = Job(careers(4, places), places, "made up", (1960, 1963))
    terms, constants = job.among()
    truth = {**TRUTH, "held": HELD}
    assert {row.term for row in terms.rows} <= set(truth)
    assert {"ln_distance", "similar", "mass", "held"} <= {row.term for row in terms.rows}
    for row in terms.rows:
        assert abs(row.estimate - truth[row.term]) < 3.5 * row.se, row
    assert [row.term for row in constants.rows] == ["country.GB", "country.PL"]
    for row in constants.rows:
        assert abs(row.estimate - CONSTANTS[row.term[-2:]]) < 3.5 * row.se, row
    assert terms.row("held").high < 0
    assert terms.n == HOMES * TIMES
