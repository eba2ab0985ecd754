"""What a comparison of strategies says: tables, and sentences built from their numbers.

`compare(material) -> Comparison`. All differences are paired: a strategy less the base run of the
same replication, so with the same luck and the same values of all inputs. The outcome by which
strategies are ranked is *additional living tie-years*: living ties (active or weak, sponsorships
left out), summed over the years of the policy.

`Comparison`
    scenario : str
    strategies : tuple of Compared (name, title, budget, since, until)
    replications : int
    horizon : (since, until)
    verdict : Verdict
    frames() -> dict of str to polars.DataFrame, tidy, canonical order, ready for CSV
    dump() -> bytes, canonical JSON of the same

`Verdict`
    leader : str, the strategy with the highest mean; best : str or None (the leader, if it may be
    called so); helped : tuple of strategies that are shown to help; headline, called, turned,
    measure, equal, goals : str, one sentence each; caveats : tuple of str; sentences : all, in
    order.

Frames. A band is mean, error (standard error of the mean), low_90, low_50, high_50, high_90: the
5, 25, 75 and 95 % quantiles over the replications. `terms` is "own" or "equal" (at equal effect
per euro). Strategies are named without "@equal".

    strategies   strategy, title, budget (EUR a year), since, until, planned (EUR), spent (mean
                 EUR), supported, administration, share (spent / planned; null without a budget),
                 scale (times its effects at equal effect per euro, or null)
    totals       terms, strategy, measure, base (mean level of the base), BAND, relative (mean /
                 base). Measures over the years of the policy: living, dormant (tie-years), people,
                 under_30 (people meeting), founded, ended (ties), share_under_30 (difference of
                 shares), living_at_end (ties)
    years        terms, strategy, measure, year, base, BAND; measures living, dormant, people,
                 under_30, share_under_30, founded, ended; from the first recorded year on
    groups       terms, strategy, by (size | side | border | country), group, base (living
                 tie-years), BAND, per_1000, per_1000_low_90, per_1000_high_90 (additional living
                 tie-years per 1,000 of the base)
    ranking      terms, strategy, rank, BAND, best (share of replications in which it is the best;
                 ties shared), best_low, best_high (90 % interval of that share), helps (share in
                 which it beats doing nothing), shown (bool: helps >= 0.8), regret (mean),
                 regret_90, mean_rank
    costs        terms, strategy, spent, gained, state (range | open | unclear | none | free), cost,
                 error_low, error_high (90 % Fieller interval of the ratio of means), cost_low,
                 cost_high (90 % band over the replications; null where there is no end), text
    turning      leader, rival (a strategy or "base"), input, label, class, low, high, mean (leader
                 less rival), at_low, at_high (predicted), turns (bool), end (low | high | null),
                 slope, t, share (of the variance of the difference). Sorted by how far it turns
    evppi        input, label, class, raw, chance (mean of permutations), value (additional living
                 tie-years), share (of `evpi`), limit (95 % of permutations of this input), above
                 (bool), family_limit (95 % of the largest of all), stands_out (bool). Sorted by
                 value
    breakeven    strategy, against (a strategy | "cost"), target, factor, factor_low, factor_high,
                 simulated_low, simulated_high (factors that the draws reach), supported (bool),
                 bend (t value of a curvature), text
    differences  terms, strategy, replication, spent and one column a measure of `totals`: what
                 everything else is made of
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from analysis.canonical import canonical
from analysis.strategies.material import Compared, Material, checked
from analysis.strategies.tables import bands
from analysis.strategies.tables.breakeven import breakeven
from analysis.strategies.tables.costs import costs
from analysis.strategies.tables.evppi import evppi
from analysis.strategies.tables.paired import EQUAL_TERMS, OWN_TERMS, Paired
from analysis.strategies.tables.ranking import ranking
from analysis.strategies.tables.turning import turning
from analysis.strategies.verdict import Verdict, verdict

PERMUTATIONS = 400
DIGITS = 8
"""Significant digits of what is computed: the last bits of a sum differ between processors."""


@dataclass(frozen=True)
class Comparison:
    """A comparison of strategies; see the head of this module.

    Attributes
    ----------
    scenario : str
    strategies : tuple of Compared
    replications : int
    horizon : (int, int)
        First and last year of the policy.
    verdict : Verdict
    """

    scenario: str
    strategies: tuple[Compared, ...]
    replications: int
    horizon: tuple[int, int]
    verdict: Verdict
    _frames: dict[str, pl.DataFrame]

    def frames(self) -> dict[str, pl.DataFrame]:
        """Tidy tables by name, ready for CSV; the head of this module lists their columns."""
        return dict(self._frames)

    def dump(self) -> bytes:
        """All of it as canonical JSON: the same comparison gives the same bytes."""
        said = self.verdict
        content: dict[str, Any] = {
            "scenario": self.scenario,
            "replications": self.replications,
            "horizon": list(self.horizon),
            "leader": said.leader,
            "best": said.best,
            "helped": list(said.helped),
            "sentences": list(said.sentences),
            "frames": {name: frame.to_dicts() for name, frame in self._frames.items()},
        }
        return canonical(content)


def compare(
    material: Material,
    *,
    seed: int = 1,
    permutations: int = PERMUTATIONS,
    stated_cost: float | None = None,
) -> Comparison:
    """Compare strategies that ran in pairs with one base.

    Parameters
    ----------
    material : Material
        At least eight replications; the order of rows does not matter.
    seed : int
        Of the permutations that tell a value of information from noise.
    permutations : int
    stated_cost : float, optional
        EUR per additional living tie-year at which strategies are to break even.

    Raises
    ------
    ValueError
        One sentence: the tables are incomplete, or not on equal terms (see `material.checked`).
    """
    if permutations < 20:
        raise ValueError(f"permutations: {permutations} are too few to tell noise; give 20 or more")
    if stated_cost is not None and not 0.0 < stated_cost < float("inf"):
        raise ValueError(f"stated cost: {stated_cost} EUR is no cost; give a positive amount")
    material = checked(material)
    paired = Paired(material)
    frames = {
        "strategies": _strategies(paired),
        "totals": bands.totals(paired),
        "years": bands.years(paired),
        "groups": bands.groups(paired),
        "ranking": _on_all_terms(paired, "ranking"),
        "costs": _on_all_terms(paired, "costs"),
    }
    names, gains = paired.outcome(OWN_TERMS)
    order = frames["ranking"].filter(pl.col("terms") == OWN_TERMS)["strategy"].to_list()
    own = dict(zip(names, gains, strict=True))
    equal = dict(zip(*paired.outcome(EQUAL_TERMS), strict=True))
    spent = {name: paired.money((OWN_TERMS, name)).sum(axis=0) for name in names}
    frames["turning"] = turning(material, order[0], own, order[1:])
    frames["evppi"] = evppi(material, names, gains, seed=seed, permutations=permutations)
    frames["breakeven"] = breakeven(material, own, equal, spent, order, stated_cost)
    frames = {name: _rounded(frame) for name, frame in frames.items()}
    frames["differences"] = paired.differences()
    return Comparison(
        material.scenario,
        material.strategies,
        len(paired.replications),
        material.horizon,
        verdict(material, frames),
        frames,
    )


def _on_all_terms(paired: Paired, table: str) -> pl.DataFrame:
    """Ranking or costs on own terms and, where they ran, at equal effect per euro."""
    parts = []
    for terms in (OWN_TERMS, EQUAL_TERMS):
        names, gains = paired.outcome(terms)
        if not names:
            continue
        if table == "ranking":
            parts.append(ranking(terms, names, gains))
        else:
            spent = np.array([paired.money((terms, name)).sum(axis=0) for name in names])
            parts.append(costs(terms, names, spent, gains))
    return pl.concat(parts)


def _strategies(paired: Paired) -> pl.DataFrame:
    """What was compared, and the money that it took."""
    since, until = paired.material.horizon
    rows = []
    for one in paired.material.strategies:
        supported, administration = paired.money((OWN_TERMS, one.name)).mean(axis=1).tolist()
        planned, spent = one.budget * (until - since + 1), supported + administration
        rows.append(
            {
                "strategy": one.name,
                "title": one.title,
                "budget": one.budget,
                "since": since,
                "until": until,
                "planned": planned,
                "spent": spent,
                "supported": supported,
                "administration": administration,
                "share": spent / planned if planned else None,
                "scale": one.scale,
            }
        )
    return pl.DataFrame(rows, schema_overrides={"share": pl.Float64, "scale": pl.Float64})


def _rounded(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(pl.col(pl.Float64).round_sig_figs(DIGITS))
