"""Numbers estimated on single ties: grounds from `links.json`."""

from __future__ import annotations

import math
from typing import Any

from analysis.calibration.parameters import parameters
from analysis.evidence.grounds import Grounds, Prior, normal_grounds
from analysis.evidence.inputs import Inputs
from analysis.evidence.sources.judgement import judgement

DIGITS = 4
"""Decimals of estimates in the scenario file."""
SOURCE = "links.json: single ties"
COMMON = "choice.distance.default"
"""The common slope of distance, which the calibration moves for all countries."""


def grounds_of_ties(inputs: Inputs) -> dict[str, Grounds]:
    """Grounds of rate and choice by dotted path."""
    return {**_rate(inputs.links), **_choice(inputs.links), **_distance(inputs.links)}


def uniform(path: str) -> Prior:
    """The declared prior of a number: that of the calibration, or of `assumed/`.

    Raises
    ------
    ValueError
        If neither declares one.
    """
    calibrated = parameters().get("choice.distance" if path == COMMON else path)
    if calibrated is not None:
        return Prior("uniform", *calibrated.prior)
    declared = judgement().priors.get(path)
    if declared is None:
        raise ValueError(f"assumed: priors lacks '{path}', which is estimated")
    return Prior("uniform", declared.low, declared.high)


def _rate(links: dict[str, Any]) -> dict[str, Grounds]:
    found = links["rate"]
    points, source = (int(found["ties"]), "single ties"), (SOURCE, links["sha256"])
    result = {
        f"rate.{name}": normal_grounds(
            "ties", round(value, DIGITS), found["errors"][name], uniform(f"rate.{name}"),
            points, source,
        )
        for name, value in found["values"].items()
    }  # fmt: skip
    earlier, later = found["placebo"]["imitation"], found["placebo"]["imitation_placebo"]
    result["rate.imitation"] = normal_grounds(
        *("ties", 0.0, earlier[1], uniform("rate.imitation"), points, source),
        note=f"a null: neighbours' earlier ties {earlier[0]:z.2f} (se {earlier[1]:.2f}), "
        f"their later ones {later[0]:z.2f} (se {later[1]:.2f})",
    )
    return result


def _choice(links: dict[str, Any]) -> dict[str, Grounds]:
    found, held, source = links["choice"], links["held"], (SOURCE, links["sha256"])
    points = (sum(found["ties"].values()), "single ties")
    result = {
        f"choice.{name}": normal_grounds(
            "ties", round(found["values"][name], DIGITS), found["errors"][name],
            uniform(f"choice.{name}"), points, source,
        )
        for name in found["values"]
        if not name.startswith("distance.")
    }  # fmt: skip
    region = links["region"]
    result["choice.region"] = normal_grounds(
        *("ties", round(region["value"], DIGITS), region["error"], uniform("choice.region")),
        *((int(region["ties"]), "single ties"), source),
        note=f"{region['inside']} ties in regions paired by then, {region['expected']:.0f} without "
        f"pairing; those paired only later {region['later']:.2f} (se {region['later_error']:.2f})",
    )
    points = (int(links["reach"]["ties"]), "single ties")
    (paired, off), (remote, wide) = links["reach"]["paired"], links["reach"]["remote"]
    result["choice.region_country"] = normal_grounds(
        "ties", round(paired, DIGITS), off, uniform("choice.region_country"), points, source
    )
    result["choice.remote"] = normal_grounds(
        *("ties", 0.0, wide, uniform("choice.remote"), points, source),
        note=f"a null: {remote:z.2f} (se {wide:.2f}), and ties left out are foretold no better "
        "with it",
    )
    result["choice.held"] = normal_grounds(
        *("ties", round(held["value"], DIGITS), held["error"], uniform("choice.held")),
        *((int(held["ties"]), "single ties"), source),
    )
    return result


def _distance(links: dict[str, Any]) -> dict[str, Grounds]:
    """The common slope, and those of countries, which are drawn to it."""
    found, source = links["choice"], (SOURCE, links["sha256"])
    prior = _prior_of_slopes(found["between"])
    slopes = {
        f"choice.{name}": normal_grounds(
            "ties", round(value, DIGITS), found["errors"][name], prior,
            (int(found["ties"][name.partition(".")[2]]), "single ties"), source,
            note="drawn to the common slope",
        )
        for name, value in found["values"].items()
        if name.startswith("distance.")
    }  # fmt: skip
    common = normal_grounds(
        *("ties", round(found["common"]["mean"], DIGITS), found["common"]["error"]),
        *(uniform(COMMON), (len(slopes), "countries"), source),
        note="common slope",
    )
    return {COMMON: common, **slopes}


def _prior_of_slopes(between: float) -> Prior:
    """What was held possible of one country's slope: the common one, and the spread around it."""
    common = uniform(COMMON)
    centre, spread = (common.first + common.second) / 2, (common.second - common.first) / 12**0.5
    return Prior("normal", centre, math.hypot(spread, between))
