"""Hazards of one data set after the other, as one analysis."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import polars as pl

from analysis.models.results import Analysis, ModelError, Table
from analysis.models.survival.cox import cox
from analysis.models.survival.discrete import hazard
from analysis.models.survival.episodes import Process, checked
from analysis.models.survival.first_tie import first_tie
from analysis.models.survival.lives import lives
from analysis.models.survival.meier import curves
from analysis.models.survival.sizes import searchers
from analysis.models.survival.tables import cox_table, hazard_table, proportionality
from analysis.models.survival.tie_lives import processes

if TYPE_CHECKING:
    from analysis.models.material import Material, Replication

TITLE = "Survival and rate"
QUESTION = "How soon do places find a first partner, and how soon do ties deepen, sleep and end?"
NO_LIVES = (
    "A register holds no lives of ties: deepening, dormancy and ends are told of runs and "
    "ensembles alone."
)
WHOLE_RUN = (
    "First ties are those of the view; the lives of ties are those of the whole run, whatever the "
    "view."
)


@dataclass
class Gathered:
    """Frames of all data sets as they come, and what could not be fitted."""

    source: str
    frames: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    refused: dict[str, list[ModelError]] = field(default_factory=dict)

    def fit(self, found: Iterator[tuple[str, Process | ModelError]], number: int) -> list[Table]:
        """Both models of each process; what cannot be fitted is kept to be said.

        Raises
        ------
        ModelError
            If none can be fitted: what is wrong with the first.
        """
        made: list[Table] = []
        wrong: list[ModelError] = []
        for name, process in found:
            try:
                if isinstance(process, ModelError):
                    raise process
                made.extend(self._both(process, number))
            except ModelError as error:
                wrong.append(error)
                self.refused.setdefault(name, []).append(error)
        if not made:
            raise wrong[0]
        return made

    def _both(self, process: Process, number: int) -> list[Table]:
        self._keep("curves", curves(process, number))
        found = checked(process, self.source)
        if not found.terms:
            raise ModelError(f"{self.source}: {found.name}: no term varies, so none has an effect")
        discrete, continuous = hazard(found, self.source), cox(found, self.source)
        self._keep("proportionality", proportionality(found, continuous, number))
        return [
            hazard_table(found, discrete, self.source),
            cox_table(found, continuous, self.source),
        ]

    def _keep(self, name: str, frame: pl.DataFrame) -> None:
        self.frames.setdefault(name, []).append(frame)

    def notes(self, runs: int) -> list[str]:
        """What could not be fitted, and in how many data sets."""
        return [
            f"Not fitted{_of(len(errors), runs)}: {errors[0]}." for errors in self.refused.values()
        ]


def _of(some: int, runs: int) -> str:
    return f" in {some} of {runs} runs" if runs > 1 else ""


def fit(material: Material) -> Analysis:
    """Fit discrete-time hazards and Cox models.

    A first tie is dated in registers and runs; deepening, dormancy and ends of ties need the
    ledger of a run.

    Raises
    ------
    ModelError
        If none of the hazards can be fitted.
    """
    from analysis.models.pooling import fitted

    gathered = Gathered(material.source)
    places = searchers(material.places, material.source)

    def one(replication: Replication) -> list[Table]:
        return gathered.fit(_asked(material, replication, places), replication.number)

    made = fitted(material, one)
    whole = {name: pl.concat(parts) for name, parts in gathered.frames.items()}
    notes = (
        NO_LIVES if material.kind == "register" else WHOLE_RUN,
        *gathered.notes(material.size),
    )
    return Analysis("survival", TITLE, QUESTION, made, whole, notes)


def _asked(
    material: Material, replication: Replication, places: pl.DataFrame
) -> Iterator[tuple[str, Process | ModelError]]:
    """The processes of one data set by name; a `ModelError` where one cannot be read."""
    source = material.source
    try:
        ties = replication.ties()
        first = first_tie(ties, places, replication.until, material.view, source)
        yield first.name, first
    except ModelError as error:
        yield "first_tie", error
    if material.kind == "register":
        return
    try:
        found = processes(*lives(replication, material.places, source))
    except ModelError as error:
        yield "lives", error
        return
    for process in found:
        yield process.name, process
