"""Mutants: the small changes of a source file that a test ought to notice, one place at a time.

What is changed: comparisons and their bounds, arithmetic, signs, `and` and `or`, conditions, numbers, truth values, the texts that decide
something (compared ones, keys of a table, defaults), `min` and `max`, `any` and `all`, `abs`, sorting, filters of comprehensions, named
arguments, branches, returns, and whole statements.

What is not: wording. Docstrings, annotations, f-strings, `because` sentences, what a `Fault` says, examples and practice notes, the names
and explanations of settings, the methods that write prose, and anything asked of `words`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
EXCHANGED = {"min": "max", "max": "min", "any": "all", "all": "any", "floor": "ceil", "ceil": "floor"}
DROPPED = {"abs", "sorted", "reversed"}
WRITES_PROSE = {
    "prose", "ending", "banded_words", "each_step", "value_of_level", "_claim", "_assumption", "_span", "__str__", "__repr__",
}  # fmt: skip
WORDING = {"because", "said", "told", "what", "remedy", "over", "example", "practice"}
SAYS = {"Fault", "Missing", "Place", "CurrencyMismatch", "ValueError", "fault"}


@dataclass(frozen=True)
class Mutant:
    """One change: put `put` in place of what stands in `parent.field` (at `index`, where that is a list). `lines` are those of its
    statement."""

    line: int
    change: str
    parent: ast.AST
    field: str
    index: int | None
    put: ast.AST
    lines: tuple[int, int]
    inside: str
    """The function or class it is in."""
    called: bool
    """Whether it runs when a function is called, and not only while the module is loaded."""

    def apply(self, tree: ast.Module) -> ast.Module:
        """The tree, changed. It cannot be used for another mutant."""
        if self.index is None:
            setattr(self.parent, self.field, self.put)
        else:
            getattr(self.parent, self.field)[self.index] = self.put
        return ast.fix_missing_locations(tree)


def mutants(tree: ast.Module) -> list[Mutant]:
    """All mutants of a file, in the order of the text; the same text gives the same list.

    >>> [one.change for one in mutants(ast.parse("def f(a): return a < 1"))]
    ['return a < 1 -> return None', 'a < 1 -> a <= 1', 'a < 1 -> a >= 1', '1 -> 2', '1 -> 0']
    """
    return sorted(_walk(tree, (1, 1), "", False, set()), key=lambda one: one.line)


def _walk(node: ast.AST, lines: tuple[int, int], inside: str, called: bool, known: set[str]) -> Iterator[Mutant]:
    for field, value in ast.iter_fields(node):
        places: list[tuple[int | None, object]] = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        for index, child in places:
            if not isinstance(child, ast.AST) or _wording(node, field, index, child):
                continue
            here = _lines(child) if isinstance(child, ast.stmt) else lines
            name, names, runs = inside, known, called
            if isinstance(child, ast.FunctionDef):
                name, names, runs = f"{inside}.{child.name}".strip("."), set(), True
            elif isinstance(child, ast.ClassDef):
                name = f"{inside}.{child.name}".strip(".")
            elif isinstance(child, ast.arguments):
                runs = False  # defaults are made while the module is loaded
            for put in _replacements(child, node, field, index, known):
                change = f"{_text(child)} -> {_text(put)}"
                yield Mutant(getattr(child, "lineno", here[0]), change, node, field, index, put, here, inside, called)
            if isinstance(child, ast.Assign):
                known.update(target.id for target in child.targets if isinstance(target, ast.Name))
            yield from _walk(child, here, name, runs, names)


def _lines(statement: ast.stmt) -> tuple[int, int]:
    """A statement's own lines; of one that holds others, those of its head."""
    body = getattr(statement, "body", None)
    last = body[0].lineno - 1 if isinstance(body, list) and body else statement.end_lineno or statement.lineno
    return statement.lineno, max(statement.lineno, last)


def _text(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split()) if not isinstance(node, ast.comprehension) else ast.unparse(node)
    return text if len(text) <= 90 else f"{text[:87]}..."


def _wording(parent: ast.AST, field: str, index: int | None, child: ast.AST) -> bool:
    """Whether what hangs here is wording, or no behaviour at all."""
    if isinstance(child, ast.JoinedStr | ast.Import | ast.ImportFrom) or field in ("annotation", "returns", "decorator_list", "bases"):
        return True
    if isinstance(child, ast.FunctionDef):
        return child.name in WRITES_PROSE
    if isinstance(child, ast.Assign | ast.AnnAssign):
        targets = child.targets if isinstance(child, ast.Assign) else [child.target]
        return all(isinstance(target, ast.Name) and target.id in WORDING for target in targets)
    if isinstance(child, ast.Expr):
        return isinstance(child.value, ast.Constant)
    if isinstance(child, ast.keyword):
        return child.arg in WORDING - {"told"}
    if isinstance(child, ast.If):
        return isinstance(child.test, ast.Name) and child.test.id == "TYPE_CHECKING"
    if isinstance(child, ast.Call):
        named = ast.unparse(child.func)
        return named in SAYS or "words." in f"{named}." or named.endswith((".money", "Protocol"))
    if isinstance(child, ast.Subscript):
        return ast.unparse(child.value) in ("Literal", "ClassVar")
    if isinstance(parent, ast.Call) and ast.unparse(parent.func) == "Setting" and field == "args":
        return index in (0, 2)  # the setting's name and its explanation
    return False


def _replacements(node: ast.AST, parent: ast.AST, field: str, index: int | None, known: set[str]) -> Iterator[ast.AST]:
    match node:
        case ast.Compare():
            for place, operator in enumerate(node.ops):
                for other in COMPARED[type(operator)]:
                    yield _changed(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])
        case ast.BinOp() if type(node.op) in COMPUTED:
            yield _changed(node, op=COMPUTED[type(node.op)]())
        case ast.UnaryOp(op=ast.Not() | ast.USub()):
            yield node.operand
        case ast.BoolOp():
            yield _changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
            for place in range(len(node.values)):
                left = [*node.values[:place], *node.values[place + 1 :]]
                yield left[0] if len(left) == 1 else _changed(node, values=left)
        case ast.IfExp():
            yield from (node.body, node.orelse)
        case ast.If():
            yield _changed(node, test=ast.UnaryOp(ast.Not(), node.test))
        case ast.Constant():
            yield from (ast.Constant(value) for value in _constants(node.value, parent, field, index))
        case ast.Call():
            yield from _calls(node)
        case ast.comprehension():
            for place in range(len(node.ifs)):
                yield _changed(node, ifs=[*node.ifs[:place], *node.ifs[place + 1 :]])
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and value.value is None):
            yield ast.Return(ast.Constant(None))
        case ast.AugAssign() if type(node.op) in COMPUTED:
            yield _changed(node, op=COMPUTED[type(node.op)]())
            yield ast.Pass()
        case ast.Assign() if not isinstance(node.targets[0], ast.Name) or node.targets[0].id in known:
            if not isinstance(node.targets[0], ast.Tuple):
                yield ast.Pass()
        case ast.Raise() | ast.Continue() | ast.Break() | ast.Expr():
            yield ast.Pass()


def _calls(node: ast.Call) -> Iterator[ast.AST]:
    called = node.func
    name = called.id if isinstance(called, ast.Name) else called.attr if isinstance(called, ast.Attribute) else ""
    if name in EXCHANGED:
        other = EXCHANGED[name]
        yield _changed(node, func=ast.Name(other, ast.Load()) if isinstance(called, ast.Name) else _changed(called, attr=other))
    if name in DROPPED and node.args:
        yield node.args[0] if name == "abs" else ast.Call(ast.Name("list", ast.Load()), [node.args[0]], [])
    for place, keyword in enumerate(node.keywords):
        if keyword.arg not in WORDING - {"told"} and keyword.arg is not None:
            yield _changed(node, keywords=[*node.keywords[:place], *node.keywords[place + 1 :]])


def _constants(value: object, parent: ast.AST, field: str, index: int | None) -> Iterator[object]:
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1)
    elif isinstance(value, str) and value:
        if isinstance(parent, ast.Call) and ast.unparse(parent.func) in ("Decimal", "Fraction"):
            yield f"{value}1" if "." in value else f"{value}.1"
        elif not (isinstance(parent, ast.Subscript) and field == "slice"):  # a wrong key is found by whoever runs the line
            yield f"{value}, not"


def _changed(node: ast.AST, **fields: object) -> ast.AST:
    other = copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other
