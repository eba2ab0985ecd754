"""What one call of `jumelage analyse` found: what page, tables and files are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analysis.indirect import Comparison
from analysis.models import Analysis
from analysis.models.material import Material


@dataclass(frozen=True)
class Result:
    """Analyses of one source.

    Attributes
    ----------
    material : what was analysed
    analyses : in the order of the call
    comparisons : with the record, by model, for the models that it can carry
    left_out : models that could not be fitted or compared, and why; full sentences
    command : what to type to get the same
    """

    material: Material
    analyses: tuple[Analysis, ...]
    comparisons: Mapping[str, Comparison] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    command: str = ""

    @property
    def titles(self) -> dict[str, str]:
        """Title of each model."""
        return {one.model: one.title for one in self.analyses}

    @property
    def kind(self) -> str:
        """What its numbers are called in figures: a register is a record."""
        return "recorded" if self.material.kind == "register" else "simulated"
