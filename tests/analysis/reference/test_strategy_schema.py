"""The JSON Schema of strategy files: in step with the code, and of one mind with it."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from analysis.reference import strategy_schema
from analysis.reference.page import FOLDER
from scenarios.reading import read_toml
from scenarios.schema import schema_file
from scenarios.strategies import load_strategy, strategy_names
from scenarios.strategies.files import LIBRARY
from scenarios.strategies.schema import StrategyFile

SCHEMA = json.loads(schema_file("strategy"))
CHECK = Draft202012Validator(SCHEMA)
RANGED = {"value": 0.2, "low": 0.1, "high": 0.3, "class": "C", "why": "a judgement"}


def measure(**fields):
    """A strategy of one measure."""
    one = {"cost": 100, "take_up": 0.5, **fields}
    return {"budget": 1000, "measures": {"one": one}}


def accepted(content):
    """Whether the code takes a file that extends nothing."""
    try:
        StrategyFile.model_validate(content)
    except ValidationError:
        return False
    return True


def test_the_shipped_schema_is_what_the_code_says():
    Draft202012Validator.check_schema(SCHEMA)
    assert strategy_schema() == SCHEMA, "write it with `python -m analysis.reference --write`"


@pytest.mark.parametrize("name", strategy_names())
def test_every_strategy_that_ships_is_valid(name):
    assert list(CHECK.iter_errors(read_toml(LIBRARY / f"{name}.toml"))) == []


def test_the_example_of_the_guide_works(tmp_path):
    text = (FOLDER / "strategies.md").read_text(encoding="utf-8")
    path = tmp_path / "coaches.toml"
    path.write_text(re.search(r"```toml\n(.*?)```", text, re.DOTALL)[1], encoding="utf-8")
    strategy = load_strategy(path)
    assert strategy.budget == 500_000
    assert [entry.path for entry in strategy.inputs()] == [
        "journeys.what.begins.travel",
        "journeys.cost",
        "journeys.deadweight",
    ]
    assert list(CHECK.iter_errors(read_toml(path))) == []


@pytest.mark.parametrize(
    "content",
    [
        measure(take_up=RANGED),
        measure(what={"begins": {"school": RANGED}, "vacancy": -1}),
        measure(who={"laender": ["DE-BY"], "countries": ["DE", "FR"]}),
        {"budget": 1, "mix": {"successors": 0.5, "mine.toml": 0.5}},
    ],
)
def test_what_may_stand_in_a_file_passes(content):
    assert list(CHECK.iter_errors(content)) == []


@pytest.mark.parametrize(
    "content",
    [
        measure(takeup=0.5),
        measure(what={"begins": {"shcool": 0.1}}),
        measure(take_up={**RANGED, "class": "D"}),
        measure(take_up={**RANGED, "hihg": 0.4}),
        measure(take_up={**RANGED, "low": -0.1}),
        measure(cost=0.5),
        measure(who={"laender": ["BY"]}),
        {"mix": {"sucessors": 1.0}},
        {"measures": {"One Thing": {}}},
        {"name": "mine"},
    ],
)
def test_a_mistake_is_refused(content):
    assert not CHECK.is_valid(content)
    assert not accepted(content) or "mix" in content  # whom a mix names is looked up on loading


VALUES = st.one_of(
    st.floats(-25.0, 25.0).filter(lambda value: not value.is_integer()),
    st.integers(-25, 25),
    st.booleans(),
    st.text(max_size=3),
    st.fixed_dictionaries(
        {"value": st.floats(-1.0, 1.0), "low": st.just(-1.0), "high": st.just(1.0)},
        optional={
            "class": st.sampled_from(["A", "C", "c"]),
            "why": st.just("because"),
            "odd": st.just(1),
        },
    ),
)
FIELDS = ("cost", "take_up", "deadweight", "administration", "fixed", "strength", "share", "term")


@given(st.sampled_from([*FIELDS, "vacancy", "school"]), VALUES)
def test_what_the_code_accepts_the_schema_accepts(field, value):
    content = measure(**{field: value})
    if field == "vacancy":
        content = measure(what={field: value})
    elif field == "school":
        content = measure(what={"leaves": {field: value}})
    assert CHECK.is_valid(content) or not accepted(content), content
