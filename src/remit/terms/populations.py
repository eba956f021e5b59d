"""Kinds of setting that choose items by their fields, and where those fields are declared."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from remit.terms.context import INVALID, Context, Defined, listed, nearest
from remit.terms.document import SECTIONS, Clause
from remit.terms.node import Entry, Items, Node, Pairs, shown
from remit.terms.scalars import Number
from remit.terms.setting import Kind
from remit.terms.typed import Between

_NUMBERS = {name: number for number, name in SECTIONS.items()}


def record_of(typed: Mapping[str, Any], defined: Defined) -> Clause | None:
    """The record whose items a clause with these settings counts."""
    for setting, section in (
        ("record", "records"),
        ("covers", ""),
        ("service", "services"),
        ("clock", "clocks"),
        ("service level", "service levels"),
    ):
        name = typed.get(setting)
        if not isinstance(name, str):
            continue
        if section == "records":
            return defined.find(name, ("records",))
        clause = covered(name, defined) if not section else defined.find(name, (section,))
        if clause is not None:
            return clause if clause.section == _NUMBERS["records"] else record_of(clause.settings, defined)
    return None


def covered(name: str, defined: Defined) -> Clause | None:
    """The service or record of a name that a clause covers; a component gives its service."""
    clause = defined.find(name, ("services",))
    if clause is None and len(defined.components.get(name, ())) == 1:
        return defined.components[name][0]
    return clause or defined.find(name, ("records",))


class Where(Kind):
    """A population by field: `{channel: email}`, `{priority: [urgent, normal]}`, `{lines: {from: 1, to: 99}}`; `Condition`."""

    late = True
    noun = "a population by field"
    sample = "{channel: email}"

    def read(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Pairs):
            what = f"'{context.setting}' is {shown(node)}, and a population is written by field"
            return context.fault(node.line, what, f"write for example {self.sample}")
        record = record_of(context.typed, context.defined)
        condition: dict[str, Any] = {}
        for entry in node:
            if entry.key in condition:
                context.fault(entry.line, f"the field '{entry.key}' is written twice", "give one field all its values in one list")
                continue
            condition[entry.key] = self._field(entry, record, context.under(entry.key, entry.line))
        return INVALID if INVALID in condition.values() else condition

    def _field(self, entry: Entry, record: Clause | None, context: Context) -> Any:
        fields: Mapping[str, Any] = (record.get("fields") or {}) if record else {}
        if fields and entry.key not in fields and record:
            meant = nearest(entry.key, fields)
            remedy = f"write '{meant}'" if meant else f"it has {listed(fields)}"
            return context.fault(entry.line, f"'{entry.key}' is not a field of the record '{record.name}' (clause {record.number})", remedy)
        if isinstance(entry.value, Pairs):
            return self._between(entry.value, fields.get(entry.key), context)
        nodes = entry.value.items if isinstance(entry.value, Items) else (entry.value,)
        values = [context.text(item, "a value of the field", "email") for item in nodes]
        known = fields.get(entry.key)
        if isinstance(known, tuple) and record:
            for item, value in zip(nodes, values, strict=True):
                if value is not INVALID and value not in known:
                    meant = nearest(value, known)
                    remedy = f"write '{meant}'" if meant else "write one of them, or add the value there"
                    what = f"'{value}' is not a value of the field '{entry.key}', which has {listed(known)} (clause {record.number})"
                    return context.fault(item.line, what, remedy)
        if not values:
            return context.fault(entry.line, f"the field '{entry.key}' has no values here", "write one, or leave the field out")
        return INVALID if INVALID in values else tuple(values)

    def _between(self, node: Pairs, known: Any, context: Context) -> Any:
        if isinstance(known, tuple):
            what = f"the field '{context.setting}' has the values {listed(known)}, which have no order"
            return context.fault(node.line, what, "list the values instead of from and to")
        ends: dict[str, str | None] = {"from": None, "to": None}
        for entry in node:
            if entry.key not in ends:
                return context.fault(entry.line, f"'{entry.key}' is not part of a range", "write from, to, or both")
            text = context.text(entry.value, "an end of a range", "10")
            if text is INVALID:
                return INVALID
            ends[entry.key] = text
        low, high = ends["from"], ends["to"]
        numbers = [Number().parse(end, context) for end in (low, high) if end is not None]
        if len(numbers) == 2 and INVALID not in numbers and numbers[0] > numbers[1]:
            return context.fault(node.line, f"the range of '{context.setting}' from {low} to {high} is empty", "exchange its ends")
        return Between(low, high)

    def write(self, value: Any) -> str:
        parts = []
        for field, wanted in value.items():
            if isinstance(wanted, Between):
                ends = [f"{word} {end}" for word, end in (("from", wanted.low), ("to", wanted.high)) if end is not None]
                parts.append(f"{field} {' '.join(ends)}")
            else:
                parts.append(f"{field} {listed(wanted, 'or')}")
        return listed(parts)

    def schema(self) -> dict[str, Any]:
        text = {"type": ["string", "number", "boolean"]}
        ends = {"type": "object", "properties": {"from": text, "to": text}, "additionalProperties": False, "minProperties": 1}
        return {"type": "object", "additionalProperties": {"anyOf": [text, {"type": "array", "items": text, "minItems": 1}, ends]}}
