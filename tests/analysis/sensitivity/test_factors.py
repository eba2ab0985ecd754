"""What is varied, and how far."""

import numpy as np
import pytest

from analysis.evidence.sources.judgement import judgement
from analysis.sensitivity.factors import Factor, factors
from analysis.sensitivity.groups import FITTED, LUCK, groups, read_groups
from scenarios import load
from scenarios.runs import with_values


@pytest.fixture(scope="module")
def found():
    return {factor.path: factor for factor in factors(load("history"))}


def test_an_assumed_number_has_the_range_of_the_ledger(found):
    entry = judgement().values["life.travel"]
    factor = found["life.travel"]
    assert (factor.low, factor.high) == (entry.low, entry.high)
    assert (factor.kind, factor.group) == ("assumed", "life")


def test_an_estimate_has_the_range_of_its_error_and_stays_within_its_prior(found):
    history = load("history")
    mass = found["choice.mass"]
    assert mass.kind == "estimated"
    assert mass.low < history.choice.mass < mass.high
    assert mass.low + mass.high == pytest.approx(2 * history.choice.mass, abs=1e-4)
    assert found["choice.near"].high <= 0.0  # the error alone would reach beyond


def test_what_one_regression_tells_is_never_moved_alone(found):
    assert not [path for path in found if path.startswith("appeal.")]
    assert "events.elysee_1963.size" not in found
    assert "events.elysee_1963.half_life" in found


def test_a_number_without_a_range_and_one_that_is_drawn_jointly_are_left_out(found):
    assert "gates.closed" not in found
    assert "life.travel" not in {f.path for f in factors(load("history"), ["life.travel"])}


def test_what_a_scenario_sets_itself_stays(found):
    own = with_values(load("history"), {"life.travel": 0.1})
    assert set(found) - {factor.path for factor in factors(own)} == {"life.travel"}


def test_every_factor_and_every_section_has_a_group(found):
    assert {factor.group for factor in found.values()} <= set(groups()) - {FITTED, LUCK}


def test_values_lie_between_the_ends():
    years = Factor("board.since", "board", 2008.0, 2010.0, True, "assumed", "")
    assert years.at(np.array([0.0, 0.34, 0.67, 0.999, 1.0])).to_list() == [
        *(2008, 2009, 2010, 2010, 2010)
    ]
    share = Factor("life.will", "life", 0.25, 0.75, False, "assumed", "")
    assert share.at(np.array([0.0, 0.5, 1.0])).to_list() == [0.25, 0.5, 0.75]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[groups.a]\ntitle = "A"\ntold = "a"\nsections = ["x", "x"]', "section 'x' stands in two"),
        ('[groups.a]\ntitle = "A"\ntold = "a"\nsections = ["x"]', "group 'fitted' is missing"),
        ('[groups.a]\ntitle = "A"\nsections = ["x"]', r"groups\.a\.told"),
    ],
)
def test_a_mistake_in_the_groups_is_told(tmp_path, text, told):
    file = tmp_path / "groups.toml"
    file.write_text(text)
    with pytest.raises(ValueError, match=told):
        read_groups(file)
