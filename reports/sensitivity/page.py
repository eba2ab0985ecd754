"""The page of a study: which numbers move what, how sure that is, and what was varied."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from analysis.sensitivity import PAGE
from reports.figure import Figure
from reports.numbers import thousands
from reports.sensitivity.chart import chart
from reports.sensitivity.rows import (
    SHOWN,
    Content,
    end,
    matter,
    ordered,
    range_of,
    share,
    singles,
    verdict,
)
from reports.templating import render
from reports.theme import palette, svg
from scenarios.runs.kept.folder import write_whole
from simulation.world import labelled


def publish(out: Path, content: Content, record: Mapping[str, Any]) -> Path:
    """Write the page of a study into the folder of its runs.

    Parameters
    ----------
    out : Path
    content : dict
        Of `analysis.sensitivity.read_sensitivity`.
    record : mapping
        What `manifest.json` of the folder says.

    Returns
    -------
    Path
        Of the page: one file that loads nothing from elsewhere.

    Raises
    ------
    RunError
        If it cannot be written.
    """
    path = out / PAGE
    write_whole(path, page(content, record).encode())
    return path


def page(content: Content, record: Mapping[str, Any]) -> str:
    """The HTML of the page; arguments as of `publish`."""
    return render(
        "sensitivity.html.j2",
        colours=palette(),
        content=content,
        verdict=verdict(content),
        figures=[_panel(content, outcome) for outcome in content["outcomes"]],
        singles=_singles(content),
        groups=_groups(content),
        origin=_origin(content, record),
        command=_command(content),
    )


def _panel(content: Content, outcome: dict[str, Any]) -> Figure:
    """Bars of one outcome."""
    rows = ordered(content, outcome["name"])[:SHOWN]
    frame = pl.DataFrame(
        [
            {
                "label": row["title"],
                "total": _on_axis(row["total"]),
                "low": _on_axis(row["total_low90"]),
                "high": _on_axis(row["total_high90"]),
                "first": _on_axis(row["first"]),
                "luck": row["group"] == "luck",
            }
            for row in rows
        ]
    )
    told = "; ".join(
        f"{row['title']} {share(row['total'])} (90 % interval {share(row['total_low90'])} to "
        f"{share(row['total_high90'])}), by itself {share(row['first'])}"
        for row in rows
    )
    name = f"panel-{outcome['name'].replace('_', '-')}"
    drawn = svg(chart(frame), name, f"{outcome['label']}: share of variance by group. {told}.")
    return Figure(
        name,
        outcome["label"],
        drawn,
        source="",
        tables=("sensitivity",),
        note=f"{range_of(outcome)}, {outcome['unit']}",
    )


def _on_axis(index: float) -> float:
    """An estimate cut to 0 .. 1: what lies outside is chance."""
    return min(1.0, max(0.0, index))


def _singles(content: Content) -> list[dict[str, Any]]:
    """Rows of the screening, outcomes without any left out."""
    rows = [
        {
            "label": outcome["label"],
            "groups": ", ".join(row["title"] for row in matter(content, outcome["name"])),
            "found": singles(content, outcome["name"]),
            "looked": content["looked_at"][outcome["name"]],
        }
        for outcome in content["outcomes"]
    ]
    return [row for row in rows if row["found"]]


def _groups(content: Content) -> list[dict[str, Any]]:
    """Every group with its numbers and their ranges."""
    return [
        {
            **group,
            "rows": [
                {**row, "low": end(row["low"]), "high": end(row["high"])}
                for row in content["factors"]
                if row["group"] == group["name"]
            ],
        }
        for group in content["groups"]
    ]


def _origin(content: Content, record: Mapping[str, Any]) -> dict[str, str]:
    versions = record["versions"]
    return {
        "Scenario": f"{content['title']} ({content['scenario']}, until {content['until']})",
        "World": labelled(content["world"]),
        "Seed": str(content["seed"]),
        "Runs": f"{thousands(content['runs'])} of {content['draws']} base points",
        "Versions": ", ".join(f"{name} {version}" for name, version in versions.items()),
    }


def _command(content: Content) -> str:
    return (
        f"jumelage sensitivity {content['scenario']} --until {content['until']} "
        f"--draws {content['draws']} --seed {content['seed']} --world {content['world']} --out DIR"
    )
