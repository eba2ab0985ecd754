"""Opening what someone wants analysed: the folder of a run or an ensemble, or a register."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from analysis.models.material.folders import of_folder
from analysis.models.material.material import Material, View
from analysis.models.material.registers import of_register
from analysis.models.results import ModelError
from scenarios.runs.mistakes import shown

REGISTER = ".parquet"


def open_material(
    path: Path | str,
    *,
    scenario: str | None = None,
    strategy: str | None = None,
    view: View = "recorded",
) -> Material:
    """Open a run, an ensemble or a register for analysis.

    Parameters
    ----------
    path : Path or str
        A folder that `jumelage run`, `ensemble` or `compare` left, or a ``.parquet`` file with
        the columns of `recorded.parquet`, whose places are those of the world `germany`.
    scenario, strategy : str, optional
        Which of those that an ensemble holds; not needed where there is one. `base` is the
        strategy of runs without one.
    view : {"recorded", "all"}
        Ties as the register of spring 2015 shows them, or all that ever existed.

    Raises
    ------
    ModelError
        If it cannot be read, does not hold what is asked for, or holds no recorded tie.
    """
    path = Path(path)
    if view not in get_args(View):
        raise ModelError(f"--view '{shown(view)}': expected one of {', '.join(get_args(View))}")
    if "\0" in str(path):
        raise ModelError(f"{shown(path)}: is no path; give a folder or a .parquet file")
    if path.suffix != REGISTER or path.is_dir():
        return of_folder(path, scenario, strategy, view)
    for option, value in (("--scenario", scenario), ("--strategy", strategy)):
        if value is not None:
            raise ModelError(
                f"{shown(path)}: is a register and has no {option[2:]} to choose; leave {option}"
            )
    if view == "all":
        raise ModelError(
            f"{shown(path)}: is a register and holds recorded ties alone; leave --view, or give "
            "the folder of a run"
        )
    return of_register(path)
