"""What a European run holds of each published figure."""

from __future__ import annotations

from importlib import import_module

import numpy as np
import polars as pl

from analysis.observation.register import completeness
from analysis.validation.european.declared import European, european_figures
from simulation.abroad.others import HOME, european_countries
from simulation.parameters import Parameters
from simulation.ties import KINDS, SPONSORSHIP

NOT_COUNTED = ("RU", "BY")
"""Countries that the total of Europe leaves out."""
CONTRACT = "partnership"

MEASURED = {"cell": pl.String, "value": pl.Float64}


def measure(ties: pl.DataFrame, places: pl.DataFrame, parameters: Parameters) -> pl.DataFrame:
    """Value of each European figure in one run: cell, value.

    Parameters
    ----------
    ties : polars.DataFrame
        All ties (`ties.parquet`): a, b, kind, form, founded, signed, ended.
    places : polars.DataFrame
        Places of the world: id, country.
    parameters : Parameters
        Of the history: how much of each form a register holds.

    Returns
    -------
    polars.DataFrame
        One row a figure, in their order; null where the run ends before its year, or the network
        has nothing to measure.
    """
    country = places.select("id", "country")
    placed = (
        ties.filter(pl.col("kind") != KINDS[SPONSORSHIP])
        .join(country.rename({"id": "a", "country": "one"}), on="a")
        .join(country.rename({"id": "b", "country": "other"}), on="b")
        .filter(pl.col("one") != pl.col("other"))
    )
    rows = [(figure.cell, _value(figure, placed, parameters)) for figure in european_figures()]
    return pl.DataFrame(rows, schema=MEASURED, orient="row")


def _value(figure: European, placed: pl.DataFrame, parameters: Parameters) -> float | None:
    if figure.year > parameters.until:
        return None
    standing = placed.filter(
        pl.col("founded") <= figure.year,
        pl.col("ended").is_null() | (pl.col("ended") > figure.year),
    )
    if figure.measure != "ties":
        return _network(standing, figure.measure)
    return registered(standing.filter(_meant(figure)), figure.year, parameters)


def _meant(figure: European) -> pl.Expr:
    """Which ties between two countries a figure counts."""
    if figure.one is None:
        counted = [*european_countries(), HOME]
        europe = [country for country in counted if country not in NOT_COUNTED]
        return pl.col("one").is_in(europe) & pl.col("other").is_in(europe)
    either = pl.any_horizontal(pl.col("one", "other") == figure.one)
    if figure.other is None:
        return either
    return either & pl.any_horizontal(pl.col("one", "other") == figure.other)


def registered(standing: pl.DataFrame, year: int, parameters: Parameters) -> float:
    """Ties that a register as complete as the German one would hold at the end of a year.

    No other register's completeness is known, so that of the German one stands for all. A tie
    without a contract by then counts with the form that it has in the end, or as a contact.
    """
    signed = standing["signed"].is_not_null() & (standing["signed"] <= year).fill_null(value=False)
    last = pl.when(pl.col("form") == CONTRACT).then(pl.lit("contact")).otherwise("form")
    told = standing.with_columns(agreed=signed).select(
        form=pl.when("agreed").then(pl.lit(CONTRACT)).otherwise(last),
        year=pl.when("agreed").then("signed").otherwise("founded"),
    )
    forms, years = told["form"].to_list(), told["year"].to_list()
    shares = completeness(forms, years, parameters.recording, read=year + 1.0)
    return float(np.cumsum(shares)[-1]) if shares else 0.0


def _network(standing: pl.DataFrame, what: str) -> float | None:
    """A property of the network of ties between countries; None where it has none."""
    if standing.is_empty():
        return None
    ends = standing.select("a", "b").unique(maintain_order=True).to_numpy()
    nodes = np.unique(ends, return_inverse=True)[1].reshape(ends.shape)
    graph = import_module("igraph").Graph(edges=nodes.tolist())
    value = (
        graph.assortativity_degree(directed=False)
        if what == "assortativity"
        else graph.transitivity_undirected()
    )
    return float(value) if np.isfinite(value) else None
