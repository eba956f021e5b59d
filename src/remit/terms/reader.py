"""Text to `Terms`: reads everything, tells every fault with clause, line, figures and remedy, and refuses a text that has any.

>>> from remit.catalogue import standard_catalogue
>>> read("remit terms: 1\\ntitle: Draft\\n", standard_catalogue())
Traceback (most recent call last):
    ...
remit.values.fault.Refused: The section 'parties' is missing; add 'parties:' with client and provider.
The section 'term' is missing; add 'term:' with signed, services start, ends and notice.
The section 'money' is missing; add 'money:' with currency.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from remit.terms.catalogue import Catalogue
from remit.terms.checks import checked
from remit.terms.clauses import Reading, names_of, read_section
from remit.terms.compose import LONGEST, compose
from remit.terms.context import listed, nearest, shortened
from remit.terms.currencies import smallest_unit
from remit.terms.document import SECTIONS, Clause, Terms
from remit.terms.fixed import AMENDMENT, MONEY, NUMBERS, PARTIES, STATEMENT, TERM
from remit.terms.kinds import Choice, ListOf, RowsOf, Text
from remit.terms.node import Entry, Node, Pairs, Scalar, shown
from remit.terms.setting import REQUIRED, Setting
from remit.terms.shapes import read_settings
from remit.values.fault import Fault, Place, Refused
from remit.values.money import Money

VERSION = 1
HEAD: tuple[Setting, ...] = (
    Setting("title", Text(), "What the contract is called.", REQUIRED),
    Setting("form", Choice("simple", "advanced", "regulated"), "Which rules it may use; the defaults are the same in all forms.", "simple"),
    Setting("schedule to", Text(), "The agreement it belongs to."),
    Setting("order of precedence", ListOf(Text()), "Which document prevails, first to last.", ()),
)
_FIXED: Mapping[str, tuple[int, tuple[Setting, ...]]] = {
    "parties": (1, PARTIES),
    "term": (2, TERM),
    "money": (3, MONEY),
    "statement": (12, STATEMENT),
}
_MUST = {
    "parties": "client and provider",
    "term": "signed, services start, ends and notice",
    "money": "currency",
}


def read(text: bytes | str, catalogue: Catalogue, *, file: str | None = None) -> Terms:
    """The terms of a text, or `Refused` with all of its faults in the order of their lines. Notices refuse nothing.

    `file` stands in front of every fault, for texts that are one of several.
    """
    terms, faults = read_with_notices(text, catalogue, file=file)
    if terms is None:
        raise Refused([fault for fault in faults if not fault.notice])
    return terms


def read_with_notices(text: bytes | str, catalogue: Catalogue, *, file: str | None = None) -> tuple[Terms | None, tuple[Fault, ...]]:
    """The terms, or None where there are faults; and all faults and notices in the order of their lines."""
    data = text.encode() if isinstance(text, str) else text
    terms, faults = _read(data, catalogue)
    told = [replace(fault, what=shortened(fault.what, 600), remedy=shortened(fault.remedy, 300)) for fault in faults]
    ordered = sorted(dict.fromkeys(told), key=lambda fault: (fault.place.line or 0, fault.notice))
    if file is not None:
        ordered = [replace(fault, place=replace(fault.place, file=file)) for fault in ordered]
    return terms, tuple(ordered)


def _read(data: bytes, catalogue: Catalogue) -> tuple[Terms | None, list[Fault]]:
    if len(data) > LONGEST:
        return None, [
            Fault(Place(), f"The text has {len(data):,} bytes, and a contract at most {LONGEST:,}", "give tables of figures as facts")
        ]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return None, [Fault(Place(line=line), f"byte {error.start + 1:,} is not UTF-8", "save the text as UTF-8")]
    root, faults, broken = compose(text.replace("\r\n", "\n"))
    faults = [_in_clause(fault, text) for fault in faults]
    if not root.entries and not broken:
        return None, faults
    reading = Reading(catalogue, faults)
    reading.defined.broken = broken & set(SECTIONS.values())
    head, sections = _head(root, reading)
    fixed = {name: _read_fixed(name, sections, reading) for name in ("parties", "term", "money")}
    _settle_fixed(fixed, reading)
    for number, name in SECTIONS.items():
        entry = sections.get(name)
        if entry is not None:
            reading.defined.below[name] = dict(names_of(number, entry.value))
    for name, entry in sections.items():
        if name not in _FIXED and name != "amendments":
            read_section(_number(name), entry.value, entry.line, reading)
    fixed["statement"] = _read_fixed("statement", sections, reading)
    amendments = _amendments(sections.get("amendments"), reading)
    stopping = any(not fault.notice for fault in reading.faults)
    if any(fixed[name] is None for name in fixed):
        return None, reading.faults
    terms = Terms(
        version=VERSION,
        title=head["title"],
        form=head["form"],
        schedule_to=head["schedule to"],
        precedence=head["order of precedence"],
        parties=fixed["parties"],  # type: ignore[arg-type]
        term=fixed["term"],  # type: ignore[arg-type]
        money=fixed["money"],  # type: ignore[arg-type]
        statement=fixed["statement"],  # type: ignore[arg-type]
        clauses=tuple(reading.clauses),
        amendments=amendments,
        text=data,
        digest=f"sha256:{hashlib.sha256(data).hexdigest()}",
    )
    reading.faults.extend(checked(terms, catalogue, root, stopping))
    stopping = any(not fault.notice for fault in reading.faults)
    return (None if stopping else terms), reading.faults


_KEY_OF_CLAUSE = re.compile(r"\s*([4-9]|1[0-5])\.[1-9][0-9]{0,2}[A-Z]? ")


def _in_clause(fault: Fault, text: str) -> Fault:
    """A fault of the text's form with the clause it stands in."""
    if fault.place.clause is not None or fault.place.line is None:
        return fault
    for line in reversed(text.split("\n")[: fault.place.line]):
        found = _KEY_OF_CLAUSE.match(line)
        if found:
            return replace(fault, place=replace(fault.place, clause=found[0].strip()))
        if line[:1].strip():
            break
    return fault


def _number(section: str) -> int:
    return next(number for number, name in SECTIONS.items() if name == section)


def _head(root: Pairs, reading: Reading) -> tuple[dict[str, Any], dict[str, Entry]]:
    """The settings above the sections, and the sections' entries in the order of the text."""
    known = {setting.name: setting for setting in HEAD}
    sections: dict[str, Entry] = {}
    above: list[Entry] = []
    version: Entry | None = None
    for entry in root:
        if entry.key == "remit terms":
            version = version or entry
        elif entry.key in known:
            above.append(entry)
        elif entry.key not in SECTIONS.values():
            meant = nearest(entry.key, [*known, *SECTIONS.values()])
            if meant is not None and meant in SECTIONS.values() and meant not in sections and root.get(meant) is None:
                sections[meant] = entry  # read as what was meant, so that the names in it are known
            remedy = f"write '{meant}'" if meant else f"the sections are {listed(SECTIONS.values())}"
            reading.fault(entry.line, f"'{entry.key}' is not a section", remedy)
        elif entry.key in sections:
            reading.fault(
                entry.line,
                f"the section '{entry.key}' is written twice (lines {sections[entry.key].line} and {entry.line})",
                "put its clauses together",
            )
        else:
            late = next((name for name in sections if _number(name) > _number(entry.key)), None)
            if late is not None:
                reading.fault(entry.line, f"the section '{entry.key}' stands after '{late}'", "keep the order of the sections, 1 to 16")
            sections[entry.key] = entry
    _check_version(version, reading)
    context = reading.context(None, "a contract")
    values = read_settings(Pairs(tuple(above), root.line), known, context, "a contract", root.line)
    return values, sections


def _check_version(entry: Entry | None, reading: Reading) -> None:
    if entry is None:
        reading.fault(1, "the text does not say in which language of terms it is written", "begin with 'remit terms: 1'")
    elif not isinstance(entry.value, Scalar) or entry.value.text != str(VERSION):
        reading.fault(
            entry.line,
            f"'remit terms' is {shown(entry.value)}, and this program reads version {VERSION}",
            f"write {VERSION}, or use a program that reads it",
        )


def _read_fixed(name: str, sections: Mapping[str, Entry], reading: Reading) -> Clause | None:
    """One of the fixed sections as a clause; each setting's faults carry the setting's own number."""
    number, settings = _FIXED[name]
    entry = sections.get(name)
    if entry is None:
        if name in _MUST:
            if name not in reading.defined.broken:
                reading.fault(None, f"The section '{name}' is missing", f"add '{name}:' with {_MUST[name]}")
            return None
        first = next(iter(reading.defined.clauses.get("calendars", {})), None)
        return Clause(str(number), name, None, {**{setting.name: setting.default for setting in settings}, "calendar": first})
    before = len(reading.faults)
    node: Node = entry.value
    if not isinstance(node, Pairs):
        reading.fault(entry.line, f"the section '{name}' is {shown(node)}", "write its settings below it, one 'name: value' a line")
        return None
    context = reading.context(str(number), f"the section {name}")
    context.numbers = {setting.name: NUMBERS.get(setting.name, str(number)) for setting in settings}
    context.lines[""] = entry.line
    values = read_settings(node, {setting.name: setting for setting in settings}, context, f"the section '{name}'", entry.line)
    written = frozenset(part.key for part in node if part.key in values)
    clause = Clause(str(number), name, None, values, written, context.lines)
    return None if any(not fault.notice for fault in reading.faults[before:]) else clause


def _settle_fixed(fixed: dict[str, Clause | None], reading: Reading) -> None:
    """What the rest of the reading needs from sections 1 to 3, and the defaults that follow from other settings."""
    parties, term, money = fixed["parties"], fixed["term"], fixed["money"]
    if parties is not None:
        for party in ("client", "provider"):
            roles = parties[party]["roles and deputies"] or {}
            reading.defined.roles.update(roles, roles.values())
    if term is not None:
        fixed["term"] = replace(term, settings={**term.settings, "in force from": term["in force from"] or term["signed"]})
        reading.services_start = term["services start"]
    if money is not None:
        currency = str(money["currency"])
        unit = money["rounded to"] or Money(smallest_unit(currency), currency)
        fixed["money"] = replace(money, settings={**money.settings, "rounded to": unit})
        reading.defined.currency = currency


def _amendments(entry: Entry | None, reading: Reading) -> tuple[Mapping[str, Any], ...]:
    if entry is None:
        return ()
    context = reading.context("16", "the section amendments").under("amendments", entry.line)
    rows = RowsOf(*AMENDMENT).read(entry.value, context)
    return rows if isinstance(rows, tuple) else ()
