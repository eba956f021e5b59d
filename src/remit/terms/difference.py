"""What two texts of terms say differently, clause by clause: added, removed, and changed settings with old and new value.

Typed values are compared, so `4,000` and `4000`, or a default that is written out, are no difference. Values are shown as they are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from remit.terms.catalogue import Catalogue
from remit.terms.clauses import EVERY_RULE, order_of
from remit.terms.compose import compose
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import SECTIONS, Clause, Terms
from remit.terms.fixed import FIXED, NUMBERS
from remit.terms.node import Items, Node, Pairs, Scalar
from remit.terms.setting import Setting


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `setting` is the path of what changed ("credits / entry accuracy"), None where a whole clause came or went."""

    kind: Literal["added", "removed", "changed"]
    clause: str
    name: str
    setting: str | None = None
    old: str | None = None
    new: str | None = None

    def __str__(self) -> str:
        if self.setting is None:
            return f"{self.clause} {self.name}: {self.kind} ({self.new or self.old})"
        if self.old is None:
            return f"{self.clause} {self.name}: {self.setting} added, {self.new}"
        if self.new is None:
            return f"{self.clause} {self.name}: {self.setting} removed, was {self.old}"
        return f"{self.clause} {self.name}: {self.setting} {self.old} → {self.new}"


def difference(old: Terms, new: Terms, catalogue: Catalogue) -> tuple[Change, ...]:
    """Every difference, in the order of the clauses' numbers."""
    left, right = _written(old), _written(new)
    changes = [*_head(old, new)]
    for name, settings in FIXED.items():
        changes += _settings(getattr(old, name), getattr(new, name), settings, left, right)
    before = {clause.number: clause for clause in old.clauses}
    after = {clause.number: clause for clause in new.clauses}
    for number in sorted({*before, *after}, key=order_of):
        one, other = before.get(number), after.get(number)
        if one is None and other is not None:
            changes.append(Change("added", number, other.name, new=_sort(other)))
        elif other is None and one is not None:
            changes.append(Change("removed", number, one.name, old=_sort(one)))
        elif one is not None and other is not None:
            changes += _clause(one, other, catalogue, left, right)
    fixed = {"1": 1, "2": 2, "3": 3, "12": 12}
    return tuple(
        sorted(changes, key=lambda change: order_of(change.clause) if "." in change.clause else (fixed.get(change.clause, 0), 0, ""))
    )


def _head(old: Terms, new: Terms) -> Iterator[Change]:
    for setting, field in (("title", "title"), ("form", "form"), ("schedule to", "schedule_to"), ("order of precedence", "precedence")):
        one, other = getattr(old, field), getattr(new, field)
        if one != other:
            yield Change("changed", "0", "the text", setting, _text(one), _text(other))


def _text(value: Any) -> str | None:
    return ", ".join(value) or None if isinstance(value, tuple) else value


def _sort(clause: Clause) -> str:
    return clause.rule or DEFINITIONS[clause.section][0]


def _clause(one: Clause, other: Clause, catalogue: Catalogue, left: Mapping[str, Pairs], right: Mapping[str, Pairs]) -> Iterator[Change]:
    if one.name != other.name:
        yield Change("changed", one.number, one.name, "name", one.name, other.name)
    if one.rule != other.rule:
        yield Change("changed", one.number, other.name, "rule", one.rule, other.rule)
        yield from _leaves_only(one, other, left, right)
        return
    if one.rule is None:
        settings: tuple[Setting, ...] = DEFINITIONS[one.section][1]
    else:
        settings = (*catalogue.rule(one.section, one.rule).every_setting.values(), *EVERY_RULE)
    yield from _settings(one, other, settings, left, right)


def _settings(
    one: Clause, other: Clause, settings: tuple[Setting, ...], left: Mapping[str, Pairs], right: Mapping[str, Pairs]
) -> Iterator[Change]:
    for setting in settings:
        old, new = one.get(setting.name), other.get(setting.name)
        if old == new:
            continue
        number = NUMBERS.get(setting.name, one.number) if one.number == SECTIONS_NUMBER.get(one.name) else one.number
        texts = [
            dict(_leaves(setting.name, left.get(one.number), setting, old)),
            dict(_leaves(setting.name, right.get(other.number), setting, new)),
        ]
        yield from _paths(number, other.name, *texts)


SECTIONS_NUMBER: Mapping[str, str] = {name: str(number) for number, name in SECTIONS.items()}
"""The number that a fixed section's clause carries."""


def _paths(number: str, name: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Change]:
    for path in dict.fromkeys((*old, *new)):
        if old.get(path) != new.get(path):
            yield Change("changed", number, name, path, old.get(path), new.get(path))


def _leaves_only(one: Clause, other: Clause, left: Mapping[str, Pairs], right: Mapping[str, Pairs]) -> Iterator[Change]:
    """Settings of clauses whose rules differ: as written."""
    sides = []
    for clause, written in ((one, left), (other, right)):
        node = written.get(clause.number)
        sides.append(dict(_flat("", node)) if node is not None else {})
    for side in sides:
        side.pop("rule", None)
    yield from _paths(one.number, other.name, *sides)


def _leaves(name: str, clause: Pairs | None, setting: Setting, value: Any) -> Iterator[tuple[str, str]]:
    """The values under a setting by path: as written, or the default."""
    node = clause.get(name) if clause is not None else None
    if node is not None:
        yield from _flat(name, node)
    elif value is not None:
        yield name, f"{setting.kind.write(value)} (default)" if value not in ((), {}) else "none (default)"


def _flat(path: str, node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node, Scalar):
        yield path, node.text
    elif isinstance(node, Items):
        if all(isinstance(item, Scalar) for item in node.items):
            yield path, ", ".join(item.text for item in node.items if isinstance(item, Scalar))
        else:
            for index, item in enumerate(node.items, 1):
                yield from _flat(f"{path} / row {index}", item)
    else:
        for entry in node:
            yield from _flat(f"{path} / {entry.key}" if path else entry.key, entry.value)


def _written(terms: Terms) -> dict[str, Pairs]:
    """Each clause's settings as nodes, by number; fixed sections by the section's number."""
    root, _, _ = compose(terms.text.decode("utf-8-sig").replace("\r\n", "\n"))
    nodes: dict[str, Pairs] = {}
    for section in root:
        if section.key in FIXED and isinstance(section.value, Pairs):
            nodes[SECTIONS_NUMBER[section.key]] = section.value
        elif section.key in SECTIONS.values() and isinstance(section.value, Pairs):
            nodes.update({entry.key.split(" ")[0]: entry.value for entry in section.value if isinstance(entry.value, Pairs)})
    return nodes
