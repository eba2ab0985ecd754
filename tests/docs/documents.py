"""What the documents of the repository hold: blocks, commands, links, headings."""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.M | re.S)
SPAN = re.compile(r"(?<!`)`([^`|]+)`(?!`)|(?<!`)`(jumelage [^`]+)`(?!`)")
PROGRAMS = (
    *("jumelage", "python", "make", "git", "ruff", "mypy", "pytest", "uv", "pip", "npm", "npx"),
    *("curl", "wget", "docker", "source", "export", "cp", "mkdir", ".venv/bin/"),
)
FILE_NAME = re.compile(r"`([\w./-]+\.(?:toml|csv|py))`")
FIRST_LINE = re.compile(r"# ([\w./-]+\.(?:py|toml|csv))\n")
EDIT = re.compile(r"In `(?P<file>[^`]+)`, (?P<at>(?:before|after) `[^`]+`|at its end):\n+\Z")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.*)$", re.M)

NO_COMMANDS = ("text", "mermaid")
"""Kinds of blocks that show something and are not typed."""
FILES = ("toml", "csv")


@dataclass(frozen=True)
class Step:
    """One thing that a reader of a document does.

    Attributes
    ----------
    kind : command (of a block), said (a command within a sentence), python, toml, csv, or edit
    text : the command, or the content of the block
    name : file that the content is saved as or put into; empty for a command and for a program
        without one
    at : of an edit: ``before `LINE` ``, ``after `LINE` `` or ``at its end``
    """

    kind: str
    text: str
    name: str = ""
    at: str = ""


def documents() -> list[str]:
    """Every Markdown file of the repository: what git tracks, and what it would."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    names = {name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()}
    return sorted(names)


def read(document: str) -> str:
    """Text of a document."""
    return (ROOT / document).read_text(encoding="utf-8")


def bare(line: str) -> str:
    """A command without the comment behind it."""
    return re.split(r"\s+#", line)[0].strip()


def is_command(span: str) -> bool:
    """Whether words in code look like a command: a program, and something after it."""
    first, _, more = span.partition(" ")
    known = first in PROGRAMS or first.startswith(("python", ".venv/bin/"))
    return bool(more) and known


def steps(text: str) -> list[Step]:
    """What a document asks its reader to do, in its order.

    Raises
    ------
    ValueError
        If a block has no kind, or one that nothing here knows.
    """
    found: list[Step] = []
    end = 0
    for block in FENCE.finditer(text):
        found += _said(text[end : block.start()])
        found += _of_block(block["kind"], block["text"], text[: block.start()])
        end = block.end()
    return found + _said(text[end:])


def _said(prose: str) -> list[Step]:
    spans = (" ".join((one[1] or one[2]).split()) for one in SPAN.finditer(prose))
    return [Step("said", span) for span in spans if is_command(span)]


def _of_block(kind: str, text: str, before: str) -> list[Step]:
    if kind in NO_COMMANDS:
        return []
    if kind == "sh":
        return [Step("command", line) for line in text.splitlines() if line.strip()]
    if kind == "diff" and (edit := EDIT.search(before)):
        added = [line.removeprefix("+") for line in text.splitlines(keepends=True)]
        return [Step("edit", "".join(added), edit["file"], edit["at"])]
    named = FIRST_LINE.match(text)
    if kind == "python":
        return [Step("python", text, named[1] if named else "")]
    if kind in FILES:
        told = FILE_NAME.findall(before.rpartition("\n\n")[0].rpartition("\n\n")[2])
        told += FILE_NAME.findall(before.rpartition("\n\n")[2])
        right = [name for name in told if name.endswith(kind)]
        if not named and not right:
            raise ValueError(f"the block has no name of a file before it:\n{text}")
        return [Step(kind, text, named[1] if named else right[-1])]
    raise ValueError(f"a block of kind '{kind}' is not run; sh, python, toml and csv are:\n{text}")


def edited(text: str, step: Step) -> str:
    """A file's text with an edit of a document.

    Raises
    ------
    ValueError
        If the line beside which something is to stand is not there just once.
    """
    if step.at == "at its end":
        return text + step.text
    where, _, quoted = step.at.partition(" ")
    line = f"\n{quoted.strip('`')}\n"
    if text.count(line) != 1:
        raise ValueError(f"{step.name}: has not once the line {quoted}")
    if where == "before":
        return text.replace(line, f"\n{step.text}{line[1:]}")
    return text.replace(line, f"{line}{step.text}")


def links(text: str) -> list[str]:
    """Targets of all links and pictures outside of code."""
    prose = re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))
    return LINK.findall(prose)


def anchors(text: str) -> set[str]:
    """Anchors of the headings of a document, as GitHub makes them."""
    found: set[str] = set()
    many: dict[str, int] = {}
    for heading in HEADING.findall(FENCE.sub("", text)):
        plain = LINK.sub("]", heading).replace("[", "").replace("]", "").strip().lower()
        slug = re.sub(r"[^\w -]", "", plain).replace(" ", "-")
        again = many.get(slug, 0)
        many[slug] = again + 1
        found.add(f"{slug}-{again}" if again else slug)
    return found
