"""All questions asked of all events, as canonical JSON can hold the answers."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.estimation.counts.penalised import dispersion, pooled, priors, solve
from analysis.estimation.counts.shapes import kind_of
from analysis.estimation.events.asked import Asked
from analysis.estimation.events.columns import with_years
from analysis.estimation.events.joint import (
    against_false_dates,
    among_many,
    summed_up,
    together,
    two_sided,
)
from analysis.estimation.events.leftout import Foretold, Z, followed, foretold
from analysis.estimation.events.placebo import Moved, lead, placebos, rank, told
from analysis.estimation.events.robust import (
    autocorrelation,
    by_cluster,
    by_years,
    informed,
    sandwich,
)
from analysis.estimation.events.verdicts import Size, doubts, verdict
from simulation.past import Event

Floats = NDArray[np.float64]

CAPS = (0.4, 0.8, 1.6)
"""Caps of the spread of sizes that are tried beside each other."""
LEAST_OF_KIND = 4
"""Others of a kind from which a size is foretold from the kind too."""
TOP = 3
"""Countries and years named as those that tell most."""


def study(base: Asked) -> dict[str, Any]:
    """Sizes, predictions from the others, false dates, leads and the joint test."""
    rows = _rows(base)
    joint, of_all = together(base.given, base.shocks, base.spread), summed_up(rows)
    false = of_all["false_dates"]
    held = (
        against_false_dates(joint, false["z_spread"], false["dates"])
        if "z_spread" in false
        else None
    )
    return {
        "events": rows,
        "spread": base.spread,
        "dispersion": base.widened,
        "alpha": base.alpha,
        "autocorrelation": autocorrelation(base.given, base.fit, base.where),
        "joint": {**asdict(joint), "against_false_dates": held},
        **of_all,
    }


def _rows(base: Asked) -> list[dict[str, Any]]:
    """A row an event."""
    sizes, net, left = _sizes(base), _net_of_years(base), _left_out(base)
    caps = {cap: pooled(base.given, cap)[0] for cap in CAPS}
    many, dates = _adjusted(base, sizes), _dates(base)
    rows = []
    for event in base.events:
        name = f"events.{event.id}"
        size, dated, place = sizes[name], dates[name], base.place(name)
        share, early = dated["placebo"]["share_of_all"], dated["lead_holm"]
        rows.append(
            {
                "id": event.id,
                "year": event.date.year,
                "kind": kind_of(event),
                **size.content(),
                **_told_by(base, name),
                "net_of_years": list(net[name]),
                "caps": {str(cap): float(fit.theta[place]) for cap, fit in caps.items()},
                **many.get(name, {"p": None, "holm": None, "hochberg": None}),
                "left_out": left.get(name),
                **dated,
                "verdict": verdict(size),
                "doubts": doubts(size, net[name], share, early),
            }
        )
    return rows


def _adjusted(base: Asked, sizes: dict[str, Size]) -> dict[str, dict[str, float]]:
    """P values of pooled sizes, each told alone, and adjusted for their number."""
    p = [two_sided(sizes[name].alone_z) for name in base.shocks]
    columns = zip(base.shocks, p, *among_many(p), strict=True)
    return {name: {"p": one, "holm": holm, "hochberg": bh} for name, one, holm, bh in columns}


def _dates(base: Asked) -> dict[str, dict[str, Any]]:
    """False dates and leads of every event by name, ranked and adjusted among all events."""
    found = {f"events.{event.id}": _false_dates(base, event) for event in base.events}
    everywhere = [abs(moved.z) for one in found.values() for moved in one["dates"]]
    leads = {name: one["lead"] for name, one in found.items() if one["lead"] is not None}
    p = among_many([two_sided(one.z) for one in leads.values()])[0] if leads else []
    early = dict(zip(leads, p, strict=True))
    return {
        name: {
            "placebo": {
                "dates": [_date(moved) for moved in one["dates"]],
                "p": rank(one["true"], one["dates"]) if one["true"] else None,
                "share_of_all": _share(everywhere, one["true"]) if one["true"] else None,
            },
            "lead": _date(leads[name]) if name in leads else None,
            "lead_holm": early.get(name),
        }
        for name, one in found.items()
    }


def _sizes(base: Asked) -> dict[str, Size]:
    """Every size with its errors, by name."""
    model = base.widened * np.diag(base.fit.covariance)
    cluster = np.diag(sandwich(base.fit, by_cluster(base.given, base.fit)))
    serial = np.diag(sandwich(base.fit, by_years(base.given, base.fit, base.where)))
    alone = _alone_variance(base)
    wider = np.diag(base.binomial.covariance)
    return {
        name: Size(
            size=float(base.fit.theta[k]),
            model=float(model[k] ** 0.5),
            cluster=float(cluster[k] ** 0.5),
            serial=float(serial[k] ** 0.5),
            binomial=(float(base.binomial.theta[k]), float(wider[k] ** 0.5)),
            alone=(float(base.loose.theta[k]), float(alone[k] ** 0.5)),
        )
        for k, name in enumerate(base.given.names)
        if name.startswith("events.")
    }


def _alone_variance(base: Asked) -> Floats:
    """Variance of sizes told each on its own: the largest of model, cluster and serial."""
    loose = base.loose
    result: Floats = np.maximum.reduce(
        [
            base.loose_widened * np.diag(loose.covariance),
            np.diag(sandwich(loose, by_cluster(base.given, loose))),
            np.diag(sandwich(loose, by_years(base.given, loose, base.where))),
        ]
    )
    return result


def _net_of_years(base: Asked) -> dict[str, tuple[float, float]]:
    """Sizes once a level common to all countries is left open in every year."""
    given = with_years(base.given, base.where)
    fit = solve(given, *priors(given.names, base.spread))
    widened = dispersion(given, fit)
    return {
        name: told(given, base.where, fit, name, widened)
        for name in given.names
        if name.startswith("events.")
    }


def _told_by(base: Asked, name: str) -> dict[str, Any]:
    """Which rows, countries and years a size rests on."""
    found = informed(base.given, base.fit, base.where, name)
    groups = base.where.world.groups
    countries = sorted(found.countries.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    years = sorted(found.years.items(), key=lambda item: (-item[1], item[0]))[:TOP]
    return {
        "rows": found.rows,
        "clusters": found.clusters,
        "countries": [[groups[group], share] for group, share in countries],
        "years": [[year or None, share] for year, share in years],
    }


def _left_out(base: Asked) -> dict[str, dict[str, Any]]:
    """Each pooled size and the rows after it, predicted from the other events."""
    names, years = base.shocks, {e.id: e.date.year for e in base.events}
    places = [base.place(name) for name in names]
    own = base.loose.theta[places]
    # correlations of the model, errors as wide as the widest
    model = base.loose.covariance[np.ix_(places, places)]
    errors = np.sqrt(_alone_variance(base)[places])
    scale = errors / np.sqrt(np.diag(model))
    covariance = model * np.outer(scale, scale)
    kinds = {f"events.{event.id}": kind_of(event) for event in base.events}
    result = {}
    for k, name in enumerate(names):
        others = [j for j in range(len(names)) if j != k]
        same = [j for j in others if kinds[names[j]] == kinds[name]]
        by_all = foretold(own, covariance, k, others)
        after = followed(
            *(base.given, base.where, name, years[name.removeprefix("events.")]),
            *(by_all, base.spread, base.alpha),
        )
        result[name] = {
            **_foretold(by_all, own[k], errors[k]),
            "kind": _foretold(foretold(own, covariance, k, same), own[k], errors[k])
            if len(same) >= LEAST_OF_KIND
            else None,
            "after": None if after is None else asdict(after),
        }
    return result


def _foretold(found: Foretold, size: float, error: float) -> dict[str, Any]:
    return {
        "mean": found.mean,
        "mean_error": found.error,
        "spread": found.spread,
        "low": found.mean - Z * found.wide,
        "high": found.mean + Z * found.wide,
        "inside": found.holds(float(size)),
        "gain": found.gain(float(size), float(error)),
    }


def _false_dates(base: Asked, event: Event) -> dict[str, Any]:
    """An event at its true date alone, at false dates, and the years before; nothing for stocks."""
    name, settings = f"events.{event.id}", base.responses[event.id]
    if name not in base.shocks:
        return {"true": None, "dates": [], "lead": None}
    given, where = base.given, base.where
    alone = solve(given, *priors(given.names, base.spread, {name}), start=base.fit.theta)
    true = Moved(0, *told(given, where, alone, name, base.widened))
    dates = placebos(given, where, event, settings, base.spread, base.widened)
    before = lead(given, where, event, base.spread, base.widened)
    return {"true": true, "dates": dates, "lead": before}


def _share(everywhere: list[float], true: Moved) -> float:
    """Share of all false dates of all events that stand out as far as the true date does."""
    above = sum(z >= abs(true.z) for z in everywhere)
    return (1 + above) / (1 + len(everywhere))


def _date(moved: Moved) -> dict[str, float]:
    return {"shift": moved.shift, "size": moved.size, "error": moved.error, "z": moved.z}
