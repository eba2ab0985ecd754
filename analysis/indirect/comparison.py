"""Indirect inference: the same models on the record and on simulated data, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from analysis.indirect.pairs import Couple, Pair, Role, couple
from analysis.indirect.record import SIDES
from analysis.models import Analysis, ModelError
from analysis.models.material import Material, open_material
from analysis.models.registry import analysed

WORLD = "germany"
"""The world that the record speaks of."""
FEW_RUNS = 8
"""Runs below which their spread is itself badly known."""


@dataclass(frozen=True)
class Comparison:
    """One model on both sides.

    Attributes
    ----------
    model : "gravity"
    couples : its tables, recorded and simulated, in which some difference can be judged
    notes : what concerns all of it; full sentences
    """

    model: str
    couples: tuple[Couple, ...]
    notes: tuple[str, ...] = ()

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All coefficients of both sides."""
        return tuple(pair for one in self.couples for pair in one.pairs)


def comparable(model: str, register: Path | None = None) -> bool:
    """Whether the record can carry a model: what ships, or any where the user has a register."""
    return register is not None or model in SIDES


def fitted_again(model: str, register: Path | None = None) -> bool:
    """Whether a comparison reads the simulated data once more, in the cells of the record."""
    return register is None and model in SIDES and SIDES[model].simulated is not None


def compared(analysis: Analysis, material: Material, register: Path | None = None) -> Comparison:
    """Set an analysis of simulated data beside the record.

    Parameters
    ----------
    analysis : Analysis
        Of `material`.
    material : Material
        A run or an ensemble, in the view `recorded`.
    register : Path, optional
        Single recorded ties of the user's own, to which the model is fitted, in place of the
        aggregates that ship.

    Raises
    ------
    ModelError
        If the material is no simulation or shows what no register could, the record cannot carry
        the model, or the two have no coefficient in common.
    """
    check(analysis.model, material, register)
    if register is not None:
        couples = _with_register(analysis, register)
    else:
        couples = _with_record(analysis, material)
    couples = tuple(one for one in couples if one.judged)
    if not couples:
        raise ModelError(
            f"{material.source}: its {analysis.model} model and that of the record have no "
            "coefficient with errors in common; give a longer run on the world 'germany'"
        )
    return Comparison(analysis.model, couples, _notes(material))


def check(model: str, material: Material, register: Path | None = None) -> None:
    """Refuse what cannot be compared, before anything is fitted; arguments as of `compared`.

    Raises
    ------
    ModelError
        If the material is no simulation or shows what no register could, or the record cannot
        carry the model.
    """
    if material.kind == "register":
        raise ModelError(
            f"{material.source}: is a record itself; --compare sets simulated ties beside it, so "
            "give the folder of a run or an ensemble (and the register with --register)"
        )
    if material.view != "recorded":
        raise ModelError(
            f"--view {material.view}: the record shows recorded ties alone; leave --view or leave "
            "--compare"
        )
    if material.world != WORLD:
        raise ModelError(
            f"{material.source}: is of the world '{material.world}', and the record counts the "
            f"places of '{WORLD}'; compare a run on that world"
        )
    if not comparable(model, register):
        raise ModelError(
            f"--compare: no record ships that could carry the model '{model}'; give single ties "
            "with --register, or one of " + ", ".join(SIDES)
        )


def _with_record(analysis: Analysis, material: Material) -> tuple[Couple, ...]:
    """Tables of one name on both sides."""
    side = SIDES[analysis.model]
    simulated = analysis.tables if side.simulated is None else side.simulated(material)
    ours = {table.name: table for table in simulated}
    return tuple(
        couple(
            analysis.model,
            table,
            ours[table.name],
            partial(side.role, table.name),
            side.why(table.name),
        )
        for table in side.tables()
        if table.name in ours
    )


def _with_register(analysis: Analysis, register: Path) -> tuple[Couple, ...]:
    """The model fitted to the user's own ties."""
    recorded = analysed(analysis.model, open_material(register))
    ours = {table.name: table for table in analysis.tables}

    def role(_term: str) -> Role:
        return "unknown"

    why = (
        "The register is the user's own. If it holds ties of the register of 2015, the simulation "
        "was fitted to them."
    )
    return tuple(
        couple(analysis.model, table, ours[table.name], role, why)
        for table in recorded.tables
        if table.name in ours
    )


def _notes(material: Material) -> tuple[str, ...]:
    notes = []
    if material.size == 1:
        notes.append(
            "One run: the error of its own estimate stands in for the spread between runs. Give "
            "an ensemble for a verdict that holds what the parameters leave open."
        )
    elif material.size < FEW_RUNS:
        notes.append(f"{material.size} runs: their spread is badly known; give {FEW_RUNS} or more.")
    return tuple(notes)
