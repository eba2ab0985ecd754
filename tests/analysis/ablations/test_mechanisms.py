"""What is taken out, and what an ablated model must not be given back."""

import pytest

from analysis.ablations import ablated, mechanisms
from analysis.ablations.mechanisms import held, read_mechanisms
from analysis.calibration import parameters
from analysis.evidence.leaves import leaves
from analysis.validation import targets
from scenarios import load


@pytest.fixture(scope="module")
def history():
    return load("history")


def test_each_mechanism_is_there_for_patterns_of_the_record():
    for mechanism in mechanisms().values():
        assert set(mechanism.there_for) <= set(targets())
        assert len(set(mechanism.there_for)) == len(mechanism.there_for)


def test_uniform_choice_leaves_no_term_within_a_country_and_nothing_else_changes(history):
    found = ablated(mechanisms()["uniform_choice"]).scenario
    assert found.name == "uniform_choice"
    own = {leaf.path: leaf.value for leaf in leaves(found)}
    changed = {leaf.path for leaf in leaves(history) if own[leaf.path] != leaf.value}
    assert all(own[path] == 0.0 for path in changed)
    assert {"choice.similar", "choice.mass", "choice.distance.FR", "choice.traits.port"} <= changed
    assert {path.split(".")[0] for path in changed} == {"choice", "contacts"}
    assert found.choice.held == history.choice.held


def test_what_a_mechanism_is_calibrated_by_is_held_and_nothing_else(history):
    assert held(history, history) == ()
    assert held(ablated(mechanisms()["no_proximity"]).scenario, history) == ("choice.distance",)
    assert held(ablated(mechanisms()["no_similarity"]).scenario, history) == ("choice.similar",)
    uniform = held(ablated(mechanisms()["uniform_choice"]).scenario, history)
    assert set(uniform) == {"choice.distance", "choice.similar"}
    assert set(uniform) < set(parameters())


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ('zero = ["choice.mass"]\nscenario = "no_history"', "either 'scenario' or 'zero'"),
        ('there_for = ["distances"]\nzero = ["choice.mass"]', "no pattern is called 'distances'"),
        ('zeros = ["choice.mass"]', "zeros"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path, entry, told):
    file = tmp_path / "mechanisms.toml"
    whole = 'title = "t"\nwhy = "w"\n' + (
        "" if "there_for" in entry else 'there_for = ["distance"]\n'
    )
    file.write_text(f"[mechanisms.m]\n{whole}{entry}\n")
    with pytest.raises(ValueError, match=told):
        read_mechanisms(file)


def test_a_path_that_leads_nowhere_is_told():
    wrong = mechanisms()["uniform_choice"].model_copy(update={"zero": ("choice.massive",)})
    with pytest.raises(ValueError, match=r"choice\.massive is no number of choice"):
        ablated(wrong)
