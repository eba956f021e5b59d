"""Reads the numbered clauses of one section: number, name, rule, settings. Definitions of sections 4 to 7 have no rule."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from remit.terms.catalogue import RULE_OF, Catalogue
from remit.terms.context import Context, Defined, nearest
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import SECTIONS, Clause
from remit.terms.kinds import Day, Text
from remit.terms.node import Entry, Node, Pairs, Scalar, shown
from remit.terms.setting import Rule, Setting
from remit.terms.shapes import read_settings
from remit.values.fault import Fault, Place

EVERY_RULE: tuple[Setting, ...] = (
    Setting("note", Text(), "Printed with the clause; it decides nothing."),
    Setting("from", Day(), "First day on which the clause holds; the day services start unless written."),
    Setting("until", Day(), "Last day on which it holds."),
)
"""The settings that every clause with a rule has."""

KEY = re.compile(r"([0-9]{1,2})\.([1-9][0-9]{0,2})([A-Z]?) (\S.*)")


@dataclass(slots=True)
class Reading:
    """What a reading has found so far: faults, definitions, and the clauses that are clean."""

    catalogue: Catalogue
    faults: list[Fault] = field(default_factory=list)
    defined: Defined = field(default_factory=Defined)
    clauses: list[Clause] = field(default_factory=list)
    taken: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Numbers in use, with name and line."""
    services_start: date | None = None

    def fault(self, line: int | None, what: str, remedy: str = "", clause: str | None = None) -> None:
        self.faults.append(Fault(Place(clause=clause, line=line), what, remedy))

    def context(self, clause: str | None, rule: str) -> Context:
        return Context(clause, rule, self.defined, self.faults, metrics=self.catalogue.sections.get(8, {}))


def order_of(number: str) -> tuple[int, int, str]:
    """Sorts 8.1 before 8.1A before 8.2 before 8.10."""
    section, _, rest = number.partition(".")
    digits = re.match("[0-9]+", rest)
    assert digits is not None
    return int(section), int(digits[0]), rest[digits.end() :]


def names_of(section: int, node: Node) -> Mapping[str, tuple[str, int]]:
    """Every name that a section defines, with number and line, before anything is read."""
    names: dict[str, tuple[str, int]] = {}
    for entry in node if isinstance(node, Pairs) else ():
        found = KEY.fullmatch(entry.key)
        if found and int(found[1]) == section:
            names.setdefault(found[4], (f"{found[1]}.{found[2]}{found[3]}", entry.line))
    return names


def read_section(section: int, node: Node, line: int, reading: Reading) -> None:
    """All clauses of a section, into `reading`."""
    name = SECTIONS[section]
    if not isinstance(node, Pairs):
        if not (isinstance(node, Scalar) and not node.text):
            reading.fault(line, f"the section '{name}' is {shown(node)}", f"write '{section}.1' and a name, and the settings below it")
        return
    for entry in node:
        before = len(reading.faults)
        placed = _placed(section, entry, node, reading)
        if placed is None:
            reading.defined.broken.add(name)
            continue
        number, title, new = placed
        clause = _read_clause(section, number, title, entry, reading)
        if new:
            reading.defined.clauses.setdefault(name, {})[title] = clause
            _define_components(clause, entry.value, reading)
            if not [fault for fault in reading.faults[before:] if not fault.notice]:
                reading.clauses.append(clause)


def _placed(section: int, entry: Entry, node: Pairs, reading: Reading) -> tuple[str, str, bool] | None:
    """Number and name of a clause, and whether both are new; None when the key is no clause at all."""
    found = KEY.fullmatch(entry.key)
    name = SECTIONS[section]
    if found is None:
        said = f"'{entry.key}' has no number" if not re.match("[0-9]", entry.key) else f"'{entry.key}' is not a number and a name"
        reading.fault(
            entry.line,
            f"{said}, and clauses of the section '{name}' begin with {section}",
            f"write '{_free(section, reading)} {_bare(entry.key)}'",
        )
        return None
    number, title = f"{found[1]}.{found[2]}{found[3]}", found[4]
    if int(found[1]) != section:
        home = SECTIONS.get(int(found[1]))
        remedy = f"write {_free(section, reading)}" + (f", or move it to '{home}'" if home else "")
        reading.fault(entry.line, f"clause {number} stands in section {section}, '{name}'", remedy, clause=number)
        return None
    if number in reading.taken:
        owner, line = reading.taken[number]
        remedy = f"the next free number is {_free(section, reading, node)}, or {_inserted(number, reading, node)} to stand here"
        reading.fault(entry.line, f"the number {number} is taken by '{owner}' (line {line})", remedy, clause=number)
        return number, title, False
    last = next((used for used in reversed(reading.taken) if int(used.split(".")[0]) == section), None)
    reading.taken[number] = (title, entry.line)
    if last is not None and order_of(number) < order_of(last):
        reading.fault(
            entry.line, f"clause {number} stands after clause {last}", "put the clauses in the order of their numbers", clause=number
        )
    other = reading.defined.clauses.get(name, {}).get(title)
    if other is not None:
        reading.fault(
            entry.line,
            f"the name '{title}' is taken by clause {other.number} (line {other.line})",
            "give it a name of its own",
            clause=number,
        )
        return number, title, False
    return number, title, True


def _bare(key: str) -> str:
    return re.sub(r"^[0-9. ]+", "", key) or "name"


def _used(section: int, reading: Reading, node: Pairs | None) -> set[str]:
    keys = [entry.key.split(" ")[0] for entry in node] if node else []
    return {number for number in (*reading.taken, *keys) if re.fullmatch(rf"{section}\.[0-9]+[A-Z]?", number)}


def _free(section: int, reading: Reading, node: Pairs | None = None) -> str:
    """The next number of a section that nobody has."""
    return f"{section}.{max((order_of(number)[1] for number in _used(section, reading, node)), default=0) + 1}"


def _inserted(number: str, reading: Reading, node: Pairs) -> str:
    """The next number that can stand behind this one: 8.4A, 8.4B."""
    section, base, _ = order_of(number)
    used = _used(section, reading, node)
    letters = (chr(letter) for letter in range(ord("A"), ord("Z") + 1))
    return next(
        (f"{section}.{base}{letter}" for letter in letters if f"{section}.{base}{letter}" not in used), _free(section, reading, node)
    )


def _read_clause(section: int, number: str, title: str, entry: Entry, reading: Reading) -> Clause:
    if section in DEFINITIONS:
        one, settings = DEFINITIONS[section]
        return _read_body(number, title, entry, None, {setting.name: setting for setting in settings}, f"a {one}", reading)
    rule = _rule(section, number, entry, reading)
    if rule is None:
        return Clause(number, title, None, {}, lines={"": entry.line})
    settings_of_rule = {**rule.every_setting, **{setting.name: setting for setting in EVERY_RULE}}
    return _read_body(number, title, entry, rule, settings_of_rule, f"the rule {rule.name}", reading)


def _rule(section: int, number: str, entry: Entry, reading: Reading) -> Rule | None:
    """The rule that a clause names; tells when there is none."""
    rules = reading.catalogue.sections.get(section, {})
    kind = RULE_OF[section]
    node = entry.value.get("rule") if isinstance(entry.value, Pairs) else None
    if node is None:
        sample = next(iter(rules), None)
        reading.fault(
            entry.line, "the clause names no rule", f"write for example 'rule: {sample}'" if sample else "write 'rule:'", clause=number
        )
        return None
    name = reading.context(number, kind).under("rule", node.line).text(node, f"the name of a {kind}", next(iter(rules), "review"))
    if not isinstance(name, str):
        return None
    rule = rules.get(name)
    if rule is None:
        meant = nearest(name, rules)
        elsewhere = [SECTIONS[other] for other, others in reading.catalogue.sections.items() if name in others]
        hint = f"; the nearest is '{meant}'" if meant else f"; it belongs to the section '{elsewhere[0]}'" if elsewhere else ""
        reading.fault(node.line, f"there is no {kind} '{name}'{hint}. `remit catalogue` prints all of them", clause=number)
    return rule


def _read_body(
    number: str, title: str, entry: Entry, rule: Rule | None, settings: Mapping[str, Setting], owner: str, reading: Reading
) -> Clause:
    """The settings of one clause, typed."""
    said = rule.name if rule else owner
    context = reading.context(number, said)
    context.lines[""] = entry.line
    if not isinstance(entry.value, Pairs):
        context.fault(
            entry.line, f"'{title}' is {shown(entry.value)}, and {owner} has settings", "write them below it, one 'name: value' a line"
        )
        return Clause(number, title, rule.name if rule else None, {}, lines=context.lines)
    rules = [part for part in entry.value if part.key == "rule"] if rule else []
    if len(rules) > 1:
        context.fault(
            rules[1].line,
            f"'rule' is written twice, as {shown(rules[0].value)} (line {rules[0].line}) and {shown(rules[1].value)}",
            "keep one",
        )
    if rules:
        context.lines["rule"] = rules[0].line
    body = Pairs(tuple(part for part in entry.value if rule is None or part.key != "rule"), entry.value.line, entry.value.flow)
    if rule is not None and hasattr(rule, "result_kind"):
        # Asked for only when the plain settings are typed, because they decide it: satisfaction is a score or a percentage.
        so_far = Clause(number, title, rule.name, context.typed)
        context.result = lambda: str(rule.result_kind(so_far))
    values = read_settings(body, settings, context, owner, entry.line)
    starts, until = (values.get("from") or reading.services_start, values.get("until")) if rule else (None, None)
    if isinstance(starts, date) and isinstance(until, date) and until < starts:
        context.fault(
            context.lines.get("until"),
            f"the clause ends on {until} before it begins on {starts}",
            "exchange the dates, or leave 'until' out",
        )
    written = frozenset(part.key for part in body if part.key in settings)
    return Clause(number, title, rule.name if rule else None, values, written, context.lines, starts, until)


def _define_components(clause: Clause, node: Node, reading: Reading) -> None:
    """Makes the components of a service known by name, also those with faults of their own."""
    components = node.get("components") if clause.section == 6 and isinstance(node, Pairs) else None
    for name in dict.fromkeys(entry.key for entry in components) if isinstance(components, Pairs) else ():
        reading.defined.components.setdefault(name, []).append(clause)
