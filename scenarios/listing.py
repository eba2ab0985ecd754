"""What ships, one line each."""

from __future__ import annotations

from scenarios.files import load, names
from scenarios.strategies import load_strategy, strategy_names


def lines() -> list[str]:
    """Scenarios, then strategies: name, which of the two, years, title."""
    kinds = [("scenario", load(name)) for name in names()]
    rows = [(one.name, kind, f"{one.start}-{one.until}", one.title) for kind, one in kinds]
    for name in strategy_names():
        strategy = load_strategy(name)
        years = f"{strategy.since}-{strategy.until}"
        rows.append((name, "strategy", years, strategy.title))
    width = max(len(name) for name, *_ in rows)
    return [f"{name:<{width}}  {kind}  {years}  {title}" for name, kind, years, title in rows]
