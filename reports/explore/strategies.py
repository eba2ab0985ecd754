"""Strategies side by side: few pairs of runs, with their bands, in the words of `compare`."""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.strategies.material import LEAST
from reports.explore.mistakes import ExploreError
from reports.explore.wishes import read_seed
from reports.explore.worker import Tell
from scenarios.sentences import shown, value_shown
from scenarios.strategies import strategy_names

BASE = "outlook"
"""The history that strategies are held against."""
MOST = 4
"""Strategies at once."""
REPLICATIONS = (8, 16, 32)
"""Pairs of runs that can be asked for; fewer than the first say nothing."""


@dataclass(frozen=True)
class Comparison:
    """A comparison that is wished for.

    Attributes
    ----------
    names : tuple of str
        Strategies that ship, sorted.
    replications, seed : int
    """

    names: tuple[str, ...]
    replications: int = LEAST
    seed: int = 1


def offered() -> list[str]:
    """Strategies that can be compared: all that ship and do something."""
    return [name for name in strategy_names() if name != "nothing"]


def read_comparison(given: Any) -> Comparison:
    """Read what the page, or anyone, sent.

    Raises
    ------
    ExploreError
        One sentence: what is missing, unknown or out of bounds.
    """
    if not isinstance(given, dict) or set(given) - {"names", "replications", "seed"}:
        raise ExploreError("strategies: expected a table with names, replications and seed")
    names, known = given.get("names"), offered()
    if not isinstance(names, list) or not 1 <= len(names) <= MOST:
        raise ExploreError(f"strategies: choose one to {MOST} of them")
    for name in names:
        if not isinstance(name, str) or name not in known:
            raise ExploreError(f"strategies: {shown(value_shown(name))} is none that ships")
    replications = given.get("replications", LEAST)
    if replications not in REPLICATIONS or isinstance(replications, bool):
        few = ", ".join(str(number) for number in REPLICATIONS)
        raise ExploreError(f"strategies: replications must be one of {few}")
    seed = read_seed(given.get("seed", 1))
    return Comparison(tuple(sorted(set(names))), int(replications), seed)


def compared(wanted: Comparison, world: str, tell: Tell) -> dict[str, Any]:
    """Run the pairs, and say what may be said of them.

    Returns
    -------
    dict
        deck, verdict and sure (sentences), figures (title, source, wide and narrow SVG), pairs,
        page (the whole page of `jumelage compare`, as HTML).
    """
    from analysis.strategies.study import read_comparison as judged
    from analysis.strategies.study import run_strategies
    from reports.strategies import figures, sentences
    from reports.strategies.page import page
    from reports.strategies.tables import Tables
    from scenarios.posterior import load_draws
    from scenarios.runs import choose
    from scenarios.strategies import load_strategy

    chosen = choose(BASE)
    strategies = [load_strategy(name) for name in wanted.names]
    tell({"done": 0, "of": 1, "what": "laying out the pairs of runs"})
    with tempfile.TemporaryDirectory(prefix="jumelage-") as folder:
        out = Path(folder) / "compared"
        run_strategies(
            chosen,
            strategies,
            out,
            replications=wanted.replications,
            seed=wanted.seed,
            world=world,
            draws=load_draws(),
            progress=lambda done, failed, of: tell(
                {"done": done + failed, "of": of, "what": f"{done} of {of} runs"}
            ),
        )
        tell({"done": 1, "of": 1, "what": "comparing the pairs"})
        comparison = judged(out, chosen, strategies)
        record = json.loads((out / "manifest.json").read_bytes())
    tables = Tables(comparison)
    command = (
        f"jumelage compare {BASE} {' '.join(wanted.names)} --replications {wanted.replications} "
        f"--seed {wanted.seed} --world {world} --out DIR"
    )
    drawn = [figures.gains(tables), *figures.years(tables)]
    return {
        "deck": sentences.deck(tables),
        "verdict": sentences.verdict(tables),
        "sure": sentences.sure(tables)[:3],
        "pairs": wanted.replications,
        "command": command,
        "figures": [
            {
                "title": one.title,
                "badge": one.badge,
                "source": one.source,
                "wide": str(one.picture),
                "narrow": str(one.narrow),
            }
            for one in drawn
        ],
        "page": page(comparison, strategies, {**record, "commands": [command]}),
    }
