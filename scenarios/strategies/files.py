"""Strategy files: find, read, extend, mix, check. Every mistake is one sentence.

A mix names strategies that ship, or .toml files in the same folder ("own.toml"), and gives each a
share of its budget. It cannot name another mix: what is in it then shows at a glance.
"""

from __future__ import annotations

from pathlib import Path

from scenarios import reading
from scenarios.reading import ScenarioError, sentence, shown
from scenarios.strategies.schema import PricedMeasure, StrategyFile
from scenarios.strategies.sources import Source
from scenarios.strategies.strategy import Strategy

LIBRARY = Path(__file__).parent / "library"
NOTHING = "nothing"
_NOUN = "strategy"


def strategy_names() -> list[str]:
    """Names of the strategies that ship: doing nothing, single ones, mixes; each by alphabet."""
    return sorted(reading.shipped(LIBRARY), key=lambda name: (name != NOTHING, _is_mix(name)))


def load_strategy(name_or_path: str | Path) -> Strategy:
    """Load a strategy by the name of one that ships, or from a TOML file.

    Raises
    ------
    ScenarioError
        If there is none, it cannot be read, or a field is unknown, of a wrong type or out of
        bounds.
    """
    path = _find(name_or_path)
    file = reading.read_valid(path, _find, _NOUN, StrategyFile)
    measures, sources = _mixed(path, file.mix) if file.mix else (file.measures, dict(file.sources))
    strategy = Strategy(
        file.name,
        file.title,
        " ".join(file.text.split()),
        file.budget,
        file.since,
        file.until,
        dict(measures),
        dict(file.mix),
        sources,
    )
    _check_ends(path, strategy)
    return strategy


def _find(name: str | Path) -> Path:
    return reading.find_shipped(name, LIBRARY, _NOUN)


def _is_mix(name: str) -> bool:
    return "mix" in reading.read_toml(LIBRARY / f"{name}.toml")


def _mixed(path: Path, mix: dict[str, float]) -> tuple[dict[str, PricedMeasure], dict[str, Source]]:
    """Measures of the strategies of a mix, each with its part of the whole budget."""
    measures: dict[str, PricedMeasure] = {}
    sources: dict[str, Source] = {}
    for name, share in mix.items():
        where = f"{shown(path.name)}: mix.{shown(name)}"
        part = _part(path, name, where)
        for measure, priced in part.measures.items():
            if measure in measures:
                raise ScenarioError(
                    f"{where}: a measure '{measure}' is in the mix already; give one of them "
                    "another name"
                )
            measures[measure] = priced.model_copy(update={"share": share * priced.share})
        sources |= part.sources
    return measures, sources


def _part(path: Path, name: str, where: str) -> StrategyFile:
    """A strategy that a mix names: one that ships, or a file in the same folder."""
    if not name or Path(name).name != name or name.startswith("."):
        raise ScenarioError(
            f"{where}: is neither a strategy that ships nor a .toml file in the same folder"
        )
    try:
        found = path.parent / name if name.endswith(".toml") else _find(name)
        part = reading.read_valid(found, _find, _NOUN, StrategyFile)
    except ScenarioError as error:
        raise ScenarioError(sentence(f"{where}: {error}")) from None
    if part.mix:
        raise ScenarioError(f"{where}: is a mix itself; name the strategies that it is made of")
    return part


def _check_ends(path: Path, strategy: Strategy) -> None:
    """Refuse what the simulation would refuse, at the central values and both ends."""
    inputs = strategy.inputs()
    try:
        strategy.policy()
        strategy.policy({one.path: one.low for one in inputs})
        strategy.policy({one.path: one.high for one in inputs})
    except ScenarioError as error:
        told = str(error).removeprefix(f"strategy '{strategy.name}': ")
        raise ScenarioError(sentence(f"{shown(path.name)}: {told}")) from None
