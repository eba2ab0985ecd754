"""Ordered logit of vitality in classes."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.models.results import ModelError
from analysis.models.vitality.living import Floats, Living, Term

CUTS = (0.0, 0.5, 0.75)
"""Upper ends of the lower classes of vitality. 0: nothing goes on. Half of vitality is breadth,
half people (`simulation.life.carrying.vitality`): one activity that brings 100 people together
comes to 0.5, two that bring 300 to 0.75."""
LEAST = 10
"""Ties below which a class is merged with its lower neighbour (the lowest: with the next)."""
FAR = 12.0
"""An effect or an error beyond it, for a standard deviation of a term, means that it separates."""


@dataclass(frozen=True, eq=False)
class Ordered:
    """A fitted ordered logit.

    Attributes
    ----------
    terms : that could be told
    cuts : vitality at which classes part
    effects : of the terms, then the thresholds on the log odds scale
    covariance : of both
    log_likelihood, null : of the fit, and without terms
    classes : number of ties in each class
    notes : what was merged or left out
    """

    terms: tuple[Term, ...]
    cuts: tuple[float, ...]
    effects: Floats
    covariance: Floats
    log_likelihood: float
    null: float
    classes: tuple[int, ...]
    notes: tuple[str, ...]


def classes(vitality: Floats) -> tuple[NDArray[np.int64], tuple[float, ...], tuple[str, ...]]:
    """Class of each tie, where classes part, and which were merged for want of ties."""
    cuts = list(CUTS)
    notes: list[str] = []
    while True:
        of = np.searchsorted(np.array(cuts), vitality, side="left")
        sizes = np.bincount(of, minlength=len(cuts) + 1)
        small = np.flatnonzero(sizes < LEAST)
        if not len(small) or not cuts:
            return of.astype(np.int64), tuple(cuts), tuple(notes)
        gone = cuts.pop(max(int(small[0]) - 1, 0))
        notes.append(
            f"Fewer than {LEAST} ties lie in a class that parts at {gone:g}: it is merged with its "
            "neighbour."
        )


def ordered(found: Living, source: str) -> Ordered:
    """Fit an ordered logit of the classes of vitality.

    Raises
    ------
    ModelError
        If all ties are of one class, terms are collinear or separate the classes, or the fit does
        not settle.
    """
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    first, kept, _ = classes(found.vitality)
    use, terms, dropped = told_apart(first, found, len(kept))
    of, cuts, merged = classes(found.vitality[use])
    if not cuts or not terms:
        raise ModelError(
            f"{source}: all its living ties but a few are of one class of vitality, so nothing "
            "tells them apart; give a longer run or a larger world"
        )
    design = found.design[use][:, [found.terms.index(term) for term in terms]]
    refuse_collinear(design, terms, source)
    centre = design.mean(axis=0)
    model = OrderedModel(of, design - centre, distr="logit")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        near = model.fit(method="bfgs", disp=False, maxiter=500, gtol=1e-4)
        fit = model.fit(start_params=near.params, method="newton", disp=False, maxiter=50)
    effects, covariance = _with_thresholds(fit, len(terms), centre)
    _refuse_unsettled(effects, covariance, design.std(axis=0), terms, source)
    sizes = tuple(int(size) for size in np.bincount(of))
    return Ordered(
        *(terms, cuts, effects, covariance),
        *(float(fit.llf), _null(sizes), sizes, (*merged, *dropped)),
    )


def told_apart(
    of: NDArray[np.int64], found: Living, top: int
) -> tuple[NDArray[np.bool_], tuple[Term, ...], tuple[str, ...]]:
    """Ties and terms without those sides of a yes-or-no term that lie in an outermost class alone.

    Such a term separates: its effect has no finite estimate.
    """
    use = np.ones(len(of), dtype=np.bool_)
    terms: list[Term] = []
    notes: list[str] = []
    for place, term in enumerate(found.terms):
        column = found.design[:, place]
        bad = None
        for side in (0.0, 1.0) if term.binary else ():
            held = of[use & (column == side)]
            if not len(held) or held.max() == 0 or held.min() == top:
                bad = side
        if bad is None:
            terms.append(term)
            continue
        use &= column != bad
        notes.append(
            f"Ties for which '{term.label}' is {'yes' if bad else 'no'} all lie in one outermost "
            "class: they and the term are left out."
        )
    return use, tuple(terms), tuple(notes)


def refuse_collinear(design: Floats, terms: tuple[Term, ...], source: str) -> None:
    """Refuse terms of which one is a sum of others and a constant.

    Raises
    ------
    ModelError
        With the terms that hang together.
    """
    centred = design - design.mean(axis=0)
    scaled = centred / np.maximum(np.linalg.norm(centred, axis=0), 1e-300)
    _, sizes, directions = np.linalg.svd(scaled, full_matrices=False)
    if sizes[-1] > 1e-7 * sizes[0]:
        return
    named = [t.label for t, w in zip(terms, np.abs(directions[-1]), strict=True) if w > 0.05]
    raise ModelError(
        f"{source}: {', '.join(named)} say the same of all living ties (collinear), so their "
        "effects cannot be told apart"
    )


def _with_thresholds(fit: Any, many: int, centre: Floats) -> tuple[Floats, Floats]:
    """Effects and thresholds with their covariance.

    statsmodels holds the first threshold and the logarithms of the steps between them; the terms
    were centred for its sake.
    """
    raw = np.asarray(fit.params)
    steps = raw[many:].copy()
    steps[1:] = np.exp(steps[1:])
    turn = np.eye(len(raw))
    turn[many:, many:] = np.tril(np.ones((len(steps), len(steps)))) * np.append(1.0, steps[1:])
    turn[many:, :many] = centre
    effects = np.append(raw[:many], np.cumsum(steps) + centre @ raw[:many])
    return effects, turn @ np.asarray(fit.cov_params()) @ turn.T


def _null(sizes: tuple[int, ...]) -> float:
    """Log likelihood of the classes' shares alone."""
    counts = np.array([size for size in sizes if size], dtype=np.float64)
    return float(counts @ np.log(counts / counts.sum()))


def _refuse_unsettled(
    effects: Floats, covariance: Floats, spread: Floats, terms: tuple[Term, ...], source: str
) -> None:
    errors = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    for place, term in enumerate(terms):
        effect, error = effects[place] * spread[place], errors[place] * spread[place]
        if not abs(effect) < FAR or not 0.0 < error < FAR:
            raise ModelError(
                f"{source}: '{term.label}' separates the classes of vitality, so its effect has no "
                "finite estimate"
            )
