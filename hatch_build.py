"""Compiles the inner loops as jumelage is installed, or its wheel built, where a compiler is."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILD = Path(__file__).parent / "simulation" / "compiled" / "build.py"


class CompiledLoops(BuildHookInterface):  # type: ignore[type-arg]
    """Makes the library of `simulation/compiled`; without a compiler NumPy does its work."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; a wheel that holds the library is one for this system alone."""
        compiled = runpy.run_path(str(BUILD))
        self.app.display_info(compiled["build"]())
        made: list[Path] = [compiled["LIBRARY"], compiled["SEAL"]]
        if version != "editable" and made[0].is_file():
            build_data["artifacts"] += [f"/{path.relative_to(self.root)}" for path in made]
            build_data["pure_python"] = False
            build_data["tag"] = f"py3-none-{_platform()}"


def _platform() -> str:
    """The system as a wheel names it."""
    from packaging.tags import sys_tags

    return next(iter(sys_tags())).platform
