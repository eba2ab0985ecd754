"""The generated tables of `simulation/ODD.md`: `python -m analysis.odd --write` fills them."""

from analysis.odd.document import PAGE, filled

__all__ = ["PAGE", "filled"]
