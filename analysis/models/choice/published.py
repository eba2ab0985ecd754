"""What was estimated on single ties of the register, and ships as coefficients alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from analysis.models.choice.terms import DISTANCE, LABELS, PAIR
from analysis.models.results import LEVEL, Coefficient, Table

LINKS = Path(__file__).parents[2] / "estimates" / "links.json"


def published_choice(path: Path = LINKS) -> Table:
    """The shipped estimates that correspond to the table `by_country`: published, not re-run.

    Nearness, likeness, mass and traits are the same terms on the same scale, and each country's
    slope of distance is the one that it has alone. Left out is what is defined otherwise: slopes
    that are drawn to a common mean, and what is held, which was estimated beside places rather
    than countries.

    Returns
    -------
    Table
        Named `by_country`, as the one that `fit` gives.
    """
    from scipy.stats import norm

    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    choice = content["choice"]
    reach = float(norm.ppf(0.5 + LEVEL / 2))
    values = {f"{DISTANCE}.{name}": tuple(pair) for name, pair in sorted(choice["raw"].items())}
    values |= {term: (choice["values"][term], choice["errors"][term]) for term in PAIR}
    labels = LABELS | {f"{DISTANCE}.{name}": f"ln distance, {name}" for name in choice["raw"]}
    rows = tuple(
        Coefficient(
            term,
            labels[term],
            value,
            error,
            value - reach * error,
            value + reach * error,
            float(2 * norm.sf(abs(value) / error)),
        )
        for term, (value, error) in values.items()
    )
    return Table(
        name="by_country",
        title="Choice of the partner within its country: distance by country (published)",
        estimator="conditional logit on 200 sampled alternatives; published, not re-run",
        errors="clustered by Land and field of 2 x 3 degrees abroad",
        unit="log odds",
        n=sum(choice["ties"].values()),
        of="ties, each a choice among sampled places",
        period=None,
        source=str(content["source"]),
        rows=rows,
        fit={"log likelihood": float(choice["log_likelihood"])},
        notes=(
            "Published, not re-run: the file of single ties does not ship.",
            "Slopes of distance are those of each country alone, before they were drawn to a "
            "common mean; what a place held already was estimated in another way and is left out.",
        ),
    )
