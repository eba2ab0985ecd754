"""Scenario and strategy files of any content: each loads, or is refused in one short sentence."""

import json
import math
from datetime import date, datetime, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenarios import ScenarioError, load, names
from scenarios.files import LIBRARY
from scenarios.reading import merge, nearest, read_toml, sentence
from scenarios.sentences import LONGEST
from scenarios.strategies.files import LIBRARY as STRATEGIES
from scenarios.strategies.files import load_strategy

FEW = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MANY = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.one_of(
    st.integers(),
    st.sampled_from([0, 1, -1, 2**63, -(10**400), 10**4000]),
    st.floats(),
)
single = st.one_of(numbers, st.booleans(), texts, st.dates(), st.datetimes(), st.times())
anything = st.recursive(
    single,
    lambda below: st.lists(below, max_size=3) | st.dictionaries(texts, below, max_size=3),
    max_leaves=6,
)


def toml(value) -> str:
    """Write a value as TOML, tables on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml(str(k))} = {toml(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else ("inf" if value > 0 else "-inf")
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return repr(value)


def written(path, content):
    """Write a whole file, and give its path."""
    lines = [f"{toml(key)} = {toml(value)}\n" for key, value in content.items()]
    path.write_text("".join(lines), encoding="utf-8")
    return path


def loads_or_is_refused(path, loader=load):
    """Load a file; a refusal must be one short printable sentence that names the file."""
    try:
        loader(path)
    except ScenarioError as error:
        told = str(error)
        assert told.isprintable()
        assert len(told) <= LONGEST
        assert path.name in told or "/" in told
        return told
    return None


def places(content, before=()):
    """Paths of all keys at any depth."""
    for key, value in content.items():
        yield (*before, key)
        if isinstance(value, dict):
            yield from places(value, (*before, key))


@st.composite
def mutants(draw, library):
    """A file that ships, with one key replaced, renamed, dropped or added."""
    content = read_toml(draw(st.sampled_from(sorted(library.glob("*.toml")))))
    path = draw(st.sampled_from(sorted(places(content))))
    table = content
    for part in path[:-1]:
        table = table[part]
    kind = draw(st.sampled_from(["replace", "rename", "drop", "add"]))
    if kind == "replace":
        table[path[-1]] = draw(anything)
    elif kind == "rename":
        table[draw(texts)] = table.pop(path[-1])
    elif kind == "drop":
        del table[path[-1]]
    else:
        table[draw(texts)] = draw(anything)
    return content


@pytest.mark.parametrize("name", names())
def test_a_scenario_written_anew_is_the_same(tmp_path, name):
    anew = load(written(tmp_path / f"{name}.toml", read_toml(LIBRARY / f"{name}.toml")))
    assert anew == load(name)


@MANY
@given(content=mutants(LIBRARY))
def test_a_changed_scenario_loads_or_is_refused(tmp_path, content):
    loads_or_is_refused(written(tmp_path / "mutant.toml", content))


@MANY
@given(content=mutants(STRATEGIES))
def test_a_changed_strategy_loads_or_is_refused(tmp_path, content):
    loads_or_is_refused(written(tmp_path / "mutant.toml", content), load_strategy)


@MANY
@given(name=texts.filter(lambda text: text not in ("", "title", "extends")), value=anything)
def test_an_unknown_field_is_refused_by_its_name(tmp_path, name, value):
    told = loads_or_is_refused(written(tmp_path / "new.toml", {f"x_{name}": value}))
    assert "no such field" in told
    assert "x_" in told


@FEW
@given(name=st.sampled_from(names()), data=st.data())
def test_a_damaged_file_loads_or_is_refused(tmp_path, name, data):
    content = (LIBRARY / f"{name}.toml").read_bytes()
    first = data.draw(st.integers(0, len(content)))
    last = data.draw(st.integers(first, min(first + 200, len(content))))
    path = tmp_path / "damaged.toml"
    path.write_bytes(content[:first] + data.draw(st.binary(max_size=8)) + content[last:])
    loads_or_is_refused(path)


@FEW
@given(data=st.binary(max_size=400) | texts.map(str.encode))
def test_any_bytes_load_or_are_refused(tmp_path, data):
    path = tmp_path / "bytes.toml"
    path.write_bytes(data)
    loads_or_is_refused(path)


@FEW
@given(base=texts | anything)
def test_whatever_is_extended_loads_or_is_refused(tmp_path, base):
    told = loads_or_is_refused(written(tmp_path / "child.toml", {"extends": base}))
    if not isinstance(base, str) or base not in names():
        assert "extends: " in told


@MANY
@given(
    base=st.dictionaries(st.sampled_from("abc"), anything, max_size=3),
    over=st.dictionaries(st.sampled_from("abc"), anything, max_size=3),
)
def test_what_lies_on_top_is_seen(base, over):
    result = merge(base, over)
    assert set(result) == set(base) | set(over)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(base.get(key), dict)
        assert both or result[key] is value
    for key in set(base) - set(over):
        assert result[key] is base[key]


@MANY
@given(text=st.text())
def test_a_sentence_is_short_and_printable(text):
    told = sentence(text * 50)
    assert len(told) <= LONGEST
    assert told == "" or told.isprintable()
    assert nearest(text, ["choice", "rate"]).isprintable()
