"""What a run came to, year by year and for each group: a small table of a whole history."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.strategies.groups import BORDERS, GROUPS, OTHER, SIDES, SIZES
from analysis.strategies.members import of_ties, partner_countries
from simulation import History
from simulation.ledger import (
    BEGAN,
    CONVERTED,
    ENDED,
    FOUNDED,
    RECOVERED,
    RESUMED,
    SLEPT,
    STOPPED,
    SUSPENDED,
    WEAKENED,
)
from simulation.life.halts import meetings
from simulation.tables.replay import TRAVELLING

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

FIRST_YEAR = 2015
"""Ten years before the first policy: enough to see where things were going."""

OUTCOMES_SCHEMA: dict[str, Any] = {
    "year": pl.Int32,
    "by": pl.String,
    "group": pl.String,
    **dict.fromkeys(("living", "dormant", "founded", "ended"), pl.Int64),
    **dict.fromkeys(("people", "under_30"), pl.Float64),
}

GONE, LIVING, DORMANT = 0, 1, 2
INTO = {
    FOUNDED: LIVING,
    CONVERTED: LIVING,
    WEAKENED: LIVING,
    RECOVERED: LIVING,
    RESUMED: LIVING,
    SLEPT: DORMANT,
    SUSPENDED: GONE,
    ENDED: GONE,
}
"""How each change leaves a tie."""


def outcomes(history: History) -> pl.DataFrame:
    """Ties and people by year and group, from `FIRST_YEAR` on; 22 rows a year.

    Only ties with a German end count, in a European world too. Sponsorships are left out: a tie
    counts from the year in which it is or becomes mutual, and that is when it is founded here.

    Returns
    -------
    polars.DataFrame
        year; by and group (see `groups.GROUPS`); living (active or weak) and dormant ties at the
        end of the year; founded and ended in it; people who meet in it and those under 30 among
        them (halts let only part of the travel pass, so these are no whole numbers).
    """
    first, last = max(FIRST_YEAR, history.parameters.start), history.parameters.until
    years = range(first, last + 1)
    if not years:
        return pl.DataFrame(schema=OUTCOMES_SCHEMA)
    ledger = _of_german_places(history.ledger.filter(pl.col("tie").is_not_null()), history)
    ties = ledger.filter(pl.col("event") == FOUNDED).select(
        "tie",
        "a",
        "b",
        sponsored=pl.col("detail").str.contains('"kind":"sponsorship"', literal=True),
    )
    cell = _Cells(history, ties, years)
    counts = np.stack([*_stocks(ledger, ties, cell), *_flows(ledger, ties, cell)])
    people = _people(history, ledger, cell)
    return _told(counts, people, cell)


def _of_german_places(ledger: pl.DataFrame, history: History) -> pl.DataFrame:
    """Changes of ties with a German end: strategies act on German places alone."""
    world = history.world
    if not world.european:
        return ledger
    german = pl.Series(world.ids[world.land >= 0]).implode()
    return ledger.filter(pl.col("a").is_in(german) | pl.col("b").is_in(german))


class _Cells:
    """The finest cells in which ties are counted: year, size, side, border, country."""

    def __init__(self, history: History, ties: pl.DataFrame, years: range) -> None:
        self.years = years
        self.countries = partner_countries(history.world)
        self.shape = (len(SIZES), len(SIDES), len(BORDERS), len(self.countries))
        where = of_ties(ties, history.world)
        flat = np.ravel_multi_index(tuple(where.values()), self.shape)
        self.country = np.zeros(int(ties["tie"].to_numpy().max(initial=-1)) + 1, dtype=np.int64)
        self.flat = self.country.copy()
        self.flat[ties["tie"]], self.country[ties["tie"]] = flat, where["country"]

    def add(self, year: Integers, tie: Integers, weights: NDArray[Any]) -> Floats:
        """Sums of weights, (years, *shape); what lies before the first year counts for it."""
        size = int(np.prod(self.shape))
        place = np.maximum(year - self.years[0], 0) * size + self.flat[tie]
        total = np.bincount(place, weights, minlength=size * len(self.years))
        return total.reshape(len(self.years), *self.shape)


def _stocks(ledger: pl.DataFrame, ties: pl.DataFrame, cell: _Cells) -> list[Floats]:
    """Living and dormant ties at the end of each year, (years, *cells) each."""
    rows = (
        ledger.filter(pl.col("event").is_in(list(INTO)))
        .join(ties.select("tie", "sponsored"), on="tie", how="left", maintain_order="left")
        .with_columns(
            into=pl.when(pl.col("sponsored") & (pl.col("event") == FOUNDED))
            .then(GONE)
            .otherwise(pl.col("event").replace_strict(INTO, return_dtype=pl.Int64))
        )
        .with_columns(before=pl.col("into").shift(1).over("tie").fill_null(GONE))
    )
    year, tie, into, before = (rows[name].to_numpy() for name in ("year", "tie", "into", "before"))
    found = []
    for status in (LIVING, DORMANT):
        change = (into == status).astype(np.int64) - (before == status)
        found.append(np.cumsum(cell.add(year, tie, change), axis=0))
    return found


def _flows(ledger: pl.DataFrame, ties: pl.DataFrame, cell: _Cells) -> list[Floats]:
    """Ties founded (or made mutual) and ended in each year, (years, *cells) each."""
    late = ledger.filter(pl.col("year") >= cell.years[0])
    mutual = ledger.filter(pl.col("event") == CONVERTED)["tie"]
    sponsored = ties.filter("sponsored")["tie"]
    one_sided = sponsored.filter(~sponsored.is_in(mutual.implode()))
    event, in_one = pl.col("event"), pl.col("tie").is_in(sponsored.implode())
    founded = late.filter((event == CONVERTED) | ((event == FOUNDED) & ~in_one))
    ended = late.filter((event == ENDED) & ~pl.col("tie").is_in(one_sided.implode()))
    return [
        cell.add(rows["year"].to_numpy(), rows["tie"].to_numpy(), np.ones(rows.height))
        for rows in (founded, ended)
    ]


def _people(history: History, ledger: pl.DataFrame, cell: _Cells) -> Floats:
    """People who meet and those under 30, (2, years, *cells)."""
    spans = _spans(ledger, cell.years)
    travels = spans["activity"].is_in(TRAVELLING).to_numpy()
    passing = meetings(history.model.climates, cell.years[0], cell.years[-1])
    share = np.array([[passing.passing(y, c) for c in cell.countries] for y in cell.years])
    tie, since, until = (spans[name].to_numpy() for name in ("tie", "since", "until"))
    total = np.zeros((2, len(cell.years), *cell.shape))
    for kind, passes in ((travels, share[:, None, None, None, :]), (~travels, 1.0)):
        stopped = kind & (until <= cell.years[-1])
        for number, name in enumerate(("people", "under_30")):
            people = spans[name].to_numpy()
            change = cell.add(since[kind], tie[kind], people[kind])
            change -= cell.add(until[stopped], tie[stopped], people[stopped])
            total[number] += np.cumsum(change, axis=0) * passes
    return total


def _spans(ledger: pl.DataFrame, years: range) -> pl.DataFrame:
    """Activities alive at the end of one of the years or later.

    Columns: tie, activity, since (year), until (first year without it; the year after the last
    where it goes on), people, under_30. A tie that ends takes its activities with it.
    """
    never = years[-1] + 1
    ended = ledger.filter(pl.col("event") == ENDED).select("tie", end="year")
    spans = (
        ledger.filter(pl.col("event").is_in((BEGAN, STOPPED)))
        .with_columns(activity=pl.col("detail").str.extract('"activity":"([^"]*)"'))
        .with_columns(until=pl.col("year").shift(-1).over("tie", "activity"))
        .filter((pl.col("event") == BEGAN) & (pl.col("until").fill_null(never) >= years[0]))
        .join(ended, on="tie", how="left", maintain_order="left")
        .with_columns(until=pl.coalesce("until", "end", pl.lit(never)))
    )
    numbers = dict.fromkeys(("people", "under_30"), pl.Int64)
    return (
        spans.with_columns(pl.col("detail").str.json_decode(pl.Struct(numbers)))
        .unnest("detail")
        .select("tie", "activity", "until", "people", "under_30", since="year")
    )


def _told(counts: Floats, people: Floats, cell: _Cells) -> pl.DataFrame:
    """The table of sums over cells, in the order of years and `GROUPS`."""
    both = np.concatenate([counts, people])
    axes = {"size": 2, "side": 3, "border": 4, "country": 5}
    named = [code if code in GROUPS["country"] else OTHER for code in cell.countries]
    blocks, labels = [], []
    for by, groups in GROUPS.items():
        others = tuple(axis for axis in axes.values() if axis != axes.get(by))
        sums = both.sum(axis=others)
        sums = sums[:, :, None] if by == "all" else sums
        if by == "country":
            member = np.array([[name == group for group in groups] for name in named])
            sums = sums @ member.astype(np.float64)
        blocks.append(sums)
        labels += [(by, group) for group in groups]
    table = np.concatenate(blocks, axis=2)
    frame = pl.DataFrame(
        {
            "year": np.repeat(np.array(cell.years), len(labels)),
            "by": [by for by, _ in labels] * len(cell.years),
            "group": [group for _, group in labels] * len(cell.years),
            **{
                name: column.ravel()
                for name, column in zip(list(OUTCOMES_SCHEMA)[3:], table, strict=True)
            },
        }
    )
    # three digits are enough of people, and the same on every processor
    return frame.with_columns(pl.col("people", "under_30").round(3)).cast(
        pl.Schema(OUTCOMES_SCHEMA)
    )
