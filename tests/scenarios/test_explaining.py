"""How a validation is told, for models with all that the schemas use."""

from datetime import date, datetime, time
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError

from scenarios.explaining import explain
from scenarios.sentences import LONGEST, listed, nearest, sentence, value_shown


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)


class Ranged(Strict):
    value: Annotated[float, Field(ge=0.0, le=1.0)]
    low: float
    kind: Literal["A", "B"] = "A"


def which(value):
    return "ranged" if isinstance(value, dict) else "plain"


Number = Annotated[
    Annotated[int, Field(gt=0, le=10**9), Tag("plain")] | Annotated[Ranged, Tag("ranged")],
    Discriminator(which),
]


class Part(Strict):
    plain_union: Annotated[float, Field(ge=0.5)] | Ranged = 1.0
    tagged: Number = 1
    source: Annotated[str, Field(pattern="^[A-Z]{2}$")] | list[str] = "FR"
    text: Annotated[str, Field(min_length=1)] = "x"
    short: Annotated[str, Field(max_length=9)] = "x"


class Whole(Strict):
    name: str = ""
    title: str
    parts: dict[Annotated[str, Field(pattern="^[A-Z]{2}$")], Part] = {}


TOLD = [
    ({}, "title: is missing; it should be a text"),
    ({"titel": "x"}, "titel: no such field (did you mean 'title'?); the fields there are title, "),
    ({"title": "x", "parts": []}, "parts: should be a table (it is a list of 0)"),
    ({"plain_union": "x"}, "parts.FR.plain_union: should be a number of at least 0.5 or a table"),
    ({"plain_union": {"valu": 1.0}}, "parts.FR.plain_union.valu: no such field (did you mean 'va"),
    ({"plain_union": {"value": 1.0}}, "parts.FR.plain_union.low: is missing; it should be a numb"),
    ({"plain_union": {"value": 2.0, "low": 1.0}}, "parts.FR.plain_union.value: should be a numbe"),
    ({"tagged": 0}, "parts.FR.tagged: should be an integer above 0 and of at most 1,000,000,000"),
    ({"tagged": {}}, "parts.FR.tagged.value: is missing; it should be a number from 0 to 1"),
    (
        {"tagged": {"value": 1.0, "low": 1.0, "kind": "C"}},
        "parts.FR.tagged.kind: should be one of A, B (it is 'C')",
    ),
    ({"source": "Fr"}, "parts.FR.source: should be a country code of two capital letters, such "),
    ({"source": ["a", 3]}, "parts.FR.source.1: should be a text (it is 3)"),
    ({"text": ""}, "parts.FR.text: should be a text that is not empty (it is '')"),
    (
        {"short": "x" * 10},
        "parts.FR.short: should be a text of at most 9 signs (it is 'xxxxxxxxxx'",
    ),
]


@pytest.mark.parametrize(("content", "told"), TOLD)
def test_a_mistake_is_told_with_what_is_right(content, told):
    if not content.keys() & {"titel", "parts"} and content:
        content = {"title": "x", "parts": {"FR": content}}
    with pytest.raises(ValidationError) as caught:
        Whole.model_validate(content)
    assert explain(caught.value, Whole).startswith(told)


def test_a_name_that_cannot_be_is_told_as_a_name():
    with pytest.raises(ValidationError) as caught:
        Whole.model_validate({"title": "x", "parts": {"France": {}}})
    assert explain(caught.value, Whole) == (
        "parts.France: cannot stand there; it should be a country code of two capital letters, "
        "such as FR"
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (True, "true"),
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3), "2020-01-02T03:00:00"),
        (time(7), "07:00:00"),
        (10**400, "an integer of about 401 digits"),
        (-(10**400), "an integer of about 401 digits"),
        (2**64, "18446744073709551616"),
        ({"a": 1}, "a table"),
        ([10**5000], "a list of 1"),
        ("x\ny", "'x\\ny'"),
    ],
)
def test_values_are_told_in_the_words_of_toml(value, told):
    assert value_shown(value) == told


def test_long_texts_are_cut():
    assert len(value_shown("x" * 10**6)) < 70
    assert len(sentence("word " * 10**5)) == LONGEST
    assert sentence(f"file: {'k' * 10**6}: not known").endswith("kkk: not known")
    assert listed([f"name{number:03}" for number in range(100)]).endswith("and 78 more")
    assert listed(["a", "b"]) == "a, b"


def test_the_nearest_name_is_a_hint_and_no_guess():
    assert nearest("chioce", ["choice", "rate"]) == " (did you mean 'choice'?)"
    assert nearest("x", ["choice", "rate"]) == ""
    assert nearest("choice" * 100_000, ["choice"]) == ""
