"""Single TOML files, whatever they hold: read soon, or refused in one sentence."""

from __future__ import annotations

import re
import stat
import tomllib
from pathlib import Path
from typing import Any

from scenarios.sentences import ScenarioError, sentence, shown

LARGEST = 1_000_000
"""Bytes of a file: thirty times the largest that ships."""
DEEPEST = 20
"""Tables and lists within each other."""
MOST_DOTS = 20_000
"""In all the keys of a file that have three parts or more."""
PART = r"""(?:[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|'[^'\n]*+')"""
DOTTED = re.compile(rf"""(?<![\w\\-])(?:{PART}[ \t]*+\.[ \t]*+){{2,}}+""")
"""All but the last part of a key of three parts or more; looks at every sign once."""


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file.

    Raises
    ------
    ScenarioError
        If it is no regular file, cannot be read, is larger than 1 MB, no UTF-8, no valid TOML,
        or nested more than 20 deep.
    """
    where, data = shown(path), _bytes(path)
    try:
        # A byte order mark, as some editors set it, is no part of the text.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ScenarioError(f"{where}: is not a text in UTF-8; save it as one") from None
    if _has_endless_keys(text):
        raise ScenarioError(f"{where}: is nested too deeply, or has very many keys with dots")
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        hint = ", a name is given twice" if "overwrite" in str(error) else ""
        raise ScenarioError(sentence(f"{where}: is no valid TOML: {error}{hint}")) from None
    except RecursionError:
        raise ScenarioError(f"{where}: is nested too deeply") from None
    except ValueError:
        # Python's own limit, which TOML's reader lets through.
        raise ScenarioError(f"{where}: holds a number of too many digits") from None
    if _depth(content) > DEEPEST:
        raise ScenarioError(f"{where}: is nested too deeply, more than {DEEPEST} tables and lists")
    return content


def _bytes(path: Path) -> bytes:
    """Return what is in a regular file; never wait for a pipe or a device."""
    where = shown(path)
    try:
        mode, data = path.stat().st_mode, b""
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
    except FileNotFoundError:
        raise ScenarioError(f"{where}: no such file") from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ScenarioError(f"{where}: cannot be read ({reason})") from None
    except ValueError:
        raise ScenarioError(f"{where}: is no name of a file") from None
    if stat.S_ISDIR(mode):
        raise ScenarioError(f"{where}: is a folder; give a .toml file")
    if not stat.S_ISREG(mode):
        raise ScenarioError(f"{where}: is no regular file")
    if len(data) > LARGEST:
        raise ScenarioError(f"{where}: is larger than 1 MB; one with every parameter has 30 kB")
    return data


def _has_endless_keys(text: str) -> bool:
    """Whether keys have so many parts that TOML's reader would take very long or much memory."""
    dots = [found.group().count(".") for found in DOTTED.finditer(text)]
    return max(dots, default=0) > DEEPEST or sum(dots) > MOST_DOTS


def _depth(content: Any) -> int:
    """Return how many tables and lists lie within each other, without recursion."""
    level, depth = [content], 0
    while level:
        level = [
            below
            for one in level
            if isinstance(one, dict | list)
            for below in (one.values() if isinstance(one, dict) else one)
            if isinstance(below, dict | list)
        ]
        depth += 1
    return depth
