"""Kinds of setting that name something defined above: clauses, services and components, bases of a percentage, roles, results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from remit.terms.context import INVALID, Context, Defined, listed, nearest
from remit.terms.document import SECTIONS
from remit.terms.node import Items, Node, Scalar
from remit.terms.scalars import Number, Percent, ScalarKind
from remit.terms.setting import Kind
from remit.terms.times import Duration

_NUMBERS = {name: number for number, name in SECTIONS.items()}
_ONE = {
    "calendars": "calendar",
    "records": "record",
    "services": "service",
    "clocks": "clock",
    "service levels": "service level",
    "relief": "relief",
    "charges": "charge",
    "adjustments": "adjustment",
}
BASES = ("base charges", "this service", "all charges", "forecast charges", "contract price")


class Name(ScalarKind):
    """The name of one clause or definition above, in one of the sections (by name: `Name("clocks")`); str."""

    def __init__(self, *sections: str) -> None:
        self.sections = sections
        self.one = listed([_ONE[section] for section in sections], "or")
        self.noun = f"the name of a {self.one}"
        self.sample = "a name defined above"

    def read(self, node: Node, context: Context) -> Any:
        if isinstance(node, Scalar) and node.alias:
            word = node.text.lstrip("*")
            names = list(self.names(context.defined))
            meant = nearest(word, names) or next((name for name in names if word in name), None)
            write = f"write '{meant}'" if meant else "write the name out"
            return context.fault(node.line, f"'{node.text}' is a YAML alias", f"a contract repeats its words: {write}")
        return super().read(node, context)

    def parse(self, text: str, context: Context) -> Any:
        if text in self.names(context.defined) or not context.defined.broken.isdisjoint(self.sections):
            return text
        return INVALID

    def names(self, defined: Defined) -> Iterator[str]:
        return defined.names(self.sections)

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        return unknown_name(text, self.one, self.sections, list(self.names(context.defined)), context)

    def write(self, value: Any) -> str:
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"type": ["string", "number"], "description": self.noun}


def unknown_name(text: str, one: str, sections: tuple[str, ...], names: list[str], context: Context) -> tuple[str, str]:
    """There is no such name above: what there is, and the nearest."""
    for section in sections:
        if text in context.defined.below.get(section, {}):
            number, line = context.defined.below[section][text]
            if number == context.clause:
                return f"the clause names itself, the {_ONE[section]} '{text}'", "a clause may only name what stands above it"
            return (
                f"the {_ONE[section]} '{text}' is clause {number} (line {line}), below this one",
                "a clause may only name what stands above it",
            )
    if not names:
        numbers = listed([str(_NUMBERS[section]) for section in sections], "or")
        return f"there is no {one} '{text}': section {numbers} defines nothing before this clause", "define it above"
    meant = nearest(text, names)
    if meant is None:
        where = f"section{'s' if len(sections) > 1 else ''} {listed([str(_NUMBERS[section]) for section in sections])}"
        verb = "define" if len(sections) > 1 else "defines"
        said = f"there is no {one} '{text}' before this clause; {where} {verb} {listed(names)}."
        return f"{said} A clause may only name what stands above it", ""
    numbers_used = [clause.number for section in sections for clause in context.defined.clauses.get(section, {}).values()]
    span = f"clause {numbers_used[0]} defines" if len(numbers_used) == 1 else f"clauses {numbers_used[0]} to {numbers_used[-1]} define"
    return f"there is no {one} '{text}'; {span} {', '.join(names)}. Nearest: {meant}", ""


class Names(Kind):
    """Several names, or one; tuple of str in the order written."""

    def __init__(self, *sections: str) -> None:
        self.one = Name(*sections)

    def read(self, node: Node, context: Context) -> Any:
        nodes = node.items if isinstance(node, Items) else (node,)
        if not nodes:
            return context.fault(node.line, f"'{context.setting}' names nothing", f"write {self.one.noun}")
        names = [self.one.read(item, context) for item in nodes]
        twice = next((name for index, name in enumerate(names) if name is not INVALID and name in names[:index]), None)
        if twice is not None:
            return context.fault(node.line, f"'{context.setting}' names '{twice}' twice", "keep one")
        return INVALID if INVALID in names else tuple(names)

    def write(self, value: Any) -> str:
        return listed(value)

    def schema(self) -> dict[str, Any]:
        one = self.one.schema()
        return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]}


class Covers(Name):
    """What a clock or level counts: a service, one of its components, or a record; str."""

    def __init__(self) -> None:
        super().__init__("records", "services")
        self.one = "service, component or record"
        self.noun = "the name of a service, a component or a record"

    def names(self, defined: Defined) -> Iterator[str]:
        yield from defined.names(("services",))
        yield from defined.components
        yield from defined.names(("records",))

    def read(self, node: Node, context: Context) -> Any:
        value = super().read(node, context)
        owners = context.defined.components.get(value, ()) if isinstance(value, str) else ()
        if len(owners) > 1:
            numbers = listed([clause.number for clause in owners])
            return context.fault(node.line, f"'{value}' is a component of clauses {numbers}", "give the components different names")
        return value


class Base(Kind):
    """What a percentage is taken of: base charges, this service, all charges, forecast charges, contract price, or a list of charges.

    The value is the reading (str), or a tuple with the names of charges.
    """

    charges = Names("charges")

    def read(self, node: Node, context: Context) -> Any:
        if isinstance(node, Items):
            return self.charges.read(node, context)
        if isinstance(node, Scalar) and node.text in context.defined.clauses.get("charges", {}):
            return (node.text,)
        text = context.text(node, "a base", "base charges")
        if text is INVALID or text in BASES:
            return text
        what = f"'{context.setting}' is {text}, and a percentage is taken of {listed(BASES, 'or')}, or of a list of charges"
        meant = nearest(text, [*BASES, *context.defined.names(("charges",))])
        return context.fault(node.line, what, f"write {meant}" if meant else "write one of them")

    def write(self, value: Any) -> str:
        return value if isinstance(value, str) else listed(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"enum": list(BASES)}, self.charges.schema()]}


class Role(ScalarKind):
    """A role of one party, str. Where section 1 lists roles, an unlisted one is a notice."""

    noun = "a role"
    sample = "finance manager"

    def parse(self, text: str, context: Context) -> Any:
        return text

    def read(self, node: Node, context: Context) -> Any:
        role = super().read(node, context)
        if role is not INVALID:
            _notice_roles((role,), node, context)
        return role

    def write(self, value: Any) -> str:
        return str(value)


class Roles(Kind):
    """One or more roles, tuple of str: `delivery manager and head of customer care`, or a list."""

    noun = "roles"
    sample = "delivery manager and head of customer care"

    def read(self, node: Node, context: Context) -> Any:
        if isinstance(node, Items):
            roles = [context.text(item, "a role", "finance manager") for item in node.items]
        else:
            text = context.text(node, self.noun, self.sample)
            roles = [INVALID] if text is INVALID else re.split(", | and ", text)
        if INVALID in roles or not roles:
            return INVALID if roles else context.fault(node.line, f"'{context.setting}' names no role", f"write for example {self.sample}")
        _notice_roles(tuple(roles), node, context)
        return tuple(roles)

    def write(self, value: Any) -> str:
        return listed(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}


def _notice_roles(roles: tuple[str, ...], node: Node, context: Context) -> None:
    known = context.defined.roles
    for role in roles:
        if known and role not in known and not role.startswith("independent "):
            meant = nearest(role, known)
            remedy = f"write '{meant}', or add the role there" if meant else "add it there with its deputy"
            context.notice(node.line, f"'{role}' is no role of section 1", remedy)


class Value(Kind):
    """A result to compare with, typed by the metric's result: `90 %`, `4.4`, `4 business hours`, `12`.

    `Value()` follows the clause's own metric, `Value("service level")` the level that this setting of the clause or row names,
    `Value("this key")` the level that is the key of the map it stands in. Times are `Length`, all others `Fraction`.
    """

    late = True
    noun = "a result"
    sample = "90 %"

    def __init__(self, level: str = "", sample: str = "") -> None:
        self.level = level
        self.sample = sample or type(self).sample

    def of(self, result: str) -> Value:
        """The same, with a sample that is this sort of result."""
        return Value(self.level, "12" if result == "count" else _RESULTS[result].sample)

    def result(self, context: Context) -> str | None:
        """percentage, score, time or count (where no level is named); None where the level has faults of its own."""
        if not self.level:
            return context.result() if context.result else None
        name = context.typed.get(self.level)
        if name is None:
            return "count"
        clause = context.defined.find(str(name), ("service levels",))
        metric = context.metrics.get(clause.rule or "") if clause else None
        return str(metric.result_kind(clause)) if metric is not None else None

    def read(self, node: Node, context: Context) -> Any:
        kind = _RESULTS.get(self.result(context) or "")
        if kind is not None:
            return kind.read(node, context)
        text = context.text(node, self.noun, self.sample)
        if text is INVALID:
            return INVALID
        guesses = (kind.parse(text, context) for kind in _RESULTS.values())
        return next((value for value in guesses if value is not INVALID), INVALID)

    def write(self, value: Any) -> str:
        """Without its level a fraction cannot be told from a percentage: see `written`."""
        return written(value, "time" if hasattr(value, "unit") else "score")

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [kind.schema() for kind in (Percent(), Number(), Duration())]}


_RESULTS: Mapping[str, ScalarKind] = {"percentage": Percent(), "score": Number(), "time": Duration(), "count": Number()}


def written(value: Any, result: str) -> str:
    """A target or minimum as the contract writes it, for a sort of result (percentage, score, time, count)."""
    return _RESULTS[result].write(value)
