"""Numbers estimated on counts or moved until one count comes out: grounds from `flows.json`."""

from __future__ import annotations

import math
import re

import polars as pl

from analysis.estimation.counts.problem import PRIOR_GROWTH, PRIOR_RESTRICTED
from analysis.estimation.counts.shapes import LAST_ESTIMATED
from analysis.evidence.grounds import (
    WITHIN_90,
    Grounds,
    Prior,
    normal_grounds,
    share_error,
)
from analysis.evidence.inputs import Inputs
from analysis.evidence.sources.ties import DIGITS, uniform
from analysis.recorded import country_totals, country_year, forms, published, sha256
from simulation.past import load_gates
from simulation.ties import FORMS

SOURCE = "flows.json: counts by country and year"
STEP = 0.1
"""The scenario holds the last damped step, the file the last regression: they may differ by
this share of the standard error, or by `LEAST_STEP`."""
LEAST_STEP = 0.01
FLAT = 100.0
"""Standard deviation of the regression's own prior of appeals: as good as none."""
NAMESAKES = "D38a"
"""Published: 34 of 5,865 ties join places of one name."""
RUPTURE = "V14a"
"""Published: 17 of 61 cities suspended their ties with Russia."""


def grounds_of_counts(inputs: Inputs) -> dict[str, Grounds]:
    """Grounds of appeals, gates, districts, forms, wishes and shares by dotted path."""
    return {
        **_appeal(inputs),
        "gates.restricted": _restricted(inputs),
        "rate.growth": _growth(inputs),
        **_matched(inputs),
        **_shares(),
    }


def tolerance(error: float) -> float:
    """How far the scenario may be from the last regression."""
    return max(STEP * error, LEAST_STEP)


def source_of(inputs: Inputs) -> tuple[str, str]:
    """Source of what is estimated on counts, with the SHA-256 of the table."""
    return SOURCE, str(inputs.flows["tables"]["rgre2015_links_by_year"])


def _appeal(inputs: Inputs) -> dict[str, Grounds]:
    ties = dict(country_totals().iter_rows())
    return {
        name: normal_grounds(
            "counts", value, error, Prior("normal", 0.0, FLAT),
            (int(ties[name.partition(".")[2]]), "recorded ties"), source_of(inputs),
            tolerance=tolerance(error),
        )
        for name, (value, error) in inputs.flows["estimates"].items()
        if name.startswith("appeal.")
    }  # fmt: skip


def _restricted(inputs: Inputs) -> Grounds:
    """The share that passes a restricted border, estimated as a logarithm."""
    value, error = inputs.flows["estimates"]["gates.restricted"]
    share, (source, digest) = math.exp(value), source_of(inputs)
    return Grounds(
        basis="counts",
        value=round(share, DIGITS),
        prior=Prior("normal", *PRIOR_RESTRICTED),
        width=WITHIN_90 * error,
        error=error,
        data_points=_ties_behind_restricted_borders(),
        data_unit="dated ties",
        source=source,
        sha256=digest,
        note="error and widths of its logarithm",
        scale="ln",
        tolerance=share * tolerance(error),
    )


def _growth(inputs: Inputs) -> Grounds:
    """What ten years add to the rate of all places."""
    value, error = inputs.flows["estimates"]["rate.growth"]
    dated = sum(
        n for _, year, n in country_year().drop_nulls().iter_rows() if year <= LAST_ESTIMATED
    )
    return normal_grounds(
        *("counts", round(value, DIGITS), error, Prior("normal", *PRIOR_GROWTH)),
        *((dated, "dated ties"), source_of(inputs)),
        tolerance=tolerance(error),
    )


def _ties_behind_restricted_borders() -> int:
    """Dated ties of countries and years in which a border was restricted for a side."""
    behind = {
        (country, year)
        for gate in load_gates()
        if gate.state == "restricted"
        for country in gate.countries
        for year in range(gate.start, min(gate.end or LAST_ESTIMATED + 1, LAST_ESTIMATED + 1))
    }
    return sum(n for country, year, n in country_year().iter_rows() if (country, year) in behind)


def _matched(inputs: Inputs) -> dict[str, Grounds]:
    """Numbers that were moved until one recorded count came out."""
    flows = inputs.flows
    links = {form: n for form, n in forms().select("form", "links").iter_rows() if form in FORMS}
    total = sum(links.values())
    districts = float(country_totals(unit_type="county")["links"].sum())
    pending = published("G101")
    table = ("flows.json: matched to a count", sha256("rgre2015_links_by_year"))
    result = {
        "rate.district": normal_grounds(
            *("matched", float(flows["district"]), districts**-0.5, uniform("rate.district")),
            *((1, "count"), table),
            note=f"{districts:.0f} recorded ties of districts",
        )
    }
    for form in ("partnership", "friendship"):
        path = f"forms.{form}_at_once"
        result[path] = normal_grounds(
            basis="matched",
            value=float(flows["forms"][f"{form}_at_once"]),
            error=share_error(links[form] / total, total),
            prior=uniform(path),
            points=(1, "count"),
            source=table,
            note=f"{links[form]:,} recorded {form}s of {total:,} ties; given the assumed deepening",
        )
    namesakes = float(published(NAMESAKES)["value"][0])
    result["choice.same_name"] = normal_grounds(
        *("matched", float(flows["same_name"]), namesakes**-0.5, uniform("choice.same_name")),
        *((1, "count"), ("flows.json: matched to a count", sha256("determinants"))),
        note=f"{namesakes:.0f} of 5,865 ties join places of one name ({NAMESAKES}); none of those "
        "placed in the sample does",
    )
    applications = float(pending["value"][0])
    result["reunification.wish"] = normal_grounds(
        *("matched", float(flows["wish"]), float(flows["wish"]) * applications**-0.5),
        *(uniform("reunification.wish"), (1, "count")),
        *(("flows.json: matched to a count", sha256("growth")),),
        note=f"{applications:.0f} applications pending in November 1989 (G101); given the "
        "assumed first year of wishes",
    )
    return result


def _shares() -> dict[str, Grounds]:
    """Shares read off a table: their error is binomial."""
    result = {}
    table = ("table: ties by form and year", sha256("rgre2015_links_by_year"))
    for row in forms().filter(pl.col("form").is_in(FORMS)).iter_rows(named=True):
        path = f"recording.year_unknown.{row['form']}"
        share = row["undated"] / row["links"]
        result[path] = normal_grounds(
            *("counts", round(share, DIGITS), share_error(share, row["links"]), uniform(path)),
            *((int(row["links"]), "recorded ties"), table),
            note=f"{row['undated']:,} of {row['links']:,} recorded {row['form']}s",
        )
    rupture = published(RUPTURE)
    suspended = int(rupture["value"][0])
    cities = int(re.findall(r"of (\d+) responding", rupture["unit"][0])[0])
    share = suspended / cities
    result["ending.rupture"] = normal_grounds(
        *("counts", round(share, DIGITS), share_error(share, cities), uniform("ending.rupture")),
        *((cities, "cities"), ("published figure " + RUPTURE, sha256("vitality"))),
        note=f"{suspended} of {cities} cities suspended their ties ({RUPTURE})",
    )
    return result
