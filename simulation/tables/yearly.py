"""Stocks, flows and people meeting, by year, motive and form."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from simulation.ledger import BEGAN, FOUNDED
from simulation.life.halts import Meetings
from simulation.tables import spells
from simulation.tables.replay import TRAVELLING
from simulation.tables.sums import KEY, Sums

FLOWS = ("founded", "deepened_into", "ended")
PEOPLE = ("people", "people_under_30", "people_over_60")
YEARLY_SCHEMA: dict[str, Any] = {
    **KEY,
    **dict.fromkeys((*FLOWS, "stock", *PEOPLE), pl.Int64),
}


def yearly(
    ledger: pl.DataFrame,
    ties: pl.DataFrame,
    first: int,
    last: int,
    meetings: Meetings | None = None,
) -> pl.DataFrame:
    """Stocks and flows, one row a year, form and motive.

    Columns: year, motive, form, founded, deepened_into (also by a sponsorship's conversion),
    ended (flows of the year), stock (living at its end), people (who meet in it), people_under_30
    and people_over_60 among them, null in a run without activities. The motives are those of the
    run's ties; every combination has its row, also where all is zero. `meetings` says which
    meetings halts let pass; all, if left out.
    """
    sums = Sums(ties, first, last, meetings)
    turned = spells.turns(ledger)
    event, end = pl.col("event"), pl.col("form").is_null()
    new = turned.filter(event == FOUNDED)
    deepened = turned.filter((event != FOUNDED) & ~end)
    over = turned.filter(end).with_columns(form="was")
    flows = (sums.flow(rows) for rows in (new, deepened, over))
    columns = dict(zip(FLOWS, flows, strict=True))
    columns["stock"] = sums.stock(spells.stages(turned))
    if not ledger.filter(event == BEGAN).is_empty():
        alive = spells.spells(ledger, turned)
        travels = alive["activity"].is_in(TRAVELLING).to_numpy()
        for name, source in zip(PEOPLE, spells.PEOPLE, strict=True):
            met = sums.met(alive, alive[source].to_numpy(), travels)
            columns[name] = np.rint(met).astype(np.int64)
    frame = sums.rows().with_columns(**columns)
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None).alias(name)).cast(dtype)
        for name, dtype in YEARLY_SCHEMA.items()
    )
