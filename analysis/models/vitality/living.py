"""Living ties of a run at its end, with what their vitality may go with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.models.results import ModelError
from analysis.models.survival.lives import changes, lives

if TYPE_CHECKING:
    from analysis.models.material import Replication

Floats = NDArray[np.float64]

SINCE = 5
"""Years before the end at which a school exchange is looked for: it is one of the activities that
vitality counts, so one that goes on today would explain itself."""
FEWEST = 50
"""Living ties below which vitality is not modelled."""
STATUS = ("active", "weak", "dormant")
"""Statuses of living ties; a suspended tie has no vitality by decree."""


@dataclass(frozen=True)
class Term:
    """A covariate: name of its column, label for people, whether it is 0 or 1."""

    name: str
    label: str
    binary: bool = False


TERMS = (
    Term("age", "age (decades)"),
    Term("ln_distance", "ln distance between the ends (km)"),
    Term("school", f"school exchange {SINCE} years ago", binary=True),
    Term("ln_size", "ln inhabitants of the smaller end"),
    Term("ln_larger", "ln inhabitants of the larger end"),
    Term("contact", "contact, against partnership", binary=True),
    Term("friendship", "friendship, against partnership", binary=True),
    Term("inner", "both ends German", binary=True),
    Term("development", "development tie", binary=True),
)


@dataclass(frozen=True, eq=False)
class Living:
    """Living ties.

    Attributes
    ----------
    year : at whose end they are looked at
    vitality : 0 to 1, shape (ties,)
    country : of the partner, DE of a tie within Germany
    terms : covariates that vary
    design : shape (ties, terms)
    notes : what was left out; the same for all data of a kind
    measures : how much was left out
    """

    year: int
    vitality: Floats
    country: tuple[str, ...]
    terms: tuple[Term, ...]
    design: Floats
    notes: tuple[str, ...]
    measures: Mapping[str, float]


def living(replication: Replication, places: pl.DataFrame, source: str) -> Living:
    """Living ties of a run at its end, at least five years old.

    Raises
    ------
    ModelError
        If there is no such table, as in a register, or there are too few living ties.
    """
    ties, ledger, year = lives(replication, places, source)
    now = replication.table("ties", ("tie", "status", "vitality", "form"))
    before = (
        changes(ledger)
        .filter(pl.col("year") <= year - SINCE)
        .unique("tie", keep="last", maintain_order=True)
        .select("tie", school=pl.col("school").cast(pl.Float64))
    )
    countries = places.select("id", "country")
    rows = (
        ties.join(now, on="tie")
        .filter(pl.col("status").is_in(STATUS), pl.col("vitality").is_not_null())
        .join(before, on="tie", how="left")
        .join(countries.rename({"id": "a", "country": "country_a"}), on="a")
        .join(countries.rename({"id": "b", "country": "country_b"}), on="b")
        .with_columns(
            age=(year - pl.col("founded")) / 10.0,
            contact=(pl.col("form") == "contact").cast(pl.Float64),
            friendship=(pl.col("form") == "friendship").cast(pl.Float64),
            country=pl.when(pl.col("country_a") == "DE").then("country_b").otherwise("country_a"),
        )
        .sort("tie")
    )
    sized = pl.all_horizontal(pl.col("ln_size", "ln_larger").is_not_null())
    old = rows.filter(pl.col("founded") <= year - SINCE)
    kept = old.filter(sized)
    left_out = {
        "ties_too_young": rows.height - old.height,
        "ties_of_unknown_size": old.height - kept.height,
    }
    return described(kept, year, left_out, source)


def described(rows: pl.DataFrame, year: int, left_out: Mapping[str, float], source: str) -> Living:
    """Living ties as arrays, without the terms that do not vary.

    Raises
    ------
    ModelError
        If there are too few ties, a vitality is no number from 0 to 1, or no term varies.
    """
    if rows.height < FEWEST:
        raise ModelError(
            f"{source}: {rows.height} living ties are {SINCE} years old at the end of {year}, but "
            f"vitality is modelled from {FEWEST} on; give a longer run or a larger world"
        )
    vitality = rows["vitality"].to_numpy().astype(np.float64)
    if not bool(np.all((vitality >= 0.0) & (vitality <= 1.0))):
        raise ModelError(f"{source}: vitality: holds a value that is not from 0 to 1")
    constant = [term for term in TERMS if rows[term.name].n_unique() < 2]
    terms = tuple(term for term in TERMS if term not in constant)
    if not terms:
        raise ModelError(f"{source}: its living ties are all alike, so nothing can be compared")
    design = rows.select(term.name for term in terms).to_numpy().astype(np.float64)
    notes = (
        f"Living ties (active, weak or dormant) at the end of the run, at least {SINCE} years old; "
        "suspended ties, sponsorships and what became of them are left out. Ties that ended are "
        "not seen: who lives is chosen by vitality itself.",
        "A school exchange adds to vitality by definition while it goes on, so the one of "
        f"{SINCE} years before is asked for.",
        *(f"'{term.label}' is the same for all ties and is left out." for term in constant),
    )
    countries = tuple(rows["country"].to_list())
    return Living(year, vitality, countries, terms, design, notes, left_out)
