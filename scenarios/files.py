"""Scenario files: find, read, extend, check. Every mistake is one sentence."""

from __future__ import annotations

import difflib
import tomllib
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from scenarios.schema import Scenario

LIBRARY = Path(__file__).parent / "library"


class ScenarioError(ValueError):
    """A scenario that cannot be used: names the file, the field, what is wrong and right."""


def names() -> list[str]:
    """Names of the scenarios that ship, in alphabetical order, `history` first."""
    found = sorted(path.stem for path in LIBRARY.glob("*.toml"))
    return sorted(found, key=lambda name: name != "history")


def load(scenario: str | Path) -> Scenario:
    """Load a scenario by the name of one that ships, or from a TOML file.

    Parameters
    ----------
    scenario : str or Path
        `history`, say, or the path of a file that ends in .toml.

    Raises
    ------
    ScenarioError
        If there is none, it cannot be read, or a field is unknown, of a wrong type or out
        of bounds.
    """
    path = _find(scenario)
    content = _resolve(path, ())
    content["name"] = path.stem
    try:
        return Scenario.model_validate(content)
    except ValidationError as error:
        raise ScenarioError(f"{path.name}: {explain(error)}") from None


def _find(scenario: str | Path) -> Path:
    text = str(scenario)
    if "\0" in text:
        raise ScenarioError(f"scenario {text!r}: is no name of a file")
    if not text.endswith(".toml"):
        if text in names():
            return LIBRARY / f"{text}.toml"
        raise ScenarioError(
            f"scenario '{text}': no such name; there are {', '.join(names())}"
            f"{_nearest(text, names())}, or give the path of a .toml file"
        )
    return Path(scenario)


def _nearest(word: str, known: list[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.5)
    return f" (did you mean '{close[0]}'?)" if close else ""


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise ScenarioError(f"{path}: no such file") from None
    except UnicodeDecodeError:
        raise ScenarioError(f"{path}: is not a text in UTF-8") from None
    except OSError as error:
        raise ScenarioError(f"{path}: cannot be read ({error.strerror})") from None
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError(f"{path}: is no valid TOML: {error}") from None
    except RecursionError:
        raise ScenarioError(f"{path}: is nested too deeply") from None


def _resolve(path: Path, seen: tuple[Path, ...]) -> dict[str, Any]:
    """Read a file and lay it over the one that it extends."""
    here = path.resolve()
    if here in seen:
        chain = " -> ".join(p.stem for p in (*seen, here))
        raise ScenarioError(f"{path.name}: extends goes in a circle: {chain}")
    content = _read(path)
    if "name" in content:
        raise ScenarioError(f"{path.name}: name: is the name of the file, leave it out")
    base = content.pop("extends", None)
    if base is None:
        return content
    if not isinstance(base, str) or not base or Path(base).name != base:
        raise ScenarioError(
            f"{path.name}: extends: is {base!r}, but must be a scenario that ships or a .toml "
            "file in the same folder"
        )
    parent = path.parent / base if base.endswith(".toml") else _find(base)
    return _merge(_resolve(parent, (*seen, here)), content)


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Lay one table over another: tables merge, everything else replaces."""
    result = dict(base)
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _merge(result[key], value)
        else:
            result[key] = value
    return result


def explain(error: ValidationError) -> str:
    """The first mistake of a validation, as one sentence."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "the whole"
    if first["type"] == "extra_forbidden":
        known = _fields_at(first["loc"][:-1])
        word = str(first["loc"][-1])
        return (
            f"{where}: no such field{_nearest(word, known)}; the fields there are "
            f"{', '.join(known)}"
        )
    message = str(first["msg"]).removeprefix("Value error, ")
    value = "" if isinstance(first["input"], (dict, BaseModel)) else f" (it is {first['input']!r})"
    return f"{where}: {message[0].lower()}{message[1:]}{value}"


def _fields_at(location: tuple[int | str, ...]) -> list[str]:
    """Names of the fields of the section that a location leads to."""
    model: Any = Scenario
    for part in location:
        fields = getattr(model, "model_fields", {})
        # a table such as events: its keys are free, its values are all of one section
        model = fields[part].annotation if part in fields else get_args(model)[-1]
    return [name for name in model.model_fields if name != "name"]
