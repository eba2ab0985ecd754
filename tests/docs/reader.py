"""Someone who types what a document says, in a folder of their own."""

import argparse
import contextlib
import importlib
import io
import runpy
import shlex
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import typer
from typer.testing import CliRunner

import jumelage
from scenarios import load
from scenarios.strategies import load_strategy
from scenarios.toml_files import read_toml
from tests.docs import table
from tests.docs.documents import ROOT, bare

GROUP = typer.main.get_command(jumelage.app)
SHELL = ("mkdir", "cp", "git")
FRONT = ("--help", "--version")


class Accepted(Exception):
    """Raised in place of going on, once a program has taken the words of its call."""


def words_of(line: str) -> list[str]:
    """Words of a command as typed; programs of .venv without their folder."""
    typed = bare(line)
    words = shlex.split(table.SAID_AS.get(typed, typed))
    return [words[0].removeprefix(".venv/bin/"), *words[1:]]


def accept(words: Sequence[str]) -> None:
    """Have a program take the words of its call, as they stand, and do nothing.

    Raises
    ------
    AssertionError
        If it refuses them, or there is no such command.
    """
    program, *rest = words
    if program == "jumelage":
        _accept_command(rest[: rest.index(">")] if ">" in rest else rest)
    elif program == "python" and rest[:1] == ["-m"]:
        _accept_module(rest[1], rest[2:])
    elif program == "make":
        call = ["make", "--dry-run", "--no-print-directory", *rest]
        told = subprocess.run(call, cwd=ROOT, capture_output=True, text=True)
        assert told.returncode == 0, (words, told.stderr)
    else:
        assert program in {"python", *SHELL}, f"{shlex.join(words)}: nothing here runs this"


def command_of(words: Sequence[str]) -> tuple[typer.core.TyperCommand, list[str]]:
    """Command that words after ``jumelage`` name, and the words that are left for it."""
    found, context, rest = GROUP, typer.Context(GROUP, info_name="jumelage"), list(words)
    while rest and hasattr(found, "resolve_command"):
        try:
            name, found, rest = found.resolve_command(context, rest)
        except Exception as error:
            raise AssertionError(f"jumelage {shlex.join(words)}: {error}") from error
        context = typer.Context(found, info_name=name, parent=context)
    return found, rest


def _accept_command(words: Sequence[str]) -> None:
    if words[0] in FRONT:
        return
    command, rest = command_of(words)
    try:
        command.make_context(words[0], list(rest))
    except Exception as error:
        raise AssertionError(f"jumelage {shlex.join(words)}: {error}") from error


def _accept_module(module: str, words: Sequence[str]) -> None:
    known = {*table.IN_COPY, *table.MODULES_NOT_RUN, *table.ELSEWHERE}
    assert module in known, f"python -m {module}: nothing here runs this, says tests/docs/table.py"
    if module == "pytest":
        return
    kept = argparse.ArgumentParser.parse_args

    def take(parser: argparse.ArgumentParser, args=None, namespace=None):
        kept(parser, args, namespace)
        raise Accepted

    argparse.ArgumentParser.parse_args = take
    told = io.StringIO()
    start, sys.argv = sys.argv, [module, *words]
    try:
        with contextlib.redirect_stderr(told):
            _main_of(module)(list(words))
    except Accepted:
        return
    except SystemExit as error:
        raise AssertionError(
            f"python -m {module} {shlex.join(words)}: {told.getvalue()}"
        ) from error
    finally:
        argparse.ArgumentParser.parse_args = kept
        sys.argv = start
    assert module in table.NO_OPTIONS, f"python -m {module}: it took no words"


def _main_of(module: str):
    """What a module runs when it is called, as a function of its words."""
    for name in (f"{module}.__main__", module):
        try:
            found = importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            continue
        program = getattr(found, "main", None) or found.STUDY.main
        return partial(_told, program)
    raise AssertionError(f"python -m {module}: there is no such module")


def _told(program, words: list[str]) -> None:
    """Call a program with its words; some read those of the process."""
    program(words) if program.__code__.co_argcount else program()


def smaller(words: Sequence[str]) -> list[str]:
    """A call of jumelage with a small world and small counts in place of large ones."""
    name, *rest = words
    for option, value in table.FEW.get(name, {}).items():
        if option in rest:
            rest[rest.index(option) + 1] = value
        elif "--design" not in rest:  # which says itself how many runs there are
            rest += [option, value]
    rest = [word for word in rest if word not in table.WITHOUT.get(name, ())]
    if name in table.FIRST_ONLY:
        first = next(place for place, word in enumerate(rest) if word.startswith("--"))
        rest[2:first] = []
    given = {word for word in rest if word.startswith("--")}
    more = list(table.SMALLER.get(name, ()))
    pairs = [more[p : p + 2] if more[p] != "--quiet" else more[p:] for p in range(0, len(more), 2)]
    return [name, *rest, *(word for pair in pairs if pair[0] not in given for word in pair)]


RUN: set[tuple[str, ...]] = set()
"""Calls that a document has made before: slow ones are made once."""


class Reader:
    """Types the steps of one document, in the folder where the process is.

    Attributes
    ----------
    deep : bool
        Whether slow commands are typed, too.
    typed : list of str
        Commands that were run.
    saved : list of Path
        Files that were saved.
    """

    def __init__(self, deep: bool = False) -> None:
        self.deep = deep
        self.typed: list[str] = []
        self.saved: list[Path] = []

    def run(self, line: str) -> None:
        """Run one command, smaller than it stands there."""
        words = words_of(line)
        if words[0] == "jumelage":
            if words[1] in table.CHAINED or (words[1] in table.SLOW and not self.deep):
                return  # the former among the modules, which read what they leave
            if words[1] in table.SLOW and tuple(words) in RUN:
                return
            self._call(line, words[1:])
            RUN.add(tuple(words))
        elif words[:2] == ["python", "-m"]:
            return  # in a copy of the repository, by the deep test
        elif words[0] == "python":
            runpy.run_path(words[1], run_name="__main__")
        elif words[0] == "make":
            return  # expanded by `accept`; what it calls is typed by other lines
        elif words[0] in SHELL:
            done = subprocess.run(words, capture_output=True, text=True)
            assert done.returncode in ((0, 1) if words[0] == "git" else (0,)), (line, done.stderr)
        self.typed.append(line)

    def _call(self, line: str, words: Sequence[str]) -> None:
        into = words[words.index(">") + 1] if ">" in words else ""
        call = smaller(words[: words.index(">")] if into else words)
        result = CliRunner().invoke(jumelage.app, call)
        assert result.exit_code == 0, (line, call, result.output, result.exception)
        if into:
            Path(into).write_text(result.stdout, encoding="utf-8")

    def save(self, name: str, content: str) -> None:
        """Save a file of the document."""
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        self.saved.append(path)

    def finish(self) -> None:
        """Every scenario and strategy must be one, and every other file be used by a command."""
        for path in self.saved:
            used = any(path.as_posix() in line.split() for line in self.typed)
            assert used or path.suffix == ".toml", f"{path}: no command runs it"
            if path.suffix == ".toml":
                strategy = {"measures", "mix"} & read_toml(path).keys()
                (load_strategy if strategy else load)(path)

    def execute(self, document: str, code: str) -> None:
        """Run a program that stands in a document, smaller than it stands there."""
        for large, small in table.CODE_AS.get(document, ()):
            code = code.replace(large, small)
        if document in table.SLOW_PROGRAMS and not self.deep:
            imports = [line for line in code.splitlines() if line.startswith(("from ", "import "))]
            compile(code, document, "exec")
            code = "\n".join(imports)
        exec(compile(code, document, "exec"), {"__name__": "__main__"})
