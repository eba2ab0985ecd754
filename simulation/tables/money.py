"""Money by year, motive and form: what municipalities spend on ties, and what programmes pay."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from simulation.ledger import BEGAN, GRANTED
from simulation.life.activities import NAMES
from simulation.life.halts import Meetings
from simulation.life.money import costs
from simulation.parameters.life import Life
from simulation.parameters.money import Money
from simulation.tables import spells
from simulation.tables.sums import Sums

SUMS = ("granted_eur", "municipal_eur", "money_eur")


def yearly_money(
    ledger: pl.DataFrame,
    ties: pl.DataFrame,
    first: int,
    last: int,
    settings: tuple[Life, Money],
    meetings: Meetings | None = None,
) -> pl.DataFrame:
    """Money spent on ties, one row a year, motive and form, from the ledger alone.

    Columns: year, motive, form, granted_eur (paid by programmes), municipal_eur (the share of
    the municipality in what grants leave of the costs of activities alive at the end of the
    year), money_eur (both). Rows are those of `yearly`, in its order. Null without activities in
    the ledger, or where the system is switched off.

    Parameters
    ----------
    ledger : of a run
    ties : with `motive` and `distance_km`
    first, last : years
    settings : sections `life` and `money` of the run
    meetings : which meetings halts let pass; all, if left out
    """
    money = settings[1]
    sums = Sums(ties, first, last, meetings)
    rows = sums.rows()
    if not money.active or ledger.filter(pl.col("event") == BEGAN).is_empty():
        return rows.with_columns(pl.lit(None, dtype=pl.Float64).alias(name) for name in SUMS)
    turned = spells.turns(ledger)
    alive = spells.spells(ledger, turned)
    # a halt of travel halts the costs of all that is alive, and what stays at home costs nothing
    total = sums.met(alive, _costs(alive, ties, settings), np.ones(alive.height, dtype=np.bool_))
    paid = _grants(ledger, turned)
    granted = sums.flow(paid, paid["eur"].to_numpy()).astype(np.float64)
    own = money.municipal * np.maximum(total - granted, 0.0)
    columns = dict(zip(SUMS, (granted, own, granted + own), strict=True))
    return rows.with_columns(**columns)


def _costs(
    alive: pl.DataFrame, ties: pl.DataFrame, settings: tuple[Life, Money]
) -> NDArray[np.int64]:
    """What each activity costs a year, whole EUR."""
    known = alive.join(
        ties.select("tie", "distance_km"), on="tie", how="left", maintain_order="left"
    )
    number = known["activity"].replace_strict(NAMES, range(len(NAMES)), return_dtype=pl.Int64)
    people, km = known["people"].to_numpy(), known["distance_km"].to_numpy()
    return costs(number.to_numpy(), people, km, *settings)


def _grants(ledger: pl.DataFrame, turned: pl.DataFrame) -> pl.DataFrame:
    """Grants with a sum and the form of their tie when they came: tie, form, year, eur.

    A place in a programme is granted without a sum.
    """
    told = ledger.select("year", "event", "tie", "detail")
    rows = told.with_row_index("at").filter(pl.col("event") == GRANTED)
    eur = pl.col("detail").str.json_decode(pl.Struct({"eur": pl.Int64})).struct.field("eur")
    paid = rows.select("at", "tie", "year", eur).drop_nulls("eur")
    forms = turned.select("at", "tie", "form")
    return paid.join_asof(forms, on="at", by="tie", strategy="backward", check_sortedness=False)
