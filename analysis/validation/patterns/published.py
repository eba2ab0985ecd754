"""Figures that sources published of single years: one function a pattern.

Each takes the chronicle of a run and the pattern's facts, and gives cell and value: null where the
run ends before the year, or has nothing that the figure could speak of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import polars as pl

from analysis.observation.register import completeness
from analysis.validation.patterns import cells
from analysis.validation.patterns.chronicle import Chronicle, standing
from analysis.validation.targets import Fact
from simulation.ledger import (
    APPLIED,
    CONVERTED,
    DEEPENED,
    ENDED,
    GRANTED,
    JOINED,
    LEFT,
    RENEWED,
    SUSPENDED,
)

Facts = tuple[Fact, ...]
Reader = Callable[[Chronicle, Facts], pl.DataFrame]
Value = float | None

SCHEMA = {"cell": pl.String, "value": pl.Float64}
CONTRACT = "signed"
PARTNERSHIPS_AND_FRIENDSHIPS = ("partnership", "friendship")
NOT_ABROAD = ("reunification", "sponsorship")
"""Motives of ties that are no partnerships with places abroad."""


def frame(rows: Iterable[tuple[str, Value]]) -> pl.DataFrame:
    """Cells and their values."""
    return pl.DataFrame(list(rows), schema=SCHEMA, orient="row")


def yearly_values(run: Chronicle, facts: Facts, value: Callable[[int], Value]) -> pl.DataFrame:
    """The value of each fact's year; null for years that the run does not reach."""
    return frame((fact.cell, value(fact.at) if fact.at <= run.until else None) for fact in facts)


def inner_german(ties: pl.DataFrame, places: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    """Contracts in force between East and West at the end of a year: ``1989``.

    The published figures count partnerships: a tie counts from the year its contract was signed
    to the year before it ended. Berlin counts as West.
    """
    german = places.filter(pl.col("country") == "DE")
    east = german.select("id", east=pl.col("land").is_in(cells.EAST))
    pairs = (
        ties.select("a", "b", "signed", "ended")
        .join(east, left_on="a", right_on="id")
        .join(east, left_on="b", right_on="id", suffix="_b")
        .filter(pl.col("east") != pl.col("east_b"))
    )
    return frame((fact.cell, pairs.filter(standing(fact.at, CONTRACT)).height) for fact in facts)


def waiting(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """Western places that have applied for a partner in the East and have none: ``1989``."""
    german = run.places.filter(pl.col("country") == "DE")
    east = german.select("id", east=pl.col("land").is_in(cells.EAST))
    west = east.filter(~pl.col("east"))["id"].implode()
    applied = _events(run, APPLIED).filter(pl.col("a").is_in(west))
    pairs = run.ties.join(east, left_on="a", right_on="id").join(
        east, left_on="b", right_on="id", suffix="_b"
    )
    across = pairs.filter(pl.col("east") != pl.col("east_b"))

    def count(year: int) -> Value:
        ties = across.filter(standing(year, CONTRACT))
        held = {*ties["a"], *ties["b"]}
        asked = set(applied.filter(pl.col("year") <= year)["a"])
        return len(asked - held)

    return yearly_values(run, facts, count)


# ------------------------------------------------------------------------ ties with one country


def contracts(country: str) -> Reader:
    """Contracts in force with a country at the end of a year: ``2011``."""

    def read(run: Chronicle, facts: Facts) -> pl.DataFrame:
        ties = run.abroad(country)
        return yearly_values(run, facts, lambda year: ties.filter(standing(year, CONTRACT)).height)

    return read


def ukraine(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """Partnerships and friendships with Ukraine at the end of a year: ``2021``.

    A friendship counts from its beginning: a contact that deepened, from the deepening.
    """
    ties = run.abroad("UA")
    deepened = _events(run, DEEPENED).filter(
        pl.col("tie").is_in(ties["tie"].implode()),
        _detail("new").is_in(PARTNERSHIPS_AND_FRIENDSHIPS),
    )
    first = deepened.group_by("tie").agg(deepened=pl.col("year").min())
    known = ties.join(first, on="tie", how="left").with_columns(
        agreed=pl.when(pl.col("form").is_in(PARTNERSHIPS_AND_FRIENDSHIPS)).then(
            pl.coalesce("deepened", "founded")
        )
    )
    return yearly_values(run, facts, lambda year: known.filter(standing(year, "agreed")).height)


def registered(run: Chronicle, country: str, year: int) -> float:
    """Contracts with a country that the register would hold at the end of a year, on average."""
    ties = run.abroad(country).filter(standing(year, CONTRACT))
    agreed = ties[CONTRACT].to_list()
    forms = ["partnership"] * len(agreed)
    return sum(completeness(forms, agreed, run.parameters.recording, read=year + 1.0))


def british(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """Contracts with the United Kingdom in the register at the end of a year: ``2011``."""
    return yearly_values(run, facts, lambda year: registered(run, "GB", year))


def british_change(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """Relative change of contracts with the United Kingdom in the register since 2011."""
    before = registered(run, "GB", BRITISH_BASE) if run.until >= BRITISH_BASE else 0.0

    def change(year: int) -> Value:
        return registered(run, "GB", year) / before - 1.0 if before else None

    return yearly_values(run, facts, change)


BRITISH_BASE = 2011
"""The year of the first of the two counts (G106)."""


def russian(event: str) -> Reader:
    """Share of the Russian ties alive before a year to which something happens in it: ``2022``."""

    def read(run: Chronicle, facts: Facts) -> pl.DataFrame:
        ties, changes = run.abroad("RU"), _events(run, event)

        def share(year: int) -> Value:
            alive = ties.filter(standing(year - 1))["tie"]
            hit = changes.filter(pl.col("year") == year, pl.col("tie").is_in(alive.implode()))
            return hit["tie"].n_unique() / len(alive) if len(alive) else None

        return yearly_values(run, facts, share)

    return read


# ------------------------------------------------------------------------ programmes, groups


def climate(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """Climate partnerships that a programme has ever admitted, up to a year: ``2015``."""
    admitted = _events(run, DEEPENED, RENEWED, GRANTED).filter(_detail("theme") == "climate")

    def ever(year: int) -> Value:
        return admitted.filter(pl.col("year") <= year)["tie"].n_unique()

    return yearly_values(run, facts, ever)


def hanse(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """Members of the New Hanseatic League at the end of a year: ``2019``."""
    changes = _events(run, JOINED, LEFT).filter(_detail("kind") == "hanse")
    step = pl.when(pl.col("event") == JOINED).then(1).otherwise(-1)

    def members(year: int) -> Value:
        return float(changes.filter(pl.col("year") <= year).select(step.sum()).item())

    return yearly_values(run, facts, members)


def sponsorships(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """Median years from the taking on of a sponsorship to its twinning, up to a year."""
    turned = _events(run, CONVERTED).select("tie", converted="year")
    lags = turned.join(run.ties.select("tie", "founded"), on="tie").with_columns(
        lag=pl.col("converted") - pl.col("founded")
    )

    def median(year: int) -> Value:
        found = lags.filter(pl.col("converted") <= year)["lag"].to_numpy()
        return float(np.median(found)) if len(found) else None

    return yearly_values(run, facts, median)


def people(run: Chronicle, facts: Facts) -> pl.DataFrame:
    """People who meet in a year for each tie abroad that lives at its end: ``2006``."""
    rows = run.yearly.filter(~pl.col("motive").is_in(NOT_ABROAD))

    def mean(year: int) -> Value:
        here = rows.filter(pl.col("year") == year)
        ties = int(here["stock"].sum())
        known = here["people"].null_count() == 0
        return float(here["people"].sum()) / ties if ties and known else None

    return yearly_values(run, facts, mean)


def _events(run: Chronicle, *events: str) -> pl.DataFrame:
    return run.ledger.filter(pl.col("event").is_in(events))


def _detail(name: str) -> pl.Expr:
    """A text in the details of a change; null where it has none of that name."""
    return pl.col("detail").str.json_path_match(f"$.{name}")


PUBLISHED: dict[str, Reader] = {
    "waiting": waiting,
    "climate": climate,
    "nicaragua": contracts("NI"),
    "ukraine": ukraine,
    "people": people,
    "british": british,
    "british_change": british_change,
    "russia_suspended": russian(SUSPENDED),
    "russia_ended": russian(ENDED),
    "hanse": hanse,
    "sponsorships": sponsorships,
}
"""Pattern: its reader."""
