"""Fitting the choice of the partner to ties: within countries, by period and motive, everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from analysis.models.choice.jobs import LEAST, Job, Within
from analysis.models.choice.terms import Places
from analysis.models.choice.ties import choices
from analysis.models.material import Material, Replication
from analysis.models.pooling import fitted
from analysis.models.results import Analysis, ModelError, Table

PERIODS = ((1945, 1962), (1963, 1989), (1990, 2014))
"""Before the Élysée treaty, until the border opened, since."""
LEAST_TIES = 30
"""Fewer ties than this say nothing of eight terms."""
TITLE = "Choice of the partner"
QUESTION = "Given that a place found a partner, what made it this one among all that there were?"
NOTES = (
    "What is estimated is the product of choice, consent, survival and recording: who said no, and "
    "what ended before the register was read, is not seen.",
    "Alternatives are municipalities of the partner's country, sampled by keyed luck from those "
    "within 50 km and from the rest; ln(N / k) of each stratum corrects for it.",
)
NO_MOTIVE = (
    "By motive nothing can be said: a register never records it. Of simulated ties, --view all "
    "tells."
)


def fit(material: Material) -> Analysis:
    """Fit conditional logits of the partner to a run, an ensemble or a register.

    Raises
    ------
    ModelError
        If there are too few ties of municipalities, or the main model cannot be fitted.
    """
    places = Places.of(material)
    found = fitted(material, lambda replication: tables(replication, places, material.source))
    notes = NOTES if material.view == "all" else (*NOTES, NO_MOTIVE)
    return Analysis("choice", TITLE, QUESTION, found, {}, notes)


def tables(replication: Replication, places: Places, source: str) -> list[Table]:
    """The tables of one replication; what cannot be fitted is told of in a note to the first.

    Raises
    ------
    ModelError
        If there are too few ties, or the main model cannot be fitted.
    """
    ties = replication.ties()
    found = choices(ties, places)
    if found.frame.height < LEAST_TIES:
        raise ModelError(
            f"{source}: holds {found.frame.height} ties of municipalities abroad, too few for a "
            f"model of choice; give at least {LEAST_TIES}"
        )
    first = ties["year"].min()
    period = (first, replication.until) if isinstance(first, int) else None
    job = Job(found, places, source, period)
    within = job.within()
    try:
        main = within.table("within_country", "Choice of the partner within its country")
    except ModelError as error:
        raise ModelError(f"{source}: {error}") from None
    made: list[Table] = []
    missing: list[str] = []
    more: list[tuple[str, Callable[[], list[Table]]]] = [
        ("by country", lambda: [within.by_country()]),
        ("by period", lambda: _by_period(within)),
        ("by motive", lambda: _by_motive(within)),
        ("among all countries", job.among),
    ]
    for what, make in more:
        try:
            made += make()
        except ModelError as error:
            missing.append(f"The choice {what} could not be fitted: {error}.")
    return [replace(main, notes=(*main.notes, *found.left_out, *missing)), *made]


def _by_period(within: Within) -> list[Table]:
    """A table for each period that has ties enough."""
    frame = within.some.frame
    if frame["year"].null_count() == frame.height:
        raise ModelError("no tie has a year")
    made = []
    for first, last in PERIODS:
        kept = frame["year"].is_between(first, last).fill_null(value=False).to_numpy()
        if kept.sum() >= LEAST:
            name, title = f"period_{first}_{last}", f"Choice within a country, {first}-{last}"
            made.append(within.table(name, title, kept, (), (first, last)))
    if not made:
        raise ModelError(f"no period has {LEAST} dated ties")
    return made


def _by_motive(within: Within) -> list[Table]:
    """A table for each motive that has ties enough; none of recorded ties."""
    motives = within.some.frame["motive"]
    made = []
    for motive in motives.drop_nulls().unique().sort():
        kept = (motives == motive).fill_null(value=False).to_numpy()
        if kept.sum() >= LEAST:
            title = f"Choice within a country, motive {motive}"
            made.append(within.table(f"motive_{motive}", title, kept))
    return made
