"""What people read off a run, a dozen numbers: what the indices are told of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import polars as pl

from analysis.observation.register import SNAPSHOT, recorded
from analysis.validation.summary import UNITS
from simulation import History

SPONSORSHIP = "sponsorship"
HOME = "DE"
AWAKE = ("active", "weak")
RECENT = 5
"""Last years over which new ties are averaged."""
DESCENT = (1990, 1994)
"""Years of founding by which the descent down the ranks of towns is measured: the last period
before the full survey ends."""
TOP = 0.1
"""Share of the linked municipalities that count as those with most ties."""


@dataclass(frozen=True)
class Outcome:
    """One number that a run has come to.

    Attributes
    ----------
    name : one word, for tables
    label : plain English, for a page
    unit : of its values
    measure : how a page writes it
    """

    name: str
    label: str
    unit: str
    measure: Literal["count", "people", "share", "index"]


OUTCOMES = (
    Outcome("register", "Ties in the register of 2015", "ties", "count"),
    Outcome("living", "Living ties in the last year", "ties", "count"),
    Outcome(
        "unseen",
        "Living ties at the end of 2014 for each in the register",
        "ties per registered tie",
        "index",
    ),
    Outcome("linked", "Municipalities with a living tie abroad", "share", "share"),
    Outcome("dormant", "Ties that sleep", "share of living and sleeping ties", "share"),
    Outcome("people", "People who meet in the last year", "people", "people"),
    Outcome("under_30", "Under 30 among those who meet", "share", "share"),
    Outcome("each", "People who meet, for each living tie", "people per tie", "people"),
    Outcome("founded", "New ties a year, last five years", "ties per year", "count"),
    Outcome("growth", "New ties a year for each living tie", "share", "share"),
    Outcome("france", "Partners in France", "share of living ties abroad", "share"),
    Outcome("poland", "Partners in Poland", "share of living ties abroad", "share"),
    Outcome("founder", "Median town that founds ties, 1990-94", "inhabitants", "people"),
    Outcome(
        "top", "Ties of the tenth of linked municipalities with most", "share of ties", "share"
    ),
)
"""In the order of tables. Living ties are active or weak; sponsorships are left out throughout, and
living ties, sleep, people and new ties hold those within Germany as well. What is told for each tie
does not follow the level of all searches, which a fit would set right."""
SCHEMA = {"outcome": pl.String, "value": pl.Float64}


def measured(history: History) -> pl.DataFrame:
    """What a run has come to: outcome, value; null where the run ends too early to tell."""
    found = {**_register(history), **_yearly(history), **_shape(history)}
    rows = [(outcome.name, found[outcome.name]) for outcome in OUTCOMES]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _register(history: History) -> dict[str, float | None]:
    """What the register holds, and what lived then."""
    if history.parameters.until < SNAPSHOT:
        return dict.fromkeys(("register", "unseen"))
    held = recorded(history).height
    lived = _living(_mutual(history.ties_at(SNAPSHOT))).height
    return {
        "register": float(held),
        "unseen": lived / held if held else None,
    }


def _yearly(history: History) -> dict[str, float | None]:
    """Ties and people of the last year, new ties of the last five."""
    parameters, ties = history.parameters, _mutual(history.ties)
    living, asleep = _living(ties).height, ties.filter(pl.col("status") == "dormant").height
    met = history.yearly.filter(pl.col("year") == parameters.until)
    # a form without a tie has nobody who meets
    people, young = (
        float(met[name].fill_null(0.0).to_numpy().sum()) for name in ("people", "people_under_30")
    )
    recent = ties.filter(pl.col("founded") > parameters.until - RECENT).height
    new = recent / RECENT if parameters.until - parameters.start >= RECENT else None
    return {
        "living": float(living),
        "dormant": asleep / (living + asleep) if living + asleep else None,
        "people": people,
        "under_30": young / people if people else None,
        "each": people / living if living else None,
        "founded": new,
        "growth": new / living if living and new is not None else None,
    }


def _shape(history: History) -> dict[str, float | None]:
    """Who has ties, with whom, and who founded them."""
    abroad = _abroad(history)
    living = _living(abroad)
    towns = history.municipalities.filter(
        pl.col("country") == HOME, pl.col("level").is_in(list(UNITS))
    )
    held = (
        living.join(towns.select(home="id"), on="home", how="semi")
        .group_by("home")
        .len()
        .sort("len", descending=True)["len"]
        .to_numpy()
    )
    many = max(1, round(TOP * len(held)))
    partners = living["country"]
    founders = abroad.filter(
        pl.col("founded").is_between(*DESCENT), pl.col("home").is_in(towns["id"].implode())
    )["population"].drop_nulls()
    told = history.parameters.until >= DESCENT[1]
    return {
        "linked": len(held) / towns.height,
        "france": _share(partners == "FR"),
        "poland": _share(partners == "PL"),
        "founder": float(founders.median()) if told and founders.len() else None,  # type: ignore[arg-type]
        "top": float(held[:many].sum() / held.sum()) if len(held) else None,
    }


def _abroad(history: History) -> pl.DataFrame:
    """Mutual ties across the border, with their German end and the partner's country."""
    places = history.municipalities.select("id", "country", "population")
    ends = _mutual(history.ties)
    for end in ("a", "b"):
        own = places.rename({"id": end, "country": f"{end}_country", "population": f"{end}_people"})
        ends = ends.join(own, on=end, how="left", maintain_order="left")
    a_is_home = pl.col("a_country") == HOME

    def other(one: str, two: str) -> pl.Expr:
        return pl.when(a_is_home).then(one).otherwise(two)

    return ends.filter(a_is_home != (pl.col("b_country") == HOME)).select(
        "status",
        "founded",
        home=other("a", "b"),
        population=other("a_people", "b_people"),
        country=other("b_country", "a_country"),
    )


def _mutual(ties: pl.DataFrame) -> pl.DataFrame:
    return ties.filter(pl.col("kind") != SPONSORSHIP)


def _living(ties: pl.DataFrame) -> pl.DataFrame:
    return ties.filter(pl.col("status").is_in(AWAKE))


def _share(flags: pl.Series) -> float | None:
    return float(flags.to_numpy().mean()) if flags.len() else None
