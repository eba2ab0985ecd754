"""The JSON Schema of scenario files: in step with the code, and of one mind with it."""

import json
import tomllib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from analysis.reference import scenario_schema
from analysis.reference.tree import fields, tree
from scenarios import Scenario, load, names
from scenarios.files import LIBRARY
from scenarios.schema import schema_file

SCHEMA = json.loads(schema_file())
CHECK = Draft202012Validator(SCHEMA)
HISTORY = load("history").model_dump()


def merged(base, over):
    """One table laid over another, as `extends` does."""
    both = isinstance(base, dict) and isinstance(over, dict)
    if not both:
        return over
    return {**base, **{key: merged(base.get(key), value) for key, value in over.items()}}


def accepted(override):
    """Whether the code takes an override of the default history."""
    try:
        Scenario.model_validate(merged(HISTORY, override))
    except ValidationError:
        return False
    return True


def nested(path, value):
    """An override of one value: nested("rate.size", 1) is {"rate": {"size": 1}}."""
    for part in reversed(path.split(".")):
        value = {part: value}
    return value


def leaves(node, path=""):
    """Paths of all plain fields of a JSON Schema; a free key is called `one`."""
    inner = dict(node.get("properties", {}))
    inner |= dict(zip(["one"], node.get("patternProperties", {}).values(), strict=False))
    if not inner:
        return {path: node}
    return {k: v for name, part in inner.items() for k, v in leaves(part, f"{path}.{name}").items()}


LEAVES = {path[1:]: node for path, node in leaves(SCHEMA).items() if path != ".extends"}


def test_the_shipped_schema_is_what_the_code_says():
    assert scenario_schema() == SCHEMA, "write it with `python -m analysis.reference --write`"


def test_it_is_a_schema_of_its_dialect_without_references():
    Draft202012Validator.check_schema(SCHEMA)
    assert "$ref" not in schema_file()
    assert "$id" not in SCHEMA
    assert SCHEMA["additionalProperties"] is False
    assert "name" not in SCHEMA["properties"]


@pytest.mark.parametrize("name", names())
def test_every_scenario_that_ships_is_valid(name):
    content = tomllib.loads((LIBRARY / f"{name}.toml").read_text(encoding="utf-8"))
    assert list(CHECK.iter_errors(content)) == []


def test_every_field_of_the_code_is_there_and_told():
    tops = {path.split(".")[0] for path in LEAVES}
    assert {path.split(".")[0] for path, _ in fields(tree(Scenario))} - {"name"} == tops
    for path, node in LEAVES.items():
        assert node["description"], path
        assert "Unit: " in node["description"], path
        if node["type"] in ("number", "integer"):
            assert {"minimum", "exclusiveMinimum"} & set(node), path
            assert {"maximum", "exclusiveMaximum"} & set(node), path


def test_a_field_shows_unit_bounds_and_both_defaults():
    rate = SCHEMA["properties"]["rate"]["properties"]["size"]
    assert rate["default"] == HISTORY["rate"]["size"]
    assert (rate["minimum"], rate["maximum"]) == (-20.0, 20.0)
    assert "Unit: log, -20 to 20." in rate["description"]
    assert f"Default: {HISTORY['rate']['size']} in 'history', 0.9 in" in rate["description"]
    covid = SCHEMA["properties"]["events"]["properties"]["covid_2020"]
    assert covid["description"].startswith("Covid-19: borders and schools close (20")
    assert covid["properties"]["size"]["default"] == HISTORY["events"]["covid_2020"]["size"]


@pytest.mark.parametrize(
    ("override", "where"),
    [
        ({"boart": {"active": False}}, []),
        ({"board": {"sinse": 1990}}, ["board"]),
        ({"events": {"covid_2021": {"active": False}}}, ["events"]),
        ({"events": {"covid_2020": {"activ": False}}}, ["events", "covid_2020"]),
        ({"appeal": {"DE": -5.0}}, ["appeal"]),
        ({"appeal": {"FRA": -5.0}}, ["appeal"]),
        ({"choice": {"traits": {"spaa": 1.0}}}, ["choice", "traits"]),
        ({"recording": {"surveyed": {"contct": 0.5}}}, ["recording", "surveyed"]),
        ({"shifts": {"Not a name": {}}}, ["shifts"]),
        (
            {"shifts": {"one": {"what": {"begins": {"shcool": 1}}}}},
            ["shifts", "one", "what", "begins"],
        ),
        ({"policy": {"measures": {"one": {"who": {"laender": ["DE-XX"]}}}}}, None),
        ({"policy": {"measures": {"one": {"unit": "town"}}}}, None),
        ({"policy": {"measures": {"one": {"who": {"countries": ["XX"]}}}}}, None),
        ({"name": "mine"}, []),
        ({"extends": "histori"}, None),
        ({"extends": "../history.toml"}, None),
        ({"life": {"active": 1}}, ["life", "active"]),
        ({"rate": {"size": "big"}}, ["rate", "size"]),
        ({"rate": {"size": True}}, ["rate", "size"]),
        ({"rate": {"size": 20.1}}, ["rate", "size"]),
        ({"contacts": {"half_life": 0}}, ["contacts", "half_life"]),
        ({"start": 1944}, ["start"]),
        ({"until": 2025.5}, ["until"]),
        ({"rate": 1.0}, ["rate"]),
    ],
)
def test_a_mistake_is_refused_where_it_stands(override, where):
    errors = list(CHECK.iter_errors(override))
    assert errors
    if where is not None:
        assert list(errors[0].absolute_path)[: len(where)] == where


@pytest.mark.parametrize(
    "override",
    [
        {},
        {"extends": "history"},
        {"extends": "mine.toml", "title": "Mine"},
        {"rate": {"size": 1}},
        {"gates": {"opened": {"DE": 2101, "PL": 1950}}},
        {"choice": {"distance": {"default": -1, "PL": -2.0}}},
        {"shifts": {"one": {"what": {"begins": {"school": -1.0}}, "who": {"laender": ["DE-BY"]}}}},
        {"policy": {"budget": 5, "measures": {"a1": {"unit": "place", "cost": 1}}}},
    ],
)
def test_what_may_stand_in_a_file_passes(override):
    assert list(CHECK.iter_errors(override)) == []


PLAIN = st.one_of(
    st.booleans(),
    st.integers(-30, 30),
    st.integers(1930, 2110),
    st.floats(-30.0, 30.0, allow_nan=False).filter(lambda value: not value.is_integer()),
    st.text(max_size=5),
    st.lists(st.sampled_from(["FR", "DE-BY", "weak", "x"]), max_size=2),
    st.dictionaries(st.sampled_from(["FR", "size", "x"]), st.floats(-1.0, 1.0), max_size=1),
)


@st.composite
def near(draw):
    """A field of the schema and a value for it: at its bounds, within them, or anything."""
    path = draw(st.sampled_from(sorted(LEAVES)))
    node = LEAVES[path]
    low = node.get("minimum", node.get("exclusiveMinimum"))
    high = node.get("maximum", node.get("exclusiveMaximum"))
    if node["type"] == "integer":
        own = st.integers(int(low) - 1, int(high) + 1)
    elif node["type"] == "number":
        # a whole number with a decimal point counts as whole in JSON, not in TOML
        own = st.one_of(st.floats(low, high), st.sampled_from([low, high, low - 0.1, high + 0.1]))
    elif "enum" in node:
        own = st.sampled_from([*node["enum"], "other"])
    elif node["type"] == "array":
        own = st.lists(st.sampled_from([*node["items"]["enum"], "XX"]), max_size=2)
    else:
        own = PLAIN
    return path, draw(own | PLAIN)


ACROSS = {"start", "until", "policy.since", "policy.until", "forms.partnership_at_once"} | {
    "forms.friendship_at_once"
}
"""Fields of which the code also asks that they go with others, which a schema cannot."""


def across(path):
    return path in ACROSS or path.startswith("policy.measures.one.")


@given(near())
def test_code_and_schema_judge_a_field_alike(override):
    path, value = override
    whole = isinstance(value, float) and value.is_integer() and LEAVES[path]["type"] == "integer"
    assume(not whole)
    content = nested(path, value)
    by_code, by_schema = accepted(content), CHECK.is_valid(content)
    if across(path):
        assert by_schema or not by_code, content
    else:
        assert by_schema == by_code, content


@given(st.lists(near(), min_size=2, max_size=5))
def test_what_the_code_accepts_the_schema_accepts(overrides):
    content = {}
    for path, value in overrides:
        content = merged(content, nested(path, value))
    assert CHECK.is_valid(content) or not accepted(content), content


@given(st.sampled_from(sorted(LEAVES)), st.data())
def test_a_misspelt_name_is_refused_by_both(path, data):
    parts = path.split(".")
    place = data.draw(st.integers(0, len(parts) - 1))
    parts[place] += "Q"
    content = nested(".".join(parts), LEAVES[path].get("default", 1.0))
    assert not CHECK.is_valid(content)
    assert not accepted(content)
