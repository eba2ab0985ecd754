"""What can be taken along: the scenario as a file that `jumelage run` takes, and tables."""

from __future__ import annotations

import io
import json
from typing import Any

import polars as pl

from reports.explore.wishes import NAME, Wish, nested

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would take for a formula."""


def scenario_toml(wish: Wish, world: str) -> str:
    """The text of a scenario file: what differs from the scenario that it extends.

    `jumelage run` of it, with the seed and world that its head names, gives the same history.
    """
    overrides = wish.overrides()
    head = [
        "# Written by jumelage explore. The same history again, with this file as mine.toml:",
        f"#     jumelage run {NAME}.toml --world {world} --seed {wish.seed} --out out/{NAME}",
        f"title   = {_value(wish.named())}",
        f"extends = {_value(wish.base)}",
    ]
    return "\n".join([*head, *_tables(nested(overrides), "")]) + "\n"


def _tables(content: dict[str, Any], above: str) -> list[str]:
    """Lines of a table: its values first, then the tables in it."""
    lines = []
    values = {key: value for key, value in content.items() if not isinstance(value, dict)}
    if values:
        lines += ["", f"[{above}]", *(f"{key} = {_value(value)}" for key, value in values.items())]
    for key, value in content.items():
        if isinstance(value, dict):
            lines += _tables(value, f"{above}.{key}" if above else key)
    return lines


def _value(value: str | bool | float) -> str:
    """A value in TOML; what JSON writes of these kinds, TOML reads alike."""
    return json.dumps(value, ensure_ascii=False)


def ties_csv(shown: dict[str, Any]) -> bytes:
    """The ties that the page shows, one a row, as UTF-8 with names instead of numbers."""
    places, ties = shown["places"], shown["ties"]
    columns = {"id": places["id"], "name": _harmless(places["name"]), "country": places["country"]}
    ends = {
        f"{name}_{end}": [column[place] for place in ties[end]]
        for end in ("a", "b")
        for name, column in columns.items()
    }
    frame = pl.DataFrame(
        {
            **ends,
            "founded": ties["founded"],
            "ended": pl.Series([year or None for year in ties["ended"]], dtype=pl.Int64),
            **{
                name: [shown["words"][name][code] for code in ties[name]]
                for name in ("kind", "motive", "form")
            },
            "distance_km": ties["km"],
        }
    )
    return _csv(frame)


def growth_csv(shown: dict[str, Any]) -> bytes:
    """New ties by country and period, simulated beside recorded, as the page draws them."""
    return _csv(pl.DataFrame(shown["growth"], infer_schema_length=None))


def _csv(frame: pl.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.write_csv(buffer)
    return buffer.getvalue()


def _harmless(names: list[str]) -> list[str]:
    """Names that no spreadsheet takes for a formula."""
    return [f"'{name}" if name.startswith(FORMULA) else name for name in names]
