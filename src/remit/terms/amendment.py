"""An amendment: a short text that names the terms it amends by their digest, the day from which it holds, and whole clauses.

    remit terms: 1
    amends: sha256:…
    signed: 2026-09-10
    from: 2026-10-01
    service levels:
      8.1 email first reply:
        rule: share on time
        clock: email reply
        target: 92 %
        minimum: 87 %
    remove: [10.7]

The clause is the unit: parties sign clauses. A fixed section (parties, term, money, statement) is replaced as a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from remit.terms.clauses import KEY
from remit.terms.compose import compose
from remit.terms.context import Context, Defined, nearest, shortened
from remit.terms.document import SECTIONS
from remit.terms.fixed import FIXED
from remit.terms.kinds import Day, ListOf, Text
from remit.terms.node import Entry, Pairs
from remit.terms.setting import REQUIRED, Setting
from remit.terms.shapes import read_settings
from remit.terms.splice import ORDER, Line, indented, lines_of, spans
from remit.values.fault import Fault, Place, Refused

HEAD: Mapping[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("remit terms", Text(), "The language of terms.", REQUIRED),
        Setting("amends", Text(), "The digest of the text that is amended.", REQUIRED),
        Setting("signed", Day(), "When both parties signed it.", REQUIRED),
        Setting("from", Day(), "The first day on which it holds.", REQUIRED),
        Setting("note", Text(), "Printed with it; it decides nothing."),
        Setting("remove", ListOf(Text()), "Numbers of clauses that end.", ()),
    )
}


@dataclass(frozen=True, slots=True)
class Amendment:
    """An amendment as read. `clauses` has the lines of each clause by section and number, moved to the margin; `sections` whole sections.

    `name` is what the text is called in messages, `digest` the SHA-256 of its bytes, `at` the line of each setting of its head.
    """

    name: str
    amends: str
    signed: date
    starts: date
    clauses: Mapping[tuple[str, str], list[Line]]
    sections: Mapping[str, list[Line]]
    removes: tuple[str, ...]
    digest: str
    at: Mapping[str, int]

    @property
    def settles(self) -> bool:
        """Whether it changes anything that a month's statement is made by: sections 3 to 12."""
        touched = {ORDER[section] for section, _ in self.clauses} | {ORDER[name] for name in self.sections}
        touched |= {int(number.split(".")[0]) for number in self.removes if number.split(".")[0].isdecimal()}
        return any(3 <= number <= 12 for number in touched)

    @property
    def numbers(self) -> tuple[str, ...]:
        """What it changes, as the consolidated text lists it."""
        changed = [number for _, number in self.clauses] + [f"section {name}" for name in self.sections]
        return (*changed, *(f"removed {number}" for number in self.removes))


def is_amendment(data: bytes) -> bool:
    """Whether a text is an amendment rather than whole terms: it says what it amends."""
    return any(line.startswith(b"amends:") for line in data.splitlines())


def read_amendment(text: bytes | str, name: str) -> Amendment:
    """The amendment of a text, or `Refused`. Its clauses are read later, in the terms that they change."""
    data = text.encode() if isinstance(text, str) else text
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused([Fault(Place(file=name), f"byte {error.start + 1:,} is not UTF-8", "save the text as UTF-8")]) from None
    root, faults, _ = compose(words.replace("\r\n", "\n"))
    head = [entry for entry in root if entry.key not in SECTIONS.values()]
    context = Context(None, "an amendment", Defined(), faults)
    values = read_settings(Pairs(tuple(head), root.line), HEAD, context, "an amendment", 1)
    faults += [fault for entry in root for fault in _misplaced(entry)]
    if not faults and len(root.entries) == len(head) and not values["remove"]:
        faults.append(Fault(Place(line=1), "the amendment changes nothing", "add the clauses that change, or 'remove'"))
    if faults:
        ordered = sorted(faults, key=lambda fault: fault.place.line or 0)
        raise Refused([Fault(Place(fault.place.clause, fault.place.line, name), fault.what, fault.remedy) for fault in ordered])
    lines = lines_of(words, name)
    clauses: dict[tuple[str, str], list[Line]] = {}
    sections: dict[str, list[Line]] = {}
    for section, found in spans(lines).items():
        for span in found:
            body = lines[span.first : span.last]
            if span.title == section:
                sections[section] = body
            elif section in SECTIONS.values():
                clauses[section, span.number] = indented(body, -span.indent)
    sections.pop("remove", None)
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return Amendment(name, values["amends"], values["signed"], values["from"], clauses, sections, values["remove"], digest, context.lines)


def _misplaced(entry: Entry) -> list[Fault]:
    """Faults of a section of an amendment that are not those of its clauses."""
    if entry.key == "amendments":
        return [
            Fault(Place(line=entry.line), "an amendment does not write section 16", "take it out; the consolidated text lists it by itself")
        ]
    if entry.key not in SECTIONS.values() and entry.key not in HEAD:
        meant = nearest(entry.key, [*SECTIONS.values(), *HEAD])
        return [] if meant is None else [Fault(Place(line=entry.line), f"'{entry.key}' is not a section", f"write '{meant}'")]
    if entry.key not in FIXED and entry.key in SECTIONS.values():
        return _misnumbered(entry)
    return []


def _misnumbered(entry: Entry) -> list[Fault]:
    """Faults of the clauses' keys in a section of an amendment."""
    if not isinstance(entry.value, Pairs):
        return [Fault(Place(line=entry.line), f"the section '{entry.key}' has no clauses", "write the clauses that change, whole")]
    if entry.value.flow:
        return [
            Fault(Place(line=entry.line), f"the section '{entry.key}' is written inside braces", "write every clause on lines of its own")
        ]
    faults = []
    seen: set[str] = set()
    for clause in entry.value:
        found = KEY.fullmatch(clause.key)
        number = clause.key.split(" ")[0]
        if found is None or int(found[1]) != ORDER[entry.key]:
            what = f"'{shortened(clause.key)}' is no clause of the section '{entry.key}'"
            faults.append(Fault(Place(line=clause.line), what, f"write its number, which begins with {ORDER[entry.key]}, and its name"))
        elif number in seen:
            faults.append(Fault(Place(clause=number, line=clause.line), f"clause {number} is written twice", "keep one"))
        seen.add(number)
    return faults
