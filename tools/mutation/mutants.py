"""The faults: each is one small change of one place in a file."""

from __future__ import annotations

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CALLED = {
    "min": "max",
    "max": "min",
    "any": "all",
    "all": "any",
    "minimum": "maximum",
    "maximum": "minimum",
}
# Types and decorators (slots, caches) are no behaviour that a test should pin down.
SKIPPED = {"annotation", "returns", "decorator_list", "type_params"}


@dataclass(frozen=True)
class Mutant:
    """One change: in which file, which bytes of it, and what stands there instead."""

    file: str
    line: int
    start: int
    end: int
    old: str
    new: str

    def __str__(self) -> str:
        """The change on one line."""
        old, new = (" ".join(text.split()) for text in (self.old, self.new))
        return f"{old[:60]} -> {new[:60]}"

    def applied(self, source: bytes) -> bytes:
        """The file with the change made."""
        return source[: self.start] + self.new.encode() + source[self.end :]


def changed(node: ast.AST, inside: bool) -> Iterator[str]:
    """What may stand in the place of a node; `inside` tells whether a function holds it."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=others):
            for place, op in enumerate(ops):
                new = [*ops[:place], COMPARED[type(op)](), *ops[place + 1 :]]
                yield f"({ast.unparse(ast.Compare(left, new, others))})"
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COMPUTED:
            yield f"({ast.unparse(ast.BinOp(left, COMPUTED[type(op)](), right))})"
        case ast.AugAssign(target=target, op=op, value=value):
            if type(op) in COMPUTED:
                yield ast.unparse(ast.AugAssign(target, COMPUTED[type(op)](), value))
            yield "pass"
        case ast.BoolOp(op=op, values=values):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"({ast.unparse(ast.BoolOp(other, values))})"
        case ast.UnaryOp(op=ast.Not() | ast.USub() | ast.Invert(), operand=operand):
            yield f"({ast.unparse(operand)})"
        case ast.Constant(value=bool() as value):
            yield str(not value)
        case ast.Constant(value=int() | float() as value):
            yield f"({value + 1!r})"
        case ast.Name(id=name) if name in CALLED:
            yield CALLED[name]
        case ast.Attribute(value=value, attr=name) if name in CALLED:
            yield f"{ast.unparse(value)}.{CALLED[name]}"
        case ast.Return(value=value) if value is not None and not _none(value):
            yield "return None"
        case ast.Continue() | ast.Break() | ast.Raise():
            yield "pass"
        case ast.Expr(value=ast.Call()) if inside:
            yield "pass"
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]) if inside:
            yield "pass"


def _none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _nodes(node: ast.AST, inside: bool = False) -> Iterator[tuple[ast.AST, bool]]:
    """All nodes that may be changed, and whether a function holds them."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if "lineno" in node._attributes:
        yield node, inside
    inside = inside or isinstance(node, ast.FunctionDef | ast.Lambda)
    for field, value in ast.iter_fields(node):
        if field in SKIPPED:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                yield from _nodes(child, inside)


def mutants_of(root: Path, file: str) -> list[Mutant]:
    """Every change of a file, in the order of its lines."""
    source = (root / file).read_bytes()
    begins = [0]
    for row in source.splitlines(keepends=True):
        begins.append(begins[-1] + len(row))
    found: dict[tuple[int, int, str], Mutant] = {}
    for node, inside in _nodes(ast.parse(source)):
        for new in changed(node, inside):
            start = begins[node.lineno - 1] + node.col_offset
            end = begins[node.end_lineno - 1] + node.end_col_offset
            old = source[start:end].decode()
            found[start, end, new] = Mutant(file, node.lineno, start, end, old, new)
    return sorted(found.values(), key=lambda mutant: (mutant.line, mutant.start, mutant.new))


def sample(mutants: list[Mutant], count: int, seed: int) -> list[Mutant]:
    """Every k-th mutant from a random start: spread over all files by their size; shuffled.

    Shuffled, so that the beginning of the sample is a fair sample as well.
    """
    luck = random.Random(seed)
    step = max(1.0, len(mutants) / count)
    start = luck.random() * step
    picked = [mutants[int(start + step * at)] for at in range(min(count, len(mutants)))]
    luck.shuffle(picked)
    return picked
