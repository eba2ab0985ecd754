"""The law of choice against simple rivals, on single ties of the Länder kept back.

For each tie the real partner stands among *all* municipalities of its country. The model scores
the log of the share that its pair law gives this partner; so does each rival, a conditional logit
of fewer terms, estimated on the ties that are not kept back. Rivals are given what they can learn;
none of the models has seen a tie that is scored. Ties of one town are not independent: errors
of gains are clustered by town (Liang and Zeger 1986) and leave out those of the rivals'
own coefficients.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analysis.estimation.single_ties.choice import ALTERNATIVES, choice_sets
from analysis.estimation.single_ties.links import own_point, own_size, partner_rows
from analysis.estimation.single_ties.logit import conditional_logit
from analysis.estimation.single_ties.traits import german_rows
from simulation.choice.effects import FLOOR_KM, REFERENCE_KM
from simulation.choice.law import Law
from simulation.luck import great_circle_km
from simulation.parameters import Choice
from simulation.world import World

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Utility = Callable[[int, Floats, Floats, Integers], Floats]
"""Log weight of a tie's pairs: its number, distances (km), ln size of the town, rows abroad."""

RIVALS: dict[str, tuple[str, ...]] = {
    "common_slope": ("distance", "similar", "mass"),
    "gravity": ("distance", "mass"),
    "similarity": ("similar",),
    "distance": ("distance",),
    "even": (),
}
"""Terms of each rival: `common_slope` lacks what nearness adds and the slopes by country, gravity
likeness too; `even` gives every place the same chance."""


@dataclass(frozen=True)
class Placed:
    """Ties whose partner is a place of the world.

    Attributes
    ----------
    frame : one row a tie, in the columns of `links.COLUMNS`
    partner : (n,) rows of the partners
    point, size : (n, 3) and (n,) of the German end
    """

    frame: pl.DataFrame
    partner: Integers
    point: Floats
    size: Floats

    @property
    def country(self) -> NDArray[np.str_]:
        """Country of each partner."""
        return np.array(self.frame["country"].to_list(), dtype=np.str_)


def choice_contest(
    frame: pl.DataFrame,
    world: World,
    choice: Choice,
    kept_laender: Sequence[str],
    kept_countries: Sequence[str] = (),
) -> dict[str, Any]:
    """Score the law and its rivals on the ties of the Länder kept back.

    Parameters
    ----------
    frame : polars.DataFrame
        Ties of all Länder, in the columns of `links.COLUMNS`; those whose partner is no place of
        the world are left out.
    world : World
        Where the partners could have been.
    choice : Choice
        Coefficients of the pair law, estimated without the ties that are scored.
    kept_laender : sequence of str
        Länder whose ties are scored.
    kept_countries : sequence of str
        Countries whose ties inform no rival; they are scored too.

    Returns
    -------
    dict
        ties, towns (scored), laender, fitted_on (ties, countries), model (log score per tie, in
        nats), rivals (for each: coefficients with errors, log score per tie, and the model's gain
        over it: per tie and in all, each with its error, and z), by_country (ties, the model's log
        score per tie and its gains per tie with errors). Numbers are rounded; JSON can hold it.

    Raises
    ------
    ValueError
        If there is no tie to score, or none to estimate the rivals on.
    """
    held = pl.col("land").is_in(list(kept_laender))
    scored = placed(frame.filter(held), world)
    seen = placed(frame.filter(~held, ~pl.col("country").is_in(list(kept_countries))), world)
    if not scored.frame.height or not seen.frame.height:
        what = "score" if not scored.frame.height else "estimate the rivals on"
        raise ValueError(
            f"choice contest: there is no tie to {what}; the ties must have placed partners, and "
            f"Länder in and beside {', '.join(kept_laender)}"
        )
    model = log_scores(scored, world, law_utility(scored, world, choice))
    rivals, gains = {}, {}
    for name, terms in RIVALS.items():
        values, errors = fit_rival(seen, world, terms)
        rival = log_scores(scored, world, rival_utility(world, terms, values))
        gains[name] = model - rival
        told = {t: [_short(v), _short(e)] for t, v, e in zip(terms, values, errors, strict=True)}
        rivals[name] = {
            "coefficients": told,
            "log_score": _short(rival.mean()),
            **gain(gains[name], scored.frame["de_name"]),
        }
    return {
        "ties": scored.frame.height,
        "towns": scored.frame["de_name"].n_unique(),
        "laender": sorted(set(scored.frame["land"])),
        "fitted_on": {"ties": seen.frame.height, "countries": sorted(set(seen.frame["country"]))},
        "model": {"log_score": _short(model.mean())},
        "rivals": rivals,
        "by_country": _by_country(scored, model, gains),
    }


def placed(frame: pl.DataFrame, world: World) -> Placed:
    """The ties whose partner is a municipality of the world."""
    partner = partner_rows(frame, world)
    known = (partner >= 0) & ~world.is_district[partner]
    kept = frame.filter(pl.Series(known, dtype=pl.Boolean))
    return Placed(kept, partner[known], own_point(kept), own_size(kept))


def law_utility(ties: Placed, world: World, choice: Choice) -> Utility:
    """The law of places, with traits and names in common but without regions, for some ties."""
    law = Law(world, choice, districts=False)
    home = german_rows(ties.frame, world)

    def utility(tie: int, km: Floats, own: Floats, rows: Integers) -> Floats:
        weight = law.pair(km, own, world.size[rows], world.group[rows])
        if home[tie] >= 0:
            here = np.full(len(rows), home[tie])
            weight += law.likeness(here, rows) + law.namesake(here, rows)
        return weight

    return utility


def rival_utility(world: World, terms: Sequence[str], values: Floats) -> Utility:
    """A linear utility of a few terms."""
    return lambda _, km, own, rows: _columns(km, own, world.size[rows], terms) @ values


def _columns(km: Floats, own: Floats, partner: Floats, terms: Sequence[str]) -> Floats:
    """Design of some terms: the shape of `km` and one axis more."""
    every = {
        "distance": np.log(np.maximum(km, FLOOR_KM) / REFERENCE_KM),
        "similar": np.abs(partner - own),
        "mass": np.broadcast_to(partner, km.shape),
    }
    if not terms:
        return np.zeros((*km.shape, 0))
    return np.stack([every[name] for name in terms], axis=-1)


def fit_rival(seen: Placed, world: World, terms: Sequence[str]) -> tuple[Floats, Floats]:
    """Estimate a rival on sampled alternatives: coefficients and standard errors."""
    if not terms:
        return np.zeros(0), np.zeros(0)
    rows = choice_sets(seen.partner, seen.country, world, ALTERNATIVES)
    km = great_circle_km(seen.point[:, None, :], world.point[rows])
    design = _columns(km, seen.size[:, None], world.size[rows], terms)
    fit = conditional_logit(design, np.zeros(len(rows), dtype=np.int64))
    return fit.params, fit.errors


def log_scores(ties: Placed, world: World, utility: Utility) -> Floats:
    """Log of the share that the real partner takes among all places of its country, (n,)."""
    country, countries = ties.country, np.array(world.frame["country"].to_list())
    result = np.empty(len(ties.partner))
    for name in sorted(set(country)):
        rows = np.flatnonzero((countries == name) & ~world.is_district)
        for tie in np.flatnonzero(country == name):
            km = great_circle_km(ties.point[tie], world.point[rows])
            weight = utility(int(tie), km, np.full(len(rows), ties.size[tie]), rows)
            top = weight.max()
            real = weight[np.searchsorted(rows, ties.partner[tie])]
            result[tie] = real - top - np.log(np.exp(weight - top).sum())
    return result


def gain(differences: Floats, towns: pl.Series) -> dict[str, float | None]:
    """Paired gain per tie and in all with errors clustered by town, and z.

    With a single town there is no error and no z.
    """
    ties, mean = len(differences), float(differences.mean())
    _, place = np.unique(towns.to_numpy(), return_inverse=True)
    off = np.bincount(place, weights=differences - mean)
    clusters = len(off)
    if clusters < 2:
        return {"gain_per_tie": _short(mean), "gain": _short(mean * ties)} | dict.fromkeys(
            ("gain_per_tie_error", "gain_error", "z")
        )
    error = float(np.sqrt(clusters / (clusters - 1) * (off**2).sum()))
    return {
        "gain_per_tie": _short(mean),
        "gain_per_tie_error": _short(error / ties),
        "gain": _short(mean * ties),
        "gain_error": _short(error),
        "z": _short(mean * ties / error) if error > 0.0 else None,
    }


def _by_country(scored: Placed, model: Floats, gains: dict[str, Floats]) -> dict[str, Any]:
    """The same by country of the partner."""
    found = {}
    for name in sorted(set(scored.country)):
        here = scored.country == name
        towns = scored.frame.filter(pl.Series(here))["de_name"]
        found[str(name)] = {
            "ties": int(here.sum()),
            "log_score": _short(model[here].mean()),
            "gains": {
                rival: {
                    key: value
                    for key, value in gain(all_gains[here], towns).items()
                    if key.startswith("gain_per_tie")
                }
                for rival, all_gains in gains.items()
            },
        }
    return found


def _short(number: float) -> float:
    """Four decimals: enough to tell, few enough to be the same on every machine."""
    return round(float(number), 4)
