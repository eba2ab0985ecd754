"""What a town and a place abroad have in common beside their size: role and nature."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def shared_traits(frame: pl.DataFrame, world: World, choices: Integers) -> Floats:
    """Flags of traits that the German end of each tie shares with its alternatives.

    Parameters
    ----------
    frame : ties, n rows
    choices : (n, alternatives) rows of the world

    Returns
    -------
    (n, alternatives, traits), 0 or 1; 0 where the German end is not in the frame of places
    """
    own = german_rows(frame, world)
    flags = np.where((own >= 0)[:, None], world.traits[own], False)
    result: Floats = (flags[:, None, :] & world.traits[choices]).astype(np.float64)
    return result


def german_rows(frame: pl.DataFrame, world: World) -> Integers:
    """Row of the German end of each tie by its official code; -1 where the frame has none."""
    codes = {
        code: row
        for row, (code, country, level) in enumerate(
            world.frame.select("code", "country", "level").iter_rows()
        )
        if country == "DE" and level == "municipality" and code
    }
    return np.array([codes.get(code or "", -1) for code in frame["ags"].to_list()], dtype=np.int64)
