"""Every field of every section says its unit, its meaning and, if it is a number, its bounds."""

import types
from typing import get_args, get_origin

import annotated_types
import pytest
from pydantic import BaseModel, Field
from pydantic.fields import FieldInfo

from simulation.parameters import Parameters, Section
from simulation.parameters.section import UNITS, LogEffect, unit, unit_of


def sections(model):
    """A section with all that lie below it, in tables too."""
    found = {model.__name__: model}
    for field in model.model_fields.values():
        for kind in kinds(field.annotation):
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                found |= sections(kind)
    return found


def kinds(annotation):
    """What a type is made of: the section of a table, the number below an annotation."""
    parts = [part for arg in get_args(annotation) for part in kinds(arg)]
    return [annotation, *parts]


def rules(annotation):
    """Bounds that stand within a type, such as those of the values of a table."""
    found = []
    for part in kinds(annotation):
        for rule in getattr(part, "__metadata__", ()):
            found += rule.metadata if isinstance(rule, FieldInfo) else [rule]
    return found


def faults(model):
    """What the fields of one section do not say."""
    found = []
    for name, field in model.model_fields.items():
        own = kinds(field.annotation)
        if any(isinstance(kind, type) and issubclass(kind, BaseModel) for kind in own):
            # a section tells of itself; a table of sections needs a word on what its keys are
            if get_origin(field.annotation) is dict and not field.description:
                found.append(f"{model.__name__}.{name}: no description")
            continue
        if unit_of(field) not in UNITS:
            found.append(f"{model.__name__}.{name}: no unit")
        if not field.description:
            found.append(f"{model.__name__}.{name}: no description")
        bounds = {type(rule) for rule in [*field.metadata, *rules(field.annotation)]}
        low = bounds & {annotated_types.Ge, annotated_types.Gt}
        high = bounds & {annotated_types.Le, annotated_types.Lt}
        if any(kind in (int, float) for kind in own) and not (low and high):
            found.append(f"{model.__name__}.{name}: no bounds")
    return found


@pytest.mark.parametrize("model", sections(Parameters).values(), ids=lambda model: model.__name__)
def test_every_field_says_unit_meaning_and_bounds(model):
    assert model.__doc__
    assert faults(model) == []


def test_the_walk_reaches_what_lies_in_tables():
    assert {"Parameters", "Life", "Response", "Measure", "What", "Drift", "Who"} <= set(
        sections(Parameters)
    )


class Bare(Section):
    """A section as it must not be."""

    plain: float = 1.0
    high: float = Field(1.0, ge=0.0, description="no upper bound", json_schema_extra=unit("log"))
    odd: float = Field(1.0, ge=0.0, le=1.0, description="?", json_schema_extra=unit("furlong"))
    table: dict[str, LogEffect] = Field({})
    inner: dict[str, Parameters] = Field({})
    fine: dict[str, LogEffect] = Field({}, description="as it should be")


def test_a_field_that_says_nothing_is_found():
    assert faults(Bare) == [
        "Bare.plain: no unit",
        "Bare.plain: no description",
        "Bare.plain: no bounds",
        "Bare.high: no bounds",
        "Bare.odd: no unit",
        "Bare.table: no description",
        "Bare.inner: no description",
    ]


def test_the_unit_of_a_field_goes_before_that_of_its_type():
    class Own(Section):
        """Two units."""

        one: LogEffect = 0.0
        two: LogEffect = Field(0.0, json_schema_extra=unit("ratio"))
        none: types.NoneType = None

    found = [unit_of(field) for field in Own.model_fields.values()]
    assert found == ["log", "ratio", ""]
