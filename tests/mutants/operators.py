"""Small faults that a slip of the hand could make: another sign, a term left out, a lag one month off."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_SWAPPED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.Pow: ast.Mult,
    ast.FloorDiv: ast.Div, ast.Mod: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_OPPOSITE: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.Gt, ast.LtE: ast.Gt, ast.Gt: ast.Lt, ast.GtE: ast.Lt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_TWINS: Final = {"maximum": "minimum", "minimum": "maximum", "argmax": "argmin", "argmin": "argmax", "max": "min"}
_UNWRAPPED: Final = ("exp", "expm1", "log", "log2", "sqrt", "clip", "maximum", "minimum", "rint", "tanh", "abs")
_TELLING: Final = (
    "note", "parameter", "per_step", "growth_rate", "structure", "choice", "field", "dataclass", "Spec", "EventKind",
)  # fmt: skip
"""Calls that tell or declare: their words and numbers are no equations."""
_MODULES: Final = ("np", "math")
_UNWORKING: Final = ("annotation", "returns", "decorator_list")
_GUARD: Final = 1e-4
"""Numbers up to here only keep a division from zero."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fault: between two places of a text other words stand.

    Attributes
    ----------
    line
        Line of the text, from 1.
    start, end
        Bytes of the text, in UTF-8, that give way.
    old, new
        What stood there and what stands there now.
    """

    line: int
    start: int
    end: int
    old: str
    new: str

    def applied(self, text: str) -> str:
        """Return the text with the fault in it."""
        raw = text.encode()
        return (raw[: self.start] + self.new.encode() + raw[self.end :]).decode()


def changes(text: str) -> Iterator[Change]:
    """Yield every fault of a source text, each once."""
    starts = [0]
    for line in text.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    raw, seen = text.encode(), set()
    for node in _working(ast.parse(text)):
        for new in _faults(node):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            change = Change(node.lineno, start, end, raw[start:end].decode(), new)
            if (start, end, new) not in seen and change.old != new:
                seen.add((start, end, new))
                yield change


def _working(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Yield the statements and expressions that compute something."""
    for name, part in ast.iter_fields(node):
        if name in _UNWORKING:
            continue
        for child in part if isinstance(part, list) else [part]:
            if isinstance(child, ast.AST) and not _tells(child):
                if isinstance(child, ast.expr | ast.stmt):
                    yield child
                yield from _working(child)


def _tells(node: ast.AST) -> bool:
    """Whether a node only tells, declares or guards types."""
    if isinstance(node, ast.Raise | ast.JoinedStr | ast.arg | ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return True
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return _name(node.value) in _TELLING
    return isinstance(node, ast.Call) and _name(node) in _TELLING


def _name(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _faults(node: ast.expr | ast.stmt) -> Iterator[str]:
    """Yield what could stand in place of a node."""
    if isinstance(node, ast.BinOp):
        yield from _of_operation(node)
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in _OPPOSITE:
        opposite = ast.Compare(node.left, [_OPPOSITE[type(node.ops[0])](), *node.ops[1:]], node.comparators)
        yield f"({ast.unparse(opposite)})"
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not | ast.Invert):
        yield f"({ast.unparse(node.operand)})"
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node)
    elif isinstance(node, ast.Call):
        yield from _of_call(node)
    elif isinstance(node, ast.stmt):
        yield from _of_statement(node)


def _of_operation(node: ast.BinOp) -> Iterator[str]:
    """Yield another operator, and either side alone."""
    left, right = ast.unparse(node.left), ast.unparse(node.right)
    if type(node.op) in _SWAPPED:
        yield f"({ast.unparse(ast.BinOp(node.left, _SWAPPED[type(node.op)](), node.right))})"
    yield f"({left})"
    if isinstance(node.op, ast.Add | ast.Mult):
        yield f"({right})"


def _of_constant(node: ast.Constant) -> Iterator[str]:
    value = node.value
    if isinstance(value, bool) or not isinstance(value, int | float) or 0 < abs(value) <= _GUARD:
        return
    yield repr(value + 1) if isinstance(value, int) else repr(value * 1.5 if value else 1.0)
    if value == 1:
        yield repr(value - 1)


def _of_call(node: ast.Call) -> Iterator[str]:
    """Yield the twin of a function, and what it was applied to."""
    name = _name(node)
    if name in _TWINS and isinstance(node.func, ast.Attribute) and node.args:
        twin = ast.Attribute(node.func.value, _TWINS[name], ast.Load())
        yield ast.unparse(ast.Call(twin, node.args, node.keywords))
    if name in _UNWRAPPED and node.args:
        parts = [owner] if (owner := _owner(node)) else node.args[: 2 if name in _TWINS else 1]
        yield from (f"({ast.unparse(part)})" for part in parts)


def _owner(call: ast.Call) -> ast.expr | None:
    """Return the array whose method is called, None for a function of a module."""
    if not isinstance(call.func, ast.Attribute):
        return None
    owner = call.func.value
    return None if isinstance(owner, ast.Name) and owner.id in _MODULES else owner


def _of_statement(node: ast.stmt) -> Iterator[str]:
    """Yield nothing in place of a statement that acts."""
    stored = isinstance(node, ast.Assign | ast.AugAssign) and isinstance(
        node.targets[0] if isinstance(node, ast.Assign) else node.target, ast.Attribute | ast.Subscript
    )
    if stored or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield "pass"
