"""Every scenario under the same seeds, and what each run is measured by."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from analysis.strategies.outcomes import outcomes
from analysis.systems.runs import years
from scenarios.runs import Chosen, Results, open_results
from scenarios.runs.carrying import Task
from scenarios.runs.kept.manifest import manifest
from scenarios.runs.plan import check_call, plan
from scenarios.runs.tables import Table
from scenarios.runs.work import Bundle, carry
from simulation import History

COUNTRIES = ("FR", "PL", "GB", "DE")
"""Partners shown one by one; DE stands for inner-German ties."""
MEASURES = (
    *("founded", "living", "dormant share", "people"),
    *COUNTRIES,
    *("development", "median km", "alike share"),
)
"""What a run is measured by, in the order of the page."""
ALIKE = 2.0
"""Factor of inhabitants within which partners are alike."""


def measures(history: History) -> pl.DataFrame:
    """What a run has come to at the end of its last year: measure, value.

    `founded`: twinnings and development ties ever founded. `living`: active or weak ones, and so
    for the countries. `dormant share`: of living and dormant ones. `people`: who meet in the year.
    `development`: living ties of that kind. `median km` and `alike share` (inhabitants within a
    factor of two): of the ties with places abroad that are not ended. Sponsorships are left out.
    """
    last = history.parameters.until
    stock = outcomes(history).filter(pl.col("year") == last)
    whole = stock.row(by_predicate=pl.col("by") == "all", named=True)
    country = dict(stock.filter(pl.col("by") == "country").select("group", "living").iter_rows())
    mutual = history.ties.filter(pl.col("kind") != "sponsorship")
    awake = mutual.filter(pl.col("status").is_in(("active", "weak")))
    abroad = _abroad(mutual.filter(pl.col("ended").is_null()), history)
    stands = whole["living"] + whole["dormant"]
    found: dict[str, float | None] = {
        "founded": mutual.height,
        "living": whole["living"],
        "dormant share": whole["dormant"] / stands if stands else None,
        "people": whole["people"],
        **{code: country[code] for code in COUNTRIES},
        "development": awake.filter(pl.col("kind") == "development").height,
        "median km": abroad["distance_km"].median(),  # type: ignore[dict-item]
        "alike share": abroad["alike"].mean(),  # type: ignore[dict-item]
    }
    rows = [(name, None if v is None else float(v)) for name, v in found.items()]
    schema = {"measure": pl.String, "value": pl.Float64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _abroad(ties: pl.DataFrame, history: History) -> pl.DataFrame:
    """Ties across a border, with whether both ends are alike in inhabitants."""
    places = history.municipalities.select("id", "country", "population")
    ends = ties
    for end in ("a", "b"):
        own = places.rename({"id": end, "country": f"{end}_country", "population": f"{end}_people"})
        ends = ends.join(own, on=end, how="left", maintain_order="left")
    ratio = pl.col("a_people") / pl.col("b_people")
    return ends.filter(pl.col("a_country") != pl.col("b_country")).with_columns(
        alike=ratio.is_between(1.0 / ALIKE, ALIKE).cast(pl.Float64)
    )


TABLES: dict[str, Table] = {"measures": measures, "years": years}


def run_scenarios(
    chosen: Sequence[Chosen],
    out: Path,
    *,
    replications: int,
    seed: int = 1,
    workers: int = 1,
    world: str = "germany",
    resume: bool = False,
) -> Results:
    """Run every scenario under the same seeds into a folder, and open what they left.

    Only the small tables are kept: whole ledgers of so many runs would fill a disk.

    Raises
    ------
    RunError
        If the call is not possible or `out` cannot be written to.
    ValueError
        If a run failed: pairs must be whole.
    """
    check_call(seed, world, replications, workers)
    by_name = {one.scenario.name: one.scenario for one in chosen}
    runs = plan(list(by_name), seed, replications)
    wanted = manifest(chosen, runs, seed, world, replications, list(TABLES))

    def build(bundle: Bundle) -> Task:
        return Task(bundle, by_name[bundle[0].scenario], world, TABLES)

    bundles = [(run,) for run in runs]
    done = carry(bundles, build, wanted, out, workers=workers, resume=resume)
    if done.failures:
        raise ValueError(f"{out}: {len(done.failures)} runs failed; the first: {done.failures[0]}")
    return open_results(out)
