"""Indices against a function whose variance is known, without a run of the model."""

import numpy as np
import polars as pl
import pytest
from SALib.analyze.delta import sobol_first

from analysis.sensitivity.design import make
from analysis.sensitivity.indices import gather, indices
from analysis.sensitivity.outcomes import OUTCOMES
from analysis.sensitivity.screening import CLASSES, by_chance, classes, first, screen
from scenarios import load
from scenarios.runs import RunError
from scenarios.runs.designs import SEED


@pytest.fixture(scope="module")
def design():
    return make(load("history"), 256, 1)


def column(design, path):
    return design.unit[:, [f.path for f in design.factors].index(path)]


def outcome_of(design):
    """Variance 0.64 by one number of life, 0.20 by one of money, 0.16 by luck."""
    life, money = column(design, "life.travel"), column(design, "money.share")
    return 0.8 * life + np.sqrt(0.2) * money + 0.4 * design.unit[:, -1]


def test_groups_take_all_their_numbers_from_the_other_point_and_leave_the_rest(design):
    members = np.array(design.problem["groups"])
    block = design.unit[: design.step]
    first, last = block[0], block[-1]
    for place, group in enumerate(design.groups, start=1):
        mine = members == group
        assert np.array_equal(block[place][mine], last[mine])
        assert np.array_equal(block[place][~mine], first[~mine])


def test_a_seed_changes_where_luck_is_exchanged_and_nowhere_else(design):
    seeds = design.table[SEED].to_numpy().reshape(design.draws, design.step)
    luck = 1 + design.groups.index("luck")
    others = [place for place in range(design.step - 1) if place != luck]
    assert (seeds[:, others] == seeds[:, :1]).all()
    assert (seeds[:, luck] == seeds[:, -1]).all()
    assert len(np.unique(seeds)) == 2 * design.draws


def test_a_fitted_draw_is_taken_whole(design):
    rows = set(design.joint.iter_rows())
    assert set(design.table.select(design.joint.columns).iter_rows()) <= rows


def test_indices_find_what_each_group_is_behind(design):
    found = {row["group"]: row for row in indices(design, outcome_of(design))}
    for group, share in (("life", 0.64), ("money", 0.2), ("luck", 0.16)):
        for name in ("first", "total"):
            assert found[group][name] == pytest.approx(share, abs=0.06)
            assert found[group][f"{name}_low90"] < share < found[group][f"{name}_high90"]
    assert found["board"]["total"] == pytest.approx(0.0, abs=1e-12)


def test_what_groups_do_together_shows_in_the_totals_alone(design):
    values = (column(design, "life.travel") - 0.5) * (column(design, "money.share") - 0.5)
    found = {row["group"]: row for row in indices(design, values)}
    assert found["life"]["total"] == pytest.approx(1.0, abs=0.15)
    assert found["life"]["first"] == pytest.approx(0.0, abs=0.15)


def test_the_screening_finds_the_number_within_its_group(design):
    rows = np.arange(len(design.unit))
    values = -outcome_of(design)
    seen = screen(design, rows, values, {"life": 0.64, "board": 0.01})
    assert seen.looked_at == sum(factor.group == "life" for factor in design.factors)
    assert (seen.found[0]["path"], seen.found[0]["direction"]) == ("life.travel", -1)
    assert seen.found[0]["first"] == pytest.approx(0.64, abs=0.15)
    assert seen.found[0]["low90"] < seen.found[0]["first"] < seen.found[0]["high90"]
    assert all(row["first"] < 0.1 for row in seen.found[1:])  # a few by chance
    assert len(seen.found) <= 3


def test_the_screening_agrees_with_the_library_where_runs_are_independent():
    rng = np.random.default_rng(4)
    x, noise = rng.random(200), rng.normal(size=200)
    y = x + noise
    edges = np.linspace(0.0, 200.0, CLASSES + 1)
    own = first(classes(x)[:, None], y, np.ones((1, 200)))
    assert own.item() == pytest.approx(sobol_first(y, x, edges))


def test_a_resample_is_what_its_base_points_say():
    """Weights are the same as base points drawn again, class by class."""
    rng = np.random.default_rng(5)
    sorted_in, y = rng.integers(CLASSES, size=(6, 3)), rng.normal(size=18)
    drawn = np.array([0, 0, 2, 3, 5, 5])
    weights = np.bincount(drawn, minlength=6).astype(float)[None, :]
    again = first(sorted_in[drawn], y.reshape(6, 3)[drawn].ravel(), np.ones((1, 6)))
    assert first(sorted_in, y, weights).item() == pytest.approx(again.item())


def test_what_chance_does_is_what_exchanged_base_points_show():
    rng = np.random.default_rng(6)
    sorted_in, y = rng.permutation(np.arange(24) % CLASSES).reshape(8, 3), rng.normal(size=24)
    exchanged = np.array([rng.permutation(8) for _ in range(3)])
    told = by_chance(sorted_in, y, exchanged)
    one = np.ones((1, 8))
    assert told.tolist() == pytest.approx(
        [first(sorted_in[order], y, one).item() for order in exchanged]
    )


def test_numbers_that_do_nothing_are_hardly_ever_listed(design):
    """Eight outcomes that follow none of the numbers: chance has to be lucky."""
    rows, totals = np.arange(len(design.unit)), {"board": 1.0, "money": 1.0}
    base = np.repeat(np.random.default_rng(7).normal(size=(8, design.draws)), design.step, axis=1)
    listed = sum(bool(screen(design, rows, values, totals).found) for values in base)
    assert listed <= 3  # expected: fewer than one; more than 3 has a chance under 1 %


def outcomes(values, name="people"):
    rows = np.arange(len(values), dtype=np.int32)
    frame = pl.DataFrame({"replication": rows, "value": values})
    others = [
        frame.with_columns(outcome=pl.lit(one.name), value=pl.lit(None, dtype=pl.Float64))
        for one in OUTCOMES
        if one.name not in (name, "top")
    ]
    same = frame.with_columns(outcome=pl.lit("top"), value=pl.lit(0.5))
    own = frame.with_columns(outcome=pl.lit(name))
    return pl.concat(
        [one.select("replication", "outcome", "value") for one in (own, same, *others)]
    )


def test_a_base_point_that_lacks_a_run_is_left_out_whole(design):
    values = outcome_of(design)
    table = outcomes(values).filter(pl.col("replication") != 5)
    found = gather(design, table)
    assert found.lost == 1
    assert np.array_equal(found.values["people"], values[design.step :])
    assert found.left_out["top"] == "it is the same in all runs"
    assert found.left_out["register"] == "some runs have no such number"
    shuffled = table.sample(fraction=1.0, shuffle=True, seed=3)
    assert np.array_equal(gather(design, shuffled).values["people"], found.values["people"])


def test_too_many_failed_runs_are_a_mistake(design):
    table = outcomes(outcome_of(design)).filter(pl.col("replication") > 40 * design.step)
    with pytest.raises(RunError, match="41 of 256 base points lack a run"):
        gather(design, table)


@pytest.mark.parametrize("draws", [0, 4, 63])
def test_base_points_are_a_power_of_two(draws):
    with pytest.raises(RunError, match=f"--draws {draws}: expected a power of two"):
        make(load("history"), draws, 1)
