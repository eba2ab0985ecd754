"""One call of `jumelage analyse`: which models, fitted to what, compared with what."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Self, cast

from analysis.indirect import Comparison, check, comparable, compared, fitted_again
from analysis.models import Analysis, ModelError
from analysis.models.material import Material, Replication, View
from analysis.models.registry import MODELS, analysed
from reports.analysis.result import Result
from scenarios.runs.mistakes import shown

ALL = "all"


@dataclass(frozen=True, eq=False)
class Watched(Material):
    """Material that tells when a replication was read."""

    tick: Callable[[], None] = lambda: None

    @classmethod
    def of(cls, material: Material, tick: Callable[[], None]) -> Self:
        """The same material, watched."""
        same = {field.name: getattr(material, field.name) for field in fields(material)}
        return cls(**same, tick=tick)

    def replications(self) -> Iterator[Replication]:
        """Each replication; told when the next one is asked for."""
        for part in super().replications():
            yield part
            self.tick()


@dataclass(frozen=True)
class Call:
    """What was asked for.

    Attributes
    ----------
    path, models, scenario, strategy, view, compare, register : as of `jumelage analyse`
    """

    path: Path
    models: tuple[str, ...]
    scenario: str | None = None
    strategy: str | None = None
    view: str = "recorded"
    compare: bool = False
    register: Path | None = None

    @property
    def seen(self) -> View:
        """The view; another word is refused where material is opened."""
        return cast("View", self.view)

    @property
    def names(self) -> tuple[str, ...]:
        """Models in the order of the call, each once.

        Raises
        ------
        ModelError
            If there is no such model.
        """
        for name in self.models:
            if name not in (*MODELS, ALL):
                raise ModelError(
                    f"--model '{shown(name)}': expected one of {', '.join(MODELS)}, or {ALL}"
                )
        return tuple(MODELS) if ALL in self.models else tuple(dict.fromkeys(self.models))

    @property
    def comparing(self) -> bool:
        """Whether the record is wanted beside; a register of the user's own says so too."""
        return self.compare or self.register is not None

    def steps(self, material: Material) -> int:
        """Replications that will be read, all models together."""
        again = [self.comparing and fitted_again(name, self.register) for name in self.names]
        return material.size * (len(again) + sum(again))

    def result(self, material: Material) -> Result:
        """Fit and compare.

        With `all`, models that cannot be fitted or compared are left out and told.

        Raises
        ------
        ModelError
            If a model that was named cannot be fitted or compared, or none can.
        """
        everything = ALL in self.models
        for name in self.names if self.comparing else ():
            if comparable(name, self.register) or not everything:
                check(name, material, self.register)
        analyses: list[Analysis] = []
        comparisons: dict[str, Comparison] = {}
        left_out: list[str] = []
        for name in self.names:
            try:
                analyses.append(analysed(name, material))
                if self.comparing:
                    comparisons[name] = compared(analyses[-1], material, self.register)
            except ModelError as error:
                if not everything:
                    raise
                left_out.append(f"{MODELS[name].title}: {error}")
        if not analyses:
            raise ModelError(left_out[0])
        told = tuple(left_out)
        return Result(material, tuple(analyses), comparisons, told, self.command(material))

    def command(self, material: Material) -> str:
        """What to type to get the same."""
        words = ["jumelage", "analyse", str(self.path)]
        for name in dict.fromkeys(self.models):
            words += ["--model", name]
        for option, value in (
            ("--scenario", self.scenario),
            ("--strategy", self.strategy),
            ("--register", self.register),
        ):
            words += [] if value is None else [option, str(value)]
        words += ["--view", material.view] if material.view != "recorded" else []
        words += ["--compare"] if self.compare else []
        return f"{shlex.join(words)} --out DIR"
