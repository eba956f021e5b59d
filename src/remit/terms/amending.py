"""From the terms in force to a draft of them: the amendment that both parties sign.

A draft is always whole text, because that is what people read and try. What is signed is only what changed: the clauses that differ, word
for word as the draft has them, and the numbers of those that end.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from remit.terms.catalogue import Catalogue
from remit.terms.clauses import KEY, order_of
from remit.terms.compose import compose
from remit.terms.document import SECTIONS, Terms
from remit.terms.fixed import FIXED
from remit.terms.node import Pairs
from remit.terms.patch import Plain, plain
from remit.terms.splice import ORDER, Line, lines_of, spans
from remit.terms.versions import Version, consolidate
from remit.terms.written import scalar_text
from remit.values.fault import Fault, Place, Refused

HEAD = ("title", "form", "schedule to", "order of precedence")
"""What stands above the sections; an amendment has no place for it."""


def amendment(in_force: Terms, draft: bytes, *, signed: date, starts: date, note: str = "") -> bytes:
    """The amendment whose consolidation with the terms in force says what the draft says. `Refused` where nothing differs, or where the
    draft changes what an amendment cannot.

    Whether the draft is good is for `consolidate` to tell: a clause with a fault is taken over as it is.
    """
    words = draft.decode("utf-8").replace("\r\n", "\n")
    before, after = _values(in_force.text.decode("utf-8-sig").replace("\r\n", "\n")), _values(words)
    faults = [
        Fault(Place(), f"the draft changes '{name}', and an amendment cannot", "write it back, or sign new terms")
        for name in HEAD
        if before.get(name) != after.get(name)
    ]
    numbers = sorted({*before, *after} - {*HEAD}, key=_place)
    written = [number for number in numbers if number in after and before.get(number) != after[number]]
    removed = [number for number in numbers if number not in after]
    faults += [Fault(Place(), f"the section '{name}' is missing", "write it back") for name in removed if name in FIXED]
    if not faults and not written and not removed:
        faults = [Fault(Place(), "the draft says what the terms in force say", "change a clause first")]
    if faults:
        raise Refused(faults)
    head = ["remit terms: 1", f"amends: {in_force.digest}", f"signed: {signed}", f"from: {starts}"]
    head += [f"note: {scalar_text(' '.join(note.split()))}"] if note.strip() else []
    head += [f"remove: [{', '.join(removed)}]"] if removed else []
    return ("\n".join(head) + "\n" + "".join(_sections(words, written))).encode()


def signed_version(in_force: Terms, text: bytes, catalogue: Catalogue, name: str = "the amendment") -> Version:
    """The version that an amendment makes of the terms in force; `Refused` with every fault, each at its line of the amendment."""
    return consolidate(in_force.text, [text], catalogue, names=[name])[-1]


def _values(words: str) -> dict[str, Plain]:
    """What a text says by the number of the clause (with its name), by the name of a fixed section, and by the words of its head."""
    root, faults, _ = compose(words)
    if faults:
        raise Refused(faults)
    found: dict[str, Plain] = {}
    for section in root:
        if section.key in HEAD or section.key in FIXED:
            found[section.key] = plain(section.value)
        elif section.key in SECTIONS.values() and section.key != "amendments" and isinstance(section.value, Pairs):
            for clause in section.value:
                match = KEY.fullmatch(clause.key)
                if match is None:
                    what = f"'{clause.key}' has no number"
                    raise Refused([Fault(Place(line=clause.line), what, f"begin with {ORDER[section.key]}.1 and a name")])
                found[clause.key.split(" ")[0]] = [clause.key, plain(clause.value)]
    return found


def _place(number: str) -> tuple[int, int, str]:
    return order_of(number) if number not in FIXED else (ORDER[number], 0, "")


def _sections(words: str, written: list[str]) -> Iterator[str]:
    """The lines of the clauses that differ, under the names of their sections."""
    lines = lines_of(words, "the draft")
    for section, found in spans(lines).items():
        if section in FIXED and section in written:
            yield "".join(_text(lines[found[0].first : found[0].last]))
        elif section not in FIXED:
            chosen = [span for span in found if span.number in written]
            if chosen:
                yield f"{section}:\n"
            for span in chosen:
                yield "".join(_text(lines[span.first : span.last]))


def _text(lines: list[Line]) -> Iterator[str]:
    return (line.text for line in lines)
