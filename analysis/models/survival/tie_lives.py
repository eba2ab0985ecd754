"""What may happen to a tie: it deepens, goes dormant, ends."""

from __future__ import annotations

import polars as pl

from analysis.models.survival.episodes import Process, Term
from analysis.models.survival.lives import changes, left, stretches
from simulation.ledger import DEEPENED, ENDED, SLEPT, SUSPENDED

AGES = (1, 2, 3, 4, 5, 6, 8, 11, 16, 21, 31, 41)
"""First year of age of each stretch with a level of its own: young ties change fastest."""
LASTING = (
    Term("ln_distance", "ln distance between the ends (km)"),
    Term("ln_size", "ln inhabitants of the smaller end"),
    Term("east", "German end in an eastern Land", binary=True),
    Term("inner", "both ends German", binary=True),
    Term("development", "development tie", binary=True),
)
NOTES = (
    "Of each year what the tie was like at the end of the year before counts. Sponsorships, what "
    "became of them, and ties with an end of unknown size are left out.",
    "Ties that end, are suspended or live on when the run ends count until then.",
    "Ties differ by more than these terms; such differences draw effects towards zero and are not "
    "in the errors.",
)
CONTACT = Term("contact", "contact, against partnership", binary=True)
FRIENDSHIP = Term("friendship", "friendship, against partnership", binary=True)
BEFRIENDED = Term("friendship", "friendship, against contact", binary=True)
SCHOOL = Term("school", "school exchange goes on", binary=True)
SCHOOLED = Term("schooled", "has had a school exchange", binary=True)
ASLEEP = Term("asleep", "dormant", binary=True)


def processes(ties: pl.DataFrame, ledger: pl.DataFrame, until: int) -> tuple[Process, ...]:
    """Deepening, going dormant and ending of the ties of one run.

    Parameters
    ----------
    ties, ledger, until : as `analysis.models.survival.lives.lives` gives them
    """
    states = changes(ledger)
    gone, suspended = left(ledger), left(ledger, (SUSPENDED,))
    first = states.unique("tie", keep="first", maintain_order=True).sort("tie")
    informal = first.filter(pl.col("form") != "partnership").select("tie")
    signed = pl.col("detail").str.contains('"new":"partnership"', literal=True)
    deepened = left(ledger.filter(signed), (DEEPENED,))
    young = ties.join(informal, on="tie", how="semi").sort("tie")
    of_young = states.filter(pl.col("form") != "partnership")
    slept, ended = left(ledger, (SLEPT,)), left(ledger, (ENDED,))
    years = (int(ties["founded"].to_numpy().min()), until)
    return (
        _process(
            *("deepening", "became a partnership", (SCHOOL, BEFRIENDED)),
            stretches(young, of_young, deepened, gone, until),
            years,
        ),
        _process(
            *("dormancy", "went dormant for the first time", (SCHOOLED, CONTACT, FRIENDSHIP)),
            stretches(ties, states, slept, gone, until),
            years,
        ),
        _process(
            *("ending", "ended", (SCHOOL, CONTACT, FRIENDSHIP, ASLEEP)),
            stretches(ties, states, ended, suspended, until),
            years,
        ),
    )


def _process(
    name: str, event: str, own: tuple[Term, ...], rows: pl.DataFrame, years: tuple[int, int]
) -> Process:
    terms = (*LASTING, *own)
    unknown = pl.any_horizontal(pl.col("ln_distance", "ln_size").is_null())
    nameless = rows.filter(unknown)["tie"].n_unique()
    episodes = rows.filter(~unknown).select(
        *("tie", "start", "stop", "event"),
        pl.lit(0, dtype=pl.Int64).alias("stratum"),
        pl.col("form").first().over("tie").alias("group"),
        *(term.name for term in terms),
    )
    return Process(
        *(name, event, "ties", "years since the founding"),
        bins=AGES,
        terms=terms,
        episodes=episodes,
        period=years,
        notes=NOTES,
        measures={"ties_of_unknown_size": nameless},
    )
