"""The record as papers quote it: counts by year, published figures, source lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

import analysis
from analysis.recorded import country_year, published, sidecar
from reports.papers.providing import SEED

ESTIMATES = Path(analysis.__file__).parent / "estimates"
COUNTS = "rgre2015_links_by_year"


def dated(countries: Iterable[str] | None, span: tuple[int, int]) -> pl.DataFrame:
    """Recorded ties by year of all or some countries, zeros included: year, links."""
    chosen = None if countries is None else sorted(countries)
    known = country_year(countries=chosen).filter(pl.col("year").is_between(*span))
    found = known.group_by("year").agg(pl.col("links").sum())
    years = pl.DataFrame({"year": range(span[0], span[1] + 1)}, schema={"year": pl.Int32})
    joined = years.join(found, on="year", how="left")
    return joined.with_columns(pl.col("links").fill_null(0)).sort("year")


def links(countries: Iterable[str] | None, first: int, last: int) -> int:
    """Recorded ties dated to some years."""
    return int(dated(countries, (first, last))["links"].sum())


def figure(fact: str) -> float:
    """The value of a published figure.

    Raises
    ------
    ValueError
        If there is none.
    """
    value = published(fact)["value"][0]
    if value is None:
        raise ValueError(f"{fact}: this published figure has no number")
    return float(value)


def estimates(name: str) -> dict[str, Any]:
    """What a study found, as it ships: `events`, `split/links`.

    Raises
    ------
    ValueError
        If its file is not there or is damaged.
    """
    file = ESTIMATES / f"{name}.json"
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        raise ValueError(
            f"{file.name}: cannot be read; take it from the repository again"
        ) from None


def recorded_source(table: str = COUNTS) -> str:
    """Where the recorded side comes from, in the words of its sidecar."""
    about = sidecar(table)
    return f"Recorded: {about['title']}. {about['attribution']}."


def simulated_source(runs: int) -> str:
    """What the simulated side is made of."""
    return f"Simulated: {runs} runs a scenario from seed {SEED}, each with a draw of the posterior."
