"""A whole comparison on the toy world: what is drawn, what is run, what is kept."""

import polars as pl
import pytest

from analysis.evidence.inputs import FOLDER
from analysis.strategies.assumed import LABELS, SECTIONS, assumptions
from analysis.strategies.study import (
    PAGE,
    TABLES,
    ranges,
    read_comparison,
    run_strategies,
    scales,
    ties_per_place,
    with_assumptions,
    write_comparison,
)
from scenarios import load
from scenarios.posterior import load_draws
from scenarios.runs import RunError, choose
from scenarios.strategies import load_strategy


@pytest.fixture(scope="module")
def outlook():
    return choose("outlook")


def test_what_is_assumed_of_the_life_of_ties_is_drawn(outlook):
    found = {one.path: one for one in assumptions(outlook.scenario)}
    assert {"life.succession", "ending.dormant", "money.later", "board.use"} <= set(found)
    assert {path.split(".")[0] for path in found} == set(SECTIONS)
    assert "life.rest" not in found  # whole years
    assert "ending.rupture" not in found  # estimated
    assert "ending.partnership" not in found  # calibrated
    assert {one.kind for one in found.values()} == {"scenario"}
    assert found["life.travel"].grade == "B"
    assert found["life.succession"].grade == "C"
    assert all(one.low <= one.value <= one.high for one in found.values())
    assert set(LABELS) == set(found)  # each has words for a page, and nothing else has
    assert len(set(LABELS.values())) == len(LABELS)


def test_what_is_drawn_from_a_range_is_not_calibrated(outlook):
    ledger = pl.read_csv(FOLDER / "evidence.csv").filter(pl.col("class") != "assumed")
    assert {one.path for one in assumptions(outlook.scenario)}.isdisjoint(ledger["parameter"])


def test_what_a_scenario_changes_stays_as_it_says(outlook):
    changed = load("outlook").model_copy(
        update={"life": outlook.scenario.life.model_copy(update={"succession": 0.9})}
    )
    paths = {one.path for one in assumptions(changed)}
    assert "life.succession" not in paths
    assert "life.leaving" in paths


def test_a_table_of_inputs_goes_before_what_is_drawn(outlook):
    given = pl.DataFrame({"life.succession": [0.5] * 4, "seed": [7, 8, 9, 10]})
    table = with_assumptions(outlook, 3, 1, given)
    assert table["life.succession"].to_list() == [0.5] * 3
    assert table["seed"].to_list() == [7, 8, 9]
    drawn = with_assumptions(outlook, 3, 7)
    rest = [name for name in drawn.columns if name != "life.succession"]
    assert table.select(rest).equals(drawn.select(rest))
    assert with_assumptions(outlook, 5, 1, given).equals(given)  # too short: refused later


def test_the_effect_of_a_place_goes_to_its_ties(outlook):
    coordinator, grants = load_strategy("coordinator"), load_strategy("small_grants")
    reached = ties_per_place(outlook, [coordinator, grants], 1, "toy")
    assert reached > 1.5
    assert ties_per_place(outlook, [grants], 1, "toy") == 1.0
    found = scales(outlook, [coordinator, grants, load_strategy("nothing")], 1, "toy")
    assert set(found) == {"coordinator", "small_grants"}
    worth = [found[one.name] * one.effect_per_euro(reached) for one in (coordinator, grants)]
    assert worth[0] == pytest.approx(worth[1])
    assert scales(outlook, [grants], 1, "toy") == {}


def test_every_input_has_its_range(outlook):
    mixed = [load_strategy("grants_and_digital"), load_strategy("small_grants")]
    found = {one.path: one for one in ranges(outlook, mixed)}
    assert {"small_grants.cost", "digital_meetings.cost", "life.leaving"} <= set(found)
    assert found["life.leaving"].label == "how often carriers leave"
    assert found["small_grants.cost"].label == "small grants: cost of a unit"


def test_too_few_replications_are_refused_before_anything_is_written(outlook, tmp_path):
    with pytest.raises(RunError, match="needs at least 8"):
        run_strategies(
            outlook, [load_strategy("revival")], tmp_path / "x", replications=7, world="toy"
        )
    assert not (tmp_path / "x").exists()


def test_strategies_that_cannot_be_compared_are_refused_before_anything_runs(outlook, tmp_path):
    rich = tmp_path / "rich.toml"
    rich.write_text('extends = "small_grants"\nbudget = 2000000')
    late = tmp_path / "late.toml"
    late.write_text('extends = "small_grants"\nsince = 2030')
    for path, told in ((rich, "their budgets differ"), (late, "their years differ")):
        compared = [load_strategy("revival"), load_strategy(path)]
        with pytest.raises(RunError, match=told):
            run_strategies(outlook, compared, tmp_path / "x", replications=8, world="toy")
    with pytest.raises(RunError, match="--budget -1: expected"):
        run_strategies(outlook, [load_strategy("revival")], tmp_path / "x", world="toy", budget=-1)
    assert not (tmp_path / "x").exists()


def test_the_tables_of_a_comparison_stand_beside_its_runs(tmp_path):
    short = tmp_path / "short.toml"
    short.write_text('extends = "outlook"\nstart = 1995\nuntil = 2024')
    for name in ("small_grants", "school_exchange"):
        (tmp_path / f"{name}.toml").write_text(f'extends = "{name}"\nsince = 2021\nuntil = 2024')
    base = choose(str(short))
    strategies = [
        load_strategy(tmp_path / f"{name}.toml") for name in ("small_grants", "school_exchange")
    ]
    out = tmp_path / "out"
    call = {"replications": 8, "world": "toy", "budget": 20_000}
    done = run_strategies(base, strategies, out, draws=load_draws(), **call)
    assert (done.done, done.failures) == (8 * 5, [])
    comparison = read_comparison(out, base, strategies)
    assert set(comparison.frames()) == set(TABLES)
    own = comparison.frames()["strategies"]
    assert own["budget"].to_list() == [20_000] * 2
    assert own["spent"].to_list() == [80_000.0] * 2
    assert comparison.frames()["ranking"]["terms"].unique().sort().to_list() == ["equal", "own"]
    write_comparison(out, comparison)
    names = {path.name for path in out.iterdir()}
    assert {f"{name}.csv" for name in TABLES} <= names
    assert PAGE not in names  # the page is for the reports to make
    inputs = pl.read_csv(out / "inputs.csv")
    assert inputs.height == 8
    assert {"life.succession", "small_grants.cost"} <= set(inputs.columns)
    assert inputs["choice.held"].to_list() == load_draws().table["choice.held"][:8].to_list()
    again = read_comparison(out, base, strategies)
    assert again.dump() == comparison.dump()
