"""Events: sizes from counts, drawn to zero by one distribution; delays and half-lives by kind."""

from __future__ import annotations

from analysis.estimation.counts.problem import STOCK_PRECISION, STOCKS
from analysis.estimation.counts.shapes import GRID, ONE_WITH, START, estimated, kind_of
from analysis.evidence.grounds import Grounds, Prior, normal_grounds
from analysis.evidence.inputs import Inputs
from analysis.evidence.sources.assumptions import assumed_grounds
from analysis.evidence.sources.counts import source_of, tolerance
from analysis.evidence.sources.judgement import judgement
from analysis.evidence.sources.ties import DIGITS
from analysis.recorded import country_year
from simulation.past import Event, load_events

SEARCHED = "flows.json: best of a small grid, by penalised likelihood"
LAST_YEAR = 1996
"""Last year whose dated ties are fitted."""


def grounds_of_events(inputs: Inputs) -> dict[str, Grounds]:
    """Grounds of size, delay and half-life of every event that warms."""
    result: dict[str, Grounds] = {}
    for event in load_events():
        if kind_of(event) is None:
            continue
        result[f"events.{event.id}.size"] = _size(event, inputs)
        for name, grounds in _shape(event, inputs).items():
            result[f"events.{event.id}.{name}"] = grounds
    declared = {path for path in judgement().values if path.startswith("events.")}
    return {**result, **{path: assumed_grounds(path) for path in sorted(declared)}}


def _size(event: Event, inputs: Inputs) -> Grounds:
    common = Prior("normal", 0.0, float(inputs.flows["spread"]))
    if not estimated(event):
        twin = ONE_WITH.get(event.id)
        note = (
            f"one with {twin}: the counts cannot tell them apart"
            if twin
            else "not estimated: no fitted count tells it"
        )
        return Grounds(
            *("assumed", 0.0, common, common.width, None, 0, "dated ties", "by rule"), note=note
        )
    found = inputs.flows["estimates"].get(f"events.{event.id}")
    if found is None:
        raise ValueError(
            f"flows.json: has no estimate of the event '{event.id}'; run "
            "`python -m analysis.estimation`"
        )
    value, error = found
    return normal_grounds(
        *("counts", round(value, DIGITS), error, _prior(event, common)),
        *((_dated_ties(event), "dated ties"), source_of(inputs)),
        tolerance=tolerance(error),
    )


def _prior(event: Event, common: Prior) -> Prior:
    """The common distribution; stocks are not pooled and have a wide one of their own."""
    return Prior("normal", 0.0, STOCK_PRECISION**-0.5) if kind_of(event) in STOCKS else common


def _dated_ties(event: Event) -> int:
    """Dated ties of the countries that the event touches, from its year on."""
    first = event.date.year
    touched = {c for act in event.acts for c in act.countries_of(first)} - {"DE"}
    return sum(
        links
        for country, year, links in country_year().iter_rows()
        if country in touched and year is not None and first <= year <= LAST_YEAR
    )


def _shape(event: Event, inputs: Inputs) -> dict[str, Grounds]:
    """Delay and half-life: searched for all events of a kind together, without an error."""
    kind = str(kind_of(event))
    tried = (START[kind], *GRID[kind])
    source, digest = SEARCHED, source_of(inputs)[1]
    result = {}
    for place, name in enumerate(("delay", "half_life")):
        values = [shape[place] for shape in tried]
        prior = Prior("uniform", min(values), max(values))
        found = float(inputs.flows["shapes"][kind][place])
        result[name] = Grounds(
            *("assumed", found, prior, None, None, 0, "", source, digest),
            note=f"years, common to events of the kind '{kind}'",
        )
    return result
