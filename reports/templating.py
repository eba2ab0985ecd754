"""Templates: whatever goes into a page is escaped, unless it is a drawing of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.numbers import percent, thousands


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(thousands=thousands, percent=percent)
    return environment


def render(template: str, **content: Any) -> str:
    """Fill a template of `reports/templates`; a name that is missing is an error."""
    return _environment().get_template(template).render(**content)
