"""Kinds of setting made of others: lists, maps, rows, groups, alternatives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from remit.terms.context import INVALID, Context, listed, nearest
from remit.terms.node import Entry, Items, Node, Pairs, Scalar, shown
from remit.terms.scalars import ScalarKind
from remit.terms.setting import Kind, Setting


class ListOf(Kind):
    """A list of one kind, or a single value; tuple."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.late = is_late(kind)

    def read(self, node: Node, context: Context) -> Any:
        if isinstance(node, Items):
            comma = _comma_in_list(node, context)
            values = (
                [INVALID]
                if comma
                else [self.kind.read(item, context.under(str(i), item.line, context.setting)) for i, item in enumerate(node.items)]
            )
        else:
            values = [self.kind.read(node, context)]
        return INVALID if INVALID in values else tuple(values)

    def write(self, value: Any) -> str:
        return listed([self.kind.write(item) for item in value])

    def schema(self) -> dict[str, Any]:
        one = self.kind.schema()
        return {"anyOf": [one, {"type": "array", "items": one}]}


def _comma_in_list(node: Items, context: Context) -> bool:
    """`[1,000, 2,000]`: inside brackets a thousands comma makes two of one."""
    for left, right in zip(node.items, node.items[1:], strict=False):
        if node.flow and isinstance(left, Scalar) and isinstance(right, Scalar):
            split = re.search(r"\d{1,3}$", left.text) and re.fullmatch(r"\d{3}(?:\.\d+)?(?: .*)?", right.text)
            if split and not re.fullmatch(r"\d{3}", left.text):
                whole = left.text + right.text
                what = f"inside brackets the comma splits '{left.text},{right.text}' in two"
                context.fault(right.line, what, f"write {whole}, or give every item its own line")
                return True
    return False


class MapOf(Kind):
    """Keys of one kind with values of another; dict in the order written. A `Value("this key")` inside is typed by the key."""

    def __init__(self, key: Kind, value: Kind) -> None:
        self.key, self.value = key, value
        self.late = is_late(key) or is_late(value)

    def read(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Pairs):
            return context.fault(
                node.line,
                f"'{context.setting}' is {shown(node)}, and {context.rule} takes names with values",
                "write one 'name: value' a line",
            )
        if not node.entries:
            return context.fault(node.line, f"'{context.setting}' is empty", "write one 'name: value' a line, or leave it out")
        values: dict[Any, Any] = {}
        good = True
        for entry in whole_entries(node, context):
            key = self.key.read(Scalar(entry.key, entry.line), context)
            below = context.under(entry.key, entry.line)
            value = self.value.read(entry.value, replace(below, typed={**context.typed, "this key": key}))
            if key is INVALID or value is INVALID:
                good = False
            else:
                values[key] = value
        return values if good else INVALID

    def write(self, value: Any) -> str:
        return listed([f"{self.key.write(key)} {self.value.write(item)}" for key, item in value.items()])

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.value.schema(), "minProperties": 1}


class Group(Kind):
    """Named settings in one mapping: `late interest: {points: 8, above: Bank of England base rate}`; dict with defaults filled in."""

    late = True

    def __init__(self, *settings: Setting) -> None:
        self.settings = {setting.name: setting for setting in settings}

    def read(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Pairs):
            return context.fault(
                node.line,
                f"'{context.setting}' is {shown(node)}, and {context.rule} takes {listed(self.settings)} there",
                "write them by name",
            )
        inner = replace(context, typed=dict(context.typed))
        before = len(context.faults)
        values = read_settings(node, self.settings, inner, f"'{context.setting}'", node.line)
        return values if len([fault for fault in context.faults[before:] if not fault.notice]) == 0 else INVALID

    def write(self, value: Any) -> str:
        return listed([f"{name} {self.settings[name].kind.write(item)}" for name, item in value.items() if item is not None])

    def schema(self) -> dict[str, Any]:
        return settings_schema(self.settings)


class RowsOf(Kind):
    """A list of rows with the same named settings; tuple of dicts with defaults filled in."""

    late = True

    def __init__(self, *settings: Setting) -> None:
        self.row = Group(*settings)

    def read(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Items) or not node.items:
            sample = ", ".join(f"{name}: …" for name in self.row.settings)
            return context.fault(
                node.line, f"'{context.setting}' is {shown(node)}, and {context.rule} takes rows", f"write '- {{{sample}}}' a line"
            )
        rows = [self.row.read(item, context.under(str(index), item.line, context.setting)) for index, item in enumerate(node.items)]
        return INVALID if INVALID in rows else tuple(rows)

    def write(self, value: Any) -> str:
        return "; ".join(self.row.write(row) for row in value)

    def schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self.row.schema(), "minItems": 1}


class Either(Kind):
    """One of several kinds; the first that reads without fault wins."""

    def __init__(self, *kinds: Kind) -> None:
        self.kinds = kinds
        self.late = any(is_late(kind) for kind in kinds)

    def read(self, node: Node, context: Context) -> Any:
        trials = []
        for kind in self.kinds:
            trial = replace(context, faults=[], lines=dict(context.lines))
            value = kind.read(node, trial)
            if value is not INVALID:
                context.faults.extend(trial.faults)
                context.lines.update(trial.lines)
                return value
            trials.append((kind, trial.faults))
        if isinstance(node, Scalar) and node.text and not node.alias:
            return self._refuse(node, context)
        scalar = isinstance(node, Scalar)
        fitting = [faults for kind, faults in trials if isinstance(kind, ScalarKind) == scalar]
        context.faults.extend(
            max(fitting or [trials[0][1]], key=lambda faults: max((fault.place.line or 0 for fault in faults), default=0))
        )
        return INVALID

    def _refuse(self, node: Scalar, context: Context) -> Any:
        scalars = [kind for kind in self._leaves() if isinstance(kind, ScalarKind)]
        refusals = [kind.refusal(node.text, context) for kind in scalars]
        specific = [refusal for refusal in refusals if not refusal[0].startswith(f"'{context.setting}' is ")]
        if len(refusals) == 1 or specific:
            return context.fault(node.line, *(specific or refusals)[0])
        nouns = listed([kind.noun for kind in scalars], "or")
        meant = [remedy.removeprefix("write ") for _, remedy in refusals if "for example" not in remedy and "one of them" not in remedy]
        samples = listed([kind.sample for kind in scalars], "or")
        remedy = f"write {listed(meant, 'or')}" if meant else f"write for example {samples}"
        return context.fault(node.line, f"'{context.setting}' is {node.text}, and {context.rule} takes {nouns}", remedy)

    def _leaves(self) -> list[Kind]:
        return [leaf for kind in self.kinds for leaf in (kind._leaves() if isinstance(kind, Either) else [kind])]

    def write(self, value: Any) -> str:
        for kind in self.kinds:
            try:
                text = kind.write(value)
            except (AttributeError, TypeError, ValueError, KeyError):
                continue
            if not isinstance(kind, ScalarKind) or _fits(kind, text):
                return text
        return str(value)

    def schema(self) -> dict[str, Any]:
        return {"anyOf": [kind.schema() for kind in self.kinds]}


def _fits(kind: ScalarKind, text: str) -> bool:
    schema = kind.schema()
    if "enum" in schema:
        return text in schema["enum"]
    return re.search(schema.get("pattern", ""), text) is not None


def is_late(kind: Kind) -> bool:
    """Whether a kind is read after the plain settings of its clause, because they type it."""
    return bool(getattr(kind, "late", False))


def whole_entries(node: Pairs, context: Context) -> list[Entry]:
    """The entries of a mapping, each key once; doubled keys and commas inside braces are told as faults."""
    entries: dict[str, Entry] = {}
    last: Entry | None = None
    cut: Entry | None = None
    for entry in node:
        if _cut_by_comma(last, entry, node.flow):
            assert last is not None and isinstance(last.value, Scalar)
            cut = Entry(last.key, last.line, Scalar(f"{last.value.text}{entry.key}", last.value.line))
            _tell_comma(node, last, entry, context)
            entries[last.key] = cut
            continue
        if entry.key in entries:
            first = entries[entry.key]
            as_written = (
                f", as {shown(first.value)} (line {first.line}) and {shown(entry.value)}"
                if isinstance(entry.value, Scalar)
                else f" (lines {first.line} and {entry.line})"
            )
            context.fault(entry.line, f"'{entry.key}' is written twice{as_written}", "keep one")
            continue
        entries[entry.key] = last = entry
    return list(entries.values())


def _cut_by_comma(last: Entry | None, entry: Entry, flow: bool) -> bool:
    empty = isinstance(entry.value, Scalar) and not entry.value.text and not entry.value.alias
    before = last is not None and isinstance(last.value, Scalar) and re.search(r"\d$", last.value.text)
    return bool(flow and empty and before and re.match(r"\d{3}(?!\d)", entry.key))


def _tell_comma(node: Pairs, last: Entry, entry: Entry, context: Context) -> None:
    assert isinstance(last.value, Scalar)
    whole = f"{last.value.text}{entry.key}"
    lines = listed([f"'{other.key}'" for other in node if other is not entry])
    what = f"inside braces the comma ends '{last.value.text}' and leaves '{entry.key}' without a value"
    context.fault(entry.line, what, f"write {whole}, or give {lines} their own lines")


def read_settings(node: Pairs, settings: Mapping[str, Setting], context: Context, owner: str, line: int | None) -> dict[str, Any]:
    """Every setting typed, defaults filled in. `owner` says whose settings they are ("the rule satisfaction").

    A setting with a fault is left at None. Settings that others are typed by are read first.
    """
    written: dict[str, Entry] = {}
    strange: set[str] = set()
    for entry in whole_entries(node, context):
        if entry.key in settings:
            written[entry.key] = entry
        else:
            strange.add(_tell_strange(entry, settings, written, context, owner))
    for late in (False, True):
        for name, setting in settings.items():
            if is_late(setting.kind) != late:
                continue
            if name in written:
                entry = written[name]
                value = setting.kind.read(entry.value, context.under(name, entry.line))
                context.typed[name] = None if value is INVALID else value
            elif setting.required:
                context.typed[name] = None
                if name not in strange:
                    what = setting.doc.rstrip(".")
                    context.numbered(name).fault(line, f"{owner} needs '{name}' ({what[:1].lower()}{what[1:]})", f"add '{name}'")
            else:
                context.typed[name] = setting.default
    return {name: context.typed[name] for name in settings}


def _tell_strange(entry: Entry, settings: Mapping[str, Setting], written: Mapping[str, Entry], context: Context, owner: str) -> str:
    """Tells an unknown setting; gives the one that was meant, or an empty text."""
    meant = nearest(entry.key, [name for name in settings if name not in written])
    remedy = f"write '{meant}'" if meant else f"it takes {listed(settings)}"
    context.fault(entry.line, f"'{entry.key}' is not a setting of {owner}", remedy)
    return meant or ""


def settings_schema(settings: Mapping[str, Setting]) -> dict[str, Any]:
    """JSON Schema of a mapping with these settings."""
    properties = {name: {**setting.kind.schema(), "title": setting.doc} for name, setting in settings.items()}
    required = [name for name, setting in settings.items() if setting.required]
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema
