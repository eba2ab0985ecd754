"""What the record can carry of each model without single ties, and what the simulation knew of it.

Gravity is fitted to counts by Land and country, events to counts by country and year, and the
network is counted; the choice model needs single ties, so its published estimates stand in. For
survival and vitality nothing of the record ships.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from analysis.indirect import shapes
from analysis.indirect.pairs import Role
from analysis.models import Table
from analysis.models.material import Material
from analysis.validation import label, split, targets
from simulation.past import load_events


@dataclass(frozen=True)
class Side:
    """The recorded side of a model.

    Attributes
    ----------
    tables : gives the tables of the record
    role : role of a term of a table
    why : what the simulation was fitted to, for a table; full sentences
    simulated : gives the tables of simulated data that are like those of the record; None where
        the analysis itself has them
    """

    tables: Callable[[], tuple[Table, ...]]
    role: Callable[[str, str], Role]
    why: Callable[[str], str]
    simulated: Callable[[Material], tuple[Table, ...]] | None = None


# Loaded when asked for, since statsmodels is slow.


def _gravity() -> tuple[Table, ...]:
    from analysis.models.gravity import recorded_gravity

    return recorded_gravity().tables


def _choice() -> tuple[Table, ...]:
    from analysis.models.choice import published_choice

    return (published_choice(),)


def _events() -> tuple[Table, ...]:
    from analysis.models.events import recorded_events

    return recorded_events().tables


def _same_laender(material: Material) -> tuple[Table, ...]:
    """Gravity of the Länder that the record counts by country, no others."""
    from analysis.models.gravity import RECORDED_LAENDER, fit

    return fit(material, laender=RECORDED_LAENDER).tables


def _fitted(_table: str, _term: str) -> Role:
    return "fitted"


def event_role(_table: str, term: str) -> Role:
    """Years up to 1996 were fitted, country by country; of later ones only sums were.

    A term without a date (a slope of time, a constant) belongs to what was fitted.
    """
    dates = {event.id: event.date.year for event in load_events()}
    year = next((dates[name] for name in dates if name in term), None)
    return "fitted" if year is None else targets()["dated"].role_of(f"all|{year}")


def _why_gravity(_table: str) -> str:
    kept = ", ".join(label(land) for land in split().laender)
    return (
        "The appeal of each country and its slope of distance were fitted to counts and ties of "
        f"this very register. {kept} were kept back from the split fit, but stand in the same "
        "fit as the others here. The errors, clustered by country, hold what sets a country apart, "
        "which runs have from the record: they make it easy to lie inside."
    )


def _why_events(_table: str) -> str:
    target = targets()["dated"]
    return f"The role of an event is that of its year. {target.why}"


def _why_choice(_table: str) -> str:
    return (
        "Published estimates, not re-run: single ties do not ship. The simulation draws partners "
        "by slopes that were estimated on the same ties, so agreement shows that consent, chance "
        "and the register leave them as they were, and is no evidence that they are right."
    )


SIDES: dict[str, Side] = {
    "gravity": Side(
        _gravity,
        _fitted,
        _why_gravity,
        _same_laender,
    ),
    "choice": Side(_choice, _fitted, _why_choice),
    "events": Side(_events, event_role, _why_events),
    "network": Side(shapes.recorded_shapes, shapes.role_of, shapes.why, shapes.simulated_shapes),
}
"""Models whose record ships in a form that can be compared."""
