"""Files that people write, of scenarios and of strategies: read, extended, checked.

A file comes from anywhere and holds anything. Whatever it holds ends in a checked model or in
one `ScenarioError` of one sentence, soon, and without filling the memory.

What `extends` may name is narrow on purpose: a file that ships, or a .toml file in the same folder,
by its bare name. A symbolic link counts as where it leads: the file that a user names may lie
anywhere, one that it extends must lie in that folder itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from scenarios.explaining import explain, explained, first_mistake
from scenarios.sentences import (
    ScenarioError,
    listed,
    nearest,
    printable,
    sentence,
    shown,
    value_shown,
)
from scenarios.toml_files import read_toml

__all__ = [
    "Layer",
    "ScenarioError",
    "explain",
    "find_shipped",
    "layers",
    "listed",
    "merge",
    "nearest",
    "read_toml",
    "read_valid",
    "referred",
    "resolve",
    "sentence",
    "shipped",
    "shown",
]

LONGEST_CHAIN = 10
"""Files that extend each other."""


@dataclass(frozen=True)
class Layer:
    """One file of a chain of `extends`, and what stands in it."""

    path: Path
    content: dict[str, Any]


def shipped(folder: Path) -> list[str]:
    """Return the names of the .toml files of a folder, in alphabetical order."""
    return sorted(path.stem for path in folder.glob("*.toml"))


def find_shipped(name: str | Path, folder: Path, noun: str) -> Path:
    """Find a file by the name of one that ships, or by its path.

    Parameters
    ----------
    name : str or Path
        `history`, say, or a path that ends in .toml.
    folder : Path
        Where those that ship are.
    noun : str
        What it is, for the sentence: `scenario`.

    Raises
    ------
    ScenarioError
        If the name is neither.
    """
    text = str(name)
    if "\0" in text:
        raise ScenarioError(f"{noun} '{shown(text)}': is no name of a file")
    if text.endswith(".toml"):
        return Path(name)
    known = shipped(folder)
    if text in known:
        return folder / f"{text}.toml"
    raise ScenarioError(
        f"{noun} '{shown(text)}': no such name; there are {listed(known)}"
        f"{nearest(text, known)}, or give the path of a .toml file"
    )


def layers(path: Path, find: Callable[[str], Path], noun: str) -> list[Layer]:
    """Read a file and those that it extends, itself first.

    Parameters
    ----------
    path : Path
    find : function of str
        Gives the path of one that ships by its name, or raises `ScenarioError`.
    noun : str
        What the file is: `scenario`, `strategy`.

    Raises
    ------
    ScenarioError
        If one cannot be read, `extends` names nothing that may be extended or goes in a circle.
    """
    found: list[Layer] = []
    seen: list[Path] = []
    while True:
        content = _read_for(found[-1].path.name if found else None, path)
        here = path.resolve()
        _check_chain(found, seen, here)
        if "name" in content:
            raise ScenarioError(f"{shown(path.name)}: name: is the name of the file, leave it out")
        base = content.pop("extends", None)
        found.append(Layer(path, content))
        seen.append(here)
        if base is None:
            return found
        path = referred(path, base, find, noun)


def _read_for(child: str | None, path: Path) -> dict[str, Any]:
    """Read a file, and say which one extends it if it cannot be read."""
    try:
        return read_toml(path)
    except ScenarioError as error:
        if child is None:
            raise
        raise ScenarioError(sentence(f"{shown(child)}: extends: {error}")) from None


def _check_chain(found: Sequence[Layer], seen: Sequence[Path], here: Path) -> None:
    """Refuse a file that was there before, and a chain without end."""
    if here in seen:
        child = shown(found[-1].path.name)
        chain = " -> ".join(shown(one.stem) for one in (*seen, here))
        told = f"{child}: extends goes in a circle: {chain}; let the last extend another file"
        raise ScenarioError(sentence(told))
    if len(seen) == LONGEST_CHAIN:
        raise ScenarioError(
            f"{shown(found[0].path.name)}: extends: goes through more than {LONGEST_CHAIN} files; "
            "extend one of the last"
        )


def referred(
    path: Path, name: Any, find: Callable[[str], Path], noun: str, field: str = "extends"
) -> Path:
    """Return the file that another one refers to by a bare name.

    Parameters
    ----------
    path : Path
        The file that refers.
    name : object
        What stands in it: the name of one that ships, or of a .toml file in the same folder.
    find, noun
        As in `layers`.
    field : str
        Where it stands, for the sentence.

    Raises
    ------
    ScenarioError
        If it is anything else, or a link that leads out of the folder.
    """
    where = f"{shown(path.name)}: {shown(field)}"
    if not isinstance(name, str) or not _is_bare(name):
        raise ScenarioError(
            f"{where}: is {printable(value_shown(name))}, but must be a {noun} that ships or a "
            ".toml file in the same folder"
        )
    if not name.endswith(".toml"):
        try:
            return find(name)
        except ScenarioError as error:
            raise ScenarioError(sentence(f"{where}: {error}")) from None
    beside = path.parent / name
    try:
        inside = beside.resolve().parent == path.parent.resolve()
    except (OSError, RuntimeError):
        # a link that leads to itself
        inside = False
    if not inside:
        raise ScenarioError(
            f"{where}: {shown(name)} is a link that leads out of the folder; copy the file"
        )
    return beside


def _is_bare(name: str) -> bool:
    """Whether a name is one of a file alone: no folder, drive or odd sign in it."""
    return bool(name) and not any(sign in "/\\:\0" or not sign.isprintable() for sign in name)


def merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Lay one table over another: tables merge, everything else replaces."""
    result = dict(base)
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merge(result[key], value)
        else:
            result[key] = value
    return result


def merged(chain: Sequence[Layer]) -> dict[str, Any]:
    """Lay the files of a chain over each other, the first on top."""
    content: dict[str, Any] = {}
    for layer in reversed(chain):
        content = merge(content, layer.content)
    return content


def resolve(path: Path, find: Callable[[str], Path], noun: str) -> dict[str, Any]:
    """Read a file and lay it over those that it extends; parameters and errors as `layers`."""
    return merged(layers(path, find, noun))


def read_valid[Model: BaseModel](
    path: Path, find: Callable[[str], Path], noun: str, model: type[Model]
) -> Model:
    """Read a file with all that it extends as a model, whose field `name` is the file's.

    Raises
    ------
    ScenarioError
        One sentence with the file of the chain that has the mistake, the field, what is wrong and
        what would be right.
    """
    chain = layers(path, find, noun)
    try:
        return model.model_validate({**merged(chain), "name": path.stem})
    except ValidationError as error:
        mistake = first_mistake(error)
        file = _culprit(chain, mistake["loc"])
        raise ScenarioError(sentence(f"{shown(file.name)}: {explained(mistake, model)}")) from None


def _culprit(chain: Sequence[Layer], location: Sequence[int | str]) -> Path:
    """Return the file of a chain whose value stands where a mistake is."""
    deepest, culprit = 0, chain[0].path
    for layer in chain:
        place: Any = layer.content
        for depth, part in enumerate(location, start=1):
            if not isinstance(place, dict) or part not in place:
                break
            place = place[part]
            if depth > deepest:
                deepest, culprit = depth, layer.path
    return culprit
