"""The form of a clause of a draft: its fields, and what is filled in as settings."""

from __future__ import annotations

from collections.abc import Mapping

from remit.catalogue import standard_catalogue
from remit.terms.clauses import EVERY_RULE
from remit.terms.compose import compose
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import SECTIONS
from remit.terms.fields import Field, Names, fields, filled
from remit.terms.fixed import FIXED
from remit.terms.node import Entry, Pairs, Scalar
from remit.terms.patch import changed
from remit.terms.reader import HEAD as HEAD_SETTINGS
from remit.terms.setting import Setting
from remit.terms.spots import HEAD
from remit.values.fault import Fault, Place, Refused


def section_of(clause: str) -> int:
    """The number of a clause's section, or that of a fixed section by its word; 0 for what stands above all of them."""
    if clause == HEAD:
        return 0
    if clause in FIXED:
        return next(number for number, name in SECTIONS.items() if name == clause)
    head = clause.partition(".")[0]
    if not head.isdecimal() or int(head) not in SECTIONS:
        raise Refused([Fault(Place(clause=clause), "there is no such clause", "look for its number in the text")])
    return int(head)


def settings(section: int, rule: str) -> tuple[Setting, ...]:
    """The settings that a clause of the section has; those of `rule` in sections whose clauses have one."""
    name = SECTIONS.get(section, "")
    if section == 0:
        return HEAD_SETTINGS
    if name in FIXED:
        return FIXED[name]
    if section in DEFINITIONS:
        return DEFINITIONS[section][1]
    found = standard_catalogue().find(section, rule)
    if found is None:
        known = ", ".join(sorted(standard_catalogue().sections.get(section, {})))
        raise Refused([Fault(Place(column="rule"), f"section {section} has no rule '{rule}'", f"write one of {known}")])
    return (*found.every_setting.values(), *EVERY_RULE)


def blank(text: bytes, section: int, rule: str) -> tuple[Field, ...]:
    """The fields of a clause that does not exist yet."""
    if section in (1, 2, 3, 12, 16) or section not in SECTIONS:
        raise Refused([Fault(Place(column="section"), f"section {section} takes no further clause", "choose 4 to 11 or 13 to 15")])
    return fields(settings(section, rule), None, Names.of(text))


def of_clause(text: bytes, clause: str, written: Pairs, rule: str = "") -> tuple[Field, ...]:
    """The fields of a clause as it stands, or as it would under another rule."""
    return fields(settings(section_of(clause), rule or rule_of(written)), written, Names.of(text))


def rule_of(written: Pairs) -> str:
    found = written.get("rule")
    return found.text if isinstance(found, Scalar) else ""


def settled(text: bytes, clause: str, before: Pairs, given: Mapping[str, str], rule: str = "") -> Pairs:
    """The settings after a form, in the order in which they stood; a setting that no field shows is not touched unless the rule changes."""
    asked = of_clause(text, clause, before, rule)
    wanted = filled(asked, given)
    order = [field.name for field in asked]
    result = before
    if rule and rule != rule_of(before):
        result = Pairs(tuple(entry for entry in before if entry.key == "rule" or entry.key in order), before.line)
        result = changed(result, "rule", Scalar(rule, 0))
    for name in order:
        result = changed(result, name, wanted.get(name), order)
    return result


def name_of(text: bytes, clause: str) -> str:
    """The name that a clause has in a text; a fixed section, or the head, is called by its word."""
    for section in compose(text.decode("utf-8", "replace").replace("\r\n", "\n"))[0]:
        for entry in section.value if isinstance(section.value, Pairs) else ():
            number, _, name = entry.key.partition(" ")
            if number == clause:
                return name
    return clause


def head_of(text: bytes) -> Pairs:
    """What stands above all sections."""
    found = compose(text.decode("utf-8", "replace").replace("\r\n", "\n"))[0]
    return Pairs(tuple(entry for entry in found if entry.key not in SECTIONS.values()), 0)


def entries(text: bytes) -> tuple[tuple[int, str, tuple[Entry, ...]], ...]:
    """Every section of a draft with its clauses in order; a fixed section is its own one clause."""
    found = {section.key: section.value for section in compose(text.decode("utf-8", "replace").replace("\r\n", "\n"))[0]}
    listed: list[tuple[int, str, tuple[Entry, ...]]] = []
    for number, name in SECTIONS.items():
        value = found.get(name)
        if name in FIXED:
            listed.append((number, name, (Entry(name, 0, value if isinstance(value, Pairs) else Pairs((), 0)),)))
        elif name != "amendments":
            listed.append((number, name, value.entries if isinstance(value, Pairs) else ()))
    return tuple(listed)
