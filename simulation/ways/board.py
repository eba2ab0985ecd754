"""The search board: places that advertise are found more easily, by others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simulation.climate import Climate
from simulation.municipality import Proposal
from simulation.search import Searches

if TYPE_CHECKING:
    from simulation.model import TwinningModel


def meet(
    model: TwinningModel, searches: list[Searches], climate: Climate
) -> tuple[list[Proposal], list[Searches]]:
    """Proposals that the board brings about, and the searches that go on without it."""
    return [], searches


def advertise(model: TwinningModel, climate: Climate) -> None:
    """Let places put up an advertisement, and take down old ones."""
