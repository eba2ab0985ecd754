"""Event studies of one data set after the other, as one analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from analysis.models.events import frames, tables
from analysis.models.events.counts import Counts, counts_of, recorded_counts
from analysis.models.events.dated import dated_events
from analysis.models.events.joint import joint_tests
from analysis.models.events.studied import studied
from analysis.models.results import Analysis, ModelError, Table

if TYPE_CHECKING:
    from analysis.models.material import Material, Replication

TITLE = "Events in time"
QUESTION = "Did new ties change around the dates of treaties, accessions and ruptures?"
RECORD = "the shipped record (RGRE register of spring 2015, counts by country and year)"


@dataclass
class Gathered:
    """Frames of all data sets as they come."""

    parts: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)

    def study(self, counts: Counts, number: int, source: str, alone: bool) -> tuple[Table, ...]:
        """Study one data set and keep its frames.

        Raises
        ------
        ModelError
            If its ties tell no event.
        """
        found = studied(counts, dated_events())
        every = joint_tests(found, number)
        made = tables.tables(found, counts, every, source, alone)
        if not made:
            first, last = counts.period
            raise ModelError(
                f"{source}: no event between {first} and {last} can be told from its "
                f"{int(counts.ties.sum()):,} dated ties; give a longer period or more ties"
            )
        own = {
            "events": frames.events(found, counts, number),
            "tests": every,
            "placebos": frames.placebos(found, number),
            "counts": counts.frame().select(pl.lit(number).alias("replication"), pl.all()),
        }
        for name, frame in own.items():
            self.parts.setdefault(name, []).append(frame)
        if alone:
            self.notes.update(dict.fromkeys(counts.notes))
        return made

    def analysis(self, made: tuple[Table, ...]) -> Analysis:
        """All of it."""
        whole = {name: pl.concat(parts) for name, parts in self.parts.items()}
        whole["counts"] = _mean(whole["counts"])
        notes = (*self.notes, *_untold(whole["events"]))
        return Analysis("events", TITLE, QUESTION, made, whole, notes)


def fit(material: Material) -> Analysis:
    """Study every dated event on the new ties by country and year.

    Of the view `recorded` the years 1946 to 1996 are read, for later ones a register of 2015
    shows in part only; of the view `all` every year. Ties of unknown year are left out.

    Raises
    ------
    ModelError
        If no tie has a year, or none of the events can be told.
    """
    from analysis.models.pooling import fitted

    gathered, alone = Gathered(), material.size == 1

    def one(replication: Replication) -> tuple[Table, ...]:
        counts = counts_of(replication, material.view, material.source)
        return gathered.study(counts, replication.number, material.source, alone)

    return gathered.analysis(fitted(material, one))


def recorded_events() -> Analysis:
    """The same study of the shipped counts: what simulated data are laid beside."""
    gathered = Gathered()
    return gathered.analysis(gathered.study(recorded_counts(), 0, RECORD, alone=True))


def _mean(counts: pl.DataFrame) -> pl.DataFrame:
    """Mean ties of a country and year over the data sets: country, year, ties."""
    runs = counts["replication"].n_unique()
    return (
        counts.group_by("country", "year")
        .agg(ties=pl.col("ties").sum() / runs)
        .sort("country", "year")
    )


def _untold(events: pl.DataFrame) -> list[str]:
    """Events that no data set could tell, by reason: a sentence each."""
    never = (
        events.group_by("event", maintain_order=True)
        .agg(pl.col("told").any(), pl.col("why_not").drop_nulls().first())
        .filter(~pl.col("told"))
    )
    reasons: Mapping[str, list[str]] = {}
    for name, _, why in never.iter_rows():
        reasons = {**reasons, why: [*reasons.get(why, []), name]}
    return [
        f"No effect beside other countries is told of {', '.join(names)}: {why}."
        for why, names in reasons.items()
    ]
