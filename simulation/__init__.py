"""The model: municipalities that look for partners, year by year, since 1945.

Start with `model.py`: its `step` reads like a year. `simulate` runs one history.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from simulation.parameters import Parameters

if TYPE_CHECKING:
    from simulation.run import History, simulate

__all__ = ["History", "Parameters", "simulate"]


def __getattr__(name: str) -> Any:
    """`History` and `simulate` at first asking: who needs the law alone does not wait for Mesa."""
    if name in ("History", "simulate"):
        from simulation import run

        return getattr(run, name)
    raise AttributeError(f"module 'simulation' has no attribute '{name}'")
